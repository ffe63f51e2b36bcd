"""A preview of one tile: coded and decoded alone, without the rest of the picture."""

from __future__ import annotations

import numpy as np

from engine.container.layout import LATENT_STRIDE
from engine.geometry import LatentRect
from engine.pipeline.codec import CodecModel
from engine.pipeline.encoder import PictureEncoder
from engine.pipeline.group_coder import Quantiser
from engine.pipeline.latent_decoder import ENTROPY_SHARE, as_grey
from engine.pipeline.picture_tiles import PictureTile, with_margin
from engine.pipeline.rate_tables import RateRow
from engine.pipeline.transforms import SYNTHESIS_HALO, lone_tile
from engine.progress import Progress

PREVIEW_UNITS = 1.0 + ENTROPY_SHARE + 1.0
"""Progress units of a latent position: analysis, entropy coding, synthesis."""


def preview_tile(
    encoder: PictureEncoder, model: CodecModel, rect: LatentRect, row: RateRow, progress: Progress
) -> PictureTile:
    """The pixels of a small rectangle, coded as a group of its own.

    In the file the rectangle lies inside a larger group, whose entropy model sees more context at the rectangle's
    edge, and the codec's fast synthesis makes the pixels, if it has one. The pixels therefore differ a little from
    the exact ones.

    Args:
        model: opened with as many threads as one tile may use.
        row: the model's tables at the quality.

    Raises:
        Cancelled: through ``progress``.
    """
    crop = with_margin(rect, SYNTHESIS_HALO, encoder.size)
    quantiser = Quantiser(model, encoder.analysis.crop(model, crop, progress), row)
    for _ in quantiser:
        progress.check()
    tile = lone_tile(encoder.size, rect, SYNTHESIS_HALO)
    rows, columns = (
        slice(span.start - start, span.stop - start)
        for span, start in zip((tile.rows, tile.columns), crop, strict=False)
    )
    latents = quantiser.latents()[:, rows, columns]
    pixels = model.synthesise(latents, row, is_deep=encoder.picture.is_deep, is_fast=True)
    pixels = pixels[tile.rows.inner(LATENT_STRIDE), tile.columns.inner(LATENT_STRIDE)]
    top, left = rect.top * LATENT_STRIDE, rect.left * LATENT_STRIDE
    pixels = np.ascontiguousarray(pixels[: encoder.picture.height - top, : encoder.picture.width - left])
    return PictureTile(left, top, as_grey(pixels) if encoder.picture.is_grey else pixels)
