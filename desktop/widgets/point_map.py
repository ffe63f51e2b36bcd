"""A map of pictures: each a point, coloured by its kind; the one under the pointer is shown."""

from __future__ import annotations

import time
from collections.abc import Callable

from PySide6.QtCore import QEvent, QPointF, QRectF, QSize, Qt, QTimer, Signal
from PySide6.QtGui import (
    QFocusEvent,
    QHideEvent,
    QImage,
    QKeyEvent,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPixmap,
    QResizeEvent,
)
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import theme_of
from desktop.widgets.point_cloud import Cloud, Shown
from desktop.widgets.point_paint import MARGIN, CloudPainting, draw_card, draw_ring
from desktop.widgets.rate_paint import chart_font, draw_focus, draw_invitation

REACH = 14.0
"""Pixels within which a point is meant."""
SLICE = 0.006
"""Seconds for drawing points before other events have their turn."""
_STEPS = {
    Qt.Key.Key_Left: (-1, 0), Qt.Key.Key_Right: (1, 0), Qt.Key.Key_Up: (0, -1), Qt.Key.Key_Down: (0, 1),
}  # fmt: skip


class PointMap(QWidget):
    """Draws a cloud; arrow keys go from point to point, Return chooses one.

    Attributes:
        clock: measures how long drawing takes, seconds.

    Signals:
        pointed: the point under the pointer or the keys, -1 for none.
        chosen: a point was clicked.
    """

    pointed = Signal(int)
    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clock: Callable[[], float] = time.perf_counter
        self.cloud: Cloud | None = None
        self.current = -1
        self.kind = -1
        self._invitation = ""
        self._tell: Callable[[int], Shown] = lambda _: Shown(QImage(), "")
        self._painting: CloudPainting | None = None
        self._rest = QTimer(self)
        self._rest.setSingleShot(True)
        self._rest.setInterval(0)
        self._rest.timeout.connect(self.update)
        self._shows_card = False
        self.setMouseTracking(True)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)

    def show_cloud(self, cloud: Cloud | None, tell: Callable[[int], Shown]) -> None:
        """Show other points; ``tell`` says what each stands for."""
        self.cloud, self._tell = cloud, tell
        self.current, self.kind = -1, -1
        self._redraw()

    def emphasise(self, kind: int) -> None:
        """Let one kind stand out; -1 for none."""
        self.kind = kind
        if self.cloud is not None and kind >= 0 and self.current >= 0 and self.cloud.kinds[self.current] != kind:
            self.point_at(-1)
        self._redraw()

    def point_at(self, index: int) -> None:
        """Mark a point, without telling."""
        if index != self.current:
            self.current = index
            self._say()
            self.update()

    def describe(self, name: str, invitation: str = "") -> None:
        """Set the texts."""
        self._invitation = invitation
        self.setAccessibleName(name)
        self.update()

    def place_of(self, index: int) -> QPointF:
        """Where a point is drawn, logical pixels."""
        assert self.cloud is not None
        plot = self._plot()
        x, y = self.cloud.places[index].tolist()
        return QPointF(plot.left() + x * plot.width(), plot.top() + y * plot.height())

    def minimumSizeHint(self) -> QSize:
        return QSize(160, 140)

    def sizeHint(self) -> QSize:
        return QSize(360, 340)

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self)
        if self.cloud is None:
            draw_invitation(painter, QRectF(self.rect()), self._invitation, theme)
        else:
            painter.drawPixmap(0, 0, self._picture(self.cloud))
            if self.current >= 0:
                place = self.place_of(self.current)
                draw_ring(painter, place, theme)
                if self._shows_card:
                    painter.setFont(chart_font(self))
                    draw_card(painter, QRectF(self.rect()), place, self._tell(self.current), theme)
            if self.hasFocus():
                draw_focus(painter, QRectF(self.rect()), theme)
        painter.end()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        self._go_to(self._at(event.position()))

    def mousePressEvent(self, event: QMouseEvent) -> None:
        index = self._at(event.position())
        if event.button() is Qt.MouseButton.LeftButton and index >= 0:
            self._go_to(index)
            self.chosen.emit(index)

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        if not self.hasFocus():
            self._go_to(-1)

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        if not self.underMouse():
            self._go_to(-1)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        key, cloud = Qt.Key(event.key()), self.cloud
        if cloud is not None and key in _STEPS:
            plot = self._plot()
            size = plot.width(), plot.height()
            if self.current < 0:
                self._go_to(cloud.nearest(size[0] / 2, size[1] / 2, *size, sum(size), self.kind))
            else:
                self._go_to(cloud.neighbour(self.current, *_STEPS[key], size, self.kind))
        elif key in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self.current >= 0:
            self.chosen.emit(self.current)
        else:
            super().keyPressEvent(event)

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._rest.stop()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._redraw()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() in (QEvent.Type.PaletteChange, QEvent.Type.StyleChange):
            self._redraw()

    def _at(self, position: QPointF) -> int:
        if self.cloud is None:
            return -1
        plot = self._plot()
        place = position - plot.topLeft()
        return self.cloud.nearest(place.x(), place.y(), plot.width(), plot.height(), REACH, self.kind)

    def _go_to(self, index: int) -> None:
        self._shows_card = index >= 0
        if index != self.current:
            self.point_at(index)
            self.pointed.emit(index)
        self.update()

    def _say(self) -> None:
        """The point in words, for those who cannot see it."""
        shown = self._tell(self.current) if self.current >= 0 else None
        self.setAccessibleDescription("" if shown is None else ", ".join(filter(None, (shown.name, shown.label))))

    def _plot(self) -> QRectF:
        return QRectF(self.rect()).adjusted(MARGIN, MARGIN, -MARGIN, -MARGIN)

    def _redraw(self) -> None:
        self._painting = None
        self.update()

    def _picture(self, cloud: Cloud) -> QPixmap:
        """The points as far as they are drawn; that is done once, as the pointer moves over them often."""
        if self._painting is None:
            area, ratio = QRectF(self.rect()), self.devicePixelRatioF()
            self._painting = CloudPainting(area, self._plot(), cloud, self.kind, theme_of(self), ratio)
        if not self._painting.go_on(SLICE, self.clock):
            self._rest.start()
        return self._painting.pixmap
