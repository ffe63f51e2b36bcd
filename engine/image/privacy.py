"""Takes private metadata out: the place alone, or everything that tells of camera, time, place and people."""

from __future__ import annotations

import dataclasses
import re
from dataclasses import dataclass
from typing import Literal

from engine.image import exif, iptc, xmp
from engine.image.picture import Metadata
from engine.messages import Message

PrivateData = Literal["gps", "all"]
"""What to take out: where the picture was taken, or all of Exif, XMP and IPTC."""

# What stands for a place in any namespace, as drones, phones and programs each have one of their own.
_COORDINATES = ("latitude", "longitude", "longtitude", "altitude", "elevation", "geolocation", "geotag", "geohash")
_SHORT_COORDINATES = frozenset({"lat", "lon", "long", "lng", "latlon", "latlong", "latlng", "alt"})
"""Count as the last word only: there is ``AltTextAccessibility`` too."""
_QUALIFIERS = frozenset({"ref", "deg", "degree", "degrees", "dms", "accuracy", "e"})
_WORDS_OF_COORDINATES = frozenset({"gps", "gnss", "rtk", "utm", "mgrs", "wgs"})
_PLACES = frozenset(
    {"location", "locationcreated", "locationshown", "locationname", "locationid", "shotlocation", "sublocation"}
    | {"city", "country", "countrycode", "countryname", "provincestate", "stateprovince", "worldregion", "locality"}
    | {"coordinates", "geocoordinates", "verbatimcoordinates", "place", "placename", "spatial"}
    | {"camerapositionned", "homeposition"}
)
_PLACES_OF = {
    xmp.PHOTOSHOP: frozenset({"state"}),
    xmp.IPTC_CORE: frozenset({"state"}),
    xmp.IPTC_EXTENSION: frozenset({"state"}),
    xmp.DUBLIN_CORE: frozenset({"coverage"}),
    "http://rs.tdwg.org/dwc/terms/": frozenset(
        {"county", "municipality", "continent", "island", "islandgroup", "waterbody", "highergeography", "footprintwkt"}
        | {"dctermslocation", "verbatimlocality", "locationremarks", "locationaccordingto"}
    ),
}
"""Names that mean places in some namespaces only."""
_ALL_PLACES = (
    "http://www.w3.org/2003/01/geo/wgs84_pos", "http://www.georss.org/georss", "http://www.opengis.net/gml",
)  # fmt: skip
"""How namespaces begin that hold nothing else."""
_NO_PROPERTIES = ("xmlns", "xml")
_WORD = re.compile(r"[A-Z]+(?![a-z])|[A-Z]?[a-z]+")

_IPTC_PLACES = {
    26: "ContentLocationCode", 27: "ContentLocationName", 90: "City", 92: "Sublocation", 95: "ProvinceState",
    100: "CountryCode", 101: "Country",
}  # fmt: skip
"""Data sets of record 2."""


@dataclass(frozen=True)
class Stripped:
    """Metadata without their private part.

    Attributes:
        metadata: what is left.
        removed: names of the properties that are gone, such as ``exif:GPSLatitude``, each once.
        damaged: warnings of blocks that are left out whole, because they cannot be searched.
    """

    metadata: Metadata
    removed: tuple[str, ...] = ()
    damaged: tuple[Message, ...] = ()

    @property
    def warnings(self) -> tuple[Message, ...]:
        """What is removed, in one line, and what is damaged."""
        said = (Message("the place is removed: {0}", ", ".join(self.removed)),) if self.removed else ()
        return (*said, *self.damaged)


def stripped(metadata: Metadata, what: PrivateData) -> Stripped:
    """The metadata without their private part; colour profile and resolution always stay.

    ``gps`` removes coordinates and the names of places from Exif, XMP, IPTC and texts, and GeoTIFF tags; every other
    byte stays as it is. Properties of XMP are found by their meaning, in whichever namespace, as attributes or
    elements, at any depth. A block that is too damaged to be searched is left out altogether. The address of a
    creator, keywords and descriptions stay, and what a camera's maker hides in its own notes.
    """
    if what == "all":
        return Stripped(dataclasses.replace(metadata, exif=None, xmp=None, iptc=None, texts=(), geo=None))
    removed, damaged = list[str](), list[Message]()
    block, packet, records = metadata.exif, metadata.xmp, metadata.iptc
    if block is not None:
        block = exif.without_position(block)
        if block is None:
            damaged.append(Message("its Exif data is damaged and left out"))
        elif block != metadata.exif:
            removed.append("Exif:GPS")
    if packet is not None:
        try:
            packet, names = _without_places(packet)
            removed += names
        except ValueError:
            packet = None
            damaged.append(Message("its XMP data cannot be searched for places and is left out"))
    if records is not None:
        try:
            records, numbers = iptc.without(records, _IPTC_PLACES)
            removed += [f"IPTC:{_IPTC_PLACES[number]}" for number in numbers]
        except ValueError:
            records = None
            damaged.append(Message("its IPTC data is damaged and left out"))
    removed += [keyword for keyword, _ in metadata.texts if _is_text_of_place(keyword)]
    if metadata.geo is not None:
        removed.append("GeoTIFF")
    texts = tuple(text for text in metadata.texts if not _is_text_of_place(text[0]))
    kept = dataclasses.replace(metadata, exif=block, xmp=packet, iptc=records, texts=texts, geo=None)
    return Stripped(kept, tuple(dict.fromkeys(removed)), tuple(damaged))


def _without_places(packet: bytes) -> tuple[bytes | None, list[str]]:
    found = [one for one in xmp.properties(packet) if _is_place(one)]
    left = xmp.edited(packet, ((one.span, b"") for one in found))
    return left if left.strip() else None, [one.name for one in found]


def _is_place(one: xmp.Property) -> bool:
    """Whether a property tells where the picture was taken, or where on Earth what it shows is."""
    if one.namespace in (xmp.RDF, xmp.XML) or one.name.partition(":")[0] in _NO_PROPERTIES:
        return False
    if one.namespace.startswith(_ALL_PLACES):
        return True
    whole = one.local.lower()
    if whole in _PLACES or whole in _PLACES_OF.get(one.namespace, ()) or whole.startswith("gps"):
        return True
    if any(name in whole for name in _COORDINATES):
        return True
    words = [word.lower() for word in _WORD.findall(one.local)]
    if any(word in _WORDS_OF_COORDINATES or word.startswith("gps") for word in words):
        return True
    while words and words[-1] in _QUALIFIERS:
        words.pop()
    return bool(words) and words[-1] in _SHORT_COORDINATES


def _is_text_of_place(keyword: str) -> bool:
    """Whether a text of a PNG is a property of Exif or XMP that some program wrote out: ``exif:GPSLatitude``."""
    prefix, _, local = keyword.rpartition(":")
    return _is_place(xmp.Property(keyword, xmp.USUAL.get(prefix, ""), local, (0, 0), None))
