"""Decodes ``.latent`` files: whole pictures, regions, thumbnails, metadata."""

from __future__ import annotations

from dataclasses import replace

import numpy as np
from PIL import Image

from engine.container import reader
from engine.container.layout import LATENT_STRIDE, LatentFile
from engine.errors import DamagedLatent, OptionError
from engine.geometry import Rect
from engine.image.part import metadata_of_part
from engine.image.picture import Metadata, Picture, eight_bits
from engine.messages import Message
from engine.pipeline.codec import THUMBNAIL_SCALE
from engine.pipeline.latent_decoder import LatentDecoder
from engine.pipeline.metadata_chunks import alpha_of, metadata_of
from engine.pipeline.options import ReconstructOptions
from engine.pipeline.picture_tiles import OnTile
from engine.progress import Progress


def read_metadata(data: bytes) -> Metadata:
    """Read the colour profile, Exif, XMP, IPTC and resolution of a ``.latent`` file without decoding the picture.

    Raises:
        LatentError: not a ``.latent`` file, damaged, or of a newer version.
    """
    return metadata_of(reader.read(data))


def reconstruct(
    data: bytes,
    options: ReconstructOptions | None = None,
    progress: Progress | None = None,
    *,
    on_tile: OnTile | None = None,
) -> Picture:
    """Decode a whole ``.latent`` file.

    Args:
        on_tile: called with every finished tile, from top to bottom.

    Raises:
        LatentError: not a ``.latent`` file, damaged, or of a newer version.
        PictureTooLarge: more pixels than the options allow, by the header.
        UnknownModel, ModelError: the model that made the file is missing, or is another build.
        Cancelled: through ``progress``.
    """
    decoder = LatentDecoder(reader.read(data), options or ReconstructOptions())
    header = decoder.header
    whole = Rect(0, 0, header.width, header.height)
    pixels = decoder.pixels(whole, decoder.group_latents, progress or Progress(), on_tile)
    return decoder.picture(pixels, alpha_of(decoder.file))


def reconstruct_region(
    data: bytes, rect: Rect, options: ReconstructOptions | None = None, progress: Progress | None = None
) -> Picture:
    """Decode a rectangle of the picture; the pixels are the same as in the whole picture.

    Its metadata are those of the whole, but for what shows or measures that: no thumbnail, and sizes of the rectangle.
    What could not stay is in its ``warnings``, as is damage to other parts of the file.

    Raises:
        OptionError: the rectangle does not lie within the picture.
        LatentError, PictureTooLarge, UnknownModel, ModelError, Cancelled: as :func:`reconstruct`.
    """
    file, warnings = _read_for_part(data)
    decoder = LatentDecoder(file, options or ReconstructOptions())
    left, top, width, height = rect
    header = decoder.header
    if min(left, top) < 0 or min(width, height) < 1 or left + width > header.width or top + height > header.height:
        raise OptionError(
            Message("the region does not lie within the picture of {0} x {1} pixels", header.width, header.height)
        )
    alpha = alpha_of(decoder.file)
    if alpha is not None:
        alpha = alpha[top : top + height, left : left + width].copy()
    part = decoder.picture(decoder.pixels(rect, decoder.group_latents, progress or Progress()), alpha)
    return _as_part(part, decoder, warnings, is_cut=True)


def thumbnail(
    data: bytes, side: int, options: ReconstructOptions | None = None, progress: Progress | None = None
) -> Picture:
    """Decode a small picture of eight bits without alpha; where possible from the base latents only.

    Larger ones come from the codec's fast synthesis, if it has one. Metadata are as for a region.

    Args:
        side: largest width and height in pixels; the picture is never enlarged.

    Raises:
        OptionError: ``side`` is less than 1.
        LatentError, PictureTooLarge, UnknownModel, ModelError, Cancelled: as :func:`reconstruct`.
    """
    if side < 1:
        raise OptionError(Message("a thumbnail has at least 1 pixel a side, not {0}", side))
    progress = progress or Progress()
    file, warnings = _read_for_part(data)
    decoder = LatentDecoder(file, replace(options or ReconstructOptions(), is_fast=True))
    header = decoder.header
    scale = min(1.0, side / max(header.width, header.height))
    size = (max(1, round(header.width * scale)), max(1, round(header.height * scale)))
    if scale * LATENT_STRIDE > THUMBNAIL_SCALE:
        pixels, drawn = (
            eight_bits(decoder.pixels(Rect(0, 0, header.width, header.height), decoder.group_latents, progress)),
            1.0,
        )
    else:
        pixels, drawn = decoder.base_picture(progress), THUMBNAIL_SCALE / LATENT_STRIDE
    # The base picture covers whole latent positions, so the picture may end within its last pixels.
    box = (0.0, 0.0, header.width * drawn, header.height * drawn)
    small = Image.fromarray(pixels).resize(size, Image.Resampling.BOX, box=box)
    return _as_part(decoder.picture(np.asarray(small), None), decoder, warnings, is_cut=False)


def _read_for_part(data: bytes) -> tuple[LatentFile, tuple[Message, ...]]:
    """A file of which only some groups are needed: each verifies itself when it is decoded; and a warning of damage.

    Raises:
        LatentError: it is damaged elsewhere than in the groups, or of a newer version.
    """
    try:
        return reader.read(data), ()
    except DamagedLatent as error:
        file = reader.read(data, recover=True)
        if file.lost_chunks:
            raise
        return file, (Message("the file is damaged, but not in this part ({0})", error.reason),)


def _as_part(picture: Picture, decoder: LatentDecoder, damage: tuple[Message, ...], *, is_cut: bool) -> Picture:
    """The picture with metadata that fit it, where it is not the whole; and with a warning of damage."""
    picture = replace(picture, warnings=(*picture.warnings, *damage))
    if (picture.width, picture.height) == (decoder.header.width, decoder.header.height):
        return picture
    metadata, warnings = metadata_of_part(picture.metadata, picture.width, picture.height, is_cut=is_cut)
    return replace(picture, metadata=metadata, warnings=(*picture.warnings, *warnings))
