"""The float transforms over tiles: pixels to latents and back, any part of a picture at a time."""

from __future__ import annotations

import numpy as np

from engine.arrays import Float32Array
from engine.container.layout import GROUP_SIZE, LATENT_STRIDE
from engine.geometry import LatentRect
from engine.image.picture import Samples
from engine.pipeline.codec import CodecModel
from engine.pipeline.rate_tables import RateRow
from engine.runtime.tiling import Span, Tile, plan_tiles

CORE = 32
"""Latent positions a side of a tile's core: 512 pixels. Larger ones leave the cache, smaller ones waste more on halos.
Groups are whole cores wide."""
SYNTHESIS_HALO = 2
"""Latent positions: the whole receptive field of the transform, so that tiles give the very pixels of the whole."""
ANALYSIS_HALO = 2
"""Latent positions: the whole receptive field of the transform, so that tiles give the latents of the whole picture."""


def analysis_tiles(size: tuple[int, int], box: LatentRect) -> list[Tile]:
    """Tiles whose cores touch a box of a picture of ``size`` latent positions."""
    top, left, rows, columns = box
    return plan_tiles(*size, CORE, ANALYSIS_HALO, range(top, top + rows), range(left, left + columns))


def lone_tile(size: tuple[int, int], box: LatentRect, halo: int) -> Tile:
    """A tile off the grid, whose core is a box of a picture of ``size`` latent positions."""
    spans = [
        Span(max(start - halo, 0), min(start + length + halo, whole), start, start + length)
        for start, length, whole in zip(box[:2], box[2:], size, strict=True)
    ]
    return Tile(*spans)


def core_box(tile: Tile) -> LatentRect:
    """The tile's core."""
    rows, columns = tile.rows, tile.columns
    top, left = rows.keep_start, columns.keep_start
    return LatentRect(top, left, rows.keep_stop - top, columns.keep_stop - left)


def analyse_tile(model: CodecModel, pixels: Samples, tile: Tile, strength: float) -> Float32Array:
    """Un-gained latents ``(C, rows, columns)`` of a tile's core.

    Args:
        pixels: the whole picture, ``(H, W, 3)``; repeated beyond its edges up to whole positions.
        strength: 0..1, how much noise is left out.
    """
    latents = model.analyse(_window(pixels, tile), strength)
    return latents[:, tile.rows.inner(1), tile.columns.inner(1)]


def _window(pixels: Samples, tile: Tile) -> Samples:
    """The tile's pixels; the last row and column repeated where the picture ends within a latent position."""
    window = pixels[tile.rows.window(LATENT_STRIDE), tile.columns.window(LATENT_STRIDE)]
    missing = [
        (span.stop - span.start) * LATENT_STRIDE - side
        for span, side in zip((tile.rows, tile.columns), window.shape[:2], strict=True)
    ]
    return np.pad(window, ((0, missing[0]), (0, missing[1]), (0, 0)), mode="edge") if any(missing) else window


class LatentField:
    """Decoded groups, put together where a tile needs them.

    Args:
        size: rows and columns of the whole picture's latents.
        channels: latents a position.
    """

    def __init__(self, size: tuple[int, int], channels: int) -> None:
        self.size, self._channels = size, channels
        self._groups: dict[tuple[int, int], Float32Array | None] = {}

    def put(self, box: LatentRect, latents: Float32Array | None) -> None:
        """Add a group's latents ``(C, rows, columns)``; ``None`` if they are lost, which its neighbours see as zero."""
        self._groups[box[0] // GROUP_SIZE, box[1] // GROUP_SIZE] = latents

    def drop_above(self, row: int) -> None:
        """Forget the groups of the rows of groups before ``row``."""
        self._groups = {place: group for place, group in self._groups.items() if place[0] >= row}

    def drop(self, box: LatentRect) -> None:
        """Forget one group."""
        self._groups.pop((box[0] // GROUP_SIZE, box[1] // GROUP_SIZE), None)

    def tiles(self, rows: range, columns: range) -> list[Tile]:
        """Tiles whose cores touch a part of the picture; see :func:`needed` for the groups that they take."""
        return plan_tiles(*self.size, CORE, SYNTHESIS_HALO, rows, columns)

    def has(self, tile: Tile) -> bool:
        """Whether the tile's core, which lies in one group, is not lost."""
        place = (tile.rows.keep_start // GROUP_SIZE, tile.columns.keep_start // GROUP_SIZE)
        return self._groups[place] is not None

    def synthesise(
        self, model: CodecModel, tile: Tile, row: RateRow, *, is_deep: bool, is_fast: bool = False
    ) -> Samples:
        """g_s: the tile's core as RGB ``(16 h, 16 w, 3)``, uint16 if ``is_deep``, otherwise uint8.

        Args:
            is_fast: see :meth:`CodecModel.synthesise`.
        """
        pixels = model.synthesise(self._take(tile), row, is_deep=is_deep, is_fast=is_fast)
        return pixels[tile.rows.inner(LATENT_STRIDE), tile.columns.inner(LATENT_STRIDE)]

    def _take(self, tile: Tile) -> Float32Array:
        rows, columns = tile.rows, tile.columns
        window = np.zeros((self._channels, rows.stop - rows.start, columns.stop - columns.start), dtype=np.float32)
        for down, across in _places(rows, columns):
            group = self._groups[down, across]
            if group is None:
                continue
            top, left = down * GROUP_SIZE, across * GROUP_SIZE
            r = range(max(rows.start, top), min(rows.stop, top + GROUP_SIZE))
            c = range(max(columns.start, left), min(columns.stop, left + GROUP_SIZE))
            window[:, r.start - rows.start : r.stop - rows.start, c.start - columns.start : c.stop - columns.start] = (
                group[:, r.start - top : r.stop - top, c.start - left : c.stop - left]
            )
        return window


def _places(rows: Span, columns: Span) -> list[tuple[int, int]]:
    """Groups, as row and column of groups, that a window overlaps."""
    return [
        (down, across)
        for down in range(rows.start // GROUP_SIZE, (rows.stop - 1) // GROUP_SIZE + 1)
        for across in range(columns.start // GROUP_SIZE, (columns.stop - 1) // GROUP_SIZE + 1)
    ]


def needed(boxes: list[LatentRect], tiles: list[Tile]) -> list[int]:
    """Numbers of the groups, of all ``boxes``, that the tiles' windows overlap, in order."""
    wanted = {place for tile in tiles for place in _places(tile.rows, tile.columns)}
    return [i for i, (top, left, _, _) in enumerate(boxes) if (top // GROUP_SIZE, left // GROUP_SIZE) in wanted]
