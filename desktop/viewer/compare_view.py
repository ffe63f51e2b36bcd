"""Two pictures side by side, wiped over one another, in turn, or as their difference; moved and zoomed together."""

from __future__ import annotations

from enum import Enum

from PySide6.QtCore import QPointF, QRectF, QSize, QSizeF, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent, QPainter, QPaintEvent, QResizeEvent, QWheelEvent
from PySide6.QtWidgets import QWidget

from desktop.look.theme import theme_of
from desktop.viewer.canvas import draw_caption, draw_divider, draw_picture
from desktop.viewer.heat import draw_scale
from desktop.viewer.pyramid import Pyramid
from desktop.viewer.viewport import Viewport

GAP = 2.0
GRIP = 10.0
WHEEL_NOTCH = 120.0
KEY_PAN = 48.0


class CompareMode(Enum):
    """How two pictures are laid out."""

    SIDE = "side"
    WIPE = "wipe"
    FLIP = "flip"
    DIFFERENCE = "difference"


class CompareView(QWidget):
    """Shows an original and a result; with only one of them, shows that one alone.

    Mouse: the wheel zooms under the cursor, dragging moves, a double click changes between fit and 100 %; in the wipe
    mode the divider can be dragged. Keys: arrows move, with Shift they move the divider; the space bar swaps the two
    where they are shown in turn.

    Signals:
        scale_changed: the scale (device pixels per picture pixel) may have changed.
    """

    scale_changed = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewport = Viewport(self)
        self.viewport.changed.connect(self._on_viewport)
        self._mode = CompareMode.SIDE
        self._pictures: tuple[Pyramid | None, Pyramid | None] = (None, None)
        self._difference: Pyramid | None = None
        self._captions = ("", "")
        self._shows_result = True
        self._divider = 0.5
        self._grabbed: QPointF | None = None
        self._moving_divider = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)

    @property
    def mode(self) -> CompareMode:
        return self._mode

    @property
    def pictures(self) -> tuple[Pyramid | None, Pyramid | None]:
        """The original and the result."""
        return self._pictures

    @property
    def difference(self) -> Pyramid | None:
        """The heat map of the two, once there is one."""
        return self._difference

    @property
    def shows_result(self) -> bool:
        """Which of the two is seen where they are shown in turn."""
        return self._shows_result

    @property
    def divider(self) -> float:
        """Where the wipe divides the pane, 0..1 from the left."""
        return self._divider

    def set_mode(self, mode: CompareMode) -> None:
        """Lay the pictures out in another way."""
        self._mode = mode
        self._lay_out()

    def set_divider(self, position: float) -> None:
        """Move the wipe's divider, 0..1."""
        self._divider = min(max(position, 0.0), 1.0)
        self.update()

    def set_pictures(self, original: Pyramid | None, result: Pyramid | None) -> None:
        """Show other pictures; the view stays where it is if the size is the same."""
        self._pictures = (original, result)
        shown = original or result
        if shown is not None:
            self.viewport.set_picture(QSize(shown.width, shown.height), keep=True)
        self._lay_out()

    def set_difference(self, difference: Pyramid | None) -> None:
        """Show another heat map; ``None`` while it is not known, where the original stands in for it."""
        self._difference = difference
        self.update()

    def swap(self) -> None:
        """Where pictures are shown in turn, show the other one."""
        self._shows_result = not self._shows_result
        self.update()

    def set_captions(self, original: str, result: str) -> None:
        """Name the panes."""
        self._captions = (original, result)
        self.update()

    def panes(self) -> tuple[QRectF, QRectF]:
        """Where the original and the result are drawn, logical pixels; the same pane twice unless side by side."""
        whole = QRectF(self.rect())
        if self._mode is not CompareMode.SIDE or None in self._pictures:
            return whole, whole
        half = (whole.width() - GAP) / 2
        return QRectF(0, 0, half, whole.height()), QRectF(half + GAP, 0, half, whole.height())

    def _is_wiping(self) -> bool:
        return self._compares(CompareMode.WIPE)

    def _compares(self, mode: CompareMode) -> bool:
        return self._mode is mode and None not in self._pictures

    def _lay_out(self) -> None:
        pane = self.panes()[0]
        self.viewport.set_pane(QSizeF(pane.size() * self.devicePixelRatioF()))
        self.update()

    def _on_viewport(self) -> None:
        self.update()
        self.scale_changed.emit(self.viewport.scale)

    def _in_pane(self, position: QPointF) -> QPointF:
        """A mouse position as a point of the pane under it, device pixels."""
        left, right = self.panes()
        pane = right if position.x() >= right.left() else left
        return (position - pane.topLeft()) * self.devicePixelRatioF()

    def _over_divider(self, position: QPointF) -> bool:
        return self._is_wiping() and abs(position.x() - self._divider * self.width()) <= GRIP

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.fillRect(self.rect(), theme_of(self).canvas)
        original, result = self._pictures
        left, right = self.panes()
        if self._is_wiping():
            edge = round(self._divider * self.width())
            self._paint(painter, original, left, QRectF(0, 0, edge, self.height()))
            self._paint(painter, result, right, QRectF(edge, 0, self.width() - edge, self.height()))
            draw_divider(painter, edge, self.height(), theme_of(self).accent)
        elif self._compares(CompareMode.FLIP):
            self._paint(painter, result if self._shows_result else original, left, left)
        elif self._compares(CompareMode.DIFFERENCE):
            self._paint(painter, self._difference or original, left, left)
        else:
            self._paint(painter, original, left, left)
            self._paint(painter, result, right, right)
        self._paint_captions(painter, left, right)
        if self._compares(CompareMode.DIFFERENCE) and self._difference is not None:
            draw_scale(painter, left)
        painter.end()

    def _paint(self, painter: QPainter, pyramid: Pyramid | None, pane: QRectF, part: QRectF) -> None:
        if pyramid is None:
            return
        ratio = self.devicePixelRatioF()
        painter.save()
        painter.setClipRect(part)
        painter.scale(1 / ratio, 1 / ratio)
        whole = QRectF(pane.topLeft() * ratio, pane.size() * ratio)
        draw_picture(painter, pyramid, self.viewport, whole)
        painter.restore()

    def _paint_captions(self, painter: QPainter, left: QRectF, right: QRectF) -> None:
        original, result = self._pictures
        if self._compares(CompareMode.FLIP):
            draw_caption(painter, self._captions[self._shows_result], left)
            return
        if self._compares(CompareMode.DIFFERENCE):
            draw_caption(painter, self.tr("Difference") if self._difference else self.tr("Difference…"), left)
            return
        both = original is not None and result is not None
        half = QRectF(0, 0, self.width() / 2, self.height())
        if original is not None:
            draw_caption(painter, self._captions[0], half if both else left)
        if result is not None:
            wiping = self._is_wiping()
            draw_caption(
                painter, self._captions[1], half.translated(half.width(), 0) if wiping else right, right=wiping
            )

    def resizeEvent(self, _: QResizeEvent) -> None:
        self._lay_out()

    def wheelEvent(self, event: QWheelEvent) -> None:
        self.viewport.zoom_by(2.0 ** (event.angleDelta().y() / WHEEL_NOTCH / 2), self._in_pane(event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._moving_divider = self._over_divider(event.position())
            self._grabbed = event.position()
            if not self._moving_divider:
                self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is None:
            over = self._over_divider(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)
        elif self._moving_divider:
            self.set_divider(event.position().x() / max(1, self.width()))
        else:
            self.viewport.pan((event.position() - self._grabbed) * self.devicePixelRatioF())
            self._grabbed = event.position()

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._grabbed = None
        self._moving_divider = False
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        if self.viewport.is_fitting:
            self.viewport.zoom_to(1.0, self._in_pane(event.position()))
        else:
            self.viewport.fit()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = {
            Qt.Key.Key_Left: QPointF(1, 0),
            Qt.Key.Key_Right: QPointF(-1, 0),
            Qt.Key.Key_Up: QPointF(0, 1),
            Qt.Key.Key_Down: QPointF(0, -1),
        }.get(Qt.Key(event.key()))
        if event.key() == Qt.Key.Key_Space and self._compares(CompareMode.FLIP):
            self.swap()
        elif step is None:
            super().keyPressEvent(event)
        elif self._is_wiping() and event.modifiers() & Qt.KeyboardModifier.ShiftModifier:
            self.set_divider(self._divider - 0.02 * step.x())
        else:
            self.viewport.pan(step * KEY_PAN * self.devicePixelRatioF())
