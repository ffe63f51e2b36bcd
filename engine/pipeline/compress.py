"""Picture to ``.latent`` bytes."""

from __future__ import annotations

import io

import numpy as np
from PIL import Image

from engine.container import layout, writer
from engine.container.layout import LATENT_STRIDE, Header, LatentFile
from engine.errors import UnreadableImage
from engine.image.picture import Picture, Pixels
from engine.pipeline.codec import load_codec
from engine.pipeline.group_coder import encode_group
from engine.pipeline.options import CompressOptions
from engine.progress import Progress

ENTROPY_SHARE = 0.5
"""Time that entropy coding a latent position takes, relative to the transform."""


def compress(picture: Picture, options: CompressOptions | None = None, progress: Progress | None = None) -> bytes:
    """Compress a picture; returns a whole ``.latent`` file.

    Metadata and alpha are stored without loss beside the coded picture.

    Raises:
        UnknownModel, ModelError: the model is missing or damaged.
        Cancelled: through ``progress``.
    """
    options, progress = options or CompressOptions(), progress or Progress()
    model = load_codec(options.model, options.threads)
    header = Header(
        width=picture.width,
        height=picture.height,
        quality=round(options.quality * 100),
        model=model.card.id,
        model_hash=model.card.hash_start,
        is_grey=picture.is_grey,
    )
    row = model.rate_row(header.quality)
    rows, columns = header.latent_size
    progress.begin(rows * columns * (1.0 + ENTROPY_SHARE))
    latents = model.analyse(padded(picture.pixels), row, progress)
    groups = []
    for top, left, height, width in header.group_boxes():
        groups.append(encode_group(model, latents[:, top : top + height, left : left + width], row))
        progress.advance(height * width * ENTROPY_SHARE)
    return writer.write(LatentFile(header, tuple(groups), _chunks(picture)))


def padded(pixels: Pixels) -> Pixels:
    """Sides rounded up to whole latent positions by repeating the last row and column.

    Raises:
        UnreadableImage: if there is not a single pixel.
    """
    height, width = pixels.shape[:2]
    if not (height and width):
        raise UnreadableImage("the picture is empty")
    if height % LATENT_STRIDE == 0 and width % LATENT_STRIDE == 0:
        return pixels
    return np.pad(pixels, ((0, -height % LATENT_STRIDE), (0, -width % LATENT_STRIDE), (0, 0)), mode="edge")


def _chunks(picture: Picture) -> dict[bytes, bytes]:
    metadata = picture.metadata
    found = {
        layout.ICC: metadata.icc,
        layout.EXIF: metadata.exif,
        layout.XMP: metadata.xmp,
        layout.ALPHA: None if picture.alpha is None else _png(picture.alpha),
    }
    return {kind: payload for kind, payload in found.items() if payload is not None}


def _png(alpha: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(alpha).save(buffer, format="PNG", optimize=True)
    return buffer.getvalue()
