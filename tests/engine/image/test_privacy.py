"""Private metadata is really gone: searched for in the bytes, not in what a parser still shows."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.image.picture import Metadata
from engine.image.privacy import Stripped, stripped
from engine.image.reader import read_picture
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
    cleared = stripped(Metadata(xmp=packet), "gps").metadata.xmp
    assert cleared is not None
    for private in (b"47,30", b"8,43", b"4081", b"GPS", b"Gps"):
        assert private in packet or private in ATTRIBUTES + ELEMENTS
        assert private not in cleared
    assert b"28/10" in cleared and cleared.count(b"<") == cleared.count(b">")


def test_everything_else_of_xmp_stays_byte_for_byte() -> None:
    expected = ATTRIBUTES.replace(b' exif:GPSLatitude="47,30.18N"', b"").replace(b" exif:GPSLongitude = '8,43.2E'", b"")
    assert stripped(Metadata(xmp=ATTRIBUTES), "gps").metadata.xmp == expected
    plain = b'<x:xmpmeta xmlns:x="adobe:ns:meta/"/>'
    assert stripped(Metadata(xmp=plain), "gps") == Stripped(Metadata(xmp=plain))


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
    assert stripped(Metadata(xmp=packet), "gps").metadata.xmp is None


def test_many_open_elements_take_no_age() -> None:
    assert stripped(Metadata(xmp=b"<exif:GPS>" * 20_000), "gps").metadata.xmp is None


def test_the_position_leaves_exif() -> None:
    block = camera_block(">", 1)
    metadata = Metadata(b"icc", block, b"<x/>", b"\x1c\x02\x05\0\x04iptc", (72.0, 72.0))
    left = stripped(metadata, "gps")
    cleared = left.metadata
    assert left.removed == ("Exif:GPS",) and left.warnings == ("the place is removed: Exif:GPS",)
    assert GPS_MARK in block and cleared.exif is not None and GPS_MARK not in cleared.exif
    assert b"note of a maker." in cleared.exif
    assert (cleared.icc, cleared.xmp, cleared.iptc, cleared.dpi) == (
        b"icc",
        b"<x/>",
        b"\x1c\x02\x05\0\x04iptc",
        (72.0, 72.0),
    )


def test_all_leaves_colours_and_resolution() -> None:
    metadata = Metadata(b"icc", camera_block(), ATTRIBUTES, b"iptc", (300.0, 300.0))
    assert stripped(metadata, "all") == Stripped(Metadata(icc=b"icc", dpi=(300.0, 300.0)))


def test_nothing_becomes_nothing() -> None:
    assert stripped(Metadata(), "gps") == Stripped(Metadata()) == stripped(Metadata(), "all")


CASES = Path(__file__).resolve().parents[3].parent / "shared" / "data" / "cases"

PLACES = {
    "http://ns.adobe.com/exif/1.0/": ["GPSLatitude", "GPSAltitude", "GPSDateStamp", "GPSMapDatum"],
    "http://www.dji.com/drone-dji/1.0/": [
        "Latitude",
        "Longitude",
        "GpsLatitude",
        "GpsLongtitude",
        "AbsoluteAltitude",
        "RelativeAltitude",
        "LRFTargetLat",
        "LRFTargetLon",
        "LRFTargetAlt",
        "RtkStdLat",
    ],
    "http://www.parrot.com/drone-parrot/1.0/": ["GPSAltitude", "Latitude"],
    "http://pix4d.com/camera/1.0/": ["GPSXYAccuracy", "AboveGroundAltitude"],
    "http://www.skydio.com/drone-skydio/1.0/": ["Latitude", "CameraPositionNED"],
    "http://www.autelrobotics.com/drone/1.0/": ["RelativeAltitude", "gps_latitude"],
    "http://ns.google.com/photos/dd/1.0/earthpose/": ["Latitude", "Longitude", "Altitude"],
    "http://www.w3.org/2003/01/geo/wgs84_pos#": ["lat", "long", "lat_long", "location", "Point"],
    "http://www.georss.org/georss/": ["point"],
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": ["Location", "CountryCode"],
    "http://iptc.org/std/Iptc4xmpExt/2008-02-29/": ["LocationCreated", "LocationShown", "Sublocation", "WorldRegion"],
    "http://ns.adobe.com/photoshop/1.0/": ["City", "State", "Country"],
    "http://ns.adobe.com/xmp/1.0/DynamicMedia/": ["shotLocation"],
    "http://purl.org/dc/elements/1.1/": ["coverage"],
    "http://rs.tdwg.org/dwc/terms/": ["decimalLatitude", "county", "verbatimElevation"],
    "http://nobody.example/": ["Lat", "lng", "GeoCoordinates", "camera_longitude", "LongitudeE7", "LatRef", "geotag"],
}
OTHERS = {
    "http://iptc.org/std/Iptc4xmpCore/1.0/xmlns/": ["AltTextAccessibility", "CiAdrCity", "CreatorContactInfo", "Scene"],
    "http://ns.adobe.com/exif/1.0/": ["SubjectArea", "SubjectLocation", "DateTimeOriginal"],
    "http://www.dji.com/drone-dji/1.0/": ["GimbalYawDegree", "FlightXSpeed", "Model"],
    "http://ns.google.com/photos/1.0/panorama/": ["PoseHeadingDegrees", "UsePanoramaViewer"],
    "http://ns.adobe.com/photoshop/1.0/": ["ColorMode", "Headline"],
    "http://purl.org/dc/elements/1.1/": ["title", "subject"],
    "http://ns.adobe.com/camera-raw-settings/1.0/": ["LateralCA", "Flatten", "State", "AltoSharpness"],
}


def each(names: dict[str, list[str]]) -> list[tuple[str, str]]:
    return [(namespace, name) for namespace, all in names.items() for name in all]


def packet_of(inside: str) -> bytes:
    return (
        '<?xpacket begin="\ufeff" id="W5M0MpCehiHzreSzNTczkc9d"?><x:xmpmeta xmlns:x="adobe:ns:meta/">\n<rdf:RDF '
        f'xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">{inside}</rdf:RDF></x:xmpmeta>\n'
        '   <?xpacket end="w"?>'
    ).encode()


START = '<rdf:Description xmlns:q="q:" xmlns:p="{0}"'
FORMS = {
    "attribute": START + ' q:Before="&lt;1>" p:{1}="SECRET" q:After=\'x > y\'/>',
    "element": START + "><q:Before>1</q:Before><p:{1}>SECRET</p:{1}\n><q:After/></rdf:Description>",
    "structure": START + '><q:Before/><p:{1}><rdf:Bag><rdf:li rdf:parseType="Resource"><q:Name><rdf:Alt>'
    '<rdf:li xml:lang="x-default">SECRET</rdf:li></rdf:Alt></q:Name></rdf:li></rdf:Bag></p:{1}><q:After/>'
    "</rdf:Description>",
    "nested": '<rdf:Description xmlns:q="q:"><q:Pose rdf:parseType="Resource"><q:Before/>'
    '<p:{1} xmlns:p="{0}">SECRET</p:{1}><q:After/></q:Pose></rdf:Description>',
    "nested attribute": '<rdf:Description xmlns:q="q:"><q:Before><rdf:Seq><rdf:li><rdf:Description xmlns:p="{0}" '
    'p:{1} = "SECRET" q:After="2"/></rdf:li></rdf:Seq></q:Before></rdf:Description>',
}


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(("namespace", "name"), each(PLACES))
def test_places_are_found_by_what_they_are(namespace: str, name: str, form: str) -> None:
    packet = packet_of(form.format(namespace, name))
    left = stripped(Metadata(xmp=packet), "gps")
    assert left.metadata.xmp is not None and b"SECRET" in packet and b"SECRET" not in left.metadata.xmp
    assert b"Before" in left.metadata.xmp and b"After" in left.metadata.xmp and left.metadata.xmp.endswith(b'end="w"?>')
    assert left.removed == (f"p:{name}",) and left.warnings == (f"the place is removed: p:{name}",)


@pytest.mark.parametrize("form", FORMS.values(), ids=FORMS)
@pytest.mark.parametrize(("namespace", "name"), each(OTHERS))
def test_what_tells_no_place_stays(namespace: str, name: str, form: str) -> None:
    packet = packet_of(form.format(namespace, name))
    assert stripped(Metadata(xmp=packet), "gps") == Stripped(Metadata(xmp=packet))


def test_texts_and_geotiff_tags_of_places_go() -> None:
    texts = (("Title", "Lake"), ("exif:GPSLatitude", "47/1"), ("photoshop:City", "Paris"), ("exif:FNumber", "28/10"))
    left = stripped(Metadata(texts=texts, geo=b"geo"), "gps")
    assert left.metadata == Metadata(texts=(texts[0], texts[3]))
    assert left.removed == ("exif:GPSLatitude", "photoshop:City", "GeoTIFF")


def test_iptc_goes_without_places() -> None:
    def data_set(number: int, text: bytes, record: int = 2) -> bytes:
        return bytes([0x1C, record, number]) + len(text).to_bytes(2) + text

    long_text = bytes([0x1C, 2, 92, 0x80, 4]) + (40_000).to_bytes(4) + b"s" * 40_000
    before = data_set(0, b"\0\x04") + data_set(80, b"Somebody")
    kept = data_set(90, b"another record", record=3) + data_set(120, b"Caption") + b"\0"
    places = (
        data_set(90, b"Paris") + long_text + data_set(95, b"Ile") + data_set(100, b"FRA") + data_set(101, b"France")
    )
    left = stripped(Metadata(iptc=before + places + data_set(26, b"FRA") + kept), "gps")
    assert left.metadata.iptc == before + kept
    assert left.removed == (
        "IPTC:City", "IPTC:Sublocation", "IPTC:ProvinceState", "IPTC:CountryCode", "IPTC:Country",
        "IPTC:ContentLocationCode",
    )  # fmt: skip
    assert stripped(Metadata(iptc=places), "gps").metadata.iptc is None


@pytest.mark.parametrize(
    ("metadata", "said"),
    [
        (Metadata(exif=b"II*\0nonsense"), "its Exif data is damaged and left out"),
        (Metadata(xmp=b"<x"), "its XMP data cannot be searched for places and is left out"),
        (Metadata(xmp=b"<!DOCTYPE x><x/>"), "its XMP data cannot be searched for places and is left out"),
        (Metadata(iptc=b"\x1c\x02\x5a\0\x10Par"), "its IPTC data is damaged and left out"),
        (Metadata(iptc=b"City: Paris"), "its IPTC data is damaged and left out"),
    ],
)
def test_what_cannot_be_searched_is_left_out_and_said(metadata: Metadata, said: str) -> None:
    assert stripped(metadata, "gps") == Stripped(Metadata(), (), (said,))  # type: ignore[arg-type]


@pytest.mark.skipif(not CASES.is_dir(), reason="the cases are not at hand")
@pytest.mark.parametrize("name", ["gps_dji_new.jpg", "gps_google_earthpose.jpg"])
def test_drones_and_phones(name: str) -> None:
    left = stripped(read_picture(CASES / name).metadata, "gps")
    assert left.metadata.xmp and b"48." not in left.metadata.xmp and len(left.removed) >= 2
