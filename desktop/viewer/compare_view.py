"""Two pictures side by side, divided by a line, alone, or as their difference; moved and zoomed together."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, QSizeF, Qt
from PySide6.QtGui import QFocusEvent, QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QWidget

from desktop.viewer.heat import FULL_HEAT
from desktop.viewer.layer_view import LayerView
from desktop.viewer.layout import CompareMode, Layout, Side
from desktop.viewer.tiles import ImagePart, TiledPicture
from desktop.words.retranslated import Retranslated

__all__ = ["CompareMode", "CompareView", "Side"]

GRIP = 14.0

_DIVIDER_STEPS = {Qt.Key.Key_Left: -0.02, Qt.Key.Key_Right: 0.02}


class CompareView(Retranslated, LayerView):
    """Shows a left picture, mostly the original, and a right one; with nothing known of the right one, the left alone.

    Beyond what :class:`~desktop.viewer.zoom_view.ZoomView` knows: in the wipe mode the divider can be dragged, or moved
    with Shift and the arrow keys. While the space bar is held, the left one is shown in place of the right one, in
    every mode. The loupe follows the pointer, and lies in the middle while there is none. A right picture of another
    size is drawn as large as fits the left one's extent.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._mode = CompareMode.SIDE
        self._pictures: tuple[TiledPicture | None, TiledPicture | None] = (None, None)
        self._difference: TiledPicture | None = None
        self._full_heat = FULL_HEAT
        self._captions = ("", "")
        self._peeks = False
        self._divider = 0.5
        self._moving_divider = False
        self.scale_changed.connect(self._describe)
        self._describe()

    @property
    def mode(self) -> CompareMode:
        return self._mode

    @property
    def pictures(self) -> tuple[TiledPicture | None, TiledPicture | None]:
        """The left and the right one."""
        return self._pictures

    @property
    def difference(self) -> TiledPicture | None:
        """The heat map of the two, once there is one."""
        return self._difference

    @property
    def divider(self) -> float:
        """Where the wipe divides the pane, 0..1 from the left."""
        return self._divider

    def set_mode(self, mode: CompareMode) -> None:
        """Lay the pictures out in another way."""
        self._mode = mode
        self._lay_out()
        self._describe()

    def set_divider(self, position: float) -> None:
        """Move the wipe's divider, 0..1."""
        before, self._divider = self._layout().edge(), min(max(position, 0.0), 1.0)
        left, right = sorted((before, self._layout().edge()))
        self.update(QRectF(left - GRIP, 0, right - left + 2 * GRIP, self.height()).toAlignedRect())

    def set_pictures(self, left: TiledPicture | None, right: TiledPicture | None) -> None:
        """Show other pictures; the view stays where it is if the size is the same."""
        if left is not self._pictures[0]:
            self._forget_region()
        self._pictures = (left, right)
        shown = left or right
        if shown is not None:
            self.viewport.set_picture(QSize(shown.width, shown.height), keep=True)
        self._lay_out()

    def put(self, side: Side, part: ImagePart) -> None:
        """More of a picture is known, or it is known better; only that is painted again."""
        picture = {"left": self._pictures[0], "right": self._pictures[1], "difference": self._difference}[side]
        if picture is None:
            return  # a late part of what is not shown any more
        was_empty = picture.is_empty
        changed = picture.put(part)
        if was_empty:
            self._lay_out()
            return
        for layer in self._layout().layers():
            if layer.picture is picture:
                self.update(self._area(layer, changed))
        self._update_lenses()

    def set_difference(self, difference: TiledPicture | None, full_heat: int = FULL_HEAT) -> None:
        """Show another heat map; while nothing of it is known, the left picture stands in for it.

        Args:
            full_heat: levels from which on it has the hottest colour.
        """
        self._difference, self._full_heat = difference, full_heat
        self.update()

    def set_captions(self, left: str, right: str) -> None:
        """Name the panes."""
        self._captions = (left, right)
        self.update()

    def set_loupe(self, on: bool) -> None:
        """Lay a lens on the view, or take it away."""
        self._loupe.is_on = True
        self._update_lenses()
        self._loupe.is_on = on

    def panes(self) -> tuple[QRectF, QRectF]:
        """Where the left and the right one are drawn, logical pixels; the same pane twice unless side by side."""
        return self._layout().panes()

    def pane_at(self, position: QPointF) -> QRectF:
        left, right = self.panes()
        return right if position.x() >= right.left() else left

    def retranslate(self) -> None:
        self._describe()
        self.update()

    def _describe(self) -> None:
        """Tell a screen reader how the pictures are looked at."""
        modes = {
            CompareMode.SIDE: self.tr("side by side"),
            CompareMode.WIPE: self.tr("split"),
            CompareMode.DIFFERENCE: self.tr("difference"),
            CompareMode.SINGLE: self.tr("result only"),
        }
        self.setAccessibleDescription(self.tr("{0} %, {1}").format(round(self.viewport.scale * 100), modes[self._mode]))

    def _layout(self) -> Layout:
        left, right = self._pictures  # also before anything of them is known: the left one stands in for the right
        difference = None if self._difference is None or self._difference.is_empty else self._difference
        size = QSizeF(self.size())
        seen = self._divider, self._peeks, self._full_heat
        return Layout(self._mode, size, left, right, difference, *seen)

    def _peek(self, on: bool) -> None:
        if on != self._peeks:
            self._peeks = on
            self.update()

    def _has_picture(self) -> bool:
        return self._pictures != (None, None)

    def _lay_out(self) -> None:
        self._set_pane(self.panes()[0])

    def _caption_texts(self, layout: Layout) -> dict[Side, str]:
        left, right = self._captions
        if layout.compares(CompareMode.DIFFERENCE):  # the left one stands in for it
            unlike = layout.differ_in_size
            left = self.tr("Can't compare: different dimensions") if unlike else self.tr("Difference…")
        return {"left": left, "right": right, "difference": self.tr("Difference")}

    def _point(self, position: QPointF | None) -> None:
        self._update_lenses()
        self._loupe.pointer = position
        self._update_lenses()

    def _over_divider(self, position: QPointF) -> bool:
        layout = self._layout()
        return layout.compares(CompareMode.WIPE) and abs(position.x() - layout.edge()) <= GRIP

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self._point(None)

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._moving_divider = event.button() is Qt.MouseButton.LeftButton and self._over_divider(event.position())
        if not self._moving_divider:
            super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._point(event.position())
        if self._moving_divider:
            self.set_divider(event.position().x() / max(1, self.width()))
        elif self._grabbed is None:
            over = self._over_divider(event.position())
            self.setCursor(Qt.CursorShape.SplitHCursor if over else Qt.CursorShape.ArrowCursor)
        else:
            super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._moving_divider = False
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        layout, key = self._layout(), Qt.Key(event.key())
        shifted = bool(event.modifiers() & Qt.KeyboardModifier.ShiftModifier)
        if key == Qt.Key.Key_Space and layout.right is not None:
            self._peek(True)
        elif layout.compares(CompareMode.WIPE) and shifted and key in _DIVIDER_STEPS:
            self.set_divider(self._divider + _DIVIDER_STEPS[key])
        else:
            super().keyPressEvent(event)

    def keyReleaseEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Space and not event.isAutoRepeat():
            self._peek(False)
        else:
            super().keyReleaseEvent(event)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self._peek(False)  # nobody will tell that the key was let go
