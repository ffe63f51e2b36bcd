"""Takes private metadata out: the position alone, or everything that tells of camera, time, place and people."""

from __future__ import annotations

import dataclasses
import re
from typing import Literal

from engine.image import exif
from engine.image.picture import Metadata

PrivateData = Literal["gps", "all"]
"""What to take out: the position that GPS gave, or all of Exif, XMP and IPTC."""

# In XMP a property is an attribute or an element; drones keep positions under prefixes of their own.
_NAME = rb"[\w.-]+:gps[\w.-]*"
_POSITIONS = re.compile(
    rb"\s+" + _NAME + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')"
    rb"|\s*<(?P<name>" + _NAME + rb")(?:\s[^<>]*)?(?:/>|>.{0,4000}?</(?P=name)\s*>)",
    re.IGNORECASE | re.DOTALL,
)
_LEFT_OVER = re.compile(rb"[\w.-]+:gps", re.IGNORECASE)


def stripped(metadata: Metadata, what: PrivateData) -> Metadata:
    """The metadata without its private part; colour profile and resolution always stay.

    ``gps`` removes positions from Exif and XMP and leaves every other byte of their values as it is. A block that is
    too damaged to be sure of is left out altogether. Names of places that somebody typed in are not touched, nor is
    what a camera's maker hides in its own notes.
    """
    if what == "all":
        return dataclasses.replace(metadata, exif=None, xmp=None, iptc=None, texts=(), geo=None)
    return dataclasses.replace(
        metadata,
        geo=None,
        exif=None if metadata.exif is None else exif.without_position(metadata.exif),
        xmp=None if metadata.xmp is None else _without_position(metadata.xmp),
    )


def _without_position(packet: bytes) -> bytes | None:
    if b"\0" in packet.rstrip(b"\0"):  # UTF-16 or UTF-32: legal, and next to never seen
        return None
    cleared = _POSITIONS.sub(b"", packet)
    return None if _LEFT_OVER.search(cleared) else cleared
