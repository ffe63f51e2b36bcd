"""A row of figures, each under its name."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtGui import QAccessible, QAccessibleAnnouncementEvent, QResizeEvent, QShowEvent
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QSizePolicy, QVBoxLayout, QWidget

CELLS = 8
CELL_WIDTH = 104  # logical pixels that a figure and most names need; with less for each there are two rows

Figure = tuple[str, str] | tuple[str, str, str]
"""Name, value, and if need be what the name means."""


class Figures(QFrame):
    """A fixed number of places, so that nothing jumps when a figure comes or goes.

    Whether they are in one row or in two follows from the width alone, never from what they say; a text that is longer
    than its place is shortened, and whole in its tool tip.
    """

    def __init__(self, cells: int = CELLS, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figures")
        self._figures: list[Figure] = []
        self._columns = 0
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(16, 8, 16, 10)
        self._grid.setHorizontalSpacing(12)
        self._grid.setVerticalSpacing(8)
        self._cells = [_Cell.made() for _ in range(cells)]
        self._arrange(cells)

    def show_figures(self, figures: Sequence[Figure]) -> None:
        """Show figures, as many of them as there are places; those that have changed are announced."""
        before, self._figures = self.shown(), list(figures[: len(self._cells)])
        for place, cell in enumerate(self._cells):
            name, value, *hint = self._figures[place] if place < len(self._figures) else ("", "")
            cell.show(name, value, hint[0] if hint else "")
        self._announce([f"{name}: {value}" for name, value in self.shown().items() if before.get(name) != value])

    def shown(self) -> dict[str, str]:
        """The figures by their names."""
        return {figure[0]: figure[1] for figure in self._figures if figure[0]}

    @property
    def rows(self) -> int:
        """How many rows the places are in."""
        return -(-len(self._cells) // self._columns)

    def minimumSizeHint(self) -> QSize:
        return QSize(2 * CELL_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        fits = event.size().width() >= len(self._cells) * CELL_WIDTH
        self._arrange(len(self._cells) if fits else -(-len(self._cells) // 2))
        self._fit()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._fit()  # hidden labels do not know their width yet

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.FontChange, QEvent.Type.StyleChange):
            self._fit()

    def _fit(self) -> None:
        for cell in self._cells:
            cell.fit()

    def _arrange(self, columns: int) -> None:
        """Put the cells into so many columns of equal width."""
        if columns == self._columns:
            return
        for place, cell in enumerate(self._cells):
            self._grid.removeWidget(cell.box)
            self._grid.addWidget(cell.box, place // columns, place % columns)
        for column in range(len(self._cells)):
            self._grid.setColumnStretch(column, 1 if column < columns else 0)
        self._columns = columns
        self._grid.activate()

    def _announce(self, texts: list[str]) -> None:
        """Tell a screen reader, which says it when it has a moment."""
        if texts and self.isVisible() and QAccessible.isActive():
            QAccessible.updateAccessibility(QAccessibleAnnouncementEvent(self, ", ".join(texts)))


@dataclass(frozen=True)
class _Cell:
    """A name over its value."""

    box: QWidget
    name: QLabel
    value: QLabel
    whole: list[str]

    @classmethod
    def made(cls) -> _Cell:
        box, name, value = QWidget(), QLabel(), QLabel()
        column = QVBoxLayout(box)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(1)
        for label, role in ((name, "figure"), (value, "value")):
            label.setProperty("role", role)
            label.setTextFormat(Qt.TextFormat.PlainText)
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Fixed)
            column.addWidget(label)
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        return cls(box, name, value, ["", "", ""])

    def show(self, name: str, value: str, hint: str) -> None:
        self.whole[:] = name, value, hint
        self.value.setAccessibleName(f"{name}: {value}" if name else "")
        self.value.setAccessibleDescription(hint)
        self.fit()

    def fit(self) -> None:
        """Shorten what is too long."""
        texts = self.whole[:2]
        modes = Qt.TextElideMode.ElideRight, Qt.TextElideMode.ElideMiddle  # what tells models apart stands at the end
        for label, text, mode in zip((self.name, self.value), texts, modes, strict=True):
            label.ensurePolished()
            short = label.fontMetrics().elidedText(text, mode, label.width())
            if label.text() != short:
                label.setText(short)
        is_short = [self.name.text(), self.value.text()] != texts
        self.box.setToolTip("\n".join(filter(None, [": ".join(texts) if is_short else "", self.whole[2]])))
