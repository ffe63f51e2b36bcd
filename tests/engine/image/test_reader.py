"""Reading pictures: what comes out upright and whole, and what is refused with its reason."""

from __future__ import annotations

import io
import os
import random
import struct
import subprocess
import sys
import zlib
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image, ImageCms, PngImagePlugin

from engine.errors import InputError, PictureTooLarge, SafelightError, UnreadableImage
from engine.image.picture import Pixels
from engine.image.reader import probe, read_picture
from tests.engine.conftest import DrawPhoto
from tests.engine.image.exif_blocks import camera_block


def save(array: Pixels, path: Path, **settings: object) -> Path:
    Image.fromarray(array).save(path, **settings)  # type: ignore[arg-type]
    return path


@pytest.mark.parametrize("suffix", ["png", "bmp", "tif", "ppm"])
def test_lossless_formats_are_read_exactly(tmp_path: Path, draw_photo: DrawPhoto, suffix: str) -> None:
    pixels = draw_photo(20, 30)
    picture = read_picture(save(pixels, tmp_path / f"a.{suffix}"))
    np.testing.assert_array_equal(picture.pixels, pixels)
    assert picture.alpha is None and not picture.is_grey


def test_probe_reads_the_header(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    path = save(draw_photo(20, 30), tmp_path / "a.jpg")
    info = probe(path)
    assert (info.width, info.height, info.format, info.bytes) == (30, 20, "JPEG", path.stat().st_size)


def upright(stored: Pixels, orientation: int) -> Pixels:
    """Pixels as they should be seen, by Exif's table."""
    turned = np.transpose(stored, (1, 0, 2))
    flips = {1: stored, 2: stored[:, ::-1], 3: stored[::-1, ::-1], 4: stored[::-1]}
    return (flips | {5: turned, 6: turned[:, ::-1], 7: turned[::-1, ::-1], 8: turned[::-1]})[orientation]


@pytest.mark.parametrize("suffix", ["png", "tif", "webp", "jpg"])
@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_is_applied_once(tmp_path: Path, draw_photo: DrawPhoto, orientation: int, suffix: str) -> None:
    exif = Image.Exif()
    exif[0x0112], exif[0x010F] = orientation, "Camera"
    stored = draw_photo(16, 32)
    settings = {"webp": {"lossless": True}, "jpg": {"quality": 98, "subsampling": 0}}.get(suffix, {})
    path = save(stored, tmp_path / f"a.{suffix}", exif=exif, **settings)
    picture = read_picture(path)
    expected = upright(stored, orientation)
    assert picture.pixels.shape == expected.shape
    assert np.abs(picture.pixels.astype(int) - expected).max() <= (12 if suffix == "jpg" else 0)
    kept = Image.Exif()
    kept.load(picture.metadata.exif or b"")
    assert kept[0x0112] == 1 and kept[0x010F] == "Camera"
    again = tmp_path / f"b.{suffix}"
    save(picture.pixels, again, exif=picture.metadata.exif, **settings)  # type: ignore[arg-type]
    assert read_picture(again).pixels.shape == expected.shape


@pytest.mark.parametrize("orientation", range(1, 9))
def test_orientation_of_deep_tiff(tmp_path: Path, draw_photo: DrawPhoto, orientation: int) -> None:
    stored = draw_photo(16, 32).astype(np.uint16) * 257
    tifffile.imwrite(tmp_path / "a.tif", stored, photometric="rgb", extratags=[(274, 3, 1, orientation, True)])
    picture = read_picture(tmp_path / "a.tif")
    np.testing.assert_array_equal(picture.pixels, upright(stored, orientation))  # type: ignore[arg-type]
    assert picture.pixels.flags.c_contiguous


def test_grey_and_alpha(tmp_path: Path) -> None:
    grey = np.arange(256, dtype=np.uint8).reshape(16, 16)
    with_alpha = np.dstack([grey, grey, grey, grey[::-1]])
    picture = read_picture(save(with_alpha, tmp_path / "rgba.png"))
    np.testing.assert_array_equal(picture.alpha, grey[::-1])
    np.testing.assert_array_equal(picture.pixels, with_alpha[:, :, :3])
    picture = read_picture(save(grey, tmp_path / "grey.png"))
    assert picture.is_grey and picture.format == "PNG"
    np.testing.assert_array_equal(picture.pixels[:, :, 2], grey)


@pytest.mark.parametrize("suffix", ["webp", "tif", "png"])
def test_colours_below_alpha_stay(tmp_path: Path, draw_photo: DrawPhoto, suffix: str) -> None:
    pixels = np.dstack([draw_photo(20, 30), np.tile(np.arange(30, dtype=np.uint8), (20, 1))])
    settings = {"lossless": True, "exact": True} if suffix == "webp" else {}
    picture = read_picture(save(pixels, tmp_path / f"a.{suffix}", **settings))
    np.testing.assert_array_equal(picture.pixels, pixels[:, :, :3])
    np.testing.assert_array_equal(picture.alpha, pixels[:, :, 3])


@pytest.mark.parametrize("bits", [1, 2, 4, 8])
def test_a_grey_that_stands_for_transparent(tmp_path: Path, bits: int) -> None:
    top = (1 << bits) - 1
    rows = np.arange(16) * 17 % (top + 1)
    clear = int(rows.max())
    packed = b"".join(b"\0" + _pack(rows, bits) for _ in range(16))
    (tmp_path / "a.png").write_bytes(_png(16, 16, bits, 0, packed, [(b"tRNS", struct.pack(">H", clear))]))
    picture = read_picture(tmp_path / "a.png")
    assert picture.is_grey and picture.alpha is not None
    np.testing.assert_array_equal(picture.alpha[0], np.where(rows == clear, 0, 255))
    np.testing.assert_array_equal(picture.pixels[0, :, 0], rows * 255 // top)


def _pack(values: np.ndarray, bits: int) -> bytes:
    return int("".join(f"{value:0{bits}b}" for value in values), 2).to_bytes(len(values) * bits // 8)


def _png(width: int, height: int, bits: int, colours: int, rows: bytes, chunks: list[tuple[bytes, bytes]]) -> bytes:
    def chunk(kind: bytes, data: bytes) -> bytes:
        return struct.pack(">I", len(data)) + kind + data + struct.pack(">I", zlib.crc32(kind + data))

    header = chunk(b"IHDR", struct.pack(">IIBBBBB", width, height, bits, colours, 0, 0, 0))
    middle = b"".join(chunk(*each) for each in chunks)
    return b"\x89PNG\r\n\x1a\n" + header + middle + chunk(b"IDAT", zlib.compress(rows)) + chunk(b"IEND", b"")


def test_opaque_alpha_is_dropped(tmp_path: Path) -> None:
    assert read_picture(save(np.full((4, 4, 4), 255, dtype=np.uint8), tmp_path / "a.png")).alpha is None


def test_palette_with_transparency(tmp_path: Path) -> None:
    image = Image.new("P", (8, 8), 1)
    image.putpalette([255, 0, 0, 0, 255, 0])
    image.putpixel((0, 0), 0)
    image.save(tmp_path / "a.png", transparency=0)
    picture = read_picture(tmp_path / "a.png")
    assert picture.alpha is not None
    assert (picture.alpha[0, 0], picture.alpha[1, 1]) == (0, 255)
    assert tuple(picture.pixels[1, 1]) == (0, 255, 0)


def test_animations_and_pages_are_said(tmp_path: Path) -> None:
    frames = [Image.new("RGB", (8, 8), colour) for colour in ((255, 0, 0), (0, 255, 0), (0, 0, 255))]
    for suffix, warning in (("gif", "frames"), ("webp", "frames"), ("png", "frames"), ("tif", "pages")):
        path = tmp_path / f"a.{suffix}"
        frames[0].save(path, save_all=True, append_images=frames[1:])
        picture = read_picture(path)
        assert picture.warnings == (f"only the first of 3 {warning}",)
        assert picture.pixels[4, 4, 0] > 240 and picture.pixels[4, 4, 1] < 15
    frames[0].save(tmp_path / "a.mpo", save_all=True, append_images=frames[1:])
    (warning,) = read_picture(tmp_path / "a.mpo").warnings
    assert warning.startswith("the first of 3 pictures")
    assert read_picture(save(np.zeros((4, 4, 3), dtype=np.uint8), tmp_path / "one.gif")).warnings == ()


def _jpeg(pixels: Pixels) -> bytes:
    buffer = io.BytesIO()
    Image.fromarray(pixels).save(buffer, format="JPEG")
    return buffer.getvalue()


def test_refusals_name_the_file_and_the_reason(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    png = io.BytesIO()
    Image.fromarray(draw_photo()).save(png, format="PNG")
    contents = {
        "empty.png": b"",
        "text.jpg": b"not a picture",
        "cut.jpg": _jpeg(draw_photo())[:600],
        "cut.png": png.getvalue()[:-400],
        "header.jpg": b"\xff\xd8\xff\xc0\0\x0b\x0c\0\x08\0\x08\1\1\x11\0",  # twelve bits
        "drawing.svg": b'<?xml version="1.0"?><svg xmlns="http://www.w3.org/2000/svg"/>',
        "page.eps": b"%!PS-Adobe-3.0 EPSF-3.0\n%%BoundingBox: 0 0 9 9\n",
        "page.pdf": b"%PDF-1.7\n",
        "film.mp4": b"\0\0\0\x18ftypisom\0\0\2\0isommp41",
        "colours.icc": ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes(),
    }
    for name, data in contents.items():
        (tmp_path / name).write_bytes(data)
    for name, error, reason in [
        ("missing.png", InputError, "no such file"),
        ("text.jpg/inside.png", InputError, "no such file"),
        ("empty.png", UnreadableImage, "empty file"),
        ("text.jpg", UnreadableImage, "not a picture that Safelight can read"),
        ("cut.jpg", UnreadableImage, "cut short"),
        ("cut.png", UnreadableImage, "cut short"),
        ("header.jpg", UnreadableImage, "damaged or unsupported JPEG"),
        ("drawing.svg", UnreadableImage, "is SVG"),
        ("page.eps", UnreadableImage, "PostScript"),
        ("page.pdf", UnreadableImage, "PDF"),
        ("film.mp4", UnreadableImage, "is a film"),
        ("colours.icc", UnreadableImage, "is a colour profile"),
        (".", UnreadableImage, "folder"),
    ]:
        path = tmp_path / name
        for function in (read_picture, probe):
            if function is probe and name.startswith("cut"):
                continue
            with pytest.raises(error, match=reason) as caught:
                function(path)
            assert str(path) in str(caught.value) and "\n" not in str(caught.value)


@pytest.mark.skipif(not hasattr(os, "mkfifo"), reason="this system has no named pipes")
def test_a_pipe_is_refused_at_once(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "a.png")
    with pytest.raises(UnreadableImage, match="pipe"):
        read_picture(tmp_path / "a.png")


@pytest.mark.parametrize("name", ["a.jpg", "a.png", "a.tif", "a.webp", "a.gif", "a.jxl", "a.heic", "a.avif", "a.jp2"])
def test_damage_is_one_clear_error(tmp_path: Path, draw_photo: DrawPhoto, name: str) -> None:
    if name == "a.heic":
        whole = (Path(__file__).parent / "data" / "turned.heic").read_bytes()
    elif name == "a.jxl":
        whole = bytes(imagecodecs.jpegxl_encode(draw_photo(24, 32)))
    else:
        whole = save(draw_photo(24, 32), tmp_path / name).read_bytes()
    chance = random.Random(0)
    path = tmp_path / name
    for _ in range(60):
        damaged = bytearray(whole)
        for _ in range(chance.randrange(1, 8)):
            damaged[chance.randrange(len(damaged))] = chance.randrange(256)
        path.write_bytes(damaged[: chance.choice((len(damaged), chance.randrange(1, len(damaged))))])
        try:
            picture = read_picture(path, max_pixels=1_000_000)
        except SafelightError as error:
            assert error.path == str(path) and error.reason and "\n" not in str(error)
        else:
            assert picture.pixels.shape[2] == 3 and picture.pixels.size


@pytest.mark.skipif(not hasattr(os, "geteuid") or os.geteuid() == 0, reason="root may read everything")
def test_no_permission(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    path = save(draw_photo(8, 8), tmp_path / "a.png")
    path.chmod(0)
    with pytest.raises(InputError, match="permission"):
        read_picture(path)


def test_a_package_that_is_missing_is_no_damage(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "a.jxl"
    path.write_bytes(imagecodecs.jpegxl_encode(np.zeros((8, 8, 3), np.uint8)))

    def lacking(*_: object, **__: object) -> None:
        raise ModuleNotFoundError("No module named '_jpegxl'", name="_jpegxl")

    monkeypatch.setattr(imagecodecs, "jpegxl_decode", lacking)
    with pytest.raises(InputError, match="this installation lacks _jpegxl") as caught:
        read_picture(path)
    assert not isinstance(caught.value, UnreadableImage)


@pytest.mark.parametrize("name", ["a.png", "a.jpg", "a.tif", "a.webp", "a.avif", "a.jp2", "a.ppm", "deep.tif", "a.jxl"])
def test_size_is_judged_by_the_header(tmp_path: Path, draw_photo: DrawPhoto, name: str) -> None:
    path = tmp_path / name
    if name == "a.jxl":
        path.write_bytes(imagecodecs.jpegxl_encode(draw_photo(20, 30)))
    elif name == "deep.tif":
        tifffile.imwrite(path, draw_photo(20, 30).astype(np.uint16), photometric="rgb")
    else:
        save(draw_photo(20, 30), path)
    assert read_picture(path, max_pixels=600).pixels.shape == (20, 30, 3)
    with pytest.raises(PictureTooLarge, match="30 x 20 pixels, the limit is 599"):
        read_picture(path, max_pixels=599)


def test_a_bomb_is_refused_and_pillows_own_limit_left_alone(tmp_path: Path) -> None:
    (tmp_path / "a.png").write_bytes(_png(60_000, 60_000, 8, 2, b"", []))
    before, text = Image.MAX_IMAGE_PIXELS, PngImagePlugin.MAX_TEXT_CHUNK
    with pytest.raises(PictureTooLarge, match="60000 x 60000"):
        read_picture(tmp_path / "a.png")
    assert probe(tmp_path / "a.png").width == 60_000
    assert before == Image.MAX_IMAGE_PIXELS is not None and text == PngImagePlugin.MAX_TEXT_CHUNK


def test_a_text_that_unfolds_without_end_is_refused(tmp_path: Path) -> None:
    chunk = (b"zTXt", b"Comment\0\0" + zlib.compress(bytes(80 << 20)))
    (tmp_path / "a.png").write_bytes(_png(1, 1, 8, 0, b"\0\0", [chunk]))
    with pytest.raises(UnreadableImage, match="text or colour profile that is too large"):
        read_picture(tmp_path / "a.png")


def test_a_large_profile_of_a_png_is_read(tmp_path: Path) -> None:
    small = ImageCms.ImageCmsProfile(ImageCms.createProfile("sRGB")).tobytes()
    size = (3 << 20).to_bytes(4, "big")
    large = size + small[4:] + np.random.default_rng(0).bytes((3 << 20) - len(small))
    (tmp_path / "a.png").write_bytes(_png(1, 1, 8, 2, bytes(4), [(b"iCCP", b"icc\0\0" + zlib.compress(large))]))
    assert read_picture(tmp_path / "a.png").metadata.icc == large


@pytest.mark.parametrize(("name", "kind"), [("a.heic", b"Exif\0"), ("a.heic", b"application/"), ("a.avif", b"Exif")])
def test_an_item_whose_kind_is_no_text_takes_no_process_down(
    tmp_path: Path, draw_photo: DrawPhoto, name: str, kind: bytes
) -> None:
    path = Path(__file__).parent / "data" / "turned.heic"
    if name == "a.avif":
        path = save(draw_photo(16, 24), tmp_path / name, exif=b"Exif\0\0" + camera_block(">", 1))
    data = bytearray(path.read_bytes())
    data[data.index(kind)] = 0xFF
    (tmp_path / name).write_bytes(data)
    code = "import sys\nfrom engine.image.reader import read_picture\nfrom engine.errors import SafelightError\n"
    code += "try:\n    print(read_picture(sys.argv[1]).warnings)\nexcept SafelightError as error:\n    print(error)\n"
    done = subprocess.run([sys.executable, "-c", code, str(tmp_path / name)], capture_output=True, text=True)
    assert done.returncode == 0 and "damaged" in done.stdout
