"""Colours are the same before and after: profiles stay, and what is no RGB goes through its own."""

from __future__ import annotations

import io
import struct
import zlib
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
from PIL import Image, ImageCms, PngImagePlugin

from engine.image.formats.jxl_header import in_floats, parse
from engine.image.picture import Picture
from engine.image.profiles import P3_PRIMARIES, Colours, nclx_profile, profile_of, space_of
from engine.image.reader import read_picture
from engine.image.writer import write_picture
from tests.engine.conftest import DrawPhoto
from tests.engine.image.test_reader import save

P3 = profile_of(Colours(1.8, (0.3127, 0.3290), P3_PRIMARIES), is_grey=False) or b""
GREY = profile_of(Colours(1.8), is_grey=True) or b""


def in_srgb(picture: Picture) -> np.ndarray:
    """What a colour-managed viewer shows."""
    image = Image.fromarray(picture.pixels)
    if picture.metadata.icc is None:
        return np.asarray(image)
    profile = ImageCms.ImageCmsProfile(io.BytesIO(picture.metadata.icc))
    shown = ImageCms.profileToProfile(image, profile, ImageCms.createProfile("sRGB"), outputMode="RGB")
    return np.asarray(shown)


def ink_profile() -> bytes:
    """A CMYK profile with a table of three points a side: paper, four inks that darken it evenly, and a way back."""
    steps = np.array([0.0, 0.5, 1.0])
    c, m, y, k = np.meshgrid(steps, steps, steps, steps, indexing="ij")
    light = [np.cbrt(0.02 + 0.98 * (1 - ink) * (1 - k)) for ink in (c, m, y)]
    lightness = (light[0] + light[1] + light[2]) / 3
    lab = np.stack([lightness, 0.5 + 0.3 * (light[0] - light[1]), 0.5 + 0.3 * (light[1] - light[2])], axis=-1)
    table = np.rint(np.clip(lab, 0, 1) * 65280).astype(">u2").tobytes()
    identity = np.array([0, 65535], dtype=">u2").tobytes()
    matrix = struct.pack(">9i", *[65536 if at % 4 == 0 else 0 for at in range(9)])
    lut = b"mft2\0\0\0\0\x04\x03\x03\0" + matrix + struct.pack(">HH", 2, 2) + 4 * identity + table + 3 * identity
    back = np.repeat(np.array([65535, 0], dtype=">u2"), 16).tobytes()
    out = b"mft2\0\0\0\0\x03\x04\x02\0" + matrix + struct.pack(">HH", 2, 2) + 3 * identity + back + 4 * identity
    text = b"desc\0\0\0\0\0\0\0\5inks\0" + bytes(78 + 8)
    white = b"XYZ \0\0\0\0" + struct.pack(">3i", 63190, 65536, 54061)
    tags, data, at = b"", b"", 128 + 4 + 12 * 5
    for name, value in ((b"desc", text), (b"wtpt", white), (b"A2B0", lut), (b"A2B1", lut), (b"B2A0", out)):
        value += bytes(-len(value) % 4)
        tags += name + struct.pack(">II", at + len(data), len(value))
        data += value
    size = at + len(data)
    head = struct.pack(">I4sI4s4s4s", size, b"lcms", 0x02400000, b"prtr", b"CMYK", b"Lab ") + bytes(12) + b"acsp"
    head = head.ljust(68, b"\0") + struct.pack(">3i", 63190, 65536, 54061)
    return head.ljust(128, b"\0") + struct.pack(">I", 5) + tags + data


@pytest.mark.parametrize("suffix", ["png", "jpg", "webp", "tif", "avif"])
def test_a_profile_is_kept_byte_for_byte(tmp_path: Path, draw_photo: DrawPhoto, suffix: str) -> None:
    picture = read_picture(save(draw_photo(16, 16), tmp_path / f"a.{suffix}", icc_profile=P3))
    assert picture.metadata.icc == P3 and picture.warnings == ()


