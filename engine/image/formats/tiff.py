"""TIFF.

Reading: eight bits through Pillow, deeper samples through tifffile, tags from the first IFD. Writing: 8 and 16 bits,
strips compressed with deflate and the horizontal predictor, laid out so:

::

    Exif block as it is, from its byte-order mark on   (or 8 bytes of header where there is none)
    strips
    values of the directory
    directory        the header points here: what describes the picture, and the entries of the Exif block's first one

An Exif block is laid out like a TIFF file without a picture. With its first byte at that of the file every offset in it
stays true, those inside a maker note too, so that entries, the Exif directory and the GPS directory are used where they
are. No library writes TIFF like this. The picture's byte order is the block's.
"""

from __future__ import annotations

import dataclasses
import logging
import math
import struct
from collections.abc import Iterator
from contextlib import suppress
from fractions import Fraction
from typing import TYPE_CHECKING, Any, BinaryIO

import imagecodecs
import numpy as np
from PIL import UnidentifiedImageError

from engine.errors import UnreadableImage
from engine.image import geotiff
from engine.image import metadata as metadata_of
from engine.image.exif_block import ExifBlock, parsed
from engine.image.formats import lzw
from engine.image.formats.base import Reader, Writer, resolution
from engine.image.formats.fitting import samples_of
from engine.image.formats.tiff_exif import exif_block
from engine.image.ifd import ByteOrder, write_ifd
from engine.image.ledger import photoshop_parts, unkept
from engine.image.picture import Metadata, Picture, Samples
from engine.image.pillow_image import open_image, picture_of
from engine.image.profiles import fitting_profile
from engine.image.samples import as_picture, reduced, straight, turned
from engine.image.source import Header, Source
from engine.messages import Message

if TYPE_CHECKING:
    import tifffile

# What it finds odd in a file is not for the terminal: a file that cannot be read is refused with a reason.
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
_TILE_OFFSETS = 324
_STORAGE = frozenset(
    {254, 255, 256, 257, 258, 259, 262, 263, 264, 265, 266, 273, *range(277, 285), *range(288, 294), 296, 297, 301}
    | {317, 318, 319, 320, *range(321, 326), 332, 333, 334, *range(336, 344), 347, *range(512, 533), 559}
    | {700, 33723, 34675, 34908, 34909, 34910, 50784}
)
"""Tags that say how the picture is stored, or that are kept as profile, XMP, IPTC and resolution."""
_TAGS = {
    330: Message("pictures in directories below the first one (SubIFDs)"),
    37724: Message("Photoshop's layers"),
}  # fmt: skip
_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB, _INKS = 0, 1, 2, 5
_COLOURS = {_WHITE_IS_ZERO: 1, _BLACK_IS_ZERO: 1, _RGB: 3, 3: 1, _INKS: 4, 6: 3, 8: 3}
"""Channels of each photometric interpretation, without those beside the colours."""
_ASSOCIATED = 1
_SEPARATE = 2
_SIGNED = 2
_MAX_CHANNELS = 8
_LARGEST_SAMPLE = 341
"""Tag of SMaxSampleValue."""
_LZW = 5
_LOWEST_BIT_FIRST = 2
_NOT_IN_PILLOW = frozenset({34887, 34892, 34927, 50001, 50002, 52546})
"""Compressions that only tifffile undoes: LERC, lossy JPEG of DNG, WebP and JPEG XL."""

_STRIP_BYTES = 1 << 19
_LARGEST = 0xFFFFFFFF
_LARGEST_FILE = _LARGEST - (1 << 26)  # leaves room for the directory, of which 64 MiB are a lot
_EMPTY = ExifBlock(b"II*\0\0\0\0\0", "<")

_SHORT, _LONG, _RATIONAL, _BYTE, _UNDEFINED = 3, 4, 5, 1, 7
_LETTERS = {_SHORT: "H", _LONG: "L", _RATIONAL: "2L"}

_DEFLATE = 8
_HORIZONTAL = 2
_UNASSOCIATED_ALPHA = 2
_NO_UNIT, _INCH = 1, 2

