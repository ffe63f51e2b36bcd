"""Finds properties in an XMP packet and edits them in place: every other byte stays as it is.

A property is an attribute or an element, at any depth. Names are told apart by their namespace, not by the prefix that
a packet happens to give it.
"""

from __future__ import annotations

import re
from collections.abc import Iterable
from dataclasses import dataclass
from xml.parsers import expat

RDF = "http://www.w3.org/1999/02/22-rdf-syntax-ns#"
XML = "http://www.w3.org/XML/1998/namespace"
TIFF = "http://ns.adobe.com/tiff/1.0/"
EXIF = "http://ns.adobe.com/exif/1.0/"
PHOTOSHOP = "http://ns.adobe.com/photoshop/1.0/"
IPTC_CORE = "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/"
IPTC_EXTENSION = "http://iptc.org/std/Iptc4xmpExt/2008-02-29/"
DUBLIN_CORE = "http://purl.org/dc/elements/1.1/"
CAMERA_RAW = "http://ns.adobe.com/camera-raw-settings/1.0/"
XMP = "http://ns.adobe.com/xap/1.0/"

USUAL = {
    "rdf": RDF, "xml": XML, "tiff": TIFF, "exif": EXIF, "photoshop": PHOTOSHOP, "Iptc4xmpCore": IPTC_CORE,
    "Iptc4xmpExt": IPTC_EXTENSION, "dc": DUBLIN_CORE, "crs": CAMERA_RAW, "xmp": XMP, "xap": XMP,
}  # fmt: skip
"""Namespaces of the usual prefixes, for texts that use them without declaring them."""
_ATTRIBUTE = re.compile(rb"\s+([^\s=<>]+)\s*=\s*(\"[^\"]*\"|'[^']*')")
_TAG_END = re.compile(rb"\s*/?>")
_SPACE = b" \t\r\n"


@dataclass(frozen=True)
class Property:
    """A property of a packet.

    Attributes:
        name: as written, such as ``exif:GPSLatitude``.
        namespace: the URI of its prefix; empty where the packet has no such prefix.
        local: the name without its prefix.
        span: where it lies in the packet, with the white space in front of it.
        value: where its text lies; ``None`` for an element that has elements in it.
    """

    name: str
    namespace: str
    local: str
    span: tuple[int, int]
    value: tuple[int, int] | None


def properties(packet: bytes) -> list[Property]:
    """All properties, by their beginning; one that is an element comes before those in it.

    Raises:
        ValueError: the packet is no well-formed XML in UTF-8, or declares a document type.
    """
    if b"\0" in packet.strip(b"\0"):
        raise ValueError("an XMP packet in UTF-16 or UTF-32")
    return _Finder(packet).found()


def edited(packet: bytes, edits: Iterable[tuple[tuple[int, int], bytes]]) -> bytes:
    """The packet with other bytes in place of some spans; a span within an earlier one counts for nothing."""
    parts, at = list[bytes](), 0
    for (start, end), text in sorted(edits):
        if start >= at:
            parts += [packet[at:start], text]
            at = end
    return b"".join([*parts, packet[at:]])


@dataclass
class _Open:
    """An element whose end has not come yet."""

    name: str
    namespaces: dict[str, str]
    start: int
    inside: int
    index: int
    has_children: bool = False


class _Finder:
    def __init__(self, packet: bytes) -> None:
        self._packet = packet
        self._head = len(packet) - len(packet.lstrip(_SPACE + b"\0"))
        self._open: list[_Open] = []
        self._found: list[Property | None] = []
        self._parser = expat.ParserCreate()
        self._parser.StartElementHandler = self._on_start
        self._parser.EndElementHandler = self._on_end
        self._parser.StartDoctypeDeclHandler = self._on_doctype

    def found(self) -> list[Property]:
        try:
            self._parser.Parse(self._packet[self._head :].rstrip(b"\0"), True)
        except expat.ExpatError as error:
            raise ValueError("an XMP packet that is no well-formed XML") from error
        return [one for one in self._found if one is not None]

    def _on_doctype(self, *_: object) -> None:
        raise ValueError("an XMP packet with a document type")

    def _on_start(self, name: str, attributes: dict[str, str]) -> None:
        at = self._head + self._parser.CurrentByteIndex
        outer = self._open[-1].namespaces if self._open else USUAL
        if self._open:
            self._open[-1].has_children = True
        declared = {key[6:]: uri for key, uri in attributes.items() if key.startswith("xmlns:")}
        namespaces = {**outer, **declared} if declared else outer
        index = len(self._found)
        self._found.append(None)  # its place, before what is in it
        inside = at + 1 + len(name.encode())
        while match := _ATTRIBUTE.match(self._packet, inside):
            key, value = match[1].decode("utf-8", "replace"), match.span(2)
            self._found.append(_property(key, namespaces, match.span(), (value[0] + 1, value[1] - 1)))
            inside = match.end()
        tag_end = _TAG_END.match(self._packet, inside)
        if tag_end is None:  # a character that expat allows in a name and the pattern does not
            raise ValueError("an XMP packet that cannot be taken apart")
        self._open.append(_Open(name, namespaces, at, tag_end.end(), index))

    def _on_end(self, name: str) -> None:
        element = self._open.pop()
        end, value = element.inside, None
        if not self._packet.endswith(b"/>", element.start, element.inside):
            closing = self._head + self._parser.CurrentByteIndex
            end = self._packet.index(b">", closing) + 1
            value = None if element.has_children else (element.inside, closing)
        start = self._before(element.start)
        self._found[element.index] = _property(name, element.namespaces, (start, end), value)

    def _before(self, at: int) -> int:
        """Where the white space in front of an offset begins."""
        while at > 0 and self._packet[at - 1] in _SPACE:
            at -= 1
        return at


def _property(name: str, namespaces: dict[str, str], span: tuple[int, int], value: tuple[int, int] | None) -> Property:
    prefix, _, local = name.rpartition(":")
    return Property(name, namespaces.get(prefix, ""), local, span, value)
