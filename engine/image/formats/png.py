"""PNG.

Reading: eight bits through Pillow, sixteen through libpng, and the colours that chunks describe with numbers. Writing:
bands of rows, filtered and compressed on several threads, written in order, each as one IDAT chunk. Beside the samples
go iCCP, pHYs, eXIf, XMP as iTXt, and IPTC as the "raw profile" that ImageMagick, Exiv2 and ExifTool write.
"""

from __future__ import annotations

import dataclasses
import os
import re
import struct
import zlib
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import Any, BinaryIO, TypeVar

import imagecodecs
import numpy as np
from PIL import Image
from PIL.PngImagePlugin import putchunk

from engine.cores import thread_count
from engine.errors import UnreadableImage
from engine.image import metadata as metadata_of
from engine.image.boxes import MAX_METADATA
from engine.image.exif import without_prefix
from engine.image.formats import deflate
from engine.image.formats.base import Reader, Writer, resolution
from engine.image.formats.fitting import samples_of
from engine.image.formats.png_filters import filter_rows
from engine.image.ledger import printable, trailer, unkept
from engine.image.opening import CUT_SHORT
from engine.image.picture import Metadata, Picture, Samples
from engine.image.pillow_image import ODD_HEADERS, header_of, open_image, picture_of
from engine.image.profiles import D65, SRGB_PRIMARIES, Colours, is_known, nclx_profile, profile_of
from engine.image.source import Header, Source
from engine.messages import Message

_PIXELS = frozenset({b"IDAT", b"fdAT"})
_TEXTS = frozenset({b"tEXt", b"zTXt", b"iTXt"})
_KEPT_ELSEWHERE = frozenset(
    {"XML:com.adobe.xmp", "Raw profile type exif", "Raw profile type APP1", "Raw profile type iptc"}
)
_KEPT = frozenset(
    {b"IHDR", b"PLTE", b"IEND", b"tRNS", *_TEXTS, b"cICP", b"iCCP", b"sRGB", b"gAMA", b"cHRM", b"pHYs", b"eXIf"}
    | {b"tIME", b"sBIT", b"iDOT", b"bKGD", b"hIST", b"sPLT", b"acTL", b"fcTL"}
)
"""Chunks that are kept, say how the picture is stored or shown, or belong to frames, which are warned of."""
_NAMES = {b"caBX": Message("content credentials (C2PA)")}
_TIME = "tIME"
"""The keyword of the time of the last change, a chunk of its own, among the texts."""
_TIME_LAYOUT = struct.Struct(">HBBBBB")
_TIME_TEXT = re.compile(r"(\d{4})-(\d\d)-(\d\d)T(\d\d):(\d\d):(\d\d)")
_MOST_PACKED = 1032
_MAGIC = b"\x89PNG\r\n\x1a\n"
_BIT_DEPTH_AT = 24
_CODING_BYTES = 4

Item = TypeVar("Item")
Result = TypeVar("Result")

_COLOUR_TYPES = {1: 0, 2: 4, 3: 2, 4: 6}
"""PNG's number for grey, grey and alpha, RGB, RGB and alpha, by their channels."""
_INCH = 0.0254
_WIDEST_DEEP = 1_000_000  # libpng's limit, in most programs that read
_BAND_BYTES = 1 << 20
_MOST_THREADS = 8
"""Each holds some five bands in memory; the disk does not keep up with more."""


def _claims(source: Source) -> bool:
    return source.head.startswith(_MAGIC)


@dataclasses.dataclass(frozen=True)
class _Chunk:
    """A chunk other than IDAT: its type, contents, and whether its checksum holds."""

    kind: bytes
    data: bytes
    is_sound: bool


@dataclasses.dataclass(frozen=True)
class _File:
    """A file taken apart.

    Attributes:
        chunks: all but those of the pixels.
        damaged: ancillary chunks whose checksum does not hold; a picture can be read without them.
        large: types of chunks of more than :data:`MAX_METADATA` bytes, which are not kept.
        packed: bytes of the pixels, compressed.
        after: what stands behind the last chunk.
    """

    chunks: list[_Chunk]
    damaged: list[_Chunk]
    large: tuple[bytes, ...]
    packed: int
    after: bytes

    def find(self, kind: bytes) -> bytes | None:
        """The contents of the first sound chunk of this type."""
        return next((chunk.data for chunk in self.chunks if chunk.kind == kind and chunk.is_sound), None)


