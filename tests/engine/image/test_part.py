"""The metadata of a part neither show nor measure the whole."""

from __future__ import annotations

import io
import struct

import pytest
from PIL import ExifTags, Image

from engine.image.exif import made_upright
from engine.image.part import metadata_of_part
from engine.image.picture import Metadata
from tests.engine.image.exif_blocks import GPS_MARK, THUMBNAIL, camera_block

PACKET = b"""<x:xmpmeta xmlns:x="adobe:ns:meta/"><rdf:RDF xmlns:rdf="http://www.w3.org/1999/02/22-rdf-syntax-ns#">
 <rdf:Description xmlns:tiff="http://ns.adobe.com/tiff/1.0/" xmlns:exif="http://ns.adobe.com/exif/1.0/"
  xmlns:e="http://ns.adobe.com/exif/1.0/" xmlns:dc="http://purl.org/dc/elements/1.1/"
  xmlns:crs="http://ns.adobe.com/camera-raw-settings/1.0/" xmlns:xmp="http://ns.adobe.com/xap/1.0/"
  xmlns:GPano="http://ns.google.com/photos/1.0/panorama/"
  xmlns:mwg-rs="http://www.metadataworkinggroup.com/schemas/regions/"
  tiff:ImageWidth="640" exif:PixelXDimension='640' dc:title="640" crs:CropTop="0.25" crs:HasCrop="True"
  crs:Contrast2012="+4" GPano:FullPanoWidthPixels="640">
  <tiff:ImageLength>480</tiff:ImageLength><e:PixelYDimension >480</e:PixelYDimension>
  <xmp:Thumbnails><rdf:Alt><rdf:li rdf:parseType="Resource">WHOLE</rdf:li></rdf:Alt></xmp:Thumbnails>
  <mwg-rs:Regions rdf:parseType="Resource"><mwg-rs:RegionList>FACE</mwg-rs:RegionList></mwg-rs:Regions>
  <exif:SubjectArea><rdf:Seq><rdf:li>1</rdf:li></rdf:Seq></exif:SubjectArea>
 </rdf:Description></rdf:RDF></x:xmpmeta>"""


def exif_of(block: bytes) -> Image.Exif:
    exif = Image.Exif()
    exif.load(b"Exif\0\0" + block)
    return exif


@pytest.mark.parametrize("order", ["<", ">"])
@pytest.mark.parametrize("orientation", [None, 1, 6])
def test_exif_has_no_thumbnail_and_the_sizes_of_the_part(order: str, orientation: int | None) -> None:
    block = made_upright(camera_block(order, orientation))
    assert block is not None and THUMBNAIL in block
    part, warnings = metadata_of_part(Metadata(exif=block), 60, 40, is_cut=True)
    assert part.exif is not None and THUMBNAIL not in part.exif and warnings == ()
    exif = exif_of(part.exif)
    inner = exif.get_ifd(ExifTags.IFD.Exif)
    assert (inner[ExifTags.Base.ExifImageWidth], inner[ExifTags.Base.ExifImageHeight]) == (60, 40)
    assert not exif.get_ifd(ExifTags.IFD.IFD1) and exif[ExifTags.Base.Make] == "Camera"
    assert b"note of a maker." in part.exif and exif.get_ifd(ExifTags.IFD.GPSInfo)[2] == (47, 30, 11)


def test_a_thumbnail_that_claims_to_lie_over_other_values_takes_nothing_along() -> None:
    block = camera_block(">", 1)
    start = block.index(struct.pack(">HHI", 0x0201, 4, 1)) + 8
    lying = block[:start] + struct.pack(">I", 8) + block[start + 4 :]
    part, _ = metadata_of_part(Metadata(exif=lying), 60, 40, is_cut=True)
    assert part.exif is not None and exif_of(part.exif)[ExifTags.Base.Make] == "Camera" and GPS_MARK in part.exif


