"""A chart of file size against PSNR on which a quality can be chosen."""

from __future__ import annotations

import math

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import (
    QEnterEvent,
    QFocusEvent,
    QFontMetricsF,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import theme_of
from desktop.widgets.rate_axes import RateAxes
from desktop.widgets.rate_paint import chart_font, draw_chart, draw_focus, draw_invitation
from desktop.widgets.rate_points import RatePoint, RatePoints
from desktop.words.retranslated import Retranslated
from desktop.words.wording import decibel_text, level_text, size_text

STEPS = {
    Qt.Key.Key_Right: 1,
    Qt.Key.Key_Up: 1,
    Qt.Key.Key_Left: -1,
    Qt.Key.Key_Down: -1,
    Qt.Key.Key_PageUp: 10,
    Qt.Key.Key_PageDown: -10,
    Qt.Key.Key_Home: -math.inf,
    Qt.Key.Key_End: math.inf,
}
"""What a key adds to the quality."""

LEAST_POINTS = 3
"""From which on sizes between the points are worth telling."""
_LEAST = QSize(240, 130)  # what the readout needs
_USUAL = QSize(256, 150)


class RateCurve(Retranslated, QWidget):
    """Shows the points that were measured so far, a smooth line through them, and where the picture is now.

    ::

        dB            Quality 62 · 400 kB · 37.1 dB     the place under the pointer
        38 |- - - - - - - - -__--o
        36 |- - - __--O--- - - - -      O: now
        34 |- o-- - - - - - - - -
           +--------------------
             100 kB   200 kB  500 kB

    Signals:
        chosen: the quality of the place that a person clicked, dragged to or reached with the keys.
    """

    chosen = Signal(float)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._points = RatePoints()
        self._current: RatePoint | None = None
        self._hover: RatePoint | None = None
        self._is_coming = True
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    @property
    def points(self) -> tuple[RatePoint, ...]:
        """What is known of the curve, in rising order of size."""
        return self._points.all

    @property
    def current(self) -> RatePoint | None:
        """Where the picture is now, or will be once the choice is answered."""
        return self._current

    @property
    def hovered(self) -> RatePoint | None:
        """The place of the line under the pointer."""
        return self._hover

    def clear(self) -> None:
        """Another picture: nothing is known of it."""
        self._points.clear()
        self._current = self._hover = None
        self._tell()

    def at(self, quality: float) -> RatePoint | None:
        """What a quality can be expected to give; ``None`` while too little of the curve is known."""
        return self._points.at_quality(quality) if len(self._points) >= LEAST_POINTS else None

    def expect_points(self, on: bool) -> None:
        """Whether points are being measured, which is said while there is nothing to draw."""
        self._is_coming = on
        self.update()

    def add_point(self, quality: float, bytes: int, psnr: float) -> None:
        """Take in a point that was measured; one of the same quality is replaced."""
        if self._points.add(RatePoint(float(quality), bytes, float(psnr))):
            self._tell()

    def show_current(self, quality: float, bytes: int, psnr: float) -> None:
        """Show where the picture is now."""
        self._current = RatePoint(float(quality), bytes, float(psnr)) if bytes > 0 else None
        self._tell()

    def sizeHint(self) -> QSize:
        return _USUAL

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def axes(self) -> RateAxes | None:
        """The axes as they are drawn; ``None`` while there is nothing to draw."""
        if len(self._points) < 2:  # one point has no extent: the axes would jump
            return None
        points = [*self._points.all, *([self._current] if self._current else [])]
        metrics = QFontMetricsF(chart_font(self), self)
        left = metrics.horizontalAdvance("00.0") + 8
        plot = QRectF(self.rect()).adjusted(left, metrics.height() + 8, -10, -(metrics.height() + 8))
        return RateAxes.around(points, plot)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(chart_font(self))
        theme, axes = theme_of(self), self.axes()
        if axes is None:
            text = self.tr("Measuring size and quality…") if self._is_coming else self.tr("Not measured")
            draw_invitation(painter, QRectF(self.rect()), text, theme)
        else:
            readout = "" if self._hover is None else self._in_words(self._hover)
            draw_chart(painter, axes, self._points, self._current, self._hover, readout, theme)
        if self.hasFocus():
            draw_focus(painter, QRectF(self.rect()), theme)
        painter.end()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() != Qt.MouseButton.LeftButton or not self._can_choose:
            event.ignore()
            return
        self._choose(self._under(event.position()))

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self._can_choose:
            return
        self._hover = self._under(event.position())
        if event.buttons() & Qt.MouseButton.LeftButton:
            self._choose(self._hover)
        self.update()

    def leaveEvent(self, event: QEvent) -> None:
        self._hover = None
        self.update()
        super().leaveEvent(event)

    def enterEvent(self, event: QEnterEvent) -> None:
        self.setCursor(Qt.CursorShape.CrossCursor if self._can_choose else Qt.CursorShape.ArrowCursor)
        super().enterEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        step = STEPS.get(Qt.Key(event.key()))
        plain = not event.modifiers() & ~Qt.KeyboardModifier.KeypadModifier
        if step is None or not plain or not self._can_choose:
            super().keyPressEvent(event)
            return
        lowest, highest = self._points.qualities
        start = self._current.quality if self._current is not None else (lowest + highest) / 2
        self._choose(self._points.at_quality(start + step))

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self.update()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("File size against PSNR"))
        self._tell()

    @property
    def _can_choose(self) -> bool:
        """A single point leads nowhere."""
        return self.isEnabled() and len(self._points) > 1

    def _under(self, position: QPointF) -> RatePoint:
        axes = self.axes()
        assert axes is not None  # there are points
        return self._points.at_rate(axes.rate_at(position.x()))

    def _choose(self, point: RatePoint) -> None:
        """Go there at once: the answer takes a while, and the next key must count from here."""
        if self._current is not None and point.quality == self._current.quality:
            return
        self._current = point
        self._tell()
        self.chosen.emit(point.quality)

    def _tell(self) -> None:
        """Say in words what is drawn, and draw it."""
        if self._current is not None:
            words = self._in_words(self._current)
        elif len(self._points):
            words = self.tr("No point is chosen yet")
        else:
            words = self.tr("The curve is being measured…")
        if words != self.accessibleDescription():
            self.setAccessibleDescription(words)
        self.update()

    def _in_words(self, point: RatePoint) -> str:
        level = level_text(round(point.quality, 1))
        return self.tr("Quality {0} · {1} · {2}").format(level, size_text(round(point.bytes)), decibel_text(point.psnr))
