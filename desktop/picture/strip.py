"""Below the viewer: the figures, and the histogram where there is room for it."""

from __future__ import annotations

from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QWidget

from desktop.widgets.figures import Figures
from desktop.widgets.histogram import Histogram

ROOMY_WIDTH = 640


class Strip(QFrame):
    """The figures come first: in a narrow window the histogram gives way, lest numbers are cut short."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figures")
        self.figures, self.histogram = Figures(), Histogram()
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 12, 0)
        row.addWidget(self.figures, 1)
        row.addWidget(self.histogram)

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.histogram.setVisible(event.size().width() >= ROOMY_WIDTH)
        super().resizeEvent(event)
