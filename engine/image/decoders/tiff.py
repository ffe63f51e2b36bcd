"""TIFF: eight bits through Pillow, deeper samples through tifffile, tags from the first IFD."""

from __future__ import annotations

import dataclasses
import logging
import struct
from contextlib import suppress
from typing import TYPE_CHECKING, Any

import imagecodecs
import numpy as np
from PIL import UnidentifiedImageError

from engine.errors import UnreadableImage
from engine.image import metadata as metadata_of
from engine.image.decoders import lzw
from engine.image.decoders.formats import Format, Header, Source
from engine.image.decoders.pillow_image import open_image, picture_of
from engine.image.decoders.samples import as_picture, reduced, straight, turned
from engine.image.decoders.tiff_exif import exif_block
from engine.image.picture import Metadata, Picture, Samples
from engine.image.profiles import fitting_profile

# What it finds odd in a file is not for the terminal: a file that cannot be read is refused with a reason.
if TYPE_CHECKING:
    import tifffile

logging.getLogger("tifffile").addHandler(logging.NullHandler())

MAGIC = (b"II*\0", b"MM\0*", b"II+\0", b"MM\0+")

_ICC, _XMP, _IPTC, _PHOTOSHOP = 34675, 700, 33723, 34377
_X_RESOLUTION, _Y_RESOLUTION, _UNIT = 282, 283, 296
_CENTIMETRE = 3
# Tags of the first IFD that tell of the picture rather than of how the file lays it out: names, times, makers and
# rights, Windows' own, and the IFDs of Exif and GPS.
_DESCRIBING = frozenset(
    {269, 270, 271, 272, 274, 305, 306, 315, 316, 18246, 18249, 33432, 34665, 34853, 36867, 40091, 40092, 40093, 40094}
    | {40095, 42016, 42032, 42033, 50341, 50708}
)
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _INKS = 0, 1, 2, 5
_COLOURS = {_WHITE_IS_ZERO: 1, _BLACK_IS_ZERO: 1, _RGB: 3, 3: 1, _INKS: 4, 6: 3, 8: 3}
"""Channels of each photometric interpretation, without those beside the colours."""
_ASSOCIATED = 1
_SEPARATE = 2
_SIGNED = 2
_MAX_CHANNELS = 8
_LZW = 5
_LOWEST_BIT_FIRST = 2
_NOT_IN_PILLOW = frozenset({34887, 34892, 34927, 50001, 50002, 52546})
"""Compressions that only tifffile undoes: LERC, lossy JPEG of DNG, WebP and JPEG XL."""


def _claims(source: Source) -> bool:
    return source.head.startswith(MAGIC)


def _header(source: Source) -> Header:
    import tifffile  # takes a while to load

    with tifffile.TiffFile(source.path) as file:
        page = _first(file)
        return Header(page.imagewidth, page.imagelength, "TIFF")


def _first(file: tifffile.TiffFile) -> Any:
    page = file.pages.first
    if page.imagewidth <= 0 or page.imagelength <= 0:
        raise ValueError("no picture in it")
    if page.is_reduced and _has_larger(file, page):
        raise UnreadableImage("begins with a preview of its picture, which Safelight cannot look behind")
    return page


def _has_larger(file: tifffile.TiffFile, page: Any) -> bool:
    """Whether a picture of which ``page`` is a preview comes after it, or below it."""
    with suppress(Exception):  # a chain of pages that is damaged further on
        others = [*(page.pages or ()), *(file.pages[number] for number in range(1, len(file.pages)))]
        return any(other.imagewidth * other.imagelength > page.imagewidth * page.imagelength for other in others)
    return False


def _read(source: Source) -> Picture:
    import tifffile

    with tifffile.TiffFile(source.path) as file:
        page = _first(file)
        source.check_size(page.imagewidth, page.imagelength)
        metadata = tiff_metadata(source, page)
        picture = _shallow(source, metadata) if _suits_pillow(page) else None
        if picture is None:
            picture = _deep(page, metadata, _pages(file))
        return dataclasses.replace(picture, remarks=(*picture.remarks, *_left_out(page)))


def _suits_pillow(page: Any) -> bool:
    """Whether Pillow reads all that there is; of what it does not know well it makes refusals, or wrong alphas."""
    apart = page.planarconfig == _SEPARATE and page.samplesperpixel > 1
    if page.photometric not in (_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB):
        return not apart or (page.photometric == _INKS and _depth(page) <= 8)
    is_grey_and_more = page.photometric != _RGB and page.samplesperpixel > 1
    odd = is_grey_and_more or (bool(page.extrasamples) and apart)
    return _depth(page) <= 8 and page.compression not in _NOT_IN_PILLOW and not odd


def _left_out(page: Any) -> tuple[str, ...]:
    """Remarks on channels that are neither colours nor the transparency, and on signs."""
    said = ("its samples have signs, and are read as if they had none",) if _is_signed_byte(page) else ()
    colours = _COLOURS.get(int(page.photometric))
    if colours is None:
        return said
    count = page.samplesperpixel - colours - (colours in (1, 3) and _has_alpha(page, colours))
    if count < 1:
        return said
    what = "a channel beside the colours is" if count == 1 else f"{count} channels beside the colours are"
    return (*said, f"{what} left out")


def _is_signed_byte(page: Any) -> bool:
    """Most programs that say so of bytes mean those without sign, and nearly all show them as that."""
    return bool(page.sampleformat == _SIGNED and _depth(page) <= 8)


