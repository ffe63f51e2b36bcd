"""Parts of a picture as they will look at a quality, without coding the rest of it."""

from __future__ import annotations

import numpy as np

from engine.container.layout import LATENT_STRIDE, Box
from engine.pipeline.codec import CodecModel
from engine.pipeline.develop import ENTROPY_SHARE, as_grey
from engine.pipeline.encoder import PictureEncoder
from engine.pipeline.group_coder import Quantiser
from engine.pipeline.parts import Part, with_margin
from engine.pipeline.rate_tables import RateRow
from engine.pipeline.transforms import SYNTHESIS_HALO, lone_tile
from engine.progress import Progress

GLANCE_UNITS = 1.0 + ENTROPY_SHARE + 1.0
"""What a position counts as."""


def glance_at(encoder: PictureEncoder, model: CodecModel, part: Box, row: RateRow, progress: Progress) -> Part:
    """The pixels of a few latent positions, coded as a group of their own.

    Where the part lies inside a group of the file, only its margin lacks some of what the group's context knows: the
    pixels differ by a few roundings of latents.

    Args:
        model: on as many threads as one part is to take.
    """
    crop = with_margin(part, SYNTHESIS_HALO, encoder.size)
    quantiser = Quantiser(model, encoder.analysis.crop(model, crop, progress), row)
    for _ in quantiser:
        progress.check()
    tile = lone_tile(encoder.size, part, SYNTHESIS_HALO)
    rows, columns = (
        slice(span.start - start, span.stop - start)
        for span, start in zip((tile.rows, tile.columns), crop, strict=False)
    )
    pixels = model.synthesise(quantiser.latents()[:, rows, columns], row, is_deep=encoder.picture.is_deep)
    pixels = pixels[tile.rows.inner(LATENT_STRIDE), tile.columns.inner(LATENT_STRIDE)]
    top, left = part[0] * LATENT_STRIDE, part[1] * LATENT_STRIDE
    pixels = np.ascontiguousarray(pixels[: encoder.picture.height - top, : encoder.picture.width - left])
    return Part(left, top, as_grey(pixels) if encoder.picture.is_grey else pixels)
