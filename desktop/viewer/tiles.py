"""A picture in tiles at several sizes: drawn at any scale without a large image, and known part by part."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import product

from PySide6.QtCore import QPoint, QRect
from PySide6.QtGui import QImage, QPainter, QRegion

LEVELS = 5
TILE = 512
PART_STEP = 16
"""Parts begin at multiples of this, 2 ** (LEVELS - 1), so that they lie on whole pixels of every level."""

_SMALL = 64 * 64  # pixels that are sooner copied than drawn from a tile, of which little is seen, much enlarged
_OPAQUE = QImage.Format.Format_RGB32
_CLEAR = QImage.Format.Format_ARGB32_Premultiplied


@dataclass(frozen=True)
class ImagePart:
    """A rectangle of a picture.

    Attributes:
        left, top: its corner in the picture, multiples of 16.
        images: ``images[k]`` is the part at ``1 / 2**k``, sides rounded up, for k = 0..4; opaque ones as RGB32, others
            as premultiplied ARGB32.
    """

    left: int
    top: int
    images: tuple[QImage, ...]

    @property
    def rect(self) -> QRect:
        """What it covers, picture pixels."""
        return QRect(QPoint(self.left, self.top), self.images[0].size())


class TiledPicture:
    """A picture of which any part may still be unknown.

    ::

        level 0  width x height          +-----+-----+--   tiles of 512 x 512 pixels, those at the right and lower
        level k  ceil(width / 2**k) ...  |     |     |     rims smaller; a tile that nothing was put into is absent

    Invariants: what is not known is transparent in its tile, and outside of :attr:`known`; a tile that is wholly known
    is opaque unless the picture has alpha. Images are shared with the parts they came in until they are painted into.
    """

    def __init__(self, width: int, height: int, *, has_alpha: bool = False) -> None:
        self.width = width
        self.height = height
        self.has_alpha = has_alpha
        self._known = QRegion()
        self._levels: tuple[dict[tuple[int, int], QImage], ...] = tuple({} for _ in range(LEVELS))

    @property
    def rect(self) -> QRect:
        """The whole picture."""
        return QRect(0, 0, self.width, self.height)

    @property
    def known(self) -> QRegion:
        """What has been put so far, picture pixels."""
        return self._known

    @property
    def is_empty(self) -> bool:
        """Whether nothing of it is known."""
        return self._known.isEmpty()

    @property
    def is_complete(self) -> bool:
        """Whether all of it is known."""
        return QRegion(self.rect).subtracted(self._known).isEmpty()

    def level_rect(self, level: int) -> QRect:
        """The whole of a level, in its own pixels."""
        step = 1 << level
        return QRect(0, 0, -(-self.width // step), -(-self.height // step))

    def level_for(self, scale: float) -> int:
        """The coarsest level that is still no smaller than the picture drawn at ``scale``."""
        level = 0
        while level + 1 < LEVELS and scale * 2.0 ** (level + 1) <= 1.0:
            level += 1
        return level

    def put(self, part: ImagePart) -> QRect:
        """Take over a part, in place of what was there; returns the area that changed, picture pixels.

        Raises:
            ValueError: the part begins between pixels of a level, or lacks levels.
        """
        if part.left % PART_STEP or part.top % PART_STEP or len(part.images) != LEVELS:
            raise ValueError(f"not a part of {LEVELS} levels on the grid of {PART_STEP}: {part.rect}")
        self._known = self._known.united(part.rect & self.rect)
        for level, image in enumerate(part.images):
            rect = QRect(QPoint(part.left >> level, part.top >> level), image.size()) & self.level_rect(level)
            for place in tiles_under(rect):
                self._put_into(level, place, rect, image)
        return part.rect & self.rect

    def copy(self) -> TiledPicture:
        """Another picture with the same tiles, which later parts of this one do not change."""
        other = TiledPicture(self.width, self.height, has_alpha=self.has_alpha)
        other._known = QRegion(self._known)
        # Images of their own, which share the pixels only: parts are painted into them.
        other._levels = tuple({place: QImage(tile) for place, tile in tiles.items()} for tiles in self._levels)
        return other

    def piece(self, level: int, rect: QRect) -> tuple[QImage, QPoint] | None:
        """An image that holds ``rect`` of a level, and where its corner lies in the level; ``None`` if all is unknown.

        It is the tile itself where one tile suffices and the rectangle is a good part of it. What is unknown is
        transparent. ``rect`` lies within the level.
        """
        tiles = [self._levels[level].get(place) for place in tiles_under(rect)]
        if all(tile is None for tile in tiles):
            return None
        if len(tiles) == 1 and tiles[0] is not None and rect.width() * rect.height() >= _SMALL:
            return tiles[0], QPoint(rect.left() // TILE * TILE, rect.top() // TILE * TILE)
        return self.region(level, rect), rect.topLeft()

    def region(self, level: int, rect: QRect) -> QImage:
        """A copy of ``rect`` of a level; what is unknown or outside of it is transparent."""
        tiles = {place: self._levels[level].get(place) for place in tiles_under(rect & self.level_rect(level))}
        whole = self.level_rect(level).contains(rect)
        opaque = whole and all(tile is not None and not tile.hasAlphaChannel() for tile in tiles.values())
        image = _image(rect, opaque=opaque)
        painter = QPainter(image)
        painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
        for (column, row), tile in tiles.items():
            if tile is not None:
                painter.drawImage(QPoint(column * TILE, row * TILE) - rect.topLeft(), tile)
        painter.end()
        return image

    def _put_into(self, level: int, place: tuple[int, int], rect: QRect, image: QImage) -> None:
        """Put ``image``, which covers ``rect`` of its level, into one tile."""
        bounds = QRect(place[0] * TILE, place[1] * TILE, TILE, TILE) & self.level_rect(level)
        tiles = self._levels[level]
        if rect == bounds and image.size() == bounds.size():
            tiles[place] = QImage(image)  # shares the pixels, not the object: painting must not reach the part
        elif rect.contains(bounds):
            tiles[place] = image.copy(bounds.translated(-rect.topLeft()))
        else:
            tile = tiles.get(place)
            tile = _image(bounds, opaque=False) if tile is None else tile
            _blit(tile, rect.topLeft() - bounds.topLeft(), image)
            tiles[place] = tile if not tile.hasAlphaChannel() else self._closed(tile, level, bounds)

    def _closed(self, tile: QImage, level: int, bounds: QRect) -> QImage:
        """The tile without its alpha, once nothing of it is transparent any more: that is drawn faster."""
        covered = QRect(bounds.topLeft() * (1 << level), bounds.size() * (1 << level)) & self.rect
        if not self.has_alpha and QRegion(covered).subtracted(self._known).isEmpty():
            tile.reinterpretAsFormat(_OPAQUE)
        return tile


def tiles_under(rect: QRect) -> Iterator[tuple[int, int]]:
    """Columns and rows of the tiles that a rectangle of a level touches, row by row."""
    if rect.isEmpty():
        return
    rows = range(rect.top() // TILE, rect.bottom() // TILE + 1)
    for row, column in product(rows, range(rect.left() // TILE, rect.right() // TILE + 1)):
        yield column, row


def _image(rect: QRect, *, opaque: bool) -> QImage:
    """An image of this size, transparent if it has alpha, and unspecified if not.

    Raises:
        MemoryError: there is no room for it.
    """
    image = QImage(rect.size(), _OPAQUE if opaque else _CLEAR)
    if image.isNull() and not rect.isEmpty():
        raise MemoryError(f"no memory for a picture of {rect.width()} x {rect.height()}")
    if not opaque:
        image.fill(0)
    return image


def _blit(tile: QImage, corner: QPoint, image: QImage) -> None:
    painter = QPainter(tile)
    painter.setCompositionMode(QPainter.CompositionMode.CompositionMode_Source)
    painter.drawImage(corner, image)
    painter.end()
