"""An opened ``.latent`` file: its groups, decoded and turned into pixels, any part of the picture at a time."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
from PIL import Image

from engine.container.layout import GROUP_SIZE, LATENT_STRIDE, LatentFile
from engine.errors import ModelError, PictureTooLarge
from engine.image.picture import Picture, Pixels, Samples
from engine.pipeline.codec import THUMBNAIL_SCALE, CodecModel, load_codec
from engine.pipeline.companions import metadata_of
from engine.pipeline.group_coder import decode_base, decode_group
from engine.pipeline.options import ReconstructOptions
from engine.pipeline.parallel import in_parallel, plan_for
from engine.pipeline.parts import OnPart, Part
from engine.pipeline.rate_tables import Floats, RateRow
from engine.pipeline.transforms import CORE, LatentField, needed
from engine.progress import Progress
from engine.runtime.tiling import Tile

Area = tuple[int, int, int, int]
"""Left, top, width and height in pixels."""
DecodeGroup = Callable[[int], Floats | None]
"""From a group's number to its un-gained latents ``(C, h, w)``, or to ``None`` where it is lost."""
_LUMA = np.array([0.299, 0.587, 0.114], dtype=np.float32)
ENTROPY_SHARE = 0.35
"""Time that entropy coding or decoding a latent position takes, relative to the transform."""


class Opened:
    """A file with the model that decodes it."""

    def __init__(self, file: LatentFile, options: ReconstructOptions) -> None:
        self.file, self.header = file, file.header
        header = file.header
        if header.width * header.height > options.max_pixels:
            raise PictureTooLarge(
                f"too large: {header.width} x {header.height} pixels, the limit is {options.max_pixels:,}"
            )
        self.rows, self.columns = header.latent_size
        self.boxes = header.group_boxes()
        tiles = -(-self.rows // CORE) * -(-self.columns // CORE)
        self._plan = plan_for(tiles, options.threads)
        self.model: CodecModel = load_codec(header.model, self._plan.threads)
        if self.model.card.hash_start != header.model_hash:
            raise ModelError(
                f"was made with another build of the model {header.model!r}; "
                "get that one from whoever made the file, and add it in place of yours"
            )
        self.row: RateRow = self.model.rate_row(header.quality)

    def decode(self, number: int) -> Floats:
        """Latents of one group."""
        return decode_group(self.model, self.file.groups[number], self.boxes[number][2:], self.row).latents

    def develop(self, area: Area, decode: DecodeGroup, progress: Progress, on_part: OnPart | None = None) -> Samples:
        """The pixels of ``area``, ``(height, width, 3)``, one row of groups after the other.

        What lies in lost groups is left undefined, and is not among the parts.
        """
        left, top, width, height = area
        is_deep = self.header.is_deep
        pixels: Samples = np.empty((height, width, 3), dtype=np.uint16 if is_deep else np.uint8)
        columns = range(left // LATENT_STRIDE, (left + width - 1) // LATENT_STRIDE + 1)
        rows = range(top // LATENT_STRIDE, (top + height - 1) // LATENT_STRIDE + 1)
        field = LatentField((self.rows, self.columns), len(self.row.gain))
        progress.begin(len(rows) * len(columns) * (1.0 + ENTROPY_SHARE))
        known: set[int] = set()
        telling = threading.Lock()
        with in_parallel(self._plan) as each:
            for start in range(rows.start // GROUP_SIZE * GROUP_SIZE, rows.stop, GROUP_SIZE):
                band = range(max(start, rows.start), min(start + GROUP_SIZE, rows.stop))
                tiles = field.tiles(band, columns)
                fresh = [number for number in needed(self.boxes, tiles) if number not in known]
                share = ENTROPY_SHARE * len(band) * len(columns) / max(len(fresh), 1)

                def add(number: int, share: float = share) -> None:
                    field.put(self.boxes[number], decode(number))
                    progress.advance(share)

                each(add, fresh)
                known.update(fresh)
                field.drop_above(start // GROUP_SIZE - 1)
                share = len(band) * len(columns) / len(tiles)

                def draw(tile: Tile, share: float = share) -> None:
                    if field.has(tile):
                        core = field.synthesise(self.model, tile, self.row, is_deep=is_deep)
                        place(pixels, core, tile, (left, top))
                        if on_part is not None:
                            with telling:
                                on_part(self._part(core, tile))
                    progress.advance(share)

                each(draw, tiles)
        return pixels

    def _part(self, core: Samples, tile: Tile) -> Part:
        """A tile's core as a part of the whole picture."""
        top, left = tile.rows.kept(LATENT_STRIDE).start, tile.columns.kept(LATENT_STRIDE).start
        pixels = core[: self.header.height - top, : self.header.width - left]
        return Part(left, top, as_grey(pixels) if self.header.is_grey else pixels)

    def base_picture(self, progress: Progress) -> Pixels:
        """The whole picture at a quarter of its scale, from the base streams alone."""
        pixels = np.empty((self.rows * THUMBNAIL_SCALE, self.columns * THUMBNAIL_SCALE, 3), dtype=np.uint8)
        progress.begin(len(self.boxes))

        def draw(number: int) -> None:
            top, left, rows, columns = (THUMBNAIL_SCALE * side for side in self.boxes[number])
            base = decode_base(self.model, self.file.groups[number], self.boxes[number][2:], self.row)
            pixels[top : top + rows, left : left + columns] = self.model.thumbnail(base)
            progress.advance()

        with in_parallel(self._plan) as each:
            each(draw, range(len(self.boxes)))
        return pixels

    def picture(self, pixels: Samples, alpha: Samples | None) -> Picture:
        """The pixels with all that belongs to them."""
        if self.header.is_grey:
            pixels = as_grey(pixels)
        return Picture(np.ascontiguousarray(pixels), alpha, metadata_of(self.file), self.header.is_grey)


def as_grey(pixels: Samples) -> Samples:
    """RGB pixels ``(H, W, 3)`` without their colour."""
    return np.repeat(_luma(pixels)[:, :, None], 3, axis=2)


def place(pixels: Samples, core: Samples, tile: Tile, corner: tuple[int, int]) -> None:
    """Put a tile's core into the pixels of an area whose left and top are ``corner``."""
    rows, columns = tile.rows.kept(LATENT_STRIDE), tile.columns.kept(LATENT_STRIDE)
    top, left = rows.start - corner[1], columns.start - corner[0]
    inner = core[max(-top, 0) : len(pixels) - top, max(-left, 0) : pixels.shape[1] - left]
    top, left = max(top, 0), max(left, 0)
    pixels[top : top + inner.shape[0], left : left + inner.shape[1]] = inner


def _luma(pixels: Samples) -> Samples:
    """Luma of BT.601, ``(H, W)``."""
    if pixels.dtype == np.uint8:
        return np.asarray(Image.fromarray(np.ascontiguousarray(pixels)).convert("L"))
    grey: Samples = np.empty(pixels.shape[:2], dtype=np.uint16)
    for row, colours in zip(grey, pixels, strict=True):  # row by row: in floating point all of it would take too much
        row[:] = np.rint(colours @ _LUMA)
    return grey
