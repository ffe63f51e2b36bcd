"""Private metadata is really gone: searched for in the bytes, not in what a parser still shows."""

from __future__ import annotations

import pytest

from engine.image.picture import Metadata
from engine.image.privacy import stripped
from tests.engine.image.exif_blocks import GPS_MARK, camera_block

ATTRIBUTES = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description rdf:about="" xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  dc:title="Lake" exif:GPSLatitude="47,30.18N" exif:GPSLongitude = '8,43.2E' exif:FNumber="28/10"/>
</rdf:RDF></x:xmpmeta>"""
ELEMENTS = b"""<rdf:Description xmlns:exif="http://ns.adobe.com/exif/1.0/" xmlns:drone-dji="http://www.dji.com/drone-dji/1.0/">
 <exif:GPSLatitude>47,30.18N</exif:GPSLatitude>
 <exif:GPSAltitude
    >4081/10</exif:GPSAltitude><exif:FNumber>28/10</exif:FNumber>
 <drone-dji:GpsLongtitude>8,43.2E</drone-dji:GpsLongtitude>
 <exif:GPSVersionID/>
</rdf:Description>"""


@pytest.mark.parametrize("packet", [ATTRIBUTES, ELEMENTS], ids=["attributes", "elements"])
def test_positions_leave_xmp(packet: bytes) -> None:
    cleared = stripped(Metadata(xmp=packet), "gps").xmp
    assert cleared is not None
    for private in (b"47,30", b"8,43", b"4081", b"GPS", b"Gps"):
        assert private in packet or private in ATTRIBUTES + ELEMENTS
        assert private not in cleared
    assert b"28/10" in cleared and cleared.count(b"<") == cleared.count(b">")


def test_everything_else_of_xmp_stays_byte_for_byte() -> None:
    expected = ATTRIBUTES.replace(b' exif:GPSLatitude="47,30.18N"', b"").replace(b" exif:GPSLongitude = '8,43.2E'", b"")
    assert stripped(Metadata(xmp=ATTRIBUTES), "gps").xmp == expected
    plain = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
    assert stripped(Metadata(xmp=plain), "gps").xmp == plain


@pytest.mark.parametrize(
    "packet",
    [
        ATTRIBUTES.decode().encode("utf-16"),
        b'<a exif:GPSLatitude=47,30.18N dc:title="x"/>',
        b"<exif:GPSLatitude>47,30.18N",
        b"<exif:GPSLatitude>" + b"47,30.18N " * 1000 + b"</exif:GPSLatitude>",
    ],
    ids=["utf-16", "without quotes", "without end", "very long"],
)
def test_what_cannot_be_understood_is_left_out(packet: bytes) -> None:
    assert stripped(Metadata(xmp=packet), "gps").xmp is None


def test_many_open_elements_take_no_age() -> None:
    assert stripped(Metadata(xmp=b"<exif:GPS>" * 20_000), "gps").xmp is None


def test_the_position_leaves_exif() -> None:
    block = camera_block(">", 1)
    metadata = Metadata(b"icc", block, b"<x/>", b"\x1c\x02\x05iptc", (72.0, 72.0))
    cleared = stripped(metadata, "gps")
    assert GPS_MARK in block and cleared.exif is not None and GPS_MARK not in cleared.exif
    assert b"note of a maker." in cleared.exif
    assert (cleared.icc, cleared.xmp, cleared.iptc, cleared.dpi) == (b"icc", b"<x/>", b"\x1c\x02\x05iptc", (72.0, 72.0))


def test_all_leaves_colours_and_resolution() -> None:
    metadata = Metadata(b"icc", camera_block(), ATTRIBUTES, b"iptc", (300.0, 300.0))
    assert stripped(metadata, "all") == Metadata(icc=b"icc", dpi=(300.0, 300.0))


def test_nothing_becomes_nothing() -> None:
    assert stripped(Metadata(), "gps") == Metadata() == stripped(Metadata(), "all")