# Tags of an Exif block that describe how the samples of its own picture were stored, or hold what is written apart.
_STRUCTURE = frozenset(
    {*range(254, 260), 262, *range(263, 267), 273, *range(277, 282), 284, *range(288, 294), 297, 317, 320}
    | {*range(322, 348), *range(512, 533), 559, 33421, 33422, 34377, _ICC, _IPTC, _XMP, *range(50706, 51200)}
)

Value = tuple[int, int, bytes]
"""Type, count, and bytes in the file's order."""


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
        raise ValueError(Message("no picture in it"))
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
        return dataclasses.replace(picture, warnings=(*picture.warnings, *_left_out(page), *unkept(_beside(page))))


def _suits_pillow(page: Any) -> bool:
    """Whether Pillow reads all that there is; of what it does not know well it makes refusals, or wrong alphas."""
    apart = page.planarconfig == _SEPARATE and page.samplesperpixel > 1
    if page.photometric not in (_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB):
        return not apart or (page.photometric == _INKS and _depth(page) <= 8)
    is_grey_and_more = page.photometric != _RGB and page.samplesperpixel > 1
    tiles_as_strips = page.is_tiled and _TILE_OFFSETS not in page.tags
    odd = is_grey_and_more or (bool(page.extrasamples) and apart) or tiles_as_strips
    return _depth(page) <= 8 and page.compression not in _NOT_IN_PILLOW and not odd


def _beside(page: Any) -> Iterator[Message]:
    """Names of the tags of the first page that are not kept."""
    for tag in page.tags:
        code = int(tag.code)
        if code == _PHOTOSHOP:
            yield from photoshop_parts(tag.value if isinstance(tag.value, bytes) else b"")
        elif code in geotiff.TAGS:
            if _geo(page) is None:
                yield Message("the GeoTIFF tags")
        elif code not in _DESCRIBING and code not in _STORAGE:
            name = tag.name if not tag.name.isdecimal() else ""
            yield _TAGS.get(code) or (
                Message("the tag {0} ({1})", code, name) if name else Message("the tag {0}", code)
            )


def _left_out(page: Any) -> tuple[Message, ...]:
    """Warnings on channels that are neither colours nor the transparency, and on signs."""
    said = (Message("its samples have signs, and are read as if they had none"),) if _is_signed_byte(page) else ()
    colours = _COLOURS.get(int(page.photometric))
    if colours is None:
        return said
    count = page.samplesperpixel - colours - (colours in (1, 3) and _has_alpha(page, colours))
    if count < 1:
        return said
    if count == 1:
        return (*said, Message("a channel beside the colours is left out"))
    return (*said, Message("{0} channels beside the colours are left out", count))


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


def _deep(page: Any, metadata: Metadata, warnings: tuple[Message, ...]) -> Picture:
    if page.photometric not in (_WHITE_IS_ZERO, _BLACK_IS_ZERO, _RGB) or page.imagedepth != 1:
        raise NotImplementedError(Message("TIFF with colours of the kind {0!s}", page.photometric))
    values, lost = _samples(page)
    orientation = metadata_of.orientation_of(metadata)
    metadata, said = metadata_of.upright(metadata)
    icc, unfit = fitting_profile(metadata.icc, is_grey=values.shape[2] <= 2)
    samples = turned(values, orientation)
    return as_picture(samples, dataclasses.replace(metadata, icc=icc), "TIFF", (*warnings, *lost, *said, *unfit))


def _samples(page: Any) -> tuple[Samples, tuple[Message, ...]]:
    """Colours, and alpha if there is one, shape ``(H, W, C)``; and what is lost."""
    if page.samplesperpixel > _MAX_CHANNELS:
        raise NotImplementedError(Message("TIFF with {0} channels", page.samplesperpixel))
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
        raise ValueError(Message("it has fewer channels than colours"))
    bits = _depth(page)
    lost: tuple[Message, ...] = ()
    if bits == 8 and values.dtype == np.uint8:
        samples: Samples = values
    else:
        white = _white(page, values.shape[2])
        samples, lost = reduced(values.astype(np.uint8) if values.dtype == bool else values, bits, white)
    if page.photometric == _WHITE_IS_ZERO:
        samples = samples.copy()
        samples[:, :, 0] = np.iinfo(samples.dtype).max - samples[:, :, 0]
    premultiplied = has_alpha and tuple(page.extrasamples)[:1] == (_ASSOCIATED,)
    return (straight(samples) if premultiplied else samples), lost


