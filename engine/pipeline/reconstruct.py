"""``.latent`` bytes to a picture, or to what is known of it."""

from __future__ import annotations

import io
from dataclasses import dataclass

import numpy as np
from PIL import Image

from engine.container import layout, reader
from engine.container.layout import Header, LatentFile
from engine.errors import DamagedLatent, ModelError, PictureTooLarge
from engine.image.picture import Metadata, Picture, Pixels
from engine.pipeline.codec import CodecModel, load_codec
from engine.pipeline.compress import ENTROPY_SHARE
from engine.pipeline.group_coder import decode_group
from engine.pipeline.options import ReconstructOptions
from engine.pipeline.rate_tables import Floats, RateRow
from engine.progress import Progress


@dataclass(frozen=True)
class LatentInfo:
    """What a ``.latent`` file says of itself. ``bytes`` of the whole file; ``bpp`` in bits per pixel."""

    version: int
    model: str
    width: int
    height: int
    quality: float
    bytes: int
    bpp: float
    has_alpha: bool
    has_icc: bool
    has_exif: bool
    has_xmp: bool


def inspect(data: bytes) -> LatentInfo:
    """Read the header and check every checksum, without decoding.

    Raises:
        LatentError: not a ``.latent`` file, damaged, or of a newer version.
    """
    file = reader.read(data)
    header, chunks = file.header, file.chunks
    return LatentInfo(
        version=header.version,
        model=header.model,
        width=header.width,
        height=header.height,
        quality=header.quality / 100.0,
        bytes=len(data),
        bpp=8.0 * len(data) / (header.width * header.height),
        has_alpha=layout.ALPHA in chunks,
        has_icc=layout.ICC in chunks,
        has_exif=layout.EXIF in chunks,
        has_xmp=layout.XMP in chunks,
    )


def reconstruct(data: bytes, options: ReconstructOptions | None = None, progress: Progress | None = None) -> Picture:
    """Decode a whole ``.latent`` file.

    Raises:
        LatentError: not a ``.latent`` file, damaged, or of a newer version.
        PictureTooLarge: more pixels than the options allow, by the header.
        UnknownModel, ModelError: the model that it needs is missing or another one.
        Cancelled: through ``progress``.
    """
    options, progress = options or ReconstructOptions(), progress or Progress()
    file = reader.read(data)
    header = file.header
    if header.width * header.height > options.max_pixels:
        raise PictureTooLarge(
            f"too large: {header.width} x {header.height} pixels, the limit is {options.max_pixels:,}"
        )
    model = load_codec(header.model, options.threads)
    if model.card.hash_start != header.model_hash:
        raise ModelError(f"was made with another build of the model {header.model!r}")
    row = model.rate_row(header.quality)
    rows, columns = header.latent_size
    progress.begin(rows * columns * (1.0 + ENTROPY_SHARE))
    latents = _decode_latents(file, model, row, progress)
    pixels = model.synthesise(latents, row, progress)[: header.height, : header.width]
    if header.is_grey:
        pixels = np.repeat(_luma(pixels)[:, :, None], 3, axis=2)
    metadata = Metadata(file.chunks.get(layout.ICC), file.chunks.get(layout.EXIF), file.chunks.get(layout.XMP))
    return Picture(np.ascontiguousarray(pixels), _alpha(file, header), metadata, header.is_grey)


def _decode_latents(file: LatentFile, model: CodecModel, row: RateRow, progress: Progress) -> Floats:
    channels = row.gain.shape[0]
    latents = np.empty((channels, *file.header.latent_size), dtype=np.float32)
    for (top, left, height, width), group in zip(file.header.group_boxes(), file.groups, strict=True):
        decoded = decode_group(model, group, (channels, height, width), row)
        latents[:, top : top + height, left : left + width] = decoded
        progress.advance(height * width * ENTROPY_SHARE)
    return latents


def _luma(pixels: Pixels) -> Pixels:
    return np.asarray(Image.fromarray(np.ascontiguousarray(pixels)).convert("L"))


def _alpha(file: LatentFile, header: Header) -> Pixels | None:
    stored = file.chunks.get(layout.ALPHA)
    if stored is None:
        return None
    try:
        with Image.open(io.BytesIO(stored), formats=["PNG"]) as image:
            if image.size != (header.width, header.height) or image.mode != "L":
                raise DamagedLatent("the alpha plane does not fit the picture")
            return np.array(image, dtype=np.uint8)
    except (OSError, SyntaxError, ValueError) as error:
        raise DamagedLatent("the alpha plane is damaged") from error
