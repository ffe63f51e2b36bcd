"""JPEG.

Reading: Pillow makes metadata of the segments. Grey and RGB are decoded by simplejpeg, whose libjpeg-turbo is that of
Pillow, but which tells of libjpeg's warnings; Pillow decodes the rest.

Writing: baseline, through imagecodecs, with the segments that hold metadata behind the JFIF
header. Not through Pillow, whose buffer is too small for fine noise at high quality when Huffman tables are optimised
(https://github.com/python-pillow/Pillow/issues/148 and, still open, 5448).
"""

from __future__ import annotations

import dataclasses
import io
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import imagecodecs
from PIL import Image

from engine.errors import UnreadableImage
from engine.image import metadata as metadata_of
from engine.image.exif import without_prefix
from engine.image.exif_block import parsed
from engine.image.formats.base import Reader, Writer, resolution
from engine.image.formats.fitting import samples_of
from engine.image.ledger import photoshop_parts, trailer, unkept
from engine.image.opening import CUT_SHORT
from engine.image.picture import Metadata, Picture, Samples
from engine.image.pillow_image import ODD_HEADERS, header_of, open_image, picture_of
from engine.image.source import Header, Source
from engine.messages import Message

_APP0, _APP1, _APP2, _APP11, _APP12, _APP13, _APP14 = 0xE0, 0xE1, 0xE2, 0xEB, 0xEC, 0xED, 0xEE
_LONGEST = 0xFFFF - 2  # a segment's length counts its own two bytes
_EXIF = b"Exif\0\0"
_XMP = b"http://ns.adobe.com/xap/1.0/\0"
_ICC = b"ICC_PROFILE\0"
_ICC_PART = _LONGEST - len(_ICC) - 2
_ICC_PARTS = 255
_PHOTOSHOP = b"Photoshop 3.0\0"

_XMP_MORE = b"http://ns.adobe.com/xmp/extension/\0"
_JFXX, _MPF, _JUMBF, _DUCKY = b"JFXX\0", b"MPF\0", b"JP", b"Ducky"
_COMMENT, _SOS, _EOI = 0xFE, 0xDA, 0xD9
_NOT_NEEDED = frozenset({*range(0xE1, 0xEE), 0xEF, _COMMENT})
"""Markers of segments that hold no part of the picture; APP0 and APP14 say how its colours are stored."""
_HUFFMAN = frozenset({0xC0, 0xC1, 0xC2})
_MARKER = re.compile(rb"\xff[^\x00\x01\xd0-\xd8\xff]")  # of segments, and the end
_LARGEST_BLOCK = 32 * 32
"""Pixels of the largest unit that is coded together; it takes a bit at least."""
_EXTRANEOUS = re.compile(r"(\d+) extraneous bytes before marker")
_HARMLESS = ("invalid sos parameters", "unknown adobe", "unknown jfif")
_FEW_BYTES = 16
"""Bytes between a scan and the next marker that some cameras leave; more of them are a sign of damage."""

_JFIF_DENSITY = 13  # where SOI and the JFIF segment hold unit, pixels across and pixels down
_JFIF_BYTES = 20
_JFIF, _JFIF_THUMBNAIL = b"JFIF\0", 12
_DUCKY_QUALITY = 15
_PER_INCH, _PER_CENTIMETRE = 1, 2

_LONGEST_SIDE = 65_500  # what nearly all programs read, though the format has room for 35 more
_FULL_CHROMA = 90  # quality from which colours keep their full resolution
# Optimal Huffman tables need the coefficients of the whole picture: 6 bytes a pixel.
_LARGEST_OPTIMISED = 1 << 25


def _encode(file: BinaryIO, picture: Picture, quality: int, threads: int) -> None:
    if max(picture.width, picture.height) > _LONGEST_SIDE:
        raise ValueError(Message("a side is longer than {0:,} pixels", _LONGEST_SIDE))
    samples = samples_of(picture)
    encoded = imagecodecs.jpeg8_encode(
        samples,
        level=quality,
        subsampling="444" if quality >= _FULL_CHROMA else "420",
        optimize=picture.width * picture.height <= _LARGEST_OPTIMISED,
    )
    header = bytearray(encoded[:_JFIF_BYTES])
    if density := _density(picture.metadata):
        unit, across, down = density
        header[_JFIF_DENSITY : _JFIF_DENSITY + 5] = bytes([unit]) + across.to_bytes(2, "big") + down.to_bytes(2, "big")
    file.write(header)
    for marker, data in _segments(picture.metadata).all:
        file.write(bytes([0xFF, marker]) + (len(data) + 2).to_bytes(2, "big") + data)
    file.write(memoryview(encoded)[_JFIF_BYTES:])


