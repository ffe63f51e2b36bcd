"""A row of figures, each under its name."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QVBoxLayout, QWidget

CELLS = 6


class Figures(QFrame):
    """A fixed number of places, so that nothing jumps when a figure comes or goes."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figures")
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 16, 10)
        row.setSpacing(12)
        self._cells = [self._cell(row) for _ in range(CELLS)]

    def show_figures(self, figures: list[tuple[str, str]]) -> None:
        """Show (name, value) pairs, at most :data:`CELLS` of them."""
        for place, (name, value) in enumerate(self._cells):
            title, text = figures[place] if place < len(figures) else ("", "")
            name.setText(title)
            value.setText(text)
            value.setAccessibleName(f"{title}: {text}" if title else "")

    def shown(self) -> dict[str, str]:
        """The figures by their names."""
        return {name.text(): value.text() for name, value in self._cells if name.text()}

    def _cell(self, row: QHBoxLayout) -> tuple[QLabel, QLabel]:
        name, value = QLabel(), QLabel()
        name.setProperty("role", "figure")
        value.setProperty("role", "value")
        value.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        column = QVBoxLayout()
        column.setSpacing(1)
        column.addWidget(name)
        column.addWidget(value)
        row.addLayout(column, 1)
        return name, value
