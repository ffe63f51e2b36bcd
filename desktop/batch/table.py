"""The table of a batch: its columns, what of it is in view, and how a state is drawn."""

from __future__ import annotations

from collections.abc import Iterable
from typing import cast

from PySide6.QtCore import (
    QEvent,
    QItemSelection,
    QItemSelectionModel,
    QItemSelectionRange,
    QMimeData,
    QModelIndex,
    QPersistentModelIndex,
    QRectF,
    Qt,
    QTimer,
    QUrl,
    Signal,
)
from PySide6.QtGui import QDrag, QPainter, QResizeEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.batch.model import FRACTION_ROLE, STATE_ROLE, BatchModel
from desktop.batch.rows import Column
from desktop.batch.thumbnails import CELL
from desktop.look.theme import Theme, theme_of

WIDTHS = {
    Column.STATE: 92, Column.BEFORE: 76, Column.AFTER: 76, Column.RATIO: 76, Column.PSNR: 76, Column.TIME: 60,
}  # fmt: skip
LEAST_NAME, GOOD_NAME, LEAST_MESSAGE = (
    150,
    240,
    84,
)  # what is left of the width is theirs, but never less; then the table scrolls
ROW_HEIGHT = 40
REST_MS = 60  # pictures are read for what the eye rests on, not for what flies past
MOST_KEPT = 2000  # selected rows that are selected again after sorting


class BatchTable(QTableView):
    """Rows of one height and columns of fixed widths: nothing is measured, however many rows there are.

    Signals:
        rested: other rows are in view, and have been for a moment.
    """

    rested = Signal()

    def __init__(self, model: BatchModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._model = model
        self._kept: list[int] = []
        self._current = -1
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self.rested)
        self.setModel(model)
        for column in (Column.STATE, Column.MESSAGE):
            self.setItemDelegateForColumn(column, StateDelegate(self))
        self.setIconSize(CELL)
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        self.setDragEnabled(True)
        self.setDragDropMode(QAbstractItemView.DragDropMode.DragOnly)
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self._set_up_headers()
        model.modelAboutToBeReset.connect(self._keep_selection)
        model.modelReset.connect(self._select_again)
        self.verticalScrollBar().valueChanged.connect(self._rest.start)

    def selected(self) -> list[int]:
        """Places in the view of the selected rows, from the top."""
        ranges = cast("Iterable[QItemSelectionRange]", self.selectionModel().selection())  # a list, not so declared
        return sorted({row for found in ranges for row in range(found.top(), found.bottom() + 1)})

    def in_view(self) -> range:
        """Places in the view that can be seen."""
        first, last = self.rowAt(0), self.rowAt(self.viewport().height() - 1)
        return range(max(first, 0), (last if last >= 0 else self._model.rowCount() - 1) + 1)

    def rest(self) -> None:
        """Say soon what is in view."""
        self._rest.start()

    def stop(self) -> None:
        """Say nothing more."""
        self._rest.stop()

    def share_width(self) -> None:
        """Give names and messages what the other columns leave."""
        others = sum(self.columnWidth(column) for column in WIDTHS if not self.isColumnHidden(column))
        left = self.viewport().width() - others
        name = max(LEAST_NAME, min(max(GOOD_NAME, left // 2), left - LEAST_MESSAGE))
        self.setColumnWidth(Column.NAME, name)
        self.setColumnWidth(Column.MESSAGE, max(LEAST_MESSAGE, left - name))

    def startDrag(self, _: Qt.DropAction) -> None:
        """Drag the results of the selected rows out; Qt's own way asks every cell whether it can be dragged."""
        results = self._model.results(self.selected())
        if results:
            data = QMimeData()
            data.setUrls([QUrl.fromLocalFile(str(path)) for path in results])
            drag = QDrag(self)
            drag.setMimeData(data)
            drag.setPixmap(self._model.picture(self.selected()[0]).pixmap(CELL))
            drag.exec(Qt.DropAction.CopyAction)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self.share_width()
        self._rest.start()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._rest.start()

    def _set_up_headers(self) -> None:
        rows, columns = self.verticalHeader(), self.horizontalHeader()
        for header in (rows, columns):  # else each of its sections asks for every row whether it is selected
            header.setSelectionModel(QItemSelectionModel(self._model, header))
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns.setHighlightSections(False)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)
        columns.setSortIndicator(-1, Qt.SortOrder.AscendingOrder)
        columns.setSortIndicatorClearable(True)
        self.setSortingEnabled(True)

    def _keep_selection(self) -> None:
        """Selected rows by their places in the batch, which sorting does not change."""
        selected, current = self.selected(), self.currentIndex().row()
        self._kept = [self._model.place(row) for row in selected] if len(selected) <= MOST_KEPT else []
        self._current = self._model.place(current) if current >= 0 else -1

    def _select_again(self) -> None:
        count = len(self._model.rows)
        shown = sorted({self._model.shown_at(place) for place in self._kept if place < count} - {-1})
        found, last = QItemSelection(), len(Column) - 1
        for row in shown:
            found.select(self._model.index(row, 0), self._model.index(row, last))
        if 0 <= self._current < count and self._model.shown_at(self._current) >= 0:
            current = self._model.index(self._model.shown_at(self._current), 0)
            self.selectionModel().setCurrentIndex(current, QItemSelectionModel.SelectionFlag.NoUpdate)
        self.selectionModel().select(found, QItemSelectionModel.SelectionFlag.Select)
        self._rest.start()


class StateDelegate(QStyledItemDelegate):
    """Gives states and reasons their colours, and a running file its bar.

    For two columns alone: what is drawn in Python takes its time, and a table that is scrolled is drawn all the time.
    """

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        theme, state = theme_of(_widget(option, self)), index.data(STATE_ROLE)
        if index.column() == Column.STATE:
            colours = {"done": theme.good, "copied": theme.good, "failed": theme.error, "running": theme.accent}
            colour = colours.get(state, theme.muted)
        else:  # a reason begins with what matters, a path ends with it
            colour = theme.error if state == "failed" else theme.muted
            option.textElideMode = Qt.TextElideMode.ElideRight
        option.palette.setColor(option.palette.ColorRole.Text, colour)
        option.palette.setColor(option.palette.ColorRole.HighlightedText, colour)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        if index.column() == Column.STATE and index.data(STATE_ROLE) == "running":
            _draw_bar(painter, option, float(index.data(FRACTION_ROLE)), theme_of(_widget(option, self)))


def _widget(option: QStyleOptionViewItem, delegate: QStyledItemDelegate) -> QWidget:
    widget = option.widget or delegate.parent()
    assert isinstance(widget, QWidget)  # the delegate is made with the table as its parent
    return widget


def _draw_bar(painter: QPainter, option: QStyleOptionViewItem, fraction: float, theme: Theme) -> None:
    """A thin bar to the right of the percentage."""
    cell = QRectF(option.rect)
    bar = QRectF(cell.left() + 52, cell.center().y() - 2, cell.width() - 66, 4)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.border)
    painter.drawRoundedRect(bar, 2, 2)
    painter.setBrush(theme.accent)
    bar.setWidth(bar.width() * min(max(fraction, 0.0), 1.0))
    painter.drawRoundedRect(bar, 2, 2)
    painter.restore()