def _white(page: Any, channels: int) -> float | tuple[float, ...]:
    """White of floating-point samples: 1, or what the file states as their maximum if that is larger."""
    tag = page.tags.get(_LARGEST_SAMPLE)
    stated: tuple[Any, ...] = () if tag is None else tag.value if isinstance(tag.value, tuple) else (tag.value,)
    if not all(isinstance(value, int | float) and math.isfinite(value) for value in stated):
        return 1.0
    if len(stated) < channels:
        return float(max((1.0, *stated)))
    return tuple(max(1.0, float(value)) for value in stated[:channels])


def _pages(file: tifffile.TiffFile) -> tuple[Message, ...]:
    count = 1
    with suppress(Exception):  # a chain of pages that is damaged further on
        count = len(file.pages)
    return (Message("only the first of {0} pages", count),) if count > 1 else ()


def tiff_metadata(source: Source, page: Any) -> Metadata:
    """Metadata as stored in a file's first IFD; its tags in an Exif block of their own."""

    def value(code: int) -> Any:
        tag = page.tags.get(code)
        return None if tag is None else tag.value

    iptc = _raw(page, _IPTC)
    if iptc is None and isinstance(value(_PHOTOSHOP), bytes):
        iptc = metadata_of.photoshop_iptc(value(_PHOTOSHOP))
    return Metadata(
        icc=_raw(page, _ICC),
        exif=_exif_block(source),
        xmp=_raw(page, _XMP),
        iptc=iptc,
        dpi=_resolution(value),
        paths=metadata_of.clipping_paths(value(_PHOTOSHOP)) if isinstance(value(_PHOTOSHOP), bytes) else None,
        geo=_geo(page),
    )


def _geo(page: Any) -> bytes | None:
    """GeoTIFF tags; ``None`` where there are none, or where one is not as it should be."""
    with suppress(ValueError):
        return geotiff.packed({int(t.code): (int(t.dtype), t.value) for t in page.tags if int(t.code) in geotiff.TAGS})
    return None


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


def _encode(file: BinaryIO, picture: Picture, quality: int, threads: int) -> None:
    samples = samples_of(picture)
    block = parsed(picture.metadata.exif)
    exif = _EMPTY if block is None else block.without_thumbnail()
    file.write(exif.data)
    _align(file)
    strips = list(_write_strips(file, samples, exif.order))
    values = _structure(samples, strips, exif.order) | _metadata(picture.metadata, exif)
    if block is not None:
        _add_entries(values, exif)
    directory = _write_directory(file, values, exif.order)
    file.seek(4)
    file.write(struct.pack(exif.order + "L", directory))


def _write_strips(file: BinaryIO, samples: Samples, order: ByteOrder) -> Iterator[tuple[int, int]]:
    """Offset and bytes of each strip."""
    rows = _rows_per_strip(samples)
    for top in range(0, len(samples), rows):
        strip = samples[top : top + rows].copy()
        strip[:, 1:] -= samples[top : top + rows, :-1]  # wraps around, as it should
        ordered = strip.astype(strip.dtype.newbyteorder(order), copy=False)
        data = imagecodecs.deflate_encode(ordered.tobytes(), level=6)
        if file.tell() + len(data) > _LARGEST_FILE:
            raise ValueError(Message("it would be larger than 4 GiB"))
        yield file.tell(), len(data)
        file.write(data)
        _align(file)


