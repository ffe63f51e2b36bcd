"""Draws histograms pixel by pixel.

A painter's paths of hundreds of spikes take a hundred milliseconds; columns of pixels take a few, however jagged.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt
from PySide6.QtGui import QColor, QImage

from desktop.look.theme import Theme

Heights = npt.NDArray[np.float64]
"""0..1 for each level of red, green and blue, shape ``(3, 256)``."""
Reals = npt.NDArray[np.float32]

_FILL = 0.47  # opacity of an area
_PLACES = 5  # looked at across a column, both its rims among them: no spike is missed, and lines do not break


def draw_histograms(
    areas: Heights | None, lines: Heights | None, size: tuple[int, int], line_width: float, theme: Theme
) -> QImage:
    """An image of ``size`` (width and height) device pixels on the theme's window colour.

    Areas that lie over one another add up their light in the dark, and their ink in the light.
    """
    width, height = size
    canvas = np.empty((height, width, 3), np.float32)
    canvas[:] = _rgb(theme.window)
    inks = [_rgb(colour) for colour in (theme.red, theme.green, theme.blue)]
    is_dark = theme.window.lightness() < 128
    for levels, ink in zip(areas if areas is not None else (), inks, strict=False):
        cover = _FILL * _area(levels, width, height)[..., None]
        if is_dark:
            canvas += cover * ink * (1 - canvas)
        else:
            canvas *= 1 - cover * (1 - ink)
    for levels, ink in zip(lines if lines is not None else (), inks, strict=False):
        canvas += _line(levels, width, height, line_width)[..., None] * (ink - canvas)
    data = (canvas * 255 + 0.5).astype(np.uint8).tobytes()
    return QImage(data, width, height, 3 * width, QImage.Format.Format_RGB888).copy()  # which owns its memory


def _columns(levels: npt.NDArray[np.float64], width: int, height: int) -> tuple[Reals, Reals]:
    """How low and how high the curve is within each column, in pixels."""
    within = np.linspace(0, 1, _PLACES)
    places = (np.arange(width)[:, None] + within) * ((len(levels) - 1) / width)
    seen = np.interp(places, np.arange(len(levels)), levels * height).astype(np.float32)
    return seen.min(axis=1), seen.max(axis=1)


def _area(levels: npt.NDArray[np.float64], width: int, height: int) -> Reals:
    """How much of each pixel lies under the curve, shape ``(height, width)``."""
    _, high = _columns(levels, width, height)  # the highest, lest a spike that is narrower than a column is cut
    cover: Reals = np.clip(high - _floors(height), 0, 1)
    return cover


def _line(levels: npt.NDArray[np.float64], width: int, height: int, line_width: float) -> Reals:
    """How much of each pixel lies on the curve."""
    low, high = _columns(levels, width, height)
    floors, half = _floors(height), np.float32(line_width / 2)
    inner = height - half
    top, bottom = np.clip(high, half, inner) + half, np.clip(low, half, inner) - half
    cover: Reals = np.clip(np.minimum(top, floors + 1) - np.maximum(bottom, floors), 0, 1)
    return cover


def _floors(height: int) -> Reals:
    """The lower rim of each row above the foot of the picture."""
    return np.arange(height - 1, -1, -1, dtype=np.float32)[:, None]


def _rgb(colour: QColor) -> Reals:
    return np.array([colour.redF(), colour.greenF(), colour.blueF()], np.float32)
