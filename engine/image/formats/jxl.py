"""JPEG XL, through imagecodecs; size and colours from the codestream's header, metadata from the file's boxes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator
from contextlib import suppress

import imagecodecs
import numpy as np

from engine.image import exif
from engine.image.boxes import boxes, unfolded
from engine.image.formats import jpeg
from engine.image.formats.base import Reader
from engine.image.formats.jxl_header import JxlHeader, in_floats, parse
from engine.image.ledger import printable, unkept
from engine.image.metadata import upright
from engine.image.picture import Metadata, Picture, Samples
from engine.image.profiles import fitting_profile, profile_of
from engine.image.samples import Numbers, as_picture, reduced, straight
from engine.image.source import Header, Source
from engine.messages import Message

_CODESTREAM = b"\xff\x0a"
_CONTAINER = b"\x00\x00\x00\x0cJXL \r\n\x87\n"
_KNOWN = frozenset({b"JXL ", b"ftyp", b"jxll", b"jxli", b"jxlc", b"jxlp", b"Exif", b"xml ", b"jbrd"})
_STREAMS = (b"jxlc", b"jxlp")
_SRGB_LINE = 0.0031308
"""Light below which sRGB's curve is a straight line."""
_PART_NUMBER = 4
"""Bytes in front of each part of a codestream that several boxes share."""


def _claims(source: Source) -> bool:
    return source.head.startswith((_CODESTREAM, _CONTAINER))


def _header(source: Source) -> Header:
    header = _parsed(source.path.read_bytes())
    return Header(header.width, header.height, "JXL")


def _parsed(data: bytes) -> JxlHeader:
    if data.startswith(_CODESTREAM):
        return parse(data)
    for kind, contents in boxes(data):
        if kind in _STREAMS:
            return parse(contents if kind == b"jxlc" else contents[_PART_NUMBER:])
    raise EOFError


def _read(source: Source) -> Picture:
    data = source.path.read_bytes()
    header = _parsed(data)
    source.check_size(header.width, header.height)
    if header.has_black:
        raise NotImplementedError(Message("CMYK in JPEG XL"))
    is_linear = header.has_profile and header.is_xyb
    unrounded = in_floats(_codestream(data), header) if is_linear else None
    samples, lost = _samples(unrounded or data, header, is_linear=is_linear)
    is_grey = samples.ndim == 2 or samples.shape[2] <= 2
    metadata, warnings = _metadata(data)
    icc, said = _profile(header, is_grey=is_grey)
    stored = _jpeg_metadata(data)
    if stored is not None:
        metadata = stored
        icc, said = fitting_profile(stored.icc, is_grey=is_grey)
    metadata, damaged = upright(dataclasses.replace(metadata, icc=icc))
    warnings += unkept(_beside(data))
    return as_picture(samples, metadata, "JXL", (*warnings, *lost, *said, *damaged))


def _codestream(data: bytes) -> bytes:
    """The codestream, from the file or from the boxes in it."""
    if data.startswith(_CODESTREAM):
        return data
    parts = (contents[0 if kind == b"jxlc" else _PART_NUMBER :] for kind, contents in boxes(data) if kind in _STREAMS)
    return b"".join(parts)


def _samples(data: bytes, header: JxlHeader, *, is_linear: bool) -> tuple[Samples, tuple[Message, ...]]:
    """The first frame, upright, with one alpha at most, and what is lost."""
    values = np.asarray(imagecodecs.jpegxl_decode(data, index=0 if header.is_animated else None))
    lost: tuple[Message, ...] = (Message("only the first of its frames"),) if header.is_animated else ()
    if values.ndim == 4:
        values = values[0]
    if values.ndim == 3 and values.shape[2] == 1:
        values = values[:, :, 0]
    elif values.ndim == 3 and values.shape[2] > 4:
        values = values[:, :, :4]
    if is_linear:
        values = _in_srgb(values, header.bits)
    elif values.dtype != np.uint8:
        values, said = reduced(values, header.bits if values.dtype.kind == "u" else 8 * values.dtype.itemsize)
        lost += said
    return (straight(values) if header.premultiplied else values), lost


