"""Decodes a ``.latent`` file: groups to latents, latents to pixels, the whole picture or a rectangle of it."""

from __future__ import annotations

import threading
from collections.abc import Callable

import numpy as np
from PIL import Image

from engine.arrays import LUMA, Float32Array
from engine.container.layout import GROUP_SIZE, LATENT_STRIDE, LatentFile
from engine.errors import ModelError, PictureTooLarge
from engine.geometry import Rect
from engine.image.picture import Picture, Pixels, Samples
from engine.messages import Message
from engine.pipeline.codec import THUMBNAIL_SCALE, CodecModel, load_codec
from engine.pipeline.group_coder import decode_base, decode_group
from engine.pipeline.metadata_chunks import metadata_of
from engine.pipeline.options import ReconstructOptions
from engine.pipeline.picture_tiles import OnTile, PictureTile
from engine.pipeline.rate_tables import RateRow
from engine.pipeline.transforms import CORE, LatentField, needed
from engine.progress import Progress
from engine.runtime.parallel import in_parallel, plan_for
from engine.runtime.tiling import Tile

DecodeGroup = Callable[[int], Float32Array | None]
"""From a group's number to its un-gained latents ``(C, h, w)``, or to ``None`` where it is lost."""
ENTROPY_SHARE = 0.35
"""Time that entropy coding or decoding a latent position takes, relative to the transform."""


class LatentDecoder:
    """A ``.latent`` file and the model that decodes it.

    Attributes:
        file, header: the parsed file.
        rows, columns: of the picture's latents.
        boxes: the groups' rectangles, row by row.
        model, row: the codec, and its tables at the file's quality.

    Raises:
        PictureTooLarge: more pixels than the options allow, by the header.
        UnknownModel, ModelError: the model is missing, or is another build than the one that made the file.
    """

    def __init__(self, file: LatentFile, options: ReconstructOptions) -> None:
        self.file, self.header = file, file.header
        header = file.header
        if header.width * header.height > options.max_pixels:
            raise PictureTooLarge(
                Message(
                    "too large: {0} x {1} pixels, the limit is {2:,}", header.width, header.height, options.max_pixels
                )
            )
        self.rows, self.columns = header.latent_size
        self.boxes = header.group_boxes()
        tiles = -(-self.rows // CORE) * -(-self.columns // CORE)
        self._plan = plan_for(tiles, options.threads)
        self.model: CodecModel = load_codec(header.model, self._plan.threads)
        if self.model.card.hash_start != header.model_hash:
            raise ModelError(
                Message(
                    "was made with another build of the model {0!r}; "
                    "get that one from whoever made the file, and add it in place of yours",
                    header.model,
                )
            )
        self.row: RateRow = self.model.rate_row(header.quality)
        self._is_fast = options.is_fast

    def group_latents(self, number: int) -> Float32Array:
        """Un-gained latents ``(C, rows, columns)`` of one group, float32.

        Raises:
            DamagedLatent: the group's streams are damaged.
        """
        return decode_group(self.model, self.file.groups[number], self.boxes[number][2:], self.row).latents

    def pixels(self, rect: Rect, decode: DecodeGroup, progress: Progress, on_tile: OnTile | None = None) -> Samples:
        """The pixels of a rectangle, one row of groups after the other.

        Args:
            rect: within the picture.
            decode: gives the latents of a group; usually :meth:`group_latents`.
            on_tile: called with every finished tile.

        Returns:
            RGB ``(height, width, 3)``, uint16 for sixteen-bit pictures, otherwise uint8. Pixels of lost groups are
            undefined, and no tile contains them.

        Raises:
            DamagedLatent: from ``decode``.
            Cancelled: through ``progress``.
        """
        left, top, width, height = rect
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
                        core = field.synthesise(self.model, tile, self.row, is_deep=is_deep, is_fast=self._is_fast)
                        paste(pixels, core, tile, (left, top))
                        if on_tile is not None:
                            with telling:
                                on_tile(self._picture_tile(core, tile))
                    progress.advance(share)

                each(draw, tiles)
        return pixels

    def _picture_tile(self, core: Samples, tile: Tile) -> PictureTile:
        """A tile's core, cut at the picture's edge."""
        top, left = tile.rows.kept(LATENT_STRIDE).start, tile.columns.kept(LATENT_STRIDE).start
        pixels = core[: self.header.height - top, : self.header.width - left]
        return PictureTile(left, top, as_grey(pixels) if self.header.is_grey else pixels)

    def base_picture(self, progress: Progress) -> Pixels:
        """The whole picture at a quarter of its scale, decoded from the base streams only.

        Returns:
            RGB uint8 ``(4 rows, 4 columns, 3)`` for ``rows`` and ``columns`` of latents.

        Raises:
            DamagedLatent: a base stream is damaged.
            Cancelled: through ``progress``.
        """
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
        """A picture of these pixels with the file's metadata.

        Args:
            pixels: RGB ``(H, W, 3)``, uint8 or uint16.
            alpha: ``(H, W)`` of the same type, or ``None``.
        """
        if self.header.is_grey:
            pixels = as_grey(pixels)
        return Picture(np.ascontiguousarray(pixels), alpha, metadata_of(self.file), self.header.is_grey)


def as_grey(pixels: Samples) -> Samples:
    """RGB ``(H, W, 3)``, uint8 or uint16, with the luma in all three channels."""
    return np.repeat(_luma(pixels)[:, :, None], 3, axis=2)


def paste(pixels: Samples, core: Samples, tile: Tile, corner: tuple[int, int]) -> None:
    """Copy a tile's core ``(h, w, 3)`` into ``pixels`` ``(H, W, 3)``, a rectangle whose left and top are ``corner``."""
    rows, columns = tile.rows.kept(LATENT_STRIDE), tile.columns.kept(LATENT_STRIDE)
    top, left = rows.start - corner[1], columns.start - corner[0]
    inner = core[max(-top, 0) : len(pixels) - top, max(-left, 0) : pixels.shape[1] - left]
    top, left = max(top, 0), max(left, 0)
    pixels[top : top + inner.shape[0], left : left + inner.shape[1]] = inner


def _luma(pixels: Samples) -> Samples:
    """BT.601 luma ``(H, W)`` of RGB ``(H, W, 3)``."""
    if pixels.dtype == np.uint8:
        return np.asarray(Image.fromarray(np.ascontiguousarray(pixels)).convert("L"))
    grey: Samples = np.empty(pixels.shape[:2], dtype=np.uint16)
    for row, colours in zip(grey, pixels, strict=True):  # row by row: in floating point all of it would take too much
        row[:] = np.rint(colours @ LUMA)
    return grey