def test_a_thumbnail_between_other_values_is_erased() -> None:
    exif, small = Image.Exif(), io.BytesIO()
    Image.new("RGB", (16, 12), "red").save(small, "JPEG")
    exif[ExifTags.Base.ImageWidth], exif[ExifTags.Base.ImageLength], exif[ExifTags.Base.Model] = (
        900,
        70_000,
        "Model" * 9,
    )
    block = exif.tobytes()[6:]
    model = block.index(b"Model")
    order = "<" if block[:2] == b"II" else ">"
    ifd1 = struct.pack(order + "H", 2) + struct.pack(order + "HHII", 0x201, 4, 1, len(block) + 30)
    ifd1 += struct.pack(order + "HHII", 0x202, 4, 1, len(small.getvalue())) + bytes(4)
    moved = len(block) + len(ifd1) + len(small.getvalue())
    entry = block.index(struct.pack(order + "I", model))
    data = bytearray(block + ifd1 + small.getvalue() + b"Model" * 9 + b"\0")
    struct.pack_into(order + "I", data, entry, moved)
    struct.pack_into(order + "I", data, 8 + 2 + 12 * 3, len(block))
    assert exif_of(bytes(data)).get_ifd(ExifTags.IFD.IFD1)
    part, _ = metadata_of_part(Metadata(exif=bytes(data)), 60, 40, is_cut=True)
    assert part.exif is not None and b"\xff\xd8" not in part.exif
    left = exif_of(part.exif)
    assert dict(left) == {ExifTags.Base.ImageWidth: 60, ExifTags.Base.ImageLength: 40, ExifTags.Base.Model: "Model" * 9}


def test_xmp_has_the_sizes_of_the_part_and_nothing_of_the_whole() -> None:
    part, warnings = metadata_of_part(Metadata(xmp=PACKET), 60, 40, is_cut=True)
    assert part.xmp is not None and warnings == ()
    for kept in (
        b'tiff:ImageWidth="60"', b"exif:PixelXDimension='60'", b'dc:title="640"', b"<tiff:ImageLength>40</",
        b"<e:PixelYDimension >40</", b'crs:Contrast2012="+4"',
    ):  # fmt: skip
        assert kept in part.xmp
    for gone in (b"WHOLE", b"FACE", b"SubjectArea", b"crs:CropTop", b"HasCrop", b"FullPano", b"480"):
        assert gone in PACKET and gone not in part.xmp


def test_the_rest_of_the_metadata() -> None:
    texts = (("Thumb::URI", "file:///whole.jpg"), ("exif:PixelXDimension", "640"), ("Author", "Somebody"))
    preview = b"\x1c\x02\xca\0\x05WHOLE"
    caption = b"\x1c\x02\x78\0\x07caption"
    whole = Metadata(icc=b"icc", dpi=(72, 72), iptc=caption + preview, texts=texts, paths=b"8BIM", geo=b"geo")
    part, warnings = metadata_of_part(whole, 60, 40, is_cut=True)
    kept = (("exif:PixelXDimension", "60"), ("Author", "Somebody"))
    assert part == Metadata(icc=b"icc", dpi=(72, 72), iptc=caption, texts=kept)
    assert warnings == (
        "the GeoTIFF tags, which are for the whole picture, are left out",
        "the clipping paths, which are for the whole picture, are left out",
    )
    smaller, warnings = metadata_of_part(whole, 60, 40, is_cut=False)
    assert smaller.paths == b"8BIM" and len(warnings) == 1


@pytest.mark.parametrize("metadata", [Metadata(exif=b"nonsense"), Metadata(xmp=b"<x"), Metadata(iptc=b"nonsense")])
def test_what_cannot_be_searched_is_left_out_and_said(metadata: Metadata) -> None:
    part, warnings = metadata_of_part(metadata, 60, 40, is_cut=True)
    assert part == Metadata() and len(warnings) == 1 and "left out" in warnings[0]