@dataclass(frozen=True)
class _Segments:
    """Markers with their data, and phrases for what no segment has room for."""

    all: list[tuple[int, bytes]]
    lost: tuple[Message, ...]


def _segments(metadata: Metadata) -> _Segments:
    found: list[tuple[int, bytes]] = []
    lost: list[Message] = []

    def add(marker: int, data: bytes, name: Message) -> bool:
        if len(data) > _LONGEST:
            lost.append(name)
            return False
        found.append((marker, data))
        return True

    if metadata.exif:
        exif, without = _EXIF + without_prefix(metadata.exif), _without_thumbnail(metadata.exif)
        if len(exif) > _LONGEST >= len(without):
            lost.append(Message("the thumbnail in the Exif data"))
            exif = without
        add(_APP1, exif, Message("the Exif data, more than 64 kB"))
    if metadata.xmp:
        add(_APP1, _XMP + metadata.xmp, Message("the XMP data, more than 64 kB"))
    if metadata.iptc:
        resource = metadata_of.photoshop_resource(metadata_of.IPTC_RESOURCE, metadata.iptc)
        add(_APP13, _PHOTOSHOP + resource, Message("the IPTC data, more than 64 kB"))
    if metadata.paths:
        add(_APP13, _PHOTOSHOP + metadata.paths, Message("the clipping paths, more than 64 kB"))
    for keyword, text in metadata.texts:
        if keyword == metadata_of.COMMENT:
            add(_COMMENT, text.encode("utf-8"), Message("the comment, more than 64 kB"))
    icc = metadata.icc or b""
    parts = [icc[start : start + _ICC_PART] for start in range(0, len(icc), _ICC_PART)]
    if len(parts) > _ICC_PARTS:
        lost.append(Message("the colour profile, more than 16 MB"))
    else:
        found += [(_APP2, _ICC + bytes([index, len(parts)]) + part) for index, part in enumerate(parts, 1)]
    return _Segments(found, tuple(lost))


def _without_thumbnail(exif: bytes) -> bytes:
    block = parsed(exif)
    return _EXIF + (without_prefix(exif) if block is None else block.without_thumbnail().data)


def _density(metadata: Metadata) -> tuple[int, int, int] | None:
    """Unit, pixels across and pixels down, all whole numbers, in the unit that rounds them less."""
    dpi = resolution(metadata)
    if dpi is None:
        return None
    units = (_PER_INCH, dpi), (_PER_CENTIMETRE, tuple(value / 2.54 for value in dpi))
    unit, values = min(units, key=lambda unit: max(abs(value - round(value)) / value for value in unit[1]))
    across, down = map(round, values)
    return (unit, across, down) if 0 < across <= 0xFFFF and 0 < down <= 0xFFFF else None


def _losses(picture: Picture) -> tuple[Message, ...]:
    metadata = picture.metadata
    coarse = resolution(metadata) is not None and _density(metadata) is None
    has_others = any(keyword != metadata_of.COMMENT for keyword, _ in metadata.texts)
    lost = ((Message("the resolution"), coarse), (Message("the texts"), has_others))
    return _segments(metadata).lost + tuple(name for name, is_lost in lost if is_lost)


@dataclass(frozen=True)
class _File:
    """A file taken apart.

    Attributes:
        segments: marker and contents of each, those between scans too.
        clean: the file up to the end of its picture, without empty segments, and with an end marker.
        bare: the same without segments that libjpeg does not need to decode the picture.
        after: what stands behind the end marker.
        has_end: whether there is one.
    """

    segments: list[tuple[int, bytes]]
    clean: bytes
    bare: bytes
    after: bytes
    has_end: bool

    def of(self, marker: int, prefix: bytes) -> Iterator[bytes]:
        """What follows the prefix in each segment that begins with it."""
        return (data[len(prefix) :] for kind, data in self.segments if kind == marker and data.startswith(prefix))

    @property
    def icc(self) -> bytes | None:
        """The profile of all its parts; each counts once, wherever it stands. ``None`` if one is missing."""
        parts = {part[0]: part[2:] for part in self.of(_APP2, _ICC) if len(part) > 2}
        count = max((part[1] for part in self.of(_APP2, _ICC) if len(part) > 2), default=0)
        complete = count > 0 and set(range(1, count + 1)) <= set(parts)
        return b"".join(parts[number] for number in range(1, count + 1)) if complete else None


