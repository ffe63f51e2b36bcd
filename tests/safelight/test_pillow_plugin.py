"""``.latent`` files in Pillow: opened lazily, saved with options, metadata kept."""

from __future__ import annotations

import io
from pathlib import Path

import numpy as np
import pytest
import tifffile
from PIL import ExifTags, Image, ImageOps, UnidentifiedImageError

import safelight.pillow_plugin as plugin
from engine.errors import UnknownModel
from engine.image.metrics import psnr
from engine.image.picture import Metadata, Picture
from engine.pipeline.compress import compress
from engine.pipeline.inspection import inspect
from engine.pipeline.options import CompressOptions
from engine.pipeline.reconstruct import reconstruct
from tests.engine.conftest import DrawPhoto


def saved(image: Image.Image, **options: object) -> bytes:
    buffer = io.BytesIO()
    image.save(buffer, format=plugin.FORMAT, **options)
    return buffer.getvalue()


def opened(data: bytes) -> Image.Image:
    return Image.open(io.BytesIO(data))


def exif_of(orientation: int) -> bytes:
    exif = Image.Exif()
    exif[ExifTags.Base.Orientation] = orientation
    exif[ExifTags.Base.Make] = "Lamp"
    return exif.tobytes()


def test_a_file_opens_by_its_content_and_says_what_it_is(photo: Picture, tmp_path: Path) -> None:
    path = tmp_path / "photo.latent"
    path.write_bytes(compress(photo, CompressOptions(quality=62.5)))
    with Image.open(path) as image:
        assert (image.format, image.mode, image.size) == ("LATENT", "RGB", (photo.width, photo.height))
        assert image.get_format_mimetype() == "image/x-latent"
        assert (image.info["quality"], image.info["bits"]) == (62.5, 8)
        np.testing.assert_array_equal(np.asarray(image), reconstruct(path.read_bytes()).pixels)


def test_saving_takes_the_options_of_compressing(photo: Picture, tmp_path: Path) -> None:
    image = Image.fromarray(photo.pixels)
    image.save(tmp_path / "small.latent", quality=10, denoise=20)
    small = inspect((tmp_path / "small.latent").read_bytes())
    assert (small.quality, small.denoise) == (10, 20)
    assert len(saved(image, target_bytes=2000)) <= 2000
    assert saved(image) == compress(photo, CompressOptions())
    with pytest.raises(OSError, match="cannot be made smaller"):
        saved(image, target_bytes=10)