def _check_lzw(page: Any) -> None:
    """Refuse damage for which imagecodecs would take the whole process down."""
    if page.compression != _LZW:
        return
    file = page.parent.filehandle
    for offset, count in zip(page.dataoffsets, page.databytecounts, strict=False):
        file.seek(offset)
        data = file.read(count)
        lzw.check(imagecodecs.bitorder_decode(data) if page.fillorder == _LOWEST_BIT_FIRST else data)


def _has_alpha(page: Any, colours: int) -> bool:
    kinds = tuple(int(kind) for kind in page.extrasamples)
    return page.samplesperpixel > colours and (not kinds or kinds[0] in (1, 2))


def _depth(page: Any) -> int:
    bits = page.bitspersample
    return int(max(bits) if isinstance(bits, tuple) else bits)


def _shallow(source: Source, metadata: Metadata) -> Picture | None:
    """Through Pillow; ``None`` where Pillow does not know the layout."""
    try:
        with open_image(source) as image:
            source.check_size(image.width, image.height)
            return picture_of(source, image, metadata=metadata, orientation=1)  # Pillow turns TIFF as it decodes
    except UnreadableImage as error:
        if isinstance(error.__cause__, UnidentifiedImageError):
            return None
        raise


def _deep(page: Any, metadata: Metadata, remarks: tuple[str, ...]) -> Picture:
    if page.photometric not in (_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB) or page.imagedepth != 1:
        raise NotImplementedError(f"TIFF with colours of the kind {page.photometric!s}")
    values, lost = _samples(page)
    orientation = metadata_of.orientation_of(metadata)
    metadata, said = metadata_of.upright(metadata)
    icc, unfit = fitting_profile(metadata.icc, is_grey=values.shape[2] <= 2)
    samples = turned(values, orientation)
    return as_picture(samples, dataclasses.replace(metadata, icc=icc), "TIFF", (*remarks, *lost, *said, *unfit))


def _samples(page: Any) -> tuple[Samples, tuple[str, ...]]:
    """Colours, and alpha if there is one, shape ``(H, W, C)``; and what is lost."""
    if page.samplesperpixel > _MAX_CHANNELS:
        raise NotImplementedError(f"TIFF with {page.samplesperpixel} channels")
    _check_lzw(page)
    values = np.asarray(page.asarray())
    if values.dtype == np.int8:
        values = values.view(np.uint8)
    if page.planarconfig == _SEPARATE and values.ndim == 3:
        values = np.moveaxis(values, 0, -1)
    values = values.reshape(page.imagelength, page.imagewidth, -1)
    colours = 3 if page.photometric == _RGB else 1
    has_alpha = values.shape[2] > colours and _has_alpha(page, colours)
    values = values[:, :, : colours + has_alpha]
    if values.shape[2] < colours:
        raise ValueError("it has fewer channels than colours")
    bits = _depth(page)
    lost: tuple[str, ...] = ()
    if bits == 8 and values.dtype == np.uint8:
        samples: Samples = values
    else:
        samples, lost = reduced(values.astype(np.uint8) if values.dtype == bool else values, bits)
    if page.photometric == _WHITE_IS_ZERO:
        samples = samples.copy()
        samples[:, :, 0] = np.iinfo(samples.dtype).max - samples[:, :, 0]
    premultiplied = has_alpha and tuple(page.extrasamples)[:1] == (_ASSOCIATED,)
    return (straight(samples) if premultiplied else samples), lost


def _pages(file: tifffile.TiffFile) -> tuple[str, ...]:
    count = 1
    with suppress(Exception):  # a chain of pages that is damaged further on
        count = len(file.pages)
    return (f"only the first of {count} pages",) if count > 1 else ()


def tiff_metadata(source: Source, page: Any) -> Metadata:
    """Metadata as stored in a file's first IFD; its tags in an Exif block of their own."""

    def value(code: int) -> Any:
        tag = page.tags.get(code)
        return None if tag is None else tag.value

    iptc = _raw(page, _IPTC)
    if iptc is None and isinstance(value(_PHOTOSHOP), bytes):
        iptc = metadata_of.photoshop_iptc(value(_PHOTOSHOP))
    return Metadata(
        icc=_raw(page, _ICC), exif=_exif_block(source), xmp=_raw(page, _XMP), iptc=iptc, dpi=_resolution(value)
    )


def _raw(page: Any, code: int) -> bytes | None:
    """A tag's bytes as they lie in the file, whichever type they were declared to have."""
    tag = page.tags.get(code)
    if tag is None:
        return None
    value, kind = tag.value, {1: "B", 3: "H", 4: "I", 6: "b", 7: "B"}.get(int(tag.dtype))
    if isinstance(value, tuple | int) and kind is not None:
        numbers = value if isinstance(value, tuple) else (value,)
        value = struct.pack(f"{page.parent.byteorder}{len(numbers)}{kind}", *numbers)
    if not isinstance(value, bytes):
        return None
    return (value.rstrip(b"\0") if kind in ("H", "I") else value) or None  # those are padded to whole numbers


def _resolution(value: Any) -> tuple[float, float] | None:
    across, down, unit = value(_X_RESOLUTION), value(_Y_RESOLUTION), value(_UNIT)
    if not (isinstance(across, tuple) and isinstance(down, tuple)) or unit == 1:
        return None
    scale = 2.54 if unit == _CENTIMETRE else 1.0
    with suppress(ZeroDivisionError, TypeError, ValueError):
        return metadata_of.resolution((scale * across[0] / across[1], scale * down[0] / down[1]))
    return None


def _exif_block(source: Source) -> bytes | None:
    with suppress(Exception), source.path.open("rb") as file:  # tags are a guest's: the picture does not depend on them
        return exif_block(file, _DESCRIBING)
    return None


FORMAT = Format(suffixes=frozenset({".tif", ".tiff"}), claims=_claims, header=_header, read=_read)
