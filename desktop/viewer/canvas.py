"""Draws a picture from its tiles."""

from __future__ import annotations

import math
from dataclasses import dataclass

from PySide6.QtCore import QRect, QRectF
from PySide6.QtGui import QBrush, QColor, QImage, QPainter, QRegion

from desktop.viewer.tiles import TILE, TiledPicture

CHECKER_SIDE = 8
ROUGHNESS = 0.75
"""With the nearest pixel, which is for short moments, a level is enlarged down to this size: there is less to read."""
_SLACK = 0.05  # device pixels that a painter's fixed-point numbers may be off


@dataclass(frozen=True)
class _Axis:
    """One axis of a level on the screen: where its first pixel begins and how long each is, in device pixels."""

    origin: float
    step: float
    count: int

    def cells(self, begin: int, end: int, *, smooth: bool) -> list[tuple[int, int, bool]]:
        """Divide the device pixels ``begin .. end`` into stretches that need one tile each, and seams between these.

        A smoothly drawn pixel mixes two neighbours: where these lie in two tiles is a seam, ``True``. Drawn with
        the nearest pixel there are none.
        """
        reach = 0.5 if smooth else 0.0
        cells, place = [], begin
        for border in range(TILE, self.count, TILE):
            first = math.ceil(self.origin + (border - reach) * self.step - 0.5 - reach * _SLACK)
            last = math.ceil(self.origin + (border + reach) * self.step - 0.5 + reach * _SLACK)
            if last <= begin or first >= end:
                continue
            cells += [(place, first, False), (max(place, first), min(last, end), True)]
            place = last
        cells.append((place, end, False))
        return [cell for cell in cells if cell[0] < cell[1]]

    def pixels(self, begin: int, end: int) -> tuple[int, int]:
        """The first pixel of the level that device pixels ``begin .. end`` mix, and how many they are."""
        first = math.floor((begin + 0.5 - self.origin) / self.step - 0.5)
        last = math.floor((end - 0.5 - self.origin) / self.step + 0.5)
        first, last = max(0, min(first, self.count - 1)), max(0, min(last, self.count - 1))
        return first, last - first + 1


def draw_picture(painter: QPainter, picture: TiledPicture, whole: QRectF, seen: QRectF, *, smooth: bool) -> None:
    """Draw what is seen of a picture; where it is not known yet, nothing.

    Args:
        painter: all units are device pixels.
        picture: stretched over ``whole``, whatever its size.
        whole: where all of it lies, perhaps far out of sight.
        seen: what is drawn of that.
        smooth: mix neighbours rather than take the nearest pixel.
    """
    area = _device_rect(whole) & _device_rect(seen)
    if area.isEmpty() or picture.is_empty:
        return
    across, down = whole.width() / picture.width, whole.height() / picture.height
    painter.save()
    if picture.has_alpha:
        _draw_checkers(painter, picture, whole, area)
    level = picture.level_for(max(across, down) * (1.0 if smooth else ROUGHNESS))
    size = picture.level_rect(level).size()
    columns = _Axis(whole.x(), across * 2**level, size.width())
    rows = _Axis(whole.y(), down * 2**level, size.height())
    smooth = smooth and not (_is_one(columns.step) and _is_one(rows.step))
    painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, smooth)
    for cell in _cells(columns, rows, area, smooth=smooth):
        _draw_cell(painter, picture, level, columns, rows, cell)
    painter.restore()


def _cells(columns: _Axis, rows: _Axis, area: QRect, *, smooth: bool) -> list[QRect]:
    """Rectangles of the screen that together are ``area``, each drawn in one go."""
    left, right, cells = area.left(), area.left() + area.width(), []
    across = columns.cells(left, right, smooth=smooth)
    for top, bottom, is_seam in rows.cells(area.top(), area.top() + area.height(), smooth=smooth):
        for begin, end, _ in [(left, right, True)] if is_seam else across:
            cells.append(QRect(begin, top, end - begin, bottom - top))
    return cells


def _draw_cell(painter: QPainter, picture: TiledPicture, level: int, columns: _Axis, rows: _Axis, cell: QRect) -> None:
    left, width = columns.pixels(cell.left(), cell.left() + cell.width())
    top, height = rows.pixels(cell.top(), cell.top() + cell.height())
    found = picture.piece(level, QRect(left, top, width, height))
    if found is None:
        return
    image, corner = found
    target = QRectF(
        columns.origin + corner.x() * columns.step,
        rows.origin + corner.y() * rows.step,
        image.width() * columns.step,
        image.height() * rows.step,
    )
    painter.setClipRect(cell)
    painter.drawImage(target, image, QRectF(image.rect()))


def _draw_checkers(painter: QPainter, picture: TiledPicture, whole: QRectF, area: QRect) -> None:
    """The usual squares behind what may be transparent, as far as it is known."""
    across, down = whole.width() / picture.width, whole.height() / picture.height
    painter.setBrushOrigin(whole.topLeft())
    painter.setClipRect(area)
    for known in rects_of(picture.known):
        left, right = (round(whole.x() + x * across) for x in (known.left(), known.left() + known.width()))
        top, bottom = (round(whole.y() + y * down) for y in (known.top(), known.top() + known.height()))
        painter.fillRect(QRect(left, top, right - left, bottom - top) & area, _checker())


def rects_of(region: QRegion) -> list[QRect]:
    """The rectangles that a region is made of."""
    return list(region)  # type: ignore[call-overload,no-any-return]  # the stubs do not know that it can be walked


def _device_rect(rect: QRectF) -> QRect:
    """The pixels whose middles lie in it."""
    left, top = math.ceil(rect.left() - 0.5), math.ceil(rect.top() - 0.5)
    return QRect(left, top, math.ceil(rect.right() - 0.5) - left, math.ceil(rect.bottom() - 0.5) - top)


def _is_one(step: float) -> bool:
    return abs(step - 1) < 1e-6


def _checker() -> QBrush:
    side = CHECKER_SIDE
    tile = QImage(2 * side, 2 * side, QImage.Format.Format_RGB32)
    tile.fill(QColor(150, 150, 150))
    painter = QPainter(tile)
    for x, y in ((0, 0), (side, side)):
        painter.fillRect(x, y, side, side, QColor(190, 190, 190))
    painter.end()
    return QBrush(tile)
