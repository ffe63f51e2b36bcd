"""Samples that were written, read back by programs that know nothing of ours."""

from __future__ import annotations

import tracemalloc
from collections.abc import Callable
from pathlib import Path

import imagecodecs
import numpy as np
import pytest
import tifffile
from PIL import Image

from engine.image.metrics import psnr
from engine.image.picture import Metadata, Picture, Pixels, Samples, eight_bits
from engine.image.writer import WRITABLE_FORMATS, lost_in, suitable_format, write_picture
from tests.engine.image.metadata_samples import exif_block, grey_profile

LOSSLESS = ("png", "tiff")
LOSSY = ("jpeg", "webp", "avif")
DrawPhoto = Callable[..., Pixels]


def drawn(photo: Pixels, *, deep: bool, grey: bool, alpha: bool) -> Picture:
    """All levels of sixteen bits are in the deep ones, not multiples of 257 alone."""
    pixels: Samples = np.repeat(photo[:, :, :1], 3, axis=2) if grey else photo
    height, width = pixels.shape[:2]
    cover: Samples = np.tile(np.linspace(0, 255, width).astype(np.uint8), (height, 1))
    cover[: height // 2] = 255
    if deep:
        fine = np.random.default_rng(0).integers(0, 120, (height, width, 1), dtype=np.uint16)
        pixels = pixels.astype(np.uint16) * 256 + fine
        cover = np.where(cover == 255, 65535, cover.astype(np.uint16) * 256 + fine[:, :, 0]).astype(np.uint16)
    return Picture(pixels, cover if alpha else None, is_grey=grey)


def stored(path: Path) -> Samples:
    """Samples as they are in a file, ``(H, W)`` or ``(H, W, C)``."""
    if path.suffix == ".tif":
        return tifffile.imread(path)
    if path.suffix == ".png":
        return imagecodecs.png_decode(path.read_bytes())
    with Image.open(path) as image:
        return np.asarray(image)


def expected(picture: Picture) -> Samples:
    colours = picture.pixels[:, :, 0] if picture.is_grey else picture.pixels
    return colours if picture.alpha is None else np.dstack([colours, picture.alpha])


@pytest.mark.parametrize("alpha", [False, True], ids=["opaque", "alpha"])
@pytest.mark.parametrize("grey", [False, True], ids=["colour", "grey"])
@pytest.mark.parametrize("deep", [False, True], ids=["8", "16"])
@pytest.mark.parametrize("format", LOSSLESS)
def test_lossless_formats_keep_every_sample(
    tmp_path: Path, draw_photo: DrawPhoto, format: str, deep: bool, grey: bool, alpha: bool
) -> None:
    picture = drawn(draw_photo(61, 83), deep=deep, grey=grey, alpha=alpha)
    path = tmp_path / f"a{WRITABLE_FORMATS[format]}"
    assert write_picture(picture, path) == path.stat().st_size
    found = stored(path)
    assert found.dtype == picture.pixels.dtype
    np.testing.assert_array_equal(found, expected(picture))
    assert lost_in(picture, format) == ()


@pytest.mark.parametrize("alpha", [False, True], ids=["opaque", "alpha"])
@pytest.mark.parametrize("grey", [False, True], ids=["colour", "grey"])
@pytest.mark.parametrize("deep", [False, True], ids=["8", "16"])
@pytest.mark.parametrize("format", LOSSY)
def test_lossy_formats_stay_close(
    tmp_path: Path, draw_photo: DrawPhoto, format: str, deep: bool, grey: bool, alpha: bool
) -> None:
    picture = drawn(draw_photo(61, 83), deep=deep, grey=grey, alpha=alpha)
    path = tmp_path / f"a{WRITABLE_FORMATS[format]}"
    write_picture(picture, path)
    with Image.open(path) as image:
        if alpha and format != "jpeg":
            assert image.mode == "RGBA"
            np.testing.assert_array_equal(np.asarray(image)[:, :, 3], eight_bits(picture.alpha))
        if grey and not (alpha and format == "avif") and format != "webp":
            assert image.mode == "L"
        opaque = np.asarray(image.convert("RGB"))
    wanted = eight_bits(picture.pixels)
    if alpha:  # a little less where colours are laid on white, or hardly seen
        rows = slice(0, 30)
        opaque, wanted = np.ascontiguousarray(opaque[rows]), np.ascontiguousarray(wanted[rows])
    assert psnr(opaque, wanted) > 38
    assert ("16 bits a channel" in lost_in(picture, format)) == deep
    assert ("the transparency" in lost_in(picture, format)) == (alpha and format == "jpeg")


def test_deep_and_shallow_samples_of_either_byte_order_in_tiff(tmp_path: Path) -> None:
    pixels = np.random.default_rng(1).integers(0, 65536, (40, 50, 3), dtype=np.uint16)
    for order in "<>":
        path = tmp_path / f"{ord(order)}.tif"
        write_picture(Picture(pixels, metadata=Metadata(exif=exif_block(order))), path)
        with tifffile.TiffFile(path) as file:
            assert file.byteorder == order
            np.testing.assert_array_equal(file.asarray(), pixels)


@pytest.mark.parametrize("shape", [(1, 1), (1, 7), (5, 1), (3, 300_000), (3000, 100)])
@pytest.mark.parametrize("format", LOSSLESS)
@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_odd_shapes(tmp_path: Path, shape: tuple[int, int], format: str, dtype: type) -> None:
    pixels = np.random.default_rng(2).integers(0, np.iinfo(dtype).max, (*shape, 3), dtype=dtype)
    path = tmp_path / f"a{WRITABLE_FORMATS[format]}"
    write_picture(Picture(pixels), path)
    np.testing.assert_array_equal(stored(path), pixels)


def test_alpha_in_tiff_is_not_premultiplied(tmp_path: Path, photo: Picture) -> None:
    write_picture(Picture(photo.pixels, np.zeros(photo.pixels.shape[:2], np.uint8)), tmp_path / "a.tif")
    with tifffile.TiffFile(tmp_path / "a.tif") as file:
        assert file.pages[0].extrasamples == (tifffile.EXTRASAMPLE.UNASSALPHA,)


def test_pillow_reads_tiff_of_many_strips(tmp_path: Path) -> None:
    pixels = np.random.default_rng(3).integers(0, 256, (900, 1000, 3), dtype=np.uint8)
    write_picture(Picture(pixels), tmp_path / "a.tif")
    with Image.open(tmp_path / "a.tif") as image:
        np.testing.assert_array_equal(np.asarray(image), pixels)


def test_noise_at_the_highest_quality_is_written_as_jpeg(tmp_path: Path) -> None:
    noise = np.random.default_rng(4).integers(0, 256, (600, 800, 3), dtype=np.uint8)
    write_picture(Picture(noise), tmp_path / "a.jpg", quality=100)
    with Image.open(tmp_path / "a.jpg") as image:
        assert psnr(np.asarray(image), noise) > 40


def test_chroma_keeps_its_resolution_at_high_quality(tmp_path: Path, photo: Picture) -> None:
    for quality, factors in ((95, (1, 1)), (90, (1, 1)), (89, (2, 2))):
        write_picture(photo, tmp_path / "a.jpg", quality=quality, overwrite=True)
        with Image.open(tmp_path / "a.jpg") as image:
            assert image.layer[0][1:3] == factors


def test_jpeg_shows_white_through_what_is_transparent(tmp_path: Path) -> None:
    red = np.zeros((32, 48, 3), np.uint8)
    red[:] = (200, 0, 40)
    alpha = np.zeros((32, 48), np.uint8)
    alpha[:, 16:32], alpha[:, 32:] = 128, 255
    write_picture(Picture(red, alpha), tmp_path / "a.jpg", quality=100)
    with Image.open(tmp_path / "a.jpg") as image:
        found = np.asarray(image).astype(int)
    for column, colour in ((4, (255, 255, 255)), (24, (227, 127, 147)), (44, (200, 0, 40))):
        assert np.abs(found[16, column] - colour).max() <= 2


def test_colours_below_transparent_pixels_stay(tmp_path: Path, photo: Picture) -> None:
    hidden = Picture(photo.pixels, np.zeros(photo.pixels.shape[:2], np.uint8))
    for name in ("a.png", "a.tif", "a.webp"):
        write_picture(hidden, tmp_path / name)
        found = np.ascontiguousarray(stored(tmp_path / name)[:, :, :3])
        assert psnr(found, photo.pixels) > 38


def test_an_alpha_that_hides_nothing_is_no_loss(photo: Picture) -> None:
    opaque = Picture(photo.pixels, np.full(photo.pixels.shape[:2], 255, np.uint8))
    assert lost_in(opaque, "jpeg") == ()


@pytest.mark.parametrize("format", ["webp", "avif"])
@pytest.mark.parametrize("deep", [False, True], ids=["8", "16"])
def test_greys_with_a_profile_go_to_srgb_where_it_could_not_follow(tmp_path: Path, format: str, deep: bool) -> None:
    ramp = np.repeat(np.tile(np.arange(256, dtype=np.uint8), (32, 1))[:, :, None], 3, axis=2)
    pixels = ramp.astype(np.uint16) * 257 if deep else ramp
    picture = Picture(pixels, metadata=Metadata(icc=grey_profile(gamma=1)), is_grey=True)
    write_picture(picture, tmp_path / "a", format=format, quality=100)
    with Image.open(tmp_path / "a") as image:
        assert "icc_profile" not in image.info
        found = np.asarray(image.convert("RGB"))[16].astype(float)
    light = np.arange(256) / 255  # what gamma 1 means
    srgb = 255 * np.where(light <= 0.0031308, 12.92 * light, 1.055 * np.maximum(light, 1e-9) ** (1 / 2.4) - 0.055)
    assert np.abs(found - srgb[:, None]).max() < 4
    assert any("colour profile" in phrase for phrase in lost_in(picture, format))


def test_a_damaged_grey_profile_leaves_greys_as_they_are(tmp_path: Path, photo: Picture) -> None:
    grey = np.repeat(photo.pixels[:, :, :1], 3, axis=2)
    damaged = grey_profile()[:120] + bytes(60)
    write_picture(Picture(grey, metadata=Metadata(icc=damaged), is_grey=True), tmp_path / "a.webp")
    with Image.open(tmp_path / "a.webp") as image:
        assert psnr(np.asarray(image), grey) > 38


@pytest.mark.parametrize("format", ["png", "jpeg", "tiff"])
def test_greys_keep_their_profile_where_it_can_follow(tmp_path: Path, photo: Picture, format: str) -> None:
    grey = np.repeat(photo.pixels[:, :, :1], 3, axis=2)
    picture = Picture(grey, metadata=Metadata(icc=grey_profile(2)), is_grey=True)
    write_picture(picture, tmp_path / "a", format=format)
    with Image.open(tmp_path / "a") as image:
        assert (image.mode, image.info["icc_profile"]) == ("L", grey_profile(2))
    assert lost_in(picture, format) == ()


def test_nearly_grey_pixels_of_a_grey_picture_become_their_luma(tmp_path: Path) -> None:
    """As a lossy codec gives them back."""
    for dtype in (np.uint8, np.uint16):
        top = np.iinfo(dtype).max
        pixels = np.full((4, 4, 3), top, dtype)
        pixels[0, 0] = (100, 102, 98)
        write_picture(Picture(pixels, is_grey=True), tmp_path / "a.png", overwrite=True)
        found = imagecodecs.png_decode((tmp_path / "a.png").read_bytes())
        assert (found[0, 0], found[3, 3]) == (101, top)


def test_what_suits() -> None:
    plain = {"is_deep": False, "has_alpha": False}
    for source, wanted in {
        **dict.fromkeys(["JPEG", "MPO", "HEIF", "JXL"], "jpeg"),
        **dict.fromkeys(["PNG", "BMP", "GIF", "TGA", ""], "png"),
        **{"WEBP": "webp", "AVIF": "avif", "TIFF": "tiff", "RAW": "tiff"},
    }.items():
        assert suitable_format(source, **plain) == wanted


@pytest.mark.parametrize("source", ["JPEG", "PNG", "WEBP", "AVIF", "HEIF", "TIFF", "RAW", "JXL", "BMP", ""])
def test_what_suits_loses_neither_depth_nor_transparency(draw_photo: DrawPhoto, source: str) -> None:
    for deep, alpha in ((True, False), (False, True), (True, True)):
        picture = drawn(draw_photo(8, 8), deep=deep, grey=False, alpha=alpha)
        assert lost_in(picture, suitable_format(source, is_deep=deep, has_alpha=alpha)) == ()


def test_a_picture_is_encoded_without_needless_copies(tmp_path: Path) -> None:
    """Beside the picture there is what was compressed, for which libpng's file wants the size of the picture."""
    pixels = np.zeros((2000, 2000, 3), np.uint16)
    for name, share in (("a.png", 1.2), ("a.tif", 0.1), ("a.jpg", 0.9)):  # JPEG: a copy in eight bits
        tracemalloc.start()
        write_picture(Picture(pixels), tmp_path / name)
        peak = tracemalloc.get_traced_memory()[1]
        tracemalloc.stop()
        assert peak < share * pixels.nbytes


def test_bytes_are_the_same_each_time(tmp_path: Path, photo: Picture) -> None:
    for format in WRITABLE_FORMATS:
        for name in ("a", "b"):
            write_picture(photo, tmp_path / name, format=format, overwrite=True)
        assert (tmp_path / "a").read_bytes() == (tmp_path / "b").read_bytes()