def _taken_apart(source: Source) -> _File:
    chunks, large, packed = list[_Chunk](), tuple[bytes, ...](), 0
    with source.path.open("rb") as file:
        file.seek(len(_MAGIC))
        while len(head := file.read(8)) == 8:
            length, kind = int.from_bytes(head[:4]), head[4:]
            if kind in _PIXELS or length > MAX_METADATA:
                packed += length if kind in _PIXELS else 0
                large += () if kind in _PIXELS else (kind,)
                file.seek(length + 4, os.SEEK_CUR)
                continue
            data, checksum = file.read(length), file.read(4)
            chunks.append(_Chunk(kind, data, zlib.crc32(data, zlib.crc32(kind)) == int.from_bytes(checksum)))
            if kind == b"IEND":
                break
        damaged = [chunk for chunk in chunks if chunk.kind[:1].islower() and not chunk.is_sound]
        return _File(chunks, damaged, large, packed, file.read(MAX_METADATA))


def _without(source: Source, damaged: list[_Chunk]) -> bytes:
    """The file's bytes without these chunks, which Pillow would refuse the file for."""
    data = source.path.read_bytes()
    for chunk in damaged:
        start = data.index(len(chunk.data).to_bytes(4, "big") + chunk.kind + chunk.data)
        data = data[:start] + data[start + 12 + len(chunk.data) :]
    return data


def _header_of(source: Source) -> Header:
    try:
        return header_of(source)
    except (UnreadableImage, *ODD_HEADERS):
        return header_of(source, _without(source, _taken_apart(source).damaged))


def _read(source: Source) -> Picture:
    file = _taken_apart(source)
    with open_image(source, _without(source, file.damaged) if file.damaged else None) as image:
        source.check_size(image.width, image.height)
        _check_promise(source, file)
        image.load()  # for the chunks after the pixels, and to refuse what was cut short
        if "transparency" in image.info:
            _scale_transparent_grey(source, image)
        metadata = metadata_of.from_image(image)
        deep: Samples | None = None
        if source.head[_BIT_DEPTH_AT] == 16 and image.format == "PNG":
            deep = imagecodecs.png_decode(source.path.read_bytes())
        icc, warnings = _colours(file, metadata.icc, image.info, is_grey=image.mode in ("1", "L", "LA", "I;16", "I"))
        if any(chunk.kind in _TEXTS or chunk.kind == b"tIME" for chunk in file.chunks):
            texts, said = _texts(file)
            metadata, warnings = dataclasses.replace(metadata, texts=texts), (*warnings, *said)
        metadata = dataclasses.replace(metadata, icc=icc)
        warnings += tuple(
            Message("the checksum of its chunk {0} does not match: it is left out", printable(chunk.kind))
            for chunk in file.damaged
        )
        if beside := tuple(_beside(file)):
            warnings += unkept(beside)
        picture = picture_of(source, image, deep=deep, metadata=metadata, warnings=warnings)
        coding = file.find(b"cICP") or b""
        is_narrow = len(coding) == _CODING_BYTES and coding[3] == 0 and source.head[_BIT_DEPTH_AT] >= 8
        return dataclasses.replace(picture, pixels=_widened(picture.pixels)) if is_narrow else picture


def _widened(pixels: Samples) -> Samples:
    """Samples of the narrow range of television, where black is 16 and white 235 of 255, over the full range."""
    kind = np.iinfo(pixels.dtype)
    unit = (kind.max + 1) // 256
    levels = np.arange(kind.max + 1, dtype=np.float64)
    table = np.clip(np.rint((levels - 16 * unit) * kind.max / (219 * unit)), 0, kind.max).astype(pixels.dtype)
    widened: Samples = table[pixels]
    return widened


def _check_promise(source: Source, file: _File) -> None:
    """Refuse a header that promises far more than the data can hold, before the picture's memory is taken.

    Deflate packs 1,032 bytes into one at most.
    """
    header = source.head[16:26]
    width, height, bits = int.from_bytes(header[:4]), int.from_bytes(header[4:8]), header[8]
    if file.packed and width * height * bits // 8 > _MOST_PACKED * file.packed:
        raise UnreadableImage(CUT_SHORT)


def _scale_transparent_grey(source: Source, image: Image.Image) -> None:
    """Two- and four-bit greys are read in the scale of eight bits, but for the one that stands for transparent."""
    bits, colour_type = source.head[_BIT_DEPTH_AT], source.head[_BIT_DEPTH_AT + 1]
    grey = image.info.get("transparency")
    if colour_type == 0 and bits in (2, 4) and isinstance(grey, int):
        image.info["transparency"] = grey * 255 // ((1 << bits) - 1)


