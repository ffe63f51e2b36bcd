"""A histogram of two pictures, one over the other."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
from PySide6.QtCore import QPointF, QRectF, QSize
from PySide6.QtGui import QImage, QPainter, QPaintEvent, QPen, QPolygonF
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import Theme, theme_of
from desktop.widgets.histogram_paint import Heights, draw_histograms
from desktop.words.retranslated import Retranslated
from desktop.words.wording import number_text

Counts = npt.NDArray[np.int64]

CLIPPED = 0.0005  # share of a channel's pixels at one end, from which on it is marked
_FULL, _HEADROOM = 99.0, 1.15  # what the percentile of the levels leaves free; spikes above that are cut off
_INSET, _HEAD = 4, 5  # logical pixels beside and above what is drawn
_MARK = 7.0  # side of a mark in a corner
_LINE = 1.0  # logical pixels

_LEAST = QSize(160, 72)
_USUAL = QSize(256, 96)


class Histogram(Retranslated, QWidget):
    """The right picture as filled areas of red, green and blue, the left one as thin lines.

    Heights are square roots of the share of the pixels, on one scale for both pictures, so that neither a spike nor
    a flat sky hides the rest. A corner is marked where pixels are clipped to black or to full light there.
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._left: Counts | None = None
        self._right: Counts | None = None
        self._heights: list[Heights | None] = [None, None]
        self._drawn: tuple[tuple[int, int, int], QImage] | None = None
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.retranslate()

    def show_histograms(self, left: Counts | None, right: Counts | None) -> None:
        """Show counts per level of red, green and blue, shape ``(3, 256)``; ``None`` where there is no picture."""
        self._left, self._right = _counted(left), _counted(right)
        self._heights = _heights((self._left, self._right))
        self._drawn = None
        self.retranslate()
        self.update()

    @property
    def clipped(self) -> tuple[float, float]:
        """Shares of the shown picture that are black and at full light, in the channel with most of them."""
        counts = self._right if self._right is not None else self._left
        return (0.0, 0.0) if counts is None else _clipped(counts)

    def sizeHint(self) -> QSize:
        return _USUAL

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme = theme_of(self)
        frame = QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5)
        painter.setPen(QPen(theme.border, 1))
        painter.setBrush(theme.window)
        painter.drawRoundedRect(frame, 5, 5)
        if self._left is not None or self._right is not None:
            painter.drawImage(QPointF(_INSET, _HEAD), self._image(theme))
            _mark_corners(painter, frame.adjusted(4, 4, -4, -4), self.clipped, theme)
        painter.end()

    def _image(self, theme: Theme) -> QImage:
        """Both histograms as they are drawn; made anew when something about them has changed."""
        ratio = self.devicePixelRatioF()
        width = max(1, round((self.width() - 2 * _INSET) * ratio))
        height = max(1, round((self.height() - _HEAD - 1) * ratio))
        key = (width, height, theme.window.rgb())
        if self._drawn is None or self._drawn[0] != key:
            left, right = self._heights
            image = draw_histograms(right, left, (width, height), _LINE * ratio, theme)
            image.setDevicePixelRatio(ratio)
            self._drawn = (key, image)
        return self._drawn[1]

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Histogram"))
        parts = [
            (self.tr("Right (areas): {0}"), self._right),
            (self.tr("Left (lines): {0}"), self._left),
        ]
        lines = [form.format(self._in_words(counts)) for form, counts in parts if counts is not None]
        text = "\n".join(lines) or self.tr("No picture yet")
        self.setAccessibleDescription(text)
        self.setToolTip(text)

    def _in_words(self, counts: Counts) -> str:
        shadows, highlights = _clipped(counts)
        return self.tr("mean level {0}, {1} % clipped to black, {2} % to full light").format(
            number_text(_mean(counts), 0), number_text(100 * shadows, 1), number_text(100 * highlights, 1)
        )


def _counted(counts: Counts | None) -> Counts | None:
    """``None`` for a picture without pixels too."""
    return counts if counts is not None and counts.sum() > 0 else None


def _mean(counts: Counts) -> float:
    """Mean level over all channels."""
    return float((counts * np.arange(counts.shape[1])).sum() / counts.sum())


def _clipped(counts: Counts) -> tuple[float, float]:
    shares = counts / np.maximum(1, counts.sum(axis=1, keepdims=True))
    return float(shares[:, 0].max()), float(shares[:, -1].max())


def _heights(pictures: Sequence[Counts | None]) -> list[Heights | None]:
    """0..1 for each level, on one scale for all pictures."""
    shares = [None if each is None else each / np.maximum(1, each.sum(axis=1, keepdims=True)) for each in pictures]
    filled = [share[share > 0] for share in shares if share is not None]
    if not filled:
        return [None for _ in shares]
    full = _HEADROOM * max(float(np.percentile(each, _FULL)) for each in filled)
    return [None if share is None else np.sqrt(np.minimum(1.0, share / full)) for share in shares]


def _mark_corners(painter: QPainter, frame: QRectF, clipped: tuple[float, float], theme: Theme) -> None:
    """A triangle in the corner of what is clipped."""
    painter.setPen(QPen(theme.window, 1))
    painter.setBrush(theme.text)
    for share, corner, way in ((clipped[0], frame.topLeft(), 1), (clipped[1], frame.topRight(), -1)):
        if share >= CLIPPED:
            painter.drawPolygon(QPolygonF([corner, corner + QPointF(way * _MARK, 0), corner + QPointF(0, _MARK)]))