def _parsed(data: bytes) -> _File:
    segments: list[tuple[int, bytes]] = []
    clean, bare = bytearray(data[:2]), bytearray(data[:2])
    at, has_end, is_coded = 2, False, False
    while not has_end and (found := _MARKER.search(data, at)) is not None:
        marker, start, coded = data[found.start() + 1], found.start(), data[at : found.start()]
        clean += coded
        bare += coded if is_coded else b""  # in front of the first scan it is junk, which decoders pass over
        at, has_end = found.end(), marker == _EOI
        if has_end:
            break
        end = at + max(int.from_bytes(data[at : at + 2]), 2)
        contents = data[at + 2 : end]
        at, is_coded = end, is_coded or marker == _SOS
        if contents:
            segments.append((marker, contents))
            clean += data[start:end]
            bare += b"" if marker in _NOT_NEEDED else data[start:end]
    tail = b"" if has_end else data[at:]
    end_marker = bytes([0xFF, _EOI])
    return _File(
        segments,
        bytes(clean + tail) + end_marker,
        bytes(bare + tail) + end_marker,
        data[at:] if has_end else b"",
        has_end,
    )


def _header(source: Source) -> Header:
    try:
        return header_of(source)
    except (UnreadableImage, *ODD_HEADERS):  # such as an empty segment: only then is all of the file looked at
        return header_of(source, _parsed(source.path.read_bytes()).clean)


def _read(source: Source) -> Picture:
    file = _parsed(source.path.read_bytes())
    with open_image(source, file.clean) as image:
        source.check_size(image.width, image.height)
        _check_promise(file, image)
        warnings: tuple[Message, ...] = () if file.has_end else (Message("its end marker is missing"),)
        metadata = _metadata(file, image)
        if file.icc is None and any(file.of(_APP2, _ICC)):
            warnings += (Message("its colour profile is damaged and left out"),)
        samples, said = _decoded(file, image, recover=source.recover)
        warnings = (*warnings, *said, *unkept(_beside(file, has_frames=image.format == "MPO")))
        return picture_of(source, image, deep=samples, metadata=metadata, warnings=warnings)


def _metadata(file: _File, image: Image.Image) -> Metadata:
    return dataclasses.replace(
        metadata_of.from_image(image),
        icc=file.icc,
        texts=tuple((metadata_of.COMMENT, metadata_of.text_of(text)) for text in file.of(_COMMENT, b"")),
        paths=metadata_of.clipping_paths(b"".join(file.of(_APP13, _PHOTOSHOP))),
    )


def metadata_in(data: bytes) -> Metadata:
    """The metadata of a file that is packed in another one, as they are stored."""
    file = _parsed(data)
    with Image.open(io.BytesIO(file.clean), formats=("JPEG",)) as image:
        return _metadata(file, image)


def _check_promise(file: _File, image: Image.Image) -> None:
    """Refuse a header that promises far more than the data can hold, before the picture's memory is taken."""
    is_huffman = any(kind in _HUFFMAN for kind, _ in file.segments)
    if is_huffman and image.width * image.height > _LARGEST_BLOCK * 8 * len(file.clean):
        raise UnreadableImage(CUT_SHORT)


def _decoded(file: _File, image: Image.Image, *, recover: bool) -> tuple[Samples | None, tuple[Message, ...]]:
    """Samples of a grey or RGB picture, ``(H, W, 1)`` or ``(H, W, 3)``; ``None`` of others, which Pillow decodes.

    CMYK is decoded for the sake of the warnings.

    Raises:
        UnreadableImage: a part of the picture is missing.
    """
    import simplejpeg  # here: pictures of other formats are read without it

    colours = {"L": "GRAY", "RGB": "RGB", "CMYK": "CMYK"}.get(image.mode)
    if colours is None:
        return _left_to_pillow(file, recover=recover)
    try:
        samples = simplejpeg.decode_jpeg(file.bare, colours)
        return (None if colours == "CMYK" else samples), ()
    except ValueError as error:
        trouble = str(error)
    try:
        samples = simplejpeg.decode_jpeg(file.bare, colours, strict=False)
    except ValueError:  # what TurboJPEG does not know, such as odd subsampling
        return _left_to_pillow(file, recover=recover)
    if _is_harmless(file, colours, trouble):
        warning = Message("damaged, but its picture is complete ({0})", trouble)
    elif recover:
        warning = Message("damaged: a part of its picture is missing ({0})", trouble)
    else:
        is_short = "premature end" in trouble.lower()
        raise UnreadableImage(
            CUT_SHORT if is_short else Message("damaged: a part of its picture is missing ({0})", trouble)
        )
    return (None if colours == "CMYK" else samples), (warning,)


