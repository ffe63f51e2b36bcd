"""Metadata travels byte for byte, from wherever a format keeps it."""

from __future__ import annotations

import io
import math
import struct
import zlib
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image, PngImagePlugin, TiffImagePlugin

from engine.image import metadata as metadata_of
from engine.image.picture import Metadata
from engine.image.reader import read_picture
from tests.engine.conftest import DrawPhoto
from tests.engine.image.exif_blocks import camera_block
from tests.engine.image.test_colours import P3
from tests.engine.image.test_reader import save

DATA = Path(__file__).parent / "data"
IPTC = b"\x1c\x02\x05\x00\x04Lake\x1c\x02\x19\x00\x05water"
XMP = b'<?xpacket begin=""?><x:xmpmeta xmlns:x="adobe:ns:meta/"><a tiff:Model="x"/></x:xmpmeta><?xpacket end="w"?>'


def resources(iptc: bytes) -> bytes:
    """Photoshop's image resources: something else with a name, and the IPTC records."""
    other = b"8BIM\x03\xed\x05named\x00\x00\x00\x03abc\x00"
    return other + b"8BIM\x04\x04\0\0" + struct.pack(">I", len(iptc)) + iptc + bytes(len(iptc) % 2)


@pytest.mark.parametrize("orientation", [None, 1])
@pytest.mark.parametrize("suffix", ["jpg", "png", "webp", "avif"])
def test_exif_icc_and_xmp_byte_for_byte(
    tmp_path: Path, draw_photo: DrawPhoto, suffix: str, orientation: int | None
) -> None:
    block = camera_block(">", orientation)
    if suffix == "avif":  # Pillow takes the orientation out when it writes AVIF
        block = camera_block(">", None)
    settings: dict[str, object] = {"exif": b"Exif\0\0" + block if suffix == "jpg" else block, "icc_profile": P3}
    if suffix == "png":
        info = PngImagePlugin.PngInfo()
        info.add_itxt("XML:com.adobe.xmp", XMP.decode())
        settings["pnginfo"] = info
    else:
        settings["xmp"] = XMP
    metadata = read_picture(save(draw_photo(16, 16), tmp_path / f"a.{suffix}", **settings)).metadata
    assert (metadata.exif, metadata.icc, metadata.xmp) == (block, P3, XMP)