def _colours(
    file: _File, icc: bytes | None, info: dict[str | tuple[int, int], Any], *, is_grey: bool
) -> tuple[bytes | None, tuple[Message, ...]]:
    """The profile, or one for the colours that chunks describe with numbers, where these are not sRGB's; and warnings.

    The order in which chunks count is that of PNG's third edition: cICP, iCCP, sRGB, cHRM and gAMA.
    """
    coding = file.find(b"cICP")
    if coding is not None and len(coding) == _CODING_BYTES and (icc is None or is_known(coding[0], coding[1])):
        return nclx_profile(coding[0], coding[1], is_grey=is_grey)
    if icc is not None:
        return icc, ()
    if file.find(b"iCCP") is not None:
        return None, (Message("its colour profile is damaged and left out"),)
    is_measured = "gamma" in info or "chromaticity" in info
    return (_measured(info, is_grey=is_grey) if is_measured else None), ()


def _texts(file: _File) -> tuple[tuple[tuple[str, str], ...], tuple[Message, ...]]:
    """Keywords and texts, without those that hold metadata of other kinds; and warnings."""
    texts, damaged = list[tuple[str, str]](), list[Message]()
    for chunk in file.chunks:
        if chunk.kind == b"tIME" and chunk.is_sound and len(chunk.data) == _TIME_LAYOUT.size:
            texts.append((_TIME, "{:04}-{:02}-{:02}T{:02}:{:02}:{:02}".format(*_TIME_LAYOUT.unpack(chunk.data))))
        keyword, _, rest = chunk.data.partition(b"\0")
        name = keyword.decode("latin-1")
        if chunk.kind not in _TEXTS or not chunk.is_sound or name in _KEPT_ELSEWHERE:
            continue
        try:
            texts.append((name, _text(chunk.kind, rest)))
        except (ValueError, IndexError, zlib.error):
            damaged.append(Message("the text {0!r}", name))
    return tuple(texts), unkept(damaged)


def _text(kind: bytes, data: bytes) -> str:
    """The text of a chunk, whose keyword stood before ``data``; languages and translated keywords are left out."""
    if kind == b"tEXt":
        return data.decode("latin-1")
    if kind == b"zTXt":
        return _inflated(data[1:]).decode("latin-1")
    is_packed, data = data[:1] == b"\1", data[2:].split(b"\0", 2)[2]
    return (_inflated(data) if is_packed else data).decode("utf-8")


def _inflated(data: bytes) -> bytes:
    inflater = zlib.decompressobj()
    text = inflater.decompress(data, MAX_METADATA)
    if not inflater.eof:
        raise ValueError("too long")
    return text


def _beside(file: _File) -> Iterator[Message]:
    """Names of what is in the file beside its picture, and not kept."""
    for chunk in file.chunks:
        if not chunk.is_sound:
            continue
        if chunk.kind not in _KEPT:
            yield _NAMES.get(chunk.kind) or Message("the chunk {0}", printable(chunk.kind))
    for kind in file.large:
        yield Message("the chunk {0}", printable(kind))
    if file.after:
        yield from trailer(file.after)


def _measured(info: dict[str | tuple[int, int], Any], *, is_grey: bool) -> bytes | None:
    """A profile for the colours that the chunks gAMA and cHRM describe, where these are not sRGB's."""
    gamma, numbers = info.get("gamma"), info.get("chromaticity")
    if "srgb" in info or (gamma is None and numbers is None) or (gamma is not None and not 0.1 <= gamma <= 5.0):
        return None
    white, primaries = D65, SRGB_PRIMARIES
    if numbers is not None:
        white, *rest = zip(numbers[::2], numbers[1::2], strict=True)
        primaries = (rest[0], rest[1], rest[2])
    return profile_of(Colours(None if gamma is None else 1.0 / gamma, white, primaries), is_grey=is_grey)


def _encode(file: BinaryIO, picture: Picture, quality: int, threads: int) -> None:
    if picture.is_deep and max(picture.width, picture.height) > _WIDEST_DEEP:
        raise ValueError(Message("a side is longer than {0:,} pixels", _WIDEST_DEEP))
    file.write(_MAGIC)
    putchunk(file, b"IHDR", _header(picture))
    for name, data in _chunks(picture.metadata):
        putchunk(file, name, data)
    _write_pixels(file, picture, min(thread_count(threads), _MOST_THREADS))
    putchunk(file, b"IEND")


def _channels(picture: Picture) -> int:
    return (1 if picture.is_grey else 3) + (picture.alpha is not None)


def _header(picture: Picture) -> bytes:
    size = picture.width.to_bytes(4, "big") + picture.height.to_bytes(4, "big")
    return size + bytes((8 * picture.pixels.itemsize, _COLOUR_TYPES[_channels(picture)], 0, 0, 0))