def _left_to_pillow(file: _File, *, recover: bool) -> tuple[None, tuple[Message, ...]]:
    """Leave a picture to Pillow, which does not report missing parts: without an end marker it is refused."""
    if not (file.has_end or recover):
        raise UnreadableImage(CUT_SHORT)
    return None, ()


def _is_harmless(file: _File, colours: str, trouble: str) -> bool:
    """Whether libjpeg's warning is one that comes with a complete picture."""
    extraneous = _EXTRANEOUS.search(trouble)
    if extraneous is None:
        return any(sign in trouble.lower() for sign in _HARMLESS)
    return int(extraneous[1]) <= _FEW_BYTES or _is_padded(file, colours)


def _is_padded(file: _File, colours: str) -> bool:
    """Whether the picture is complete without the run of equal bytes that stands before the end marker."""
    import simplejpeg

    coded = file.bare[:-2]
    try:
        simplejpeg.decode_jpeg(coded.rstrip(coded[-1:]) + file.bare[-2:], colours)
    except ValueError:
        return False
    return True


def beside(data: bytes) -> Iterator[Message]:
    """Names of what is in a file beside its picture, and not kept."""
    return _beside(_parsed(data), has_frames=False)


def _beside(file: _File, *, has_frames: bool) -> Iterator[Message]:
    """Names of what is in the file beside its picture, and not kept.

    Args:
        has_frames: further pictures have a warning of their own.
    """
    first = {_EXIF: True, _XMP: True}
    for marker, data in file.segments:
        yield from _parts(marker, data, first, has_frames=has_frames)
    if not (has_frames and file.after.lstrip(b"\0").startswith(b"\xff\xd8")):
        yield from trailer(file.after)


def _parts(marker: int, data: bytes, first: dict[bytes, bool], *, has_frames: bool) -> Iterator[Message]:
    """What a segment holds that is not kept."""
    known = next((prefix for prefix in (_EXIF, _XMP) if marker == _APP1 and data.startswith(prefix)), None)
    if known is not None:
        if not first[known]:
            yield Message("a second block of Exif data") if known == _EXIF else Message("a second block of XMP data")
        first[known] = False
    elif marker == _APP1 and data.startswith(_XMP_MORE):
        yield Message("the extended part of its XMP data")
    elif marker == _APP13 and data.startswith(_PHOTOSHOP):
        yield from photoshop_parts(data[len(_PHOTOSHOP) :])
    elif marker == _APP0 and data.startswith(_JFIF):
        if len(data) > _JFIF_THUMBNAIL + 1 and data[_JFIF_THUMBNAIL] * data[_JFIF_THUMBNAIL + 1]:
            yield Message("the thumbnail beside the Exif data")
    elif marker == _APP0 and data.startswith(_JFXX):
        yield Message("the thumbnail beside the Exif data")
    elif marker == _APP11 and data.startswith(_JUMBF):
        yield Message("content credentials (C2PA)") if b"c2pa" in data else Message("a JUMBF box")
    elif marker == _APP2 and data.startswith(_MPF):
        if not has_frames:
            yield Message("the index of further pictures (MPF)")
    elif marker == _APP12 and data.startswith(_DUCKY):
        if data[5:7] != b"\0\1" or len(data) > _DUCKY_QUALITY:  # nothing but the quality it was saved with
            yield Message("a comment")
    elif marker in range(_APP0, _APP0 + 16) and not _is_storage(marker, data):
        name = re.split(rb"[\0-\x1f\x7f-\xff]", data[:40])[0].decode("ascii")
        yield Message("the segment APP{0} {1!r}", marker - _APP0, name)


def _is_storage(marker: int, data: bytes) -> bool:
    """Whether a segment is kept, or only says how the picture is stored."""
    is_profile = marker == _APP2 and data.startswith(_ICC)
    return is_profile or (marker == _APP14 and data.startswith(b"Adobe"))


READER = Reader(
    suffixes=frozenset({".jpg", ".jpeg", ".jpe", ".jfif", ".mpo"}),
    claims=lambda source: source.head.startswith(b"\xff\xd8"),
    header=_header,
    read=_read,
)
WRITER = Writer("jpeg", (".jpg", ".jpeg"), _encode, quality=95, alpha=False, texts=True, paths=True, losses=_losses)
