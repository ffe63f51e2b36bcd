"""JPEG 2000: samples of more than eight bits, and metadata from its boxes."""

from __future__ import annotations

import dataclasses
from collections.abc import Iterator

import imagecodecs
import numpy as np
from PIL import Image

from engine.image import exif
from engine.image import metadata as metadata_of
from engine.image.boxes import boxes
from engine.image.formats.base import Reader
from engine.image.ledger import printable, unkept
from engine.image.picture import Metadata, Picture, Samples
from engine.image.pillow_image import header_of, open_image, picture_of
from engine.image.samples import full_scale
from engine.image.source import Source
from engine.messages import Message

_MAGIC = (b"\x00\x00\x00\x0cjP  ", b"\xff\x4f\xff\x51")
_SIZE_MARKER = b"\xff\x4f\xff\x51"
_UUIDS = {
    bytes.fromhex("be7acfcb97a942e89c71999491e3afac"): "xmp",
    bytes.fromhex("4a706754696666457869662d3e4a5032"): "exif",  # "JpgTiffExif->JP2"
    bytes.fromhex("33c7a4d2b81d4723a0baf1a3e097ad38"): "iptc",
}
_KNOWN = frozenset({b"jP  ", b"ftyp", b"jp2h", b"jp2c", b"free"})
_PROFILE = 2
"""How a box says that its colours are given by a profile."""


def _claims(source: Source) -> bool:
    return source.head.startswith(_MAGIC)


def _read(source: Source) -> Picture:
    with open_image(source) as image:
        source.check_size(image.width, image.height)
        data = source.path.read_bytes()
        metadata = _metadata(data, metadata_of.from_image(image))
        deep, warnings = _deep(data, image)
        warnings += unkept(_beside(data))
        return picture_of(source, image, deep=deep, metadata=metadata, warnings=warnings)


def _deep(data: bytes, image: Image.Image) -> tuple[Samples | None, tuple[Message, ...]]:
    """Samples where one channel has more than eight bits, and what is lost where they cannot be had."""
    at = data.find(_SIZE_MARKER)
    channels = int.from_bytes(data[at + 40 : at + 42])
    kinds = set(data[at + 42 : at + 42 + 3 * channels : 3])
    bits = max((kind & 0x7F) + 1 for kind in kinds) if at >= 0 and kinds else 8
    if bits <= 8:
        return None, ()
    lost = (Message("reduced from {0} to {1} bits a channel", bits, 8),)
    if len(kinds) > 1 or max(kinds) >= 0x80 or image.mode not in ("I;16", "LA", "RGB", "RGBA") or bits > 16:
        return None, () if image.mode == "I;16" else lost
    samples = np.asarray(imagecodecs.jpeg2k_decode(data))
    if samples.dtype != np.uint16 or samples.shape[:2] != (image.height, image.width):
        return None, lost
    return full_scale(samples, (1 << bits) - 1), ()


def _metadata(data: bytes, metadata: Metadata) -> Metadata:
    """``metadata`` with what boxes of the file hold, none of which Pillow reads."""
    if data.startswith(_SIZE_MARKER):
        return metadata
    for kind, contents in boxes(data):
        if kind == b"jp2h":
            profiles = (box[3:] for name, box in boxes(contents) if name == b"colr" and box[:1] == bytes([_PROFILE]))
            metadata = dataclasses.replace(metadata, icc=next(profiles, None))
        elif kind == b"uuid" and contents[:16] in _UUIDS:
            held = contents[16:]
            field = _UUIDS[contents[:16]]
            value = exif.without_prefix(held) if field == "exif" else held
            metadata = dataclasses.replace(metadata, **{field: value or None})  # type: ignore[arg-type]
    return metadata


def _beside(data: bytes) -> Iterator[Message]:
    """Names of boxes that are not kept."""
    for kind, contents in boxes(data) if not data.startswith(_SIZE_MARKER) else ():
        is_known = kind in _KNOWN or (kind == b"uuid" and contents[:16] in _UUIDS)
        if not is_known:
            yield Message("the box {0!r}", printable(kind))


READER = Reader(
    suffixes=frozenset({".jp2", ".j2k", ".jpx", ".jpf", ".j2c", ".jpc"}), claims=_claims, header=header_of, read=_read
)
