"""The first page before there is a picture; light enough to be painted before the rest of the app is loaded."""

from __future__ import annotations

from PySide6.QtCore import QSize
from PySide6.QtWidgets import QWidget

from desktop.widgets.drop_zone import DropZone
from desktop.words.retranslated import Retranslated


class Welcome(Retranslated, DropZone):
    """The invitation that a picture page opens with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("picture", parent)
        self.retranslate()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)  # the page that takes its place decides how small the window may be

    def retranslate(self) -> None:
        self.describe(
            self.tr("Drop a picture here"),
            self.tr("Compress, denoise, or open a .latent file."),
            self.tr("Open a picture…"),
            [
                self.tr(".latent files are very small, but only Safelight opens them. JPEG and others are there, too."),
                self.tr("Wheel: zoom under the cursor   ·   Drag: move   ·   Double click: 100 %"),
                self.tr("Drop a folder to process it as a batch."),
            ],
        )
