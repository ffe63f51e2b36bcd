"""Below the viewer: what has become of the size, and on demand the other figures and the histogram."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.widgets.elided_label import ElidedLabel
from desktop.widgets.figures import Figures
from desktop.widgets.histogram import Histogram
from desktop.words.retranslated import Retranslated

ROOMY_WIDTH = 640


class Strip(Retranslated, QFrame):
    """A headline for everybody; behind "Details", figures for those who measure.

    In a narrow window the histogram gives way, lest numbers are cut short.

    Signals:
        unfolded: whether a person wants the details.
    """

    unfolded = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figures")
        self.headline, self.photo, self.details = QLabel(), ElidedLabel(), QPushButton()
        self.photo.setProperty("role", "muted")
        self.headline.setProperty("role", "headline")
        self.details.setProperty("role", "fold")
        self.details.setCheckable(True)
        self.figures, self.histogram = Figures(), Histogram()
        self._rest = QWidget()
        row = QHBoxLayout()
        row.setContentsMargins(16, 6, 12, 6)
        row.addWidget(self.headline)
        row.addSpacing(24)
        row.addWidget(self.photo, 1)
        row.addWidget(self.details)
        rest = QHBoxLayout(self._rest)
        rest.setContentsMargins(0, 0, 12, 4)
        rest.addWidget(self.figures, 1)
        rest.addWidget(self.histogram)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(row)
        column.addWidget(self._rest)
        self._rest.hide()
        self.details.toggled.connect(self._rest.setVisible)
        self.details.clicked.connect(self.unfolded)
        self.retranslate()

    def retranslate(self) -> None:
        self.details.setText(self.tr("Details"))
        self.details.setAccessibleDescription(self.tr("PSNR, MS-SSIM, bits per pixel and the histogram"))

    def resizeEvent(self, event: QResizeEvent) -> None:
        self.histogram.setVisible(event.size().width() >= ROOMY_WIDTH)
        super().resizeEvent(event)
