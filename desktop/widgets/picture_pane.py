"""One picture as large as there is room for; small ones are enlarged with their pixels as squares."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import theme_of
from desktop.widgets.rate_paint import draw_invitation

_LEAST = QSize(96, 96)
SQUARES_FROM = 2.0
"""Scale from which on pixels are drawn as squares."""


class PicturePane(QWidget):
    """Shows a picture, or while there is none says what will be here."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.image = QImage()
        self._invitation = ""
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_image(self, image: QImage) -> None:
        """Show a picture; a null one for none."""
        self.image = image
        self.update()

    def describe(self, name: str, invitation: str = "") -> None:
        """Set the texts."""
        self._invitation = invitation
        self.setAccessibleName(name)
        self.update()

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def sizeHint(self) -> QSize:
        return QSize(320, 220)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        if self.image.isNull():
            draw_invitation(painter, QRectF(self.rect()), self._invitation, theme_of(self))
        else:
            target = self._place()
            is_large = target.width() >= SQUARES_FROM * self.image.width()
            painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, not is_large)
            painter.drawImage(target, self.image)
        painter.end()

    def _place(self) -> QRectF:
        size = QSizeF(self.image.size()).scaled(QSizeF(self.size()), Qt.AspectRatioMode.KeepAspectRatio)
        left, top = (self.width() - size.width()) / 2, (self.height() - size.height()) / 2
        return QRectF(left, top, size.width(), size.height())
