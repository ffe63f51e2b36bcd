"""The first page before there is a picture; light enough to be painted before the rest of the app is loaded."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize
from PySide6.QtWidgets import QWidget

from desktop.widgets.drop_zone import DropZone


class Welcome(DropZone):
    """The invitation that a picture page opens with."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__("picture", parent)
        self.retranslate()

    def minimumSizeHint(self) -> QSize:
        return QSize(0, 0)  # the page that takes its place decides how small the window may be

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.describe(
            self.tr("Drop a picture here"),
            self.tr("Compress it, remove its noise, or look into a .latent file."),
            self.tr("Open a picture…"),
            [
                self.tr("The original stays on the left, the result is on the right."),
                self.tr("Wheel: zoom under the cursor   ·   Drag: move   ·   Double click: 100 %"),
                self.tr("Drop a folder to work on all of its files."),
            ],
        )