def _in_srgb(values: Numbers, bits: int) -> Samples:
    """What the decoder makes of the eye's colours where a profile says what they shall become: linear light of sRGB.

    Args:
        values: floating-point, where some are outside of what sRGB has; or whole numbers. Alpha is the last of two or
            four channels.
        bits: of the picture that was compressed.
    """
    top = 1.0 if values.dtype.kind == "f" else float(np.iinfo(values.dtype).max)
    kind: type[np.uint8 | np.uint16] = np.uint8 if bits <= 8 else np.uint16
    out: Samples = np.empty(values.shape, kind)
    colours = values.shape[2] - 1 if values.ndim == 3 and values.shape[2] in (2, 4) else None
    for row, into in zip(values, out, strict=True):
        light = np.nan_to_num(row.astype(np.float64) / top).clip(0.0, 1.0)
        shown = np.where(light <= _SRGB_LINE, light * 12.92, 1.055 * light ** (1 / 2.4) - 0.055)
        if colours is not None:
            shown[:, colours] = light[:, colours]
        into[...] = np.rint(shown * np.iinfo(kind).max)
    return out


def _profile(header: JxlHeader, *, is_grey: bool) -> tuple[bytes | None, tuple[Message, ...]]:
    """A profile made from the header's numbers, and what is to be said of the colours."""
    if header.curve:
        return None, (Message("high dynamic range: its {0} brightness curve is not applied", header.curve),)
    if not header.has_profile:
        return profile_of(header.colours, is_grey=is_grey), ()
    if header.is_xyb:
        return None, (Message("its colour profile is replaced by sRGB; colours that sRGB lacks are clipped"),)
    return None, (Message("its colour profile cannot be read: colours may differ"),)


def _jpeg_metadata(data: bytes) -> Metadata | None:
    """The metadata of the JPEG that the file was made of."""
    packed = _packed_jpeg(data)
    with suppress(OSError, SyntaxError, ValueError):
        return None if packed is None else jpeg.metadata_in(packed)
    return None


def _packed_jpeg(data: bytes) -> bytes | None:
    """The JPEG that the file was made of, if it was made so that this can be had back."""
    if data.startswith(_CONTAINER) and any(kind == b"jbrd" for kind, _ in boxes(data)):
        with suppress(RuntimeError, ValueError):
            return bytes(imagecodecs.jpegxl_decode_jpeg(data, numthreads=1))
    return None


def _metadata(data: bytes) -> tuple[Metadata, tuple[Message, ...]]:
    """Exif and XMP from the boxes of a container."""
    found: dict[bytes, bytes] = {}
    warnings: tuple[Message, ...] = ()
    for kind, contents in boxes(data) if data.startswith(_CONTAINER) else ():
        if kind == b"brob":
            try:
                kind, contents = unfolded(contents)
            except ValueError:
                warnings = (*warnings, Message("a compressed box of metadata cannot be unpacked"))
                continue
        found.setdefault(kind, contents)
    return Metadata(exif=_exif(found.get(b"Exif")), xmp=found.get(b"xml ") or None), warnings


def _exif(contents: bytes | None) -> bytes | None:
    """The block, in front of which stands how far it is away; some programs leave that out."""
    if not contents:
        return None
    if not contents.startswith((b"II", b"MM")):
        contents = contents[4 + int.from_bytes(contents[:4]) :]
    return exif.without_prefix(contents) or None


def _beside(data: bytes) -> Iterator[Message]:
    """Names of boxes that are not kept; of a JPEG that was packed into the file, of its segments too."""
    for kind, contents in boxes(data) if data.startswith(_CONTAINER) else ():
        name = contents[:4] if kind == b"brob" else kind
        if name == b"jhgm":
            yield Message("a gain map for high dynamic range")
        elif name not in _KNOWN:
            yield Message("the box {0!r}", printable(name))
    jpeg_data = _packed_jpeg(data)
    if jpeg_data is not None:
        yield from jpeg.beside(jpeg_data)


READER = Reader(suffixes=frozenset({".jxl"}), claims=_claims, header=_header, read=_read)