def test_opening_decodes_nothing(photo: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    data = compress(photo)
    monkeypatch.setattr(plugin, "reconstruct", lambda *_: pytest.fail("decoded"))
    image = opened(data)
    assert image.size == (photo.width, photo.height) and image.info["model"]


def test_pixels_are_decoded_once(photo: Picture, monkeypatch: pytest.MonkeyPatch) -> None:
    calls = []
    monkeypatch.setattr(plugin, "reconstruct", lambda *given: calls.append(1) or reconstruct(*given))
    image = opened(compress(photo))
    for _ in range(3):
        image.load()
    copy = image.copy()
    assert len(calls) == 1 and copy.size == image.size


def test_a_thumbnail_comes_from_the_first_part_of_the_file(
    draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    pixels = draw_photo(300, 501)
    data = compress(Picture(pixels))
    monkeypatch.setattr(plugin, "reconstruct", lambda *_: pytest.fail("decoded the whole"))
    image = opened(data)
    image.thumbnail((60, 36))
    assert image.size == (60, 36)
    expected = Image.fromarray(pixels)
    expected.thumbnail((60, 36))
    assert psnr(np.asarray(image), np.asarray(expected)) > 25


def test_a_draft_that_would_not_do_is_not_taken(photo: Picture) -> None:
    image = opened(compress(photo))
    assert image.draft(None, (photo.width // 2, photo.height // 2)) is None
    image.thumbnail((photo.width // 2, photo.height // 2))
    assert image.size == (photo.width // 2, photo.height // 2)


@pytest.mark.parametrize("mode", ["L", "LA", "RGB", "RGBA"])
def test_grey_and_alpha_survive(photo: Picture, mode: str) -> None:
    alpha = np.arange(photo.width * photo.height, dtype=np.uint32).reshape(photo.height, -1).astype(np.uint8)
    image = Image.fromarray(photo.pixels).convert(mode)
    if mode.endswith("A"):
        image.putalpha(Image.fromarray(alpha))
    again = opened(saved(image, quality=95))
    assert again.mode == mode
    colours, expected = (np.asarray(x.convert("RGB")) for x in (again, image))
    assert psnr(np.ascontiguousarray(colours), np.ascontiguousarray(expected)) > 32
    if mode.endswith("A"):
        np.testing.assert_array_equal(np.asarray(again.getchannel("A")), alpha)


def test_palettes_bilevel_and_sixteen_bit_grey(photo: Picture) -> None:
    image = Image.fromarray(photo.pixels)
    assert opened(saved(image.quantize(64))).mode == "RGB"
    clear = image.quantize(64)
    clear.info["transparency"] = 0
    assert opened(saved(clear)).mode == "RGBA"
    assert opened(saved(image.convert("1"))).mode == "L"
    deep = photo.pixels[:, :, 0].astype(np.uint16) * np.uint16(257)
    again = opened(saved(Image.fromarray(deep), quality=90))
    assert (again.mode, again.info["bits"]) == ("I;16", 16)
    assert np.abs(np.asarray(again).astype(int) - deep).mean() < 3 * 257


@pytest.mark.parametrize("orientation", [1, 6])
def test_sixteen_bit_grey_of_another_byte_order(tmp_path: Path, orientation: int) -> None:
    ramp = np.linspace(0, 65535, 48 * 64).reshape(48, 64).astype(np.uint16)
    tifffile.imwrite(tmp_path / "a.tif", ramp, byteorder=">", photometric="minisblack")
    with Image.open(tmp_path / "a.tif") as image:
        assert image.mode == "I;16B"
        exif = Image.Exif()
        exif[0x0112] = orientation
        image.save(tmp_path / "a.latent", quality=100, exif=exif)
    with Image.open(tmp_path / "a.latent") as again:
        expected = ramp if orientation == 1 else np.rot90(ramp, -1)
        assert np.abs(np.asarray(again).astype(int) - expected).mean() < 500


def test_deep_colours_open_with_eight_bits(photo: Picture) -> None:
    data = compress(Picture(photo.pixels.astype(np.uint16) * np.uint16(257)))
    image = opened(data)
    assert (image.mode, image.info["bits"]) == ("RGB", 16)
    np.testing.assert_array_equal(np.asarray(image), reconstruct(compress(photo)).pixels)


def test_metadata_come_and_go(photo: Picture) -> None:
    kept = Metadata(b"profile", b"MM\0*\0\0\0\x08\0\0\0\0\0\0", b"<xmp/>", b"iptc", (300.0, 150.0))
    image = opened(compress(Picture(photo.pixels, metadata=kept)))
    assert image.info["icc_profile"] == b"profile" and image.info["dpi"] == (300.0, 150.0)
    again = reconstruct(saved(image))
    assert again.metadata == kept
    bare = reconstruct(saved(image, exif=b"", xmp=b"", icc_profile=b""))
    assert bare.metadata == Metadata(iptc=b"iptc", dpi=(300.0, 150.0))


@pytest.mark.parametrize("orientation", range(1, 9))
def test_a_picture_is_stored_upright(photo: Picture, orientation: int, tmp_path: Path) -> None:
    path = tmp_path / "turned.jpg"
    Image.fromarray(photo.pixels).save(path, quality=95, exif=exif_of(orientation))
    with Image.open(path) as image:
        again = opened(saved(image, quality=95))
    assert again.getexif()[ExifTags.Base.Orientation] == 1
    assert again.getexif()[ExifTags.Base.Make] == "Lamp"
    with Image.open(path) as image:
        expected = np.asarray(ImageOps.exif_transpose(image))
    assert psnr(np.asarray(again), expected) > 32


def test_modes_that_cannot_be_stored_are_refused() -> None:
    with pytest.raises(OSError, match="cannot write mode CMYK as LATENT"):
        saved(Image.new("CMYK", (16, 16)))


def test_damage_is_an_error_of_pillow(photo: Picture) -> None:
    data = compress(photo)
    with pytest.raises(OSError, match="damaged: a checksum"):
        opened(data[:-40] + bytes(36) + data[-4:])
    with pytest.raises(OSError, match="cut short"):
        opened(data[:-1])
    with pytest.raises(UnidentifiedImageError):
        opened(b"\x89LTM" + data[4:])


def closed_by_load(path: Path) -> Image.Image:
    image = Image.open(path)
    file = image.fp  # type: ignore[attr-defined]
    image.load()
    assert file.closed
    return image


def test_no_file_stays_open_after_load(photo: Picture, tmp_path: Path) -> None:
    path = tmp_path / "photo.latent"
    path.write_bytes(compress(photo))
    image = closed_by_load(path)
    image.close()
    with pytest.raises(ValueError, match="closed"):
        image.load()
    with closed_by_load(path) as again:
        assert again.size == (photo.width, photo.height)
    unread = Image.open(path)
    file = unread.fp  # type: ignore[attr-defined]
    unread.close()
    assert file.closed
    with Image.open(path) as image:
        file = image.fp  # type: ignore[attr-defined]
    assert file.closed


def test_a_file_of_the_caller_stays_open(photo: Picture, tmp_path: Path) -> None:
    path = tmp_path / "photo.latent"
    path.write_bytes(compress(photo))
    with path.open("rb") as file:
        for loads in (True, False):
            image = Image.open(file)
            if loads:
                image.load()
            image.close()
            with Image.open(file) as image:
                image.load()
            assert not file.closed


def test_no_file_stays_open_after_an_error(photo: Picture, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    path = tmp_path / "photo.latent"
    path.write_bytes(compress(photo))

    def fails(*_: object) -> Picture:
        raise UnknownModel("not installed")

    monkeypatch.setattr(plugin, "reconstruct", fails)
    image = Image.open(path)
    file = image.fp  # type: ignore[attr-defined]
    for _ in range(2):
        with pytest.raises(OSError, match="not installed"):
            image.load()
        assert file.closed


def test_an_impossible_resolution_of_the_source_is_left_out(photo: Picture) -> None:
    image = Image.fromarray(photo.pixels)
    image.info["dpi"] = (0, 0)
    assert "dpi" not in opened(saved(image)).info
    with pytest.raises(OSError, match="dpi must be two numbers above 0"):
        saved(image, dpi=300)
