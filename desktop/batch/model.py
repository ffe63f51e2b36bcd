"""The rows of a batch as a table model."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor, QIcon

from desktop.batch.cells import alignment, column_titles, text_of
from desktop.batch.feed import News
from desktop.batch.rows import Column, Kind, Row, Totals, arranged
from desktop.batch.thumbnails import Thumbnails
from desktop.words.messages import translated

Index = QModelIndex | QPersistentModelIndex
STATE_ROLE = int(Qt.ItemDataRole.UserRole)
FRACTION_ROLE = STATE_ROLE + 1
MANY_RANGES = 32

_DISPLAY, _TIP, _ALIGNMENT, _DECORATION, _COLOUR, _SPOKEN = (
    int(role)
    for role in (
        Qt.ItemDataRole.DisplayRole,
        Qt.ItemDataRole.ToolTipRole,
        Qt.ItemDataRole.TextAlignmentRole,
        Qt.ItemDataRole.DecorationRole,
        Qt.ItemDataRole.ForegroundRole,
        Qt.ItemDataRole.AccessibleTextRole,
    )
)
_FLAGS = (
    Qt.ItemFlag.ItemIsEnabled
    | Qt.ItemFlag.ItemIsSelectable
    | Qt.ItemFlag.ItemIsDragEnabled
    | Qt.ItemFlag.ItemNeverHasChildren
)


class BatchModel(QAbstractTableModel):
    """Holds plain rows and a list of which of them are shown in what order.

    Made for 10,000 rows: sorting and filtering make a new list and reset the view once, which takes a tenth of what
    QSortFilterProxyModel would, that asks for every value through the model; changes are told in as few ranges as
    there can be.
    """

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.totals = Totals()
        self.thumbnails: Thumbnails | None = None
        self._muted: QBrush | None = None
        self._shown: list[int] = []
        self._place: list[int] = []  # of each row in what is shown; -1 where it is not
        self._column: Column | None = None
        self._descending = False
        self.kind: Kind = "all"
        self.text = ""

    def dress(self, muted: QColor) -> None:
        """Write all but names in this colour."""
        self._muted = QBrush(muted)

    def load(self, rows: Sequence[Row]) -> None:
        """Show other rows."""
        self.rows = list(rows)
        self.totals = Totals.of(self.rows)
        self._arrange()

    def wait(self, places: Iterable[int]) -> None:
        """Have rows wait to be done, whatever has become of them."""
        touched = list(places)
        for place in touched:
            before = self.rows[place].outcome
            if before is not None:
                self.totals.add(before, -1)
            self.rows[place].wait()
        self._tell(touched)

    def apply(self, news: News) -> None:
        """Take over what has happened."""
        for place, fraction in news.fractions.items():
            if self.rows[place].state in ("waiting", "running"):
                self.rows[place].state, self.rows[place].fraction = "running", fraction
        for place, outcome in news.outcomes.items():
            self.rows[place].finish(outcome)
            self.totals.add(outcome)
        self._tell(news.fractions.keys() | news.outcomes.keys())

    def stop_rest(self) -> None:
        """Mark what has not been finished as cancelled."""
        touched = [place for place, row in enumerate(self.rows) if row.state in ("waiting", "running")]
        for place in touched:
            self.rows[place].state = "cancelled"
        self._tell(touched)

    def narrow(self, kind: Kind, text: str) -> None:
        """Show only rows of a kind that have a text in their name or message."""
        if (kind, text) != (self.kind, self.text):
            self.kind, self.text = kind, text
            self._arrange()

    def sort(self, column: int, order: Qt.SortOrder = Qt.SortOrder.AscendingOrder) -> None:
        self._column = Column(column) if column >= 0 else None
        self._descending = order is Qt.SortOrder.DescendingOrder
        self._arrange()

    def rearrange(self) -> None:
        """Sort and filter again, as rows have changed; they do not jump by themselves while somebody looks at them."""
        if self._column is not None or self.kind != "all":
            self._arrange()

    def row(self, shown: int) -> Row:
        """The row at a place of the view."""
        return self.rows[self._shown[shown]]

    def place(self, shown: int) -> int:
        """The place among :attr:`rows` of what is at a place of the view."""
        return self._shown[shown]

    def shown_at(self, place: int) -> int:
        """Where the view has a row; -1 where it does not."""
        return self._place[place]

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self._shown)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == _ALIGNMENT:
            return alignment(Column(section))
        return column_titles()[section] if role == _DISPLAY else None

    def data(self, index: Index, role: int = 0) -> Any:
        row, column = self.rows[self._shown[index.row()]], index.column()
        if role == _DISPLAY:
            return text_of(row, column)
        if role == STATE_ROLE:
            return row.state
        if role == _ALIGNMENT:
            return alignment(column)
        if role == _COLOUR:
            return self._muted if column != Column.NAME else None
        if role == _DECORATION:
            return self.picture(index.row()) if column == Column.NAME else None
        if role == _TIP:
            return row.path if column == Column.NAME else translated(row.message) or None
        if role == _SPOKEN:
            return f"{column_titles()[column]}: {text_of(row, column)}"
        return row.fraction if role == FRACTION_ROLE else None

    def flags(self, index: Index) -> Qt.ItemFlag:
        return _FLAGS if index.isValid() else Qt.ItemFlag.NoItemFlags

    def picture(self, shown: int) -> QIcon:
        """What stands for the file of a row."""
        return QIcon() if self.thumbnails is None else self.thumbnails.icon(self.row(shown).path)

    def results(self, shown: Iterable[int]) -> list[Path]:
        """Files that were made of rows, from the top."""
        found = [self.row(place).result for place in sorted(shown)]
        return [path for path in found if path is not None]

    def _arrange(self) -> None:
        self.beginResetModel()
        self._shown = arranged(
            self.rows, self._column, descending=self._descending, kind=self.kind, text=self.text
        )  # fmt: skip
        self._place = [-1] * len(self.rows)
        for shown, place in enumerate(self._shown):
            self._place[place] = shown
        self.endResetModel()

    def _tell(self, touched: Iterable[int]) -> None:
        """One dataChanged for each run of neighbouring rows, or one for all if there are many."""
        ranges: list[list[int]] = []
        for shown in sorted(self._place[place] for place in touched):
            if shown < 0:
                continue
            if ranges and shown == ranges[-1][1] + 1:
                ranges[-1][1] = shown
            else:
                ranges.append([shown, shown])
        if len(ranges) > MANY_RANGES:
            ranges = [[ranges[0][0], ranges[-1][1]]]
        for first, last in ranges:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))
