"""What travels with a picture, taken from where each format keeps it, byte for byte."""

from __future__ import annotations

import dataclasses
import math
import re
from collections.abc import Iterator, Mapping
from typing import Any

from PIL import Image

from engine.image import exif
from engine.image.picture import Metadata
from engine.messages import Message

_PHOTOSHOP = b"Photoshop 3.0\0"
_RESOURCE_SIGNATURES = frozenset({b"8BIM", b"MeSa", b"AgHg", b"PHUT", b"DCSR"})
COMMENT = "Comment"
"""The keyword of a text that is the comment of a JPEG or GIF."""
IPTC_RESOURCE = 0x0404
PATH_RESOURCES = range(2000, 3000)
"""Number of the image resource of Photoshop that holds IPTC records."""
_PROMISES = (
    (b"http://ns.google.com/photos/1.0/camera/", rb"(?:MotionPhoto|MicroVideo)\w*"),
    (b"http://ns.google.com/photos/1.0/container/", rb"Directory"),
    (b"http://ns.adobe.com/hdr-gain-map/1.0/", rb"\w+"),
)
"""Namespaces of XMP, and names of the properties that speak of other pictures or films in the same file."""
_XMP_ORIENTATION = re.compile(rb"(tiff:Orientation\s*(?:=\s*[\"']|>)\s*)([2-8])(?=\s*[\"'<])")


def from_image(image: Image.Image, stored: Mapping[Any, Any] | None = None) -> Metadata:
    """Metadata of a Pillow image; where its ``info`` has changed since, ``stored`` is how it was."""
    info = image.info | dict(stored or {})
    segments = [data for name, data in getattr(image, "applist", ()) if name == "APP13" and data.startswith(_PHOTOSHOP)]
    if segments:  # as they are: Pillow stops at the first resource that it finds odd
        info["photoshop"] = b"".join(data[len(_PHOTOSHOP) :] for data in segments)
    return from_info(info)


def from_info(info: Mapping[Any, Any]) -> Metadata:
    """Metadata from the ``info`` of an image, of whichever format."""
    block = info.get("exif") or _from_text(info.get("Raw profile type exif") or info.get("Raw profile type APP1"))
    packet = info.get("xmp") or _encoded(info.get("XML:com.adobe.xmp"))
    return Metadata(
        icc=_bytes(info.get("icc_profile")),
        exif=_bytes(exif.without_prefix(block) if isinstance(block, bytes) else None),
        xmp=_bytes(packet),
        iptc=_iptc(info),
        dpi=resolution(info.get("dpi")),
    )


def orientation_of(metadata: Metadata) -> int:
    """How the pixels were stored, 1..8: as Exif gives it, or else XMP; 1 where neither does."""
    given = None if metadata.exif is None else exif.orientation_of(metadata.exif)
    if given is None and metadata.xmp and (match := _XMP_ORIENTATION.search(metadata.xmp)):
        given = int(match[2])
    return given or 1


def upright(metadata: Metadata) -> tuple[Metadata, tuple[Message, ...]]:
    """The metadata for pixels that lie as they should, so that nothing turns them once more; and warnings."""
    warnings: tuple[Message, ...] = ()
    block = None if metadata.exif is None else exif.made_upright(metadata.exif)
    if block is None and metadata.exif is not None:
        warnings = (Message("its Exif data is damaged and left out"),)
    packet = metadata.xmp and without_promises(_XMP_ORIENTATION.sub(rb"\g<1>1", metadata.xmp))
    return dataclasses.replace(metadata, exif=block, xmp=packet), warnings


def without_promises(packet: bytes) -> bytes:
    """An XMP packet without what it says of a film or a gain map that goes with the picture, which are not kept."""
    for namespace, names in _PROMISES:
        for bound in re.finditer(rb"xmlns:([\w.-]+)\s*=\s*[\"']" + re.escape(namespace) + rb"[\"']", packet):
            name = re.escape(bound[1]) + rb":(?:" + names + rb")"
            attribute = rb"\s+" + name + rb"\s*=\s*(?:\"[^\"]*\"|'[^']*')"
            element = rb"\s*<(?P<name>" + name + rb")(?:\s[^<>]*)?(?:/>|>.*?</(?P=name)\s*>)"
            packet = re.sub(attribute + rb"|" + element, b"", packet, flags=re.DOTALL)
    return packet


def resolution(dpi: object) -> tuple[float, float] | None:
    """Pixels per inch, across and down, if they are real."""
    try:
        across, down = (float(value) for value in dpi)  # type: ignore[attr-defined]
    except (TypeError, ValueError, ZeroDivisionError):
        return None
    return (across, down) if all(math.isfinite(value) and value > 0 for value in (across, down)) else None


def photoshop_iptc(resources: bytes) -> bytes | None:
    """IPTC records from Photoshop's image resources: a signature, number, Pascal string, length, data, each padded."""
    return next((_bytes(data) for number, _, data in photoshop_resources(resources) if number == IPTC_RESOURCE), None)


def clipping_paths(resources: bytes) -> bytes | None:
    """Photoshop's image resources with clipping paths, each as it was."""
    found = b"".join(
        photoshop_resource(number, data, name)
        for number, name, data in photoshop_resources(resources)
        if number in PATH_RESOURCES
    )
    return found or None


def photoshop_resource(number: int, data: bytes, name: bytes = b"") -> bytes:
    """An image resource of Photoshop, with its signature."""
    head = b"8BIM" + number.to_bytes(2, "big") + bytes([len(name)]) + name + b"\0" * (1 - len(name) % 2)
    return head + len(data).to_bytes(4, "big") + data + b"\0" * (len(data) % 2)


def text_of(data: bytes) -> str:
    """A comment, whose encoding no format tells."""
    try:
        return data.decode("utf-8")
    except UnicodeDecodeError:
        return data.decode("latin-1")


def photoshop_resources(data: bytes) -> Iterator[tuple[int, bytes, bytes]]:
    """Number, name and contents of Photoshop's image resources, until one does not begin as it should."""
    at = 0
    while data[at : at + 4] in _RESOURCE_SIGNATURES and at + 7 <= len(data):
        number, length = int.from_bytes(data[at + 4 : at + 6]), data[at + 6]
        start = at + 6 + (length + 2) // 2 * 2
        size = int.from_bytes(data[start : start + 4])
        yield number, data[at + 7 : at + 7 + length], data[start + 4 : start + 4 + size]
        at = start + 4 + (size + 1) // 2 * 2


def _iptc(info: Mapping[Any, Any]) -> bytes | None:
    resources = info.get("photoshop")
    if isinstance(resources, bytes):
        return photoshop_iptc(resources)
    text = _from_text(info.get("Raw profile type iptc"))
    if text is None:
        return None
    return photoshop_iptc(text) if text.startswith(b"8BIM") else _bytes(text)


def _from_text(text: object) -> bytes | None:
    """Bytes that ImageMagick wrote into a PNG as text: a name, their number, and hexadecimal digits."""
    if not isinstance(text, str):
        return None
    lines = text.strip().split("\n")
    try:
        return bytes.fromhex("".join(lines[2:]))
    except ValueError:
        return None


def _encoded(text: object) -> bytes | None:
    return text.encode("utf-8", "replace") if isinstance(text, str) else None


def _bytes(value: object) -> bytes | None:
    """``value`` if it is bytes and there are any."""
    return value if isinstance(value, bytes) and value else None