def _rows_per_strip(samples: Samples) -> int:
    return min(len(samples), max(1, _STRIP_BYTES // int(samples[0].nbytes)))


def _structure(samples: Samples, strips: list[tuple[int, int]], order: ByteOrder) -> dict[int, Value]:
    height, width = samples.shape[:2]
    channels = 1 if samples.ndim == 2 else samples.shape[2]

    def numbers(type: int, *all: int) -> Value:
        return type, len(all), struct.pack(f"{order}{len(all)}{_LETTERS[type]}", *all)

    values = {
        256: numbers(_LONG, width),
        257: numbers(_LONG, height),
        258: numbers(_SHORT, *[8 * samples.itemsize] * channels),
        259: numbers(_SHORT, _DEFLATE),
        262: numbers(_SHORT, _RGB if channels > 2 else _BLACK_IS_ZERO),
        273: numbers(_LONG, *(offset for offset, _ in strips)),
        277: numbers(_SHORT, channels),
        278: numbers(_LONG, _rows_per_strip(samples)),
        279: numbers(_LONG, *(size for _, size in strips)),
        284: numbers(_SHORT, 1),
        317: numbers(_SHORT, _HORIZONTAL),
    }
    if channels in (2, 4):
        values[338] = numbers(_SHORT, _UNASSOCIATED_ALPHA)
    return values


def _metadata(metadata: Metadata, exif: ExifBlock) -> dict[int, Value]:
    values: dict[int, Value] = {}
    for tag, type, data in ((_ICC, _UNDEFINED, metadata.icc), (_IPTC, _UNDEFINED, metadata.iptc)):
        if data:
            values[tag] = type, len(data), data
    if metadata.paths:
        values[_PHOTOSHOP] = _UNDEFINED, len(metadata.paths), metadata.paths
    values |= dict(geotiff.unpacked(metadata.geo or b"", exif.order))
    if metadata.xmp:
        values[_XMP] = _BYTE, len(metadata.xmp), metadata.xmp
    dpi = resolution(metadata)
    if dpi is not None or exif is _EMPTY or not exif.has_resolution():
        unit = _NO_UNIT if dpi is None else _INCH
        for tag, value in zip((282, 283), dpi or (1.0, 1.0), strict=True):
            values[tag] = _RATIONAL, 1, struct.pack(exif.order + "2L", *_ratio(value))
        values[296] = _SHORT, 1, struct.pack(exif.order + "H", unit)
    return values


def _ratio(value: float) -> tuple[int, int]:
    ratio = Fraction(value).limit_denominator(10_000)
    return (ratio.numerator, ratio.denominator) if ratio.numerator <= _LARGEST else (round(value), 1)


def _add_entries(values: dict[int, Value], exif: ExifBlock) -> None:
    """Entries of the block's first directory as they are; what they point to is in its place already."""
    for entry in exif.entries():
        if entry.tag not in _STRUCTURE and entry.tag not in values:
            values[entry.tag] = entry.type, entry.count, entry.field


def _write_directory(file: BinaryIO, values: dict[int, Value], order: ByteOrder) -> int:
    """Returns its offset."""
    entries = []
    for tag, (type, count, data) in sorted(values.items()):
        field = data.ljust(4, b"\0")
        if len(data) > 4:
            field = struct.pack(order + "L", file.tell())
            file.write(data)
            _align(file)
        entries.append((tag, type, count, field))
    offset = file.tell()
    file.write(write_ifd(entries, order))
    return offset


def _align(file: BinaryIO) -> None:
    """Offsets in TIFF are even."""
    if file.tell() % 2:
        file.write(b"\0")


def _losses(picture: Picture) -> tuple[Message, ...]:
    exif = picture.metadata.exif
    block = parsed(exif)
    if block is None:
        return (Message("the Exif data, which are damaged"),) if exif else ()
    return () if block.without_thumbnail() is block else (Message("the thumbnail in the Exif data"),)


READER = Reader(suffixes=frozenset({".tif", ".tiff"}), claims=_claims, header=_header, read=_read)
WRITER = Writer("tiff", (".tif", ".tiff"), _encode, deep=True, paths=True, geo=True, losses=_losses)
