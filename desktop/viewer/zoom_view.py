"""A widget that looks at a picture through a viewport, moved with mouse, touchpad and keys."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, QRectF, QSizeF, Qt, QTimer, Signal
from PySide6.QtGui import (
    QHideEvent,
    QInputDevice,
    QKeyEvent,
    QMouseEvent,
    QNativeGestureEvent,
    QResizeEvent,
    QShowEvent,
    QWheelEvent,
)
from PySide6.QtWidgets import QWidget

from desktop.viewer.viewport import Viewport

WHEEL_NOTCH = 120.0
KEY_PAN = 48.0
REST_MS = 80
PIXELS_PER_NOTCH = 60.0  # of a touchpad, where it zooms

_ARROWS = {
    Qt.Key.Key_Left: QPointF(1, 0),
    Qt.Key.Key_Right: QPointF(-1, 0),
    Qt.Key.Key_Up: QPointF(0, 1),
    Qt.Key.Key_Down: QPointF(0, -1),
}


class ZoomView(QWidget):
    """Moves and zooms; what is drawn is its children's classes' matter.

    Mouse: the wheel zooms under the cursor, with Ctrl or without; dragging moves; a double click changes between fit
    and 100 %. Touchpad: two fingers move, a pinch zooms. Keys: arrows move.

    Signals:
        scale_changed: the scale (device pixels per picture pixel) may have changed.
        region_changed: another region is seen, and the view has rested since for 80 ms.
    """

    scale_changed = Signal(float)
    region_changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.viewport = Viewport(self)
        self.viewport.changed.connect(self._on_viewport)
        self._grabbed: QPointF | None = None
        self._told: QRect | None = None
        self._shown_at = self.viewport.picture_rect()
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(REST_MS)
        self._rest.timeout.connect(self._tell_region)
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setMinimumSize(240, 160)

    def visible_region(self) -> QRect | None:
        """The visible rectangle of the picture, in picture pixels; ``None`` if there is none."""
        scale = self.viewport.scale
        size = self.viewport.picture_size
        shown = QRectF(QPointF(0, 0), self.viewport.pane_size) & self.viewport.picture_rect()
        if not self._has_picture() or shown.isEmpty():
            return None
        corner = shown.topLeft() - self.viewport.picture_rect().topLeft()
        left, top = math.floor(corner.x() / scale), math.floor(corner.y() / scale)
        right = min(size.width(), math.ceil((corner.x() + shown.width()) / scale - 1e-6))
        bottom = min(size.height(), math.ceil((corner.y() + shown.height()) / scale - 1e-6))
        return QRect(left, top, right - left, bottom - top)

    def pane_at(self, position: QPointF) -> QRectF:
        """The pane that a point (logical pixels) belongs to: all of the widget."""
        return QRectF(self.rect())

    def _has_picture(self) -> bool:
        return False

    def _set_pane(self, pane: QRectF) -> None:
        self.viewport.set_pane(QSizeF(pane.size() * self.devicePixelRatioF()))
        self._await_rest()
        self.update()

    def _forget_region(self) -> None:
        """Tell the region even if it is the same: of another picture it shows something else."""
        self._told = None
        self._await_rest()

    def _await_rest(self) -> None:
        if self.isVisible():
            self._rest.start()

    def _tell_region(self) -> None:
        region = self.visible_region()
        if region is not None and region != self._told:
            self._told = region
            self.region_changed.emit()

    def _shift(self, step: QPoint) -> None:
        """Show what is seen ``step`` logical pixels further; all else is as it was."""
        self.update()

    def _on_viewport(self) -> None:
        before, self._shown_at = self._shown_at, self.viewport.picture_rect()
        step = (self._shown_at.topLeft() - before.topLeft()) / self.devicePixelRatioF()
        if before.size() == self._shown_at.size() and step == QPointF(step.toPoint()):
            self._shift(step.toPoint())
        else:
            self.update()
        self._await_rest()
        self.scale_changed.emit(self.viewport.scale)

    def _in_pane(self, position: QPointF) -> QPointF:
        """A mouse position as a point of the pane under it, device pixels."""
        return (position - self.pane_at(position).topLeft()) * self.devicePixelRatioF()

    def _change_fit(self, position: QPointF) -> None:
        if self.viewport.is_fitting:
            self.viewport.zoom_to(1.0, self._in_pane(position))
        else:
            self.viewport.fit()

    def resizeEvent(self, _: QResizeEvent) -> None:
        self._set_pane(self.pane_at(QPointF(0, 0)))

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._await_rest()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest.stop()

    def event(self, event: QEvent) -> bool:
        if isinstance(event, QNativeGestureEvent) and self._take_gesture(event):
            return True
        if event.type() == QEvent.Type.DevicePixelRatioChange:
            self._set_pane(self.pane_at(QPointF(0, 0)))
        return super().event(event)

    def _take_gesture(self, event: QNativeGestureEvent) -> bool:
        if event.gestureType() == Qt.NativeGestureType.ZoomNativeGesture:
            self.viewport.zoom_by(max(0.1, 1 + event.value()), self._in_pane(event.position()))
        elif event.gestureType() == Qt.NativeGestureType.SmartZoomNativeGesture:
            self._change_fit(event.position())
        else:
            return False
        return True

    def wheelEvent(self, event: QWheelEvent) -> None:
        zooms = bool(event.modifiers() & Qt.KeyboardModifier.ControlModifier)
        if _is_touchpad(event) and not zooms:
            self.viewport.pan(QPointF(event.pixelDelta()) * self.devicePixelRatioF())
        else:
            notches = event.angleDelta().y() / WHEEL_NOTCH
            if not notches:
                notches = event.pixelDelta().y() / PIXELS_PER_NOTCH
            self.viewport.zoom_by_wheel(2.0 ** (notches / 2), self._in_pane(event.position()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() is Qt.MouseButton.LeftButton:
            self._grabbed = event.position()
            self.setCursor(Qt.CursorShape.ClosedHandCursor)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if self._grabbed is not None:
            self.viewport.pan((event.position() - self._grabbed) * self.devicePixelRatioF())
            self._grabbed = event.position()

    def mouseReleaseEvent(self, _: QMouseEvent) -> None:
        self._grabbed = None
        self.unsetCursor()

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self._change_fit(event.position())

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = _ARROWS.get(Qt.Key(event.key()))
        if step is None:
            super().keyPressEvent(event)
        else:
            self.viewport.pan(step * KEY_PAN * self.devicePixelRatioF())


def _is_touchpad(event: QWheelEvent) -> bool:
    """Whether fingers scroll; some systems tell pixels of a mouse's wheel too, but it has no phases."""
    fingers = event.device() is not None and event.device().type() == QInputDevice.DeviceType.TouchPad
    return not event.pixelDelta().isNull() and (fingers or event.phase() != Qt.ScrollPhase.NoScrollPhase)
