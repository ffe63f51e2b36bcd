"""Computes a picture's latents on demand and caches them."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterable

import numpy as np
import numpy.typing as npt

from engine.arrays import Float32Array
from engine.container.layout import LATENT_STRIDE
from engine.geometry import LatentRect
from engine.image.picture import Samples
from engine.pipeline.codec import CodecModel
from engine.pipeline.transforms import ANALYSIS_HALO, analyse_tile, analysis_tiles, core_box, lone_tile
from engine.progress import Progress

Halves = npt.NDArray[np.float16]
"""Half precision saves memory; its error is at most a tenth of the finest quantisation step. Latents are rounded to it
whether they are cached or not, so that a picture always gives the same file."""


class LatentCache:
    """A cache of latents by their rectangle; may be used from several threads.

    Args:
        limit: bytes that it may hold.
        displaces: drop the least recently used latents when it is full. Otherwise new ones are not cached, so that
            repeated passes over a large picture find the first ones again.
    """

    def __init__(self, limit: float, *, displaces: bool) -> None:
        self._limit, self._displaces = limit, displaces
        self._kept: OrderedDict[LatentRect, Halves] = OrderedDict()
        self._bytes = 0
        self._lock = threading.Lock()

    def get(self, box: LatentRect) -> Halves | None:
        """The latents ``(C, rows, columns)`` of a rectangle; ``None`` if they are not cached."""
        with self._lock:
            if box in self._kept:
                self._kept.move_to_end(box)
            return self._kept.get(box)

    def put(self, box: LatentRect, latents: Halves) -> None:
        """Cache the latents ``(C, rows, columns)`` of a rectangle, if there is room."""
        with self._lock:
            if box in self._kept or latents.nbytes > self._limit:
                return
            while self._displaces and self._bytes + latents.nbytes > self._limit:
                self._bytes -= self._kept.popitem(last=False)[1].nbytes
            if self._bytes + latents.nbytes <= self._limit:
                self._kept[box] = latents
                self._bytes += latents.nbytes

    def has(self, boxes: Iterable[LatentRect]) -> bool:
        """Whether all of these rectangles are cached."""
        with self._lock:
            return all(box in self._kept for box in boxes)


class Analysis:
    """The un-gained latents (y) of one picture.

    Args:
        pixels: RGB ``(H, W, 3)``, uint8 or uint16.
        strength: 0..1, how strongly noise is removed.
        limit: bytes of latents that are cached.
        crop_limit: the same for latents off the tile grid.
    """

    def __init__(self, pixels: Samples, strength: float, limit: float, crop_limit: float = 0.0) -> None:
        self._pixels, self._strength = pixels, strength
        self.size = (-(-pixels.shape[0] // LATENT_STRIDE), -(-pixels.shape[1] // LATENT_STRIDE))
        self._tiles = LatentCache(limit, displaces=False)
        self._crops = LatentCache(crop_limit, displaces=True)

    def take(self, model: CodecModel, box: LatentRect, progress: Progress) -> Float32Array:
        """Latents of a rectangle as files contain them, float32 ``(C, rows, columns)``.

        Args:
            progress: counts positions that are analysed, one unit each.
        """
        top, left, rows, columns = box
        latents: Float32Array | None = None
        for tile in analysis_tiles(self.size, box):
            core = core_box(tile)
            part = self._tiles.get(core)
            if part is None:
                part = analyse_tile(model, self._pixels, tile, self._strength).astype(np.float16)
                self._tiles.put(core, part)
                progress.advance(core[2] * core[3])
            if latents is None:
                latents = np.empty((len(part), rows, columns), dtype=np.float32)
            inner = part[
                :, max(top - core[0], 0) : top + rows - core[0], max(left - core[1], 0) : left + columns - core[1]
            ]
            r, c = max(core[0] - top, 0), max(core[1] - left, 0)
            latents[:, r : r + inner.shape[1], c : c + inner.shape[2]] = inner
        assert latents is not None
        return latents

    def crop(self, model: CodecModel, box: LatentRect, progress: Progress) -> Float32Array:
        """As :meth:`take`, but latents that are not cached are computed for this rectangle alone.

        At the edges of tiles they then differ slightly from those in files.
        """
        if self._tiles.has(map(core_box, analysis_tiles(self.size, box))):
            return self.take(model, box, progress)
        kept = self._crops.get(box)
        if kept is None:
            kept = analyse_tile(model, self._pixels, lone_tile(self.size, box, ANALYSIS_HALO), self._strength).astype(
                np.float16
            )
            self._crops.put(box, kept)
            progress.check()
        return kept.astype(np.float32)

    def missing(self, box: LatentRect) -> int:
        """Number of positions that :meth:`take` would have to analyse."""
        cores = map(core_box, analysis_tiles(self.size, box))
        return sum(core[2] * core[3] for core in cores if not self._tiles.has([core]))
