"""HEIC and HEIF, through libheif, which turns pictures upright itself."""

from __future__ import annotations

from typing import Any

import numpy as np

from engine.errors import UnreadableImage
from engine.image import metadata as metadata_of
from engine.image.boxes import inside
from engine.image.formats import items
from engine.image.formats.base import Reader
from engine.image.ledger import unkept
from engine.image.picture import Metadata, Picture, Samples
from engine.image.profiles import fitting_profile, nclx_profile
from engine.image.samples import as_picture, full_scale, straight
from engine.image.source import Header, Source
from engine.messages import Message

_BRANDS = frozenset(
    {b"heic", b"heix", b"heim", b"heis", b"hevc", b"hevx", b"hevm", b"hevs", b"mif1", b"mif2", b"mif3", b"msf1"}
    | {b"j2ki", b"jpeg", b"avci", b"unif"}
)
_VERSION = 4
"""Bytes of version and flags, with which some boxes begin."""
AVIF_BRANDS = frozenset({b"avif", b"avis"})


def brands(head: bytes) -> frozenset[bytes]:
    """What a file of boxes says that it can be read as; empty for any other file."""
    if head[4:8] != b"ftyp":
        return frozenset()
    end = min(int.from_bytes(head[:4]), len(head))
    return frozenset({head[8:12], *(head[at : at + 4] for at in range(16, end - 3, 4))})


def _claims(source: Source) -> bool:
    found = brands(source.head)
    return bool(found & _BRANDS) and source.head[8:12] not in AVIF_BRANDS and not found & AVIF_BRANDS


def open_container(source: Source) -> Any:
    """The file's pictures, undecoded, with samples to come as they are stored."""
    data = source.path.read_bytes()
    _check_names(data)
    import pi_heif  # takes a while to load

    container = pi_heif.open_heif(data, convert_hdr_to_8bit=False, hdr_to_16bit=False)
    if not len(container):
        raise UnreadableImage("compressed in a way that Safelight cannot read")
    return container


def _check_names(data: bytes) -> None:
    """Refuse a file with an item whose kind is no UTF-8: pi-heif ends the whole process for it.

    Mended by https://github.com/bigcat88/pillow_heif/pull/478; to be dropped when a release with it is required.
    """
    for contents in inside(data, b"meta"):
        for entries in inside(contents[_VERSION:], b"iinf"):
            count_bytes = 4 if entries[:1] > b"\0" else 2
            for item in inside(entries[_VERSION + count_bytes :], b"infe"):
                _kind(item).decode()


def _kind(item: bytes) -> bytes:
    """What an item's entry says of its kind: four letters, or the media type that follows its name."""
    version = item[:1]
    if version < b"\2":
        return item[_VERSION + 4 :]
    at = _VERSION + (4 if version == b"\2" else 6)
    return item[at : at + 4] + item[at + 4 :].partition(b"\0")[2]


def _header(source: Source) -> Header:
    width, height = open_container(source).size
    return Header(width, height, "HEIF")


def _read(source: Source) -> Picture:
    container = open_container(source)
    source.check_size(*container.size)
    mode, _, bits = container.mode.partition(";")
    samples = _samples(container, mode, int(bits or 8))
    metadata, said = described(container.info, is_grey=mode in ("L", "LA", "La"))
    metadata, damaged = metadata_of.upright(metadata)
    warnings = () if len(container) == 1 else (Message("only the main one of {0} pictures", len(container)),)
    beside = unkept(items.beside(source.path.read_bytes(), has_frames=len(container) > 1))
    return as_picture(samples, metadata, "HEIF", (*warnings, *said, *damaged, *beside))


def _samples(container: Any, mode: str, bits: int) -> Samples:
    values: Samples = np.array(container, copy=True)  # its own memory goes with the container
    if values.shape[1::-1] != tuple(container.size):
        values = values[: container.size[1], : container.size[0]]
    if bits > 8:
        values = full_scale(values, (1 << bits) - 1)
    return straight(values) if mode.endswith("a") else values


def described(info: dict[str, Any], *, is_grey: bool) -> tuple[Metadata, tuple[Message, ...]]:
    """Metadata of the main picture as it is stored, with a profile where numbers describe other colours than sRGB's."""
    found = metadata_of.from_info(info)
    icc, said = fitting_profile(found.icc, is_grey=is_grey)
    numbers = info.get("nclx_profile")
    if icc is None and isinstance(numbers, dict):
        icc, unlike = nclx_profile(
            int(numbers["color_primaries"]), int(numbers["transfer_characteristics"]), is_grey=is_grey
        )
        said += unlike
    return Metadata(icc, found.exif, found.xmp), said


READER = Reader(
    suffixes=frozenset({".heic", ".heif", ".heics", ".heifs", ".hif"}), claims=_claims, header=_header, read=_read
)