def _chunks(metadata: Metadata) -> Iterator[tuple[bytes, bytes]]:
    """What goes before the pixels. XMP and IPTC as bytes: a packet that is not UTF-8 is none of our business."""
    if metadata.icc:
        yield b"iCCP", b"ICC Profile\0\0" + zlib.compress(metadata.icc)
    if metadata.xmp:
        yield b"iTXt", b"XML:com.adobe.xmp\0\0\0\0\0" + metadata.xmp
    if metadata.iptc:
        yield b"zTXt", b"Raw profile type iptc\0\0" + zlib.compress(_raw_profile(metadata.iptc))
    for keyword, text in metadata.texts:
        yield _text_chunk(keyword, text)
    if dpi := resolution(metadata):
        across, down = (int(value / _INCH + 0.5) for value in dpi)
        yield b"pHYs", across.to_bytes(4, "big") + down.to_bytes(4, "big") + b"\x01"
    if metadata.exif:
        yield b"eXIf", without_prefix(metadata.exif)


def _text_chunk(keyword: str, text: str) -> tuple[bytes, bytes]:
    if keyword == _TIME and (parts := _TIME_TEXT.fullmatch(text)):
        return b"tIME", _TIME_LAYOUT.pack(*map(int, parts.groups()))
    name = keyword.encode("latin-1", "replace")[:79] + b"\0"
    try:
        return b"tEXt", name + text.encode("latin-1")
    except UnicodeEncodeError:
        return b"iTXt", name + b"\0\0\0\0" + text.encode("utf-8")


def _raw_profile(iptc: bytes) -> bytes:
    """The records in hexadecimal, 36 bytes a line, below their kind and number of bytes."""
    data = metadata_of.photoshop_resource(metadata_of.IPTC_RESOURCE, iptc)
    lines = [data[start : start + 36].hex() for start in range(0, len(data), 36)]
    return f"\niptc\n{len(data):8d}\n".encode() + "\n".join(lines).encode() + b"\n"


def _write_pixels(file: BinaryIO, picture: Picture, threads: int) -> None:
    """One zlib stream: its header with the first band, its end and checksum with the last one."""
    pixel = _channels(picture) * picture.pixels.itemsize
    height = max(1, _BAND_BYTES // (picture.width * pixel))
    again = -(-deflate.WINDOW // (picture.width * pixel))
    # Bytes of eight-bit samples repeat less than is lost by short matches; see Z_FILTERED in zlib's manual.
    strategy = zlib.Z_DEFAULT_STRATEGY if picture.is_deep else zlib.Z_FILTERED

    def pack(top: int) -> tuple[bytes, bytes]:
        # The end of the band before, which repeats may point to, is filtered once more: a thread waits for no other.
        first = max(top - again, 0)
        start = max(first - 1, 0)
        rows = _stored_bytes(_rows(picture, slice(start, top + height)))
        filtered = filter_rows(rows[first - start :], rows[0] if first else None, pixel)
        band = filtered[top - first :].tobytes()
        return band, deflate.segment(band, filtered[: top - first].tobytes()[-deflate.WINDOW :], strategy)

    tops = range(0, picture.height, height)
    before, checksum = deflate.HEADER, zlib.adler32(b"")
    for top, (band, packed) in zip(tops, _in_order(pack, tops, threads), strict=True):
        checksum = zlib.adler32(band, checksum)
        after = deflate.END + checksum.to_bytes(4, "big") if top == tops[-1] else b""
        putchunk(file, b"IDAT", before, packed, after)
        before = b""


def _rows(picture: Picture, rows: slice) -> Samples:
    alpha = None if picture.alpha is None else picture.alpha[rows]
    return samples_of(dataclasses.replace(picture, pixels=picture.pixels[rows], alpha=alpha))


def _stored_bytes(samples: Samples) -> np.ndarray[tuple[int, int], np.dtype[np.uint8]]:
    """Bytes of each row, ``(R, N)``, the larger ones of deep samples first."""
    ordered = np.ascontiguousarray(samples, samples.dtype.newbyteorder(">"))
    return ordered.view(np.uint8).reshape(len(samples), -1)


def _in_order(work: Callable[[Item], Result], items: Iterable[Item], threads: int) -> Iterator[Result]:
    """As ``map``, on threads; only one item more than there are threads is begun before its result is taken."""
    if threads == 1:
        yield from map(work, items)
        return
    pool = ThreadPoolExecutor(threads, thread_name_prefix="safelight-png")
    pending: deque[Future[Result]] = deque()
    try:
        for item in items:
            pending.append(pool.submit(work, item))
            if len(pending) > threads:
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)


READER = Reader(suffixes=frozenset({".png", ".apng"}), claims=_claims, header=_header_of, read=_read)
WRITER = Writer("png", (".png",), _encode, deep=True, texts=True)
