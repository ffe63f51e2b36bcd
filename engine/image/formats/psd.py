"""Photoshop's own files: the composite picture, through Pillow, and the metadata among the image resources."""

from __future__ import annotations

from collections.abc import Iterator

from engine.image.exif import without_prefix
from engine.image.formats.base import Reader
from engine.image.ledger import photoshop_parts, unkept
from engine.image.metadata import IPTC_RESOURCE, clipping_paths, photoshop_resources, resolution
from engine.image.picture import Metadata, Picture
from engine.image.pillow_image import header_of, open_image, picture_of
from engine.image.source import Source
from engine.messages import Message

_SIGNATURE = b"8BPS"
_HEADER_BYTES = 26
_RESOLUTION, _ICC, _EXIF, _XMP = 1005, 1039, 1058, 1060
_COLOURS = {0: 1, 1: 3, 2: 1, 3: 3, 4: 4, 7: 1, 8: 1, 9: 3}
"""Channels of each colour mode of Photoshop."""
_FIXED = 65536.0


def _read(source: Source) -> Picture:
    with open_image(source) as image:
        source.check_size(image.width, image.height)
        data = source.path.read_bytes()
        _, after = _section(data, _HEADER_BYTES)  # a palette
        resources, after = _section(data, after)
        metadata = _metadata(resources)
        warnings = unkept(_beside(data, resources, after, has_alpha=image.mode.endswith("A")))
        return picture_of(source, image, metadata=metadata, warnings=warnings)


def _section(data: bytes, at: int) -> tuple[bytes, int]:
    """The section of a file that begins at ``at`` with its length, and where the next one begins."""
    end = at + 4 + int.from_bytes(data[at : at + 4])
    return data[at + 4 : end], end


def _metadata(resources: bytes) -> Metadata:
    found = {number: contents for number, _, contents in reversed(list(photoshop_resources(resources)))}
    exif = found.get(_EXIF)
    return Metadata(
        icc=found.get(_ICC) or None,
        exif=without_prefix(exif) if exif else None,
        xmp=found.get(_XMP) or None,
        iptc=found.get(IPTC_RESOURCE) or None,
        dpi=_dpi(found.get(_RESOLUTION, b"")),
        paths=clipping_paths(resources),
    )


def _dpi(contents: bytes) -> tuple[float, float] | None:
    """Pixels per inch: fixed-point numbers, across and down, each with the units it is shown in."""
    across, down = int.from_bytes(contents[:4]) / _FIXED, int.from_bytes(contents[8:12]) / _FIXED
    return resolution((across, down))


def _beside(data: bytes, resources: bytes, after: int, *, has_alpha: bool) -> Iterator[Message]:
    """Names of what is in the file beside its composite, and not kept."""
    layers, _ = _section(data, after)
    info, _ = _section(layers, 0)
    if int.from_bytes(info[:2], signed=True) or b"Lr16" in layers or b"Lr32" in layers:
        yield Message("Photoshop's layers")
    channels, mode = int.from_bytes(data[12:14]), int.from_bytes(data[24:26])
    count = channels - _COLOURS.get(mode, channels) - has_alpha
    if count == 1:
        yield Message("a channel beside the colours")
    elif count > 1:
        yield Message("{0} channels beside the colours", count)
    yield from photoshop_parts(resources)


READER = Reader(
    suffixes=frozenset({".psd"}),
    claims=lambda source: source.head.startswith(_SIGNATURE),
    header=header_of,
    read=_read,
)