def test_grey_keeps_its_grey_profile(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    picture = read_picture(save(draw_photo(16, 16)[:, :, 0], tmp_path / "a.png", icc_profile=GREY))
    assert picture.is_grey and picture.metadata.icc == GREY


@pytest.mark.parametrize(("icc", "warning"), [(b"some profile", "damaged"), (P3[:200], "damaged"), (GREY, "for GRAY")])
def test_a_profile_that_does_not_fit_is_left_out(
    tmp_path: Path, draw_photo: DrawPhoto, icc: bytes, warning: str
) -> None:
    picture = read_picture(save(draw_photo(16, 16), tmp_path / "a.png", icc_profile=icc))
    assert picture.metadata.icc is None
    assert warning in picture.warnings[0] and picture.warnings[0].endswith("left out")


def test_cmyk_without_a_profile_is_approximate_and_says_so(tmp_path: Path) -> None:
    Image.new("CMYK", (8, 8), (0, 255, 255, 0)).save(tmp_path / "a.jpg", quality=95)
    picture = read_picture(tmp_path / "a.jpg")
    red = picture.pixels[4, 4]
    assert red[0] > 200 and red[1] < 60 and red[2] < 60
    assert picture.warnings == ("CMYK without a usable profile: colours are approximate",)


@pytest.mark.parametrize("suffix", ["jpg", "tif"])
def test_cmyk_goes_through_its_profile(tmp_path: Path, suffix: str) -> None:
    profile = ink_profile()
    assert space_of(profile) == "CMYK"
    inks = np.zeros((16, 64, 4), dtype=np.uint8)
    inks[:, 16:32, 3], inks[:, 32:48, 0], inks[:, 48:, 2] = 255, 200, 200
    image = Image.fromarray(inks, mode="CMYK")
    settings = {"quality": 100, "subsampling": 0} if suffix == "jpg" else {}
    image.save(tmp_path / f"a.{suffix}", icc_profile=profile, **settings)
    picture = read_picture(tmp_path / f"a.{suffix}")
    assert picture.warnings == ("its CMYK colours become sRGB",) and picture.metadata.icc is None
    white, black, blue, yellow = (picture.pixels[8, at].astype(int) for at in (8, 24, 40, 56))
    assert white.min() >= 254  # paper is white
    assert black.max() <= 6  # and the blackest ink black
    assert blue[0] < blue[1] and blue[0] < blue[2]
    assert yellow[2] < yellow[0]
    assert np.abs(blue - np.asarray(image.convert("RGB"))[8, 40]).max() > 3  # not the plain formula


def test_lab_is_a_colour_space_of_its_own(tmp_path: Path) -> None:
    srgb, lab = ImageCms.createProfile("sRGB"), ImageCms.createProfile("LAB")
    colours = np.array([[[200, 30, 60], [20, 180, 90], [128, 128, 128], [255, 255, 255]]], dtype=np.uint8)
    image = ImageCms.profileToProfile(Image.fromarray(colours), srgb, lab, outputMode="LAB")
    assert image is not None
    image.save(tmp_path / "a.tif")
    assert np.abs(read_picture(tmp_path / "a.tif").pixels.astype(int) - colours).max() <= 6


def test_gamma_of_a_png_becomes_a_profile(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    info = PngImagePlugin.PngInfo()
    info.add(b"gAMA", struct.pack(">I", 100_000))
    picture = read_picture(save(draw_photo(16, 16), tmp_path / "a.png", pnginfo=info))
    linear = draw_photo(16, 16) / 255.0
    expected = np.where(linear <= 0.0031308, linear * 12.92, 1.055 * linear ** (1 / 2.4) - 0.055) * 255
    assert np.abs(in_srgb(picture) - expected).max() < 3
    assert picture.metadata == read_picture(tmp_path / "a.png").metadata  # made the same each time


def test_numbers_of_a_png_become_a_profile(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    def coded(numbers: bytes) -> Picture:
        info = PngImagePlugin.PngInfo()
        info.add(b"cICP", numbers)
        info.add(b"gAMA", struct.pack(">I", 100_000))  # for programs that do not know cICP
        return read_picture(save(draw_photo(16, 16), tmp_path / "a.png", pnginfo=info))

    p3 = coded(b"\x0c\x0d\0\x01").metadata.icc
    assert p3 == nclx_profile(12, 13, is_grey=False)[0] is not None
    assert coded(b"\x01\x0d\0\x01").metadata.icc is None
    assert coded(b"\x09\x10\0\x01").warnings == ("high dynamic range: its PQ brightness curve is not applied",)


def test_numbers_of_a_png_go_before_its_profile(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    p3, _ = nclx_profile(12, 13, is_grey=False)
    rec2020, _ = nclx_profile(9, 13, is_grey=False)

    def coded(numbers: bytes) -> bytes | None:
        info = PngImagePlugin.PngInfo()
        info.add(b"cICP", numbers)
        path = save(draw_photo(16, 16), tmp_path / "a.png", pnginfo=info, icc_profile=rec2020)
        return read_picture(path).metadata.icc

    assert coded(b"\x0c\x0d\0\x01") == p3
    assert coded(b"\x01\x0d\0\x01") is None, "sRGB"
    for unlike in (b"\x09\x10\0\x01", b"\x02\x02\0\x01"):  # PQ, and unspecified: the profile is what there is
        assert coded(unlike) == rec2020


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_the_narrow_range_of_a_png_is_widened(tmp_path: Path, dtype: type[np.unsignedinteger]) -> None:
    unit = 1 if dtype is np.uint8 else 256
    narrow = np.array([[0, 16, 126, 235, 255]] * 3, dtype=dtype).T[None] * dtype(unit)
    path = tmp_path / "a.png"
    write_picture(Picture(np.ascontiguousarray(narrow)), path)
    data = path.read_bytes()
    body = b"cICP\x01\x0d\0\0"
    chunk = struct.pack(">I", 4) + body + struct.pack(">I", zlib.crc32(body))
    path.write_bytes(data[:33] + chunk + data[33:])  # after IHDR
    top = np.iinfo(dtype).max
    assert read_picture(path).pixels[0, :, 0].tolist() == [0, 0, round(110 / 219 * top), top, top]
    full = body[:-1] + b"\1"
    path.write_bytes(data[:33] + struct.pack(">I", 4) + full + struct.pack(">I", zlib.crc32(full)) + data[33:])
    np.testing.assert_array_equal(read_picture(path).pixels, narrow)


@pytest.mark.parametrize("gamma", [45455, 0, 4_000_000_000])
def test_a_usual_or_impossible_gamma_needs_no_profile(tmp_path: Path, draw_photo: DrawPhoto, gamma: int) -> None:
    info = PngImagePlugin.PngInfo()
    info.add(b"gAMA", struct.pack(">I", gamma))
    assert read_picture(save(draw_photo(16, 16), tmp_path / "a.png", pnginfo=info)).metadata.icc is None


def test_impossible_chromaticities_are_no_error(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    for numbers in ((0,) * 8, (2**32 - 1,) * 8, (31270, 32900, 0, 0, 0, 0, 0, 0)):
        info = PngImagePlugin.PngInfo()
        info.add(b"gAMA", struct.pack(">I", 100_000))
        info.add(b"cHRM", struct.pack(">8I", *numbers))
        assert read_picture(save(draw_photo(16, 16), tmp_path / "a.png", pnginfo=info)).pixels.shape == (16, 16, 3)


@pytest.mark.parametrize(("primaries", "transfer", "kept"), [(12, 13, True), (1, 13, False), (9, 16, False)])
def test_numbers_of_an_avif_become_a_profile(tmp_path: Path, primaries: int, transfer: int, kept: bool) -> None:
    pixels = np.full((32, 32, 3), (200, 60, 40), dtype=np.uint8)
    data = imagecodecs.avif_encode(
        pixels, level=100, primaries=primaries, transfer=transfer, matrix=0, pixelformat="444"
    )
    (tmp_path / "a.avif").write_bytes(data)
    picture = read_picture(tmp_path / "a.avif")
    assert (picture.metadata.icc is not None) == kept
    assert any("PQ" in warning for warning in picture.warnings) == (transfer == 16)
    if kept:
        shown = in_srgb(picture)[16, 16]
        assert shown[0] > 205 and shown[1] < 55  # redder than the same numbers in sRGB


ADOBE_LOSSY = Path(__file__).parent / "data" / "adobergb_lossy.jxl"
"""JPEG XL of the lossy kind, whose colours are described by a profile."""


@pytest.mark.parametrize("form", ["bare", "boxed", "parts"])
def test_lossy_jpeg_xl_with_a_profile(tmp_path: Path, form: str) -> None:
    stream = ADOBE_LOSSY.read_bytes()

    def box(kind: bytes, contents: bytes) -> bytes:
        return struct.pack(">I4s", 8 + len(contents), kind) + contents

    head = b"\0\0\0\x0cJXL \r\n\x87\n" + box(b"ftyp", b"jxl \0\0\0\0jxl ")
    parts = box(b"jxlp", bytes(4) + stream[:700]) + box(b"jxlp", b"\x80\0\0\1" + stream[700:])
    data = {"bare": stream, "boxed": head + box(b"jxlc", stream), "parts": head + parts}[form]
    (tmp_path / "a.jxl").write_bytes(data)
    picture = read_picture(tmp_path / "a.jxl")
    # What LittleCMS makes of the decoder's output, which is linear light.
    linear = ImageCms.ImageCmsProfile(io.BytesIO(profile_of(Colours(1.0), is_grey=False) or b""))
    light = Image.fromarray(np.asarray(imagecodecs.jpegxl_decode(data)))
    expected = np.asarray(ImageCms.profileToProfile(light, linear, ImageCms.createProfile("sRGB"))).astype(int)
    assert picture.pixels.dtype == np.uint8 and 129 < picture.pixels.mean() < 133
    bright = expected > 60  # in the dark the eight bits of linear light are too few
    assert np.abs(picture.pixels - expected)[bright].max() <= 5
    assert picture.metadata.icc is None
    assert picture.warnings == ("its colour profile is replaced by sRGB; colours that sRGB lacks are clipped",)


def test_lossy_jpeg_xl_is_decoded_without_rounding() -> None:
    stream = ADOBE_LOSSY.read_bytes()
    unrounded = in_floats(stream, parse(stream))
    assert unrounded is not None and parse(unrounded).is_float and parse(unrounded).has_profile
    values, rounded = (np.asarray(imagecodecs.jpegxl_decode(data)) for data in (unrounded, stream))
    assert values.dtype == np.float32 and len(np.unique(values)) > 10_000
    assert np.abs(values.clip(0, 1) * 255 - rounded).max() < 1