def test_exif_of_avif_whose_container_says_otherwise(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    path = save(draw_photo(16, 24), tmp_path / "a.avif", exif=camera_block(">", None))
    data = path.read_bytes()
    block = camera_block(">", None)
    at = data.index(block)
    tag_at = block.index(struct.pack(">HHI", 0x9C9B, 1, 4))
    damaged = block[:tag_at] + struct.pack(">HHIHH", 0x0112, 3, 1, 6, 0) + block[tag_at + 12 :]
    path.write_bytes(data[:at] + damaged + data[at + len(block) :])
    picture = read_picture(path)
    assert picture.pixels.shape == (16, 24, 3)  # the container does not turn it, and it alone counts
    kept = picture.metadata.exif or b""
    assert len(kept) == len(block) and b"note of a maker." in kept
    tags = Image.Exif()
    tags.load(kept)
    assert tags[0x0112] == 1


def test_a_turned_picture_changes_few_bytes_of_its_exif(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    block = camera_block("<", 6)
    picture = read_picture(save(draw_photo(16, 24), tmp_path / "a.jpg", exif=b"Exif\0\0" + block))
    kept = picture.metadata.exif or b""
    assert picture.pixels.shape == (24, 16, 3) and len(kept) == len(block)
    assert sum(a != b for a, b in zip(kept, block, strict=True)) < 16


def test_xmp_turns_a_picture_and_then_no_more(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    for form in (b'<a tiff:Orientation="6"/>', b"<tiff:Orientation>6</tiff:Orientation>"):
        packet = XMP.replace(b'<a tiff:Model="x"/>', form)
        picture = read_picture(save(draw_photo(16, 24), tmp_path / "a.jpg", xmp=packet))
        assert picture.pixels.shape == (24, 16, 3)
        assert picture.metadata.xmp == packet.replace(b"6", b"1")


def short_table(order: str) -> bytes:
    """A block that turns the picture, and ends before the table of its tags does."""
    magic = b"II*\0" if order == "<" else b"MM\0*"
    return magic + struct.pack(f"{order}IHHHIHH", 8, 9, 0x0112, 3, 1, 6, 0) + b"\x01\x0f\x00\x02"


@pytest.mark.parametrize("suffix", ["jpg", "png", "webp"])
@pytest.mark.parametrize("order", ["<", ">"])
def test_a_block_cut_short_turns_a_picture_and_then_no_more(
    tmp_path: Path, draw_photo: DrawPhoto, suffix: str, order: str
) -> None:
    path = save(draw_photo(16, 24), tmp_path / f"a.{suffix}", exif=b"Exif\0\0" + short_table(order))
    picture = read_picture(path)
    assert picture.pixels.shape == (24, 16, 3)
    again = save(picture.pixels, tmp_path / f"b.{suffix}", exif=b"Exif\0\0" + (picture.metadata.exif or b""))
    assert read_picture(again).pixels.shape == (24, 16, 3)


def test_an_orientation_that_no_program_heeds_stays_as_it_is(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    block = b"II*\0" + struct.pack("<IHHHII", 8, 1, 0x0112, 1, 1, 6) + bytes(4)  # of bytes, not of SHORT
    picture = read_picture(save(draw_photo(16, 24), tmp_path / "a.jpg", exif=b"Exif\0\0" + block))
    assert (picture.pixels.shape, picture.metadata.exif) == ((16, 24, 3), block)


def test_xmp_does_not_turn_an_avif_that_its_container_leaves(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    packet = XMP.replace(b'tiff:Model="x"', b'tiff:Orientation="6"')
    picture = read_picture(save(draw_photo(16, 24), tmp_path / "a.avif", xmp=packet))
    assert (picture.pixels.shape, picture.metadata.xmp) == ((16, 24, 3), packet.replace(b"6", b"1"))


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_xmp_turns_a_tiff(tmp_path: Path, dtype: str) -> None:
    packet = XMP.replace(b'tiff:Model="x"', b'tiff:Orientation="6"')
    samples = np.arange(16 * 24, dtype=dtype).reshape(16, 24)
    tifffile.imwrite(tmp_path / "a.tif", samples, extratags=[(700, 1, len(packet), packet, True)], metadata=None)
    picture = read_picture(tmp_path / "a.tif")
    np.testing.assert_array_equal(picture.pixels[:, :, 0], np.rot90(samples, -1))
    assert picture.metadata.xmp == packet.replace(b"6", b"1")


def test_xmp_beyond_one_segment_is_said_to_be_lost(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    path = save(draw_photo(16, 24), tmp_path / "a.jpg", xmp=XMP)
    data, part = path.read_bytes(), b"http://ns.adobe.com/xmp/extension/\0" + b"0" * 32 + bytes(8) + b"<x/>"
    path.write_bytes(data[:2] + b"\xff\xe1" + struct.pack(">H", len(part) + 2) + part + data[2:])
    picture = read_picture(path)
    assert (picture.metadata.xmp, picture.warnings) == (XMP, ("not kept: the extended part of its XMP data",))


def test_a_damaged_exif_block_is_left_out(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    picture = read_picture(save(draw_photo(16, 16), tmp_path / "a.jpg", exif=b"Exif\0\0not a block at all"))
    assert picture.metadata.exif is None and picture.warnings == ("its Exif data is damaged and left out",)


def test_exif_and_iptc_that_image_magick_writes_as_text(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    def profile(name: str, data: bytes) -> str:
        digits = data.hex()
        return f"\n{name}\n{len(data):8}\n" + "\n".join(digits[at : at + 72] for at in range(0, len(digits), 72)) + "\n"

    block = camera_block(">", None)
    info = PngImagePlugin.PngInfo()
    info.add_text("Raw profile type exif", profile("exif", b"Exif\0\0" + block), zip=True)
    info.add_text("Raw profile type iptc", profile("iptc", resources(IPTC)), zip=True)
    metadata = read_picture(save(draw_photo(16, 16), tmp_path / "a.png", pnginfo=info)).metadata
    assert (metadata.exif, metadata.iptc) == (block, IPTC)
    assert metadata_of.from_info({"Raw profile type exif": "\nexif\n 3\nxyz"}) == Metadata()
    turning = PngImagePlugin.PngInfo()
    turning.add_text("Raw profile type APP1", profile("app1", b"Exif\0\0" + camera_block(">", 6)), zip=True)
    picture = read_picture(save(draw_photo(16, 24), tmp_path / "b.png", pnginfo=turning))
    assert picture.pixels.shape == (24, 16, 3) and b"note of a maker." in (picture.metadata.exif or b"")


def test_exif_after_the_pixels_of_a_png(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    block = camera_block(">", 6)
    data = save(draw_photo(16, 24), tmp_path / "a.png").read_bytes()
    chunk = struct.pack(">I", len(block)) + b"eXIf" + block + struct.pack(">I", zlib.crc32(b"eXIf" + block))
    (tmp_path / "a.png").write_bytes(data[:-12] + chunk + data[-12:])
    picture = read_picture(tmp_path / "a.png")
    assert picture.pixels.shape == (24, 16, 3) and picture.metadata.exif is not None


def test_iptc_of_a_jpeg(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    data = save(draw_photo(16, 16), tmp_path / "a.jpg").read_bytes()
    segment = b"Photoshop 3.0\0" + resources(IPTC)
    (tmp_path / "a.jpg").write_bytes(data[:2] + b"\xff\xed" + struct.pack(">H", len(segment) + 2) + segment + data[2:])
    assert read_picture(tmp_path / "a.jpg").metadata.iptc == IPTC


@pytest.mark.parametrize("deep", [False, True])
@pytest.mark.parametrize("byteorder", ["<", ">"])
@pytest.mark.parametrize("kind", ["undefined", "long", "photoshop"])
def test_tags_of_a_tiff(tmp_path: Path, draw_photo: DrawPhoto, deep: bool, byteorder: str, kind: str) -> None:
    padded = IPTC + bytes(-len(IPTC) % 4)
    numbers = struct.unpack(f"{byteorder}{len(padded) // 4}I", padded)
    held = {
        "undefined": (33723, 7, len(IPTC), IPTC, True),
        "long": (33723, 4, len(numbers), numbers, True),
        "photoshop": (34377, 7, len(resources(IPTC)), resources(IPTC), True),
    }[kind]
    extra = [(271, 2, 0, "Camera", True), (700, 1, len(XMP), XMP, True), (34675, 7, len(P3), P3, True), held]
    pixels = draw_photo(16, 16).astype(np.uint16 if deep else np.uint8)
    tifffile.imwrite(
        tmp_path / "a.tif", pixels, photometric="rgb", byteorder=byteorder, resolution=(300, 150), resolutionunit=2,
        extratags=extra, software=False, metadata=None,
    )  # type: ignore[arg-type]  # fmt: skip
    metadata = read_picture(tmp_path / "a.tif").metadata
    assert (metadata.icc, metadata.xmp, metadata.iptc, metadata.dpi) == (P3, XMP, IPTC, (300.0, 150.0))
    tags = Image.Exif()
    tags.load(metadata.exif or b"")
    assert dict(tags) == {0x010F: "Camera"}  # nothing of how the file is laid out


def test_exif_and_position_of_a_tiff(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    source = Image.Exif()
    source.load(camera_block(">", 6))
    path = save(draw_photo(16, 24), tmp_path / "a.tif", exif=source)
    picture = read_picture(path)
    tags = Image.Exif()
    tags.load(picture.metadata.exif or b"")
    assert picture.pixels.shape == (24, 16, 3) and tags[0x0112] == 1
    assert tags.get_ifd(0x8769)[0x927C] == b"note of a maker."
    assert tags.get_ifd(0x8825)[2] == (47.0, 30.0, 11.0)


def test_resolutions(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    pixels = draw_photo(8, 8)
    assert read_picture(save(pixels, tmp_path / "a.jpg", dpi=(300, 150))).metadata.dpi == (300.0, 150.0)
    assert read_picture(save(pixels, tmp_path / "a.jpg")).metadata.dpi is None  # an aspect ratio is no resolution
    assert read_picture(save(pixels, tmp_path / "a.tif")).metadata.dpi is None
    found = read_picture(save(pixels, tmp_path / "a.png", dpi=(300, 300))).metadata.dpi
    assert found is not None and found == pytest.approx((300, 300), abs=0.01)
    info = TiffImagePlugin.ImageFileDirectory_v2()
    info[282], info[283], info[296] = 100.0, 100.0, 3
    assert read_picture(save(pixels, tmp_path / "a.tif", tiffinfo=info)).metadata.dpi == pytest.approx((254.0, 254.0))
    for unreal in ((0, 0), (math.nan, 1), (math.inf, 1), (-72, 72), None, 5, ("a", "b"), (1,)):
        assert metadata_of.resolution(unreal) is None


def test_heic_is_turned_once() -> None:
    picture = read_picture(DATA / "turned.heic")
    across = np.linspace(0, 255, 48)
    assert picture.pixels.shape == (48, 32, 3) and picture.format == "HEIF"
    assert np.abs(picture.pixels[:, 16, 0] - across).max() < 12  # what was left is on top now
    tags = Image.Exif()
    tags.load(picture.metadata.exif or b"")
    assert tags[0x0112] == 1 and tags[0x010F] == "Cam" and tags.get_ifd(0x8825)[2] == (47.0, 30.0, 11.0)
    assert b'tiff:Orientation="1"' in (picture.metadata.xmp or b"")


def test_heic_alpha_and_grey() -> None:
    picture = read_picture(DATA / "alpha.heic")
    assert picture.alpha is not None
    assert np.abs(picture.alpha[4].astype(int) - np.arange(48) * 5).max() <= 1
    assert read_picture(DATA / "grey.heic").is_grey


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
def test_exif_turns_a_jpeg_2000(tmp_path: Path, dtype: str) -> None:
    samples = np.arange(16 * 24 * 3, dtype=dtype).reshape(16, 24, 3)
    data = bytes(imagecodecs.jpeg2k_encode(samples, reversible=True, level=0, codecformat="jp2"))
    at = data.index(b"jp2c") - 4
    contents = b"uuidJpgTiffExif->JP2" + camera_block(">", 6)
    (tmp_path / "a.jp2").write_bytes(data[:at] + struct.pack(">I", len(contents) + 4) + contents + data[at:])
    picture = read_picture(tmp_path / "a.jp2")
    np.testing.assert_array_equal(picture.pixels, np.rot90(samples, -1))
    tags = Image.Exif()
    tags.load(picture.metadata.exif or b"")
    assert tags[0x0112] == 1


def test_metadata_of_jpeg_2000(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    def box(kind: bytes, contents: bytes) -> bytes:
        return struct.pack(">I", len(contents) + 8) + kind + contents

    data = bytes(imagecodecs.jpeg2k_encode(draw_photo(16, 16), reversible=True, level=0, codecformat="jp2"))
    at = data.index(b"colr") - 4
    old = int.from_bytes(data[at : at + 4])
    colours = box(b"colr", b"\2\0\0" + P3)
    header_at = data.index(b"jp2h") - 4
    header = box(
        b"jp2h",
        data[header_at + 8 : at]
        + colours
        + data[at + old : header_at + int.from_bytes(data[header_at : header_at + 4])],
    )
    rest = data[header_at + int.from_bytes(data[header_at : header_at + 4]) :]
    block = camera_block(">", None)
    extra = box(b"uuid", bytes.fromhex("be7acfcb97a942e89c71999491e3afac") + XMP) + box(
        b"uuid", b"JpgTiffExif->JP2" + block
    )
    (tmp_path / "a.jp2").write_bytes(data[:header_at] + header + extra + rest)
    metadata = read_picture(tmp_path / "a.jp2").metadata
    assert (metadata.icc, metadata.xmp, metadata.exif) == (P3, XMP, block)


@pytest.mark.parametrize("compressed", [False, True])
def test_metadata_of_jpeg_xl(tmp_path: Path, draw_photo: DrawPhoto, compressed: bool) -> None:
    def box(kind: bytes, contents: bytes) -> bytes:
        if compressed and kind in (b"Exif", b"xml "):
            kind, contents = b"brob", kind + bytes(imagecodecs.brotli_encode(contents))
        return struct.pack(">I", len(contents) + 8) + kind + contents

    block = camera_block("<", 6)
    stream = bytes(imagecodecs.jpegxl_encode(draw_photo(16, 24), lossless=True, usecontainer=False))
    head = b"\0\0\0\x0cJXL \r\n\x87\n" + box(b"ftyp", b"jxl \0\0\0\0jxl ")
    described = box(b"Exif", bytes(4) + block) + box(b"xml ", XMP)
    (tmp_path / "a.jxl").write_bytes(head + described + box(b"jxlc", stream))
    picture = read_picture(tmp_path / "a.jxl")
    assert picture.pixels.shape == (16, 24, 3)  # the stream's own orientation is the one that counts
    np.testing.assert_array_equal(picture.pixels, draw_photo(16, 24))
    assert picture.metadata.xmp == XMP and picture.metadata.exif is not None
    assert len(picture.metadata.exif) == len(block)


def test_a_jpeg_repacked_as_jpeg_xl_keeps_all_it_has(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    jpeg, block = io.BytesIO(), camera_block(">", 1)
    Image.fromarray(draw_photo(16, 24)).save(
        jpeg, "JPEG", exif=b"Exif\0\0" + block, icc_profile=P3, dpi=(300, 300), xmp=XMP
    )
    (tmp_path / "a.jxl").write_bytes(imagecodecs.jpegxl_encode_jpeg(jpeg.getvalue(), usecontainer=True))
    metadata = read_picture(tmp_path / "a.jxl").metadata
    assert metadata == Metadata(P3, block, XMP, None, (300.0, 300.0))


@pytest.mark.parametrize("cut", range(0, 60, 3))
def test_resources_that_are_cut_short_are_no_error(cut: int) -> None:
    whole = resources(IPTC)
    assert metadata_of.photoshop_iptc(whole) == IPTC
    found = metadata_of.photoshop_iptc(whole[: len(whole) - cut - 1])
    assert found is None or IPTC.startswith(found)
