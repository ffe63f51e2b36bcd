"""TIFF: 8 and 16 bits, strips compressed with deflate and the horizontal predictor.

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

import struct
from collections.abc import Iterator
from fractions import Fraction
from typing import BinaryIO

import imagecodecs

from engine.image.encoders.base import PictureFormat, resolution
from engine.image.encoders.exif_block import ByteOrder, ExifBlock, parsed
from engine.image.encoders.fitting import samples_of
from engine.image.picture import Metadata, Picture, Samples

_STRIP_BYTES = 1 << 19
_LARGEST = 0xFFFFFFFF
_LARGEST_FILE = _LARGEST - (1 << 26)  # leaves room for the directory, of which 64 MiB are a lot
_EMPTY = ExifBlock(b"II*\0\0\0\0\0", "<")

_SHORT, _LONG, _RATIONAL, _BYTE, _UNDEFINED = 3, 4, 5, 1, 7
_LETTERS = {_SHORT: "H", _LONG: "L", _RATIONAL: "2L"}

_DEFLATE = 8
_HORIZONTAL = 2
_BLACK_IS_ZERO, _RGB = 1, 2
_UNASSOCIATED_ALPHA = 2
_NO_UNIT, _INCH = 1, 2

_ICC, _IPTC, _XMP = 34675, 33723, 700
# Tags of an Exif block that describe how the samples of its own picture were stored, or hold what is written apart.
_STRUCTURE = frozenset(
    {*range(254, 260), 262, *range(263, 267), 273, *range(277, 282), 284, *range(288, 294), 297, 317, 320}
    | {*range(322, 348), *range(512, 533), 559, 33421, 33422, 34377, _ICC, _IPTC, _XMP, *range(50706, 51200)}
)

Value = tuple[int, int, bytes]
"""Type, count, and bytes in the file's order."""


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
            raise ValueError("it would be larger than 4 GiB")
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
        entries.append(struct.pack(order + "HHL", tag, type, count) + field)
    offset = file.tell()
    file.write(struct.pack(order + "H", len(entries)) + b"".join(entries) + b"\0\0\0\0")
    return offset


def _align(file: BinaryIO) -> None:
    """Offsets in TIFF are even."""
    if file.tell() % 2:
        file.write(b"\0")


def _losses(picture: Picture) -> tuple[str, ...]:
    exif = picture.metadata.exif
    block = parsed(exif)
    if block is None:
        return ("the Exif data, which are damaged",) if exif else ()
    return () if block.without_thumbnail() is block else ("the thumbnail in the Exif data",)


FORMAT = PictureFormat("tiff", (".tif", ".tiff"), _encode, deep=True, losses=_losses)
