"""Which part of a picture is seen, and how large: the state that all panes share."""

from __future__ import annotations

from PySide6.QtCore import QObject, QPointF, QRectF, QSize, QSizeF, Signal

LARGEST_SCALE = 32.0
NEAREST_FROM = 2.0
STEPS = (
    1 / 16,
    1 / 12,
    1 / 8,
    1 / 6,
    1 / 4,
    1 / 3,
    1 / 2,
    2 / 3,
    1.0,
    1.5,
    2.0,
    3.0,
    4.0,
    6.0,
    8.0,
    12.0,
    16.0,
    24.0,
    32.0,
)


class Viewport(QObject):
    """Maps between a picture and a pane.

    Units: *scale* is device pixels per picture pixel, so 1 is "100 %" on every screen; points of the pane are in
    device pixels from its top-left corner. Invariants: the scale lies between the fitting one (or 1, if that is
    smaller) and 32; the picture never leaves the pane further than needed, and is centred where it is smaller.

    Signals:
        changed: something above has changed.
    """

    changed = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._picture = QSizeF(1, 1)
        self._pane = QSizeF(1, 1)
        self._scale = 1.0
        self._fitting = True
        self._centre = QPointF(0.5, 0.5)  # the picture's point in the middle of the pane

    @property
    def scale(self) -> float:
        return self.fit_scale if self._fitting else self._scale

    @property
    def is_fitting(self) -> bool:
        return self._fitting

    @property
    def is_pixelated(self) -> bool:
        """Whether pixels are large enough to be shown as squares."""
        return self.scale >= NEAREST_FROM

    @property
    def picture_size(self) -> QSize:
        """Of the picture, pixels."""
        return self._picture.toSize()

    @property
    def pane_size(self) -> QSizeF:
        """Of a pane, device pixels."""
        return self._pane

    @property
    def fit_scale(self) -> float:
        """The scale at which the whole picture is seen; small pictures are not enlarged."""
        across = self._pane.width() / self._picture.width()
        down = self._pane.height() / self._picture.height()
        return min(across, down, 1.0)

    def set_picture(self, size: QSize, *, keep: bool = False) -> None:
        """Show a picture of this size: fitted, or, with ``keep`` and an equal size, where it is."""
        new = QSizeF(max(1, size.width()), max(1, size.height()))
        if keep and new == self._picture:
            return
        self._picture = new
        self._fitting = True
        self._settle(QPointF(new.width() / 2, new.height() / 2))

    def set_pane(self, size: QSizeF) -> None:
        """Tell the size of a pane, device pixels."""
        if size != self._pane and size.width() >= 1 and size.height() >= 1:
            self._pane = size
            self._settle(self._centre)

    def fit(self) -> None:
        """Show the whole picture."""
        self._fitting = True
        self._settle(self._centre)

    def look_at(self, place: QPointF, scale: float) -> None:
        """Show a point of the picture in the middle of the pane at a scale; all of it where it fits."""
        self._fitting = scale <= self.fit_scale
        self._scale = min(scale, LARGEST_SCALE)
        self._settle(place)

    def zoom_to(self, scale: float, anchor: QPointF | None = None) -> None:
        """Set the scale, keeping what is under ``anchor`` (default: the middle of the pane) where it is."""
        anchor = self._middle() if anchor is None else anchor
        fixed = self.to_picture(anchor)
        scale = min(max(scale, min(self.fit_scale, 1.0)), LARGEST_SCALE)
        self._fitting = scale <= self.fit_scale and scale < 1.0
        self._scale = scale
        offset = (anchor - self._middle()) / self.scale
        self._settle(fixed - offset)

    def zoom_by(self, factor: float, anchor: QPointF | None = None) -> None:
        """Multiply the scale."""
        self.zoom_to(self.scale * factor, anchor)

    def zoom_by_wheel(self, factor: float, anchor: QPointF) -> None:
        """Multiply the scale; on the way past 100 or 200 % it stays there."""
        now, wanted = self.scale, self.scale * factor
        stops = [stop for stop in (1.0, 2.0) if min(now, wanted) < stop * 0.999 and stop * 1.001 < max(now, wanted)]
        self.zoom_to(min(stops, key=lambda stop: abs(stop - now), default=wanted), anchor)

    def zoom_step(self, direction: int) -> None:
        """Go to the next round scale: +1 larger, -1 smaller."""
        now = self.scale
        if direction > 0:
            self.zoom_to(next((s for s in STEPS if s > now * 1.001), LARGEST_SCALE))
        else:
            self.zoom_to(next((s for s in reversed(STEPS) if s < now * 0.999), self.fit_scale))

    def pan(self, delta: QPointF) -> None:
        """Move the picture by ``delta`` device pixels."""
        self._settle(self._centre - delta / self.scale)

    def to_picture(self, point: QPointF) -> QPointF:
        """The picture's point, in its pixels, that is seen at a point of the pane."""
        return self._centre + (point - self._middle()) / self.scale

    def picture_rect(self) -> QRectF:
        """Where the whole picture lies in the pane; on whole device pixels, so that 100 % is sharp."""
        scale = self.scale
        corner = self._middle() - self._centre * scale
        return QRectF(
            round(corner.x()), round(corner.y()), self._picture.width() * scale, self._picture.height() * scale
        )

    def _middle(self) -> QPointF:
        return QPointF(self._pane.width() / 2, self._pane.height() / 2)

    def _settle(self, centre: QPointF) -> None:
        """Take over a centre as far as it is allowed, and tell."""
        self._centre = QPointF(
            _held(centre.x(), self._picture.width(), self._pane.width() / self.scale),
            _held(centre.y(), self._picture.height(), self._pane.height() / self.scale),
        )
        self.changed.emit()


def _held(centre: float, length: float, seen: float) -> float:
    """The centre of a view of length ``seen`` that does not look past the ends of ``length``."""
    if seen >= length:
        return length / 2
    return min(max(centre, seen / 2), length - seen / 2)
