"""Pictures of sixteen bits: finer than eight all the way through, and otherwise treated alike."""

from __future__ import annotations

import dataclasses

import numpy as np
import pytest

from engine.container import layout, reader, writer
from engine.errors import DamagedLatent
from engine.image.picture import DEEP_STEP, DeepPixels, Metadata, Picture, Samples, eight_bits, in_eight_bits
from engine.pipeline.compress import compress
from engine.pipeline.denoise import denoise
from engine.pipeline.inspection import inspect
from engine.pipeline.options import CompressOptions, DenoiseOptions
from engine.pipeline.reconstruct import reconstruct, reconstruct_region, thumbnail
from engine.pipeline.recover import recover
from tests.engine.conftest import DrawPhoto


def ramp(height: int = 64, width: int = 256) -> DeepPixels:
    """A slope of 3 eight-bit levels over the whole width: bands in eight bits, none in sixteen."""
    line = np.linspace(100 * DEEP_STEP, 103 * DEEP_STEP, width)
    return np.broadcast_to(line[None, :, None], (height, width, 3)).round().astype(np.uint16).copy()


def error(a: Samples, b: Samples) -> float:
    """Root of the mean square, in eight-bit levels."""
    scale = DEEP_STEP if a.dtype == np.uint16 else 1
    return float(np.sqrt(np.mean(((a.astype(float) - b.astype(float)) / scale) ** 2)))


def test_a_slope_keeps_more_steps_than_eight_bits_have() -> None:
    again = reconstruct(compress(Picture(ramp()), CompressOptions(quality=95)))
    assert again.pixels.dtype == np.uint16
    assert len(np.unique(again.pixels)) > 200  # where eight bits would have four
    assert error(again.pixels, ramp()) < 0.29  # what rounding to eight bits alone costs


def test_the_same_picture_in_either_depth_looks_the_same(draw_photo: DrawPhoto) -> None:
    shallow = Picture(draw_photo())
    deep = Picture(shallow.pixels.astype(np.uint16) * np.uint16(DEEP_STEP))
    files = [compress(picture, CompressOptions(quality=70)) for picture in (shallow, deep)]
    assert len(files[0]) == len(files[1])
    one, other = (reconstruct(data) for data in files)
    np.testing.assert_array_equal(one.pixels, eight_bits(other.pixels))
    assert [inspect(data).bits for data in files] == [8, 16]


def test_what_travels_with_a_deep_picture_comes_back() -> None:
    alpha = np.arange(64 * 256, dtype=np.uint16).reshape(64, 256)
    picture = Picture(ramp(), alpha, Metadata(b"icc", b"exif", b"xmp", b"iptc", (300.0, 299.9994)))
    data = compress(picture)
    again = reconstruct(data)
    np.testing.assert_array_equal(again.alpha, alpha)
    assert again.alpha is not None and again.alpha.dtype == np.uint16
    assert again.metadata == picture.metadata and inspect(data).has_iptc


def test_parts_of_a_deep_picture(draw_photo: DrawPhoto) -> None:
    pixels = draw_photo(96, 200).astype(np.uint16) * np.uint16(200)
    data = compress(Picture(pixels))
    whole = reconstruct(data).pixels
    np.testing.assert_array_equal(reconstruct_region(data, (30, 20, 50, 40)).pixels, whole[20:60, 30:80])
    assert thumbnail(data, 40).pixels.dtype == np.uint8
    assert thumbnail(data, 180).pixels.shape == (86, 180, 3)


def test_deep_grey_is_grey(draw_photo: DrawPhoto) -> None:
    grey = draw_photo()[:, :, :1].repeat(3, axis=2).astype(np.uint16) * np.uint16(DEEP_STEP)
    again = reconstruct(compress(Picture(grey, is_grey=True)))
    assert again.is_grey and again.is_deep
    assert (again.pixels == again.pixels[:, :, :1]).all()
    assert error(again.pixels, grey) < 4


def test_lost_squares_of_a_deep_picture_are_striped_in_its_own_range(draw_photo: DrawPhoto) -> None:
    data = compress(Picture(draw_photo(40, 1100).astype(np.uint16) * np.uint16(DEEP_STEP)))
    file = reader.read(data)
    wrong = dataclasses.replace(file.groups[1], base=dataclasses.replace(file.groups[1].base, symbols_crc=1))
    found = recover(writer.write(dataclasses.replace(file, groups=(file.groups[0], wrong))))
    assert found.lost == ((1024, 0, 76, 40),)
    assert set(np.unique(found.picture.pixels[:, 1024:])) == {96 * DEEP_STEP, 160 * DEEP_STEP}


def test_an_alpha_plane_of_another_depth_is_refused() -> None:
    shallow = in_eight_bits(Picture(ramp(), np.arange(64 * 256, dtype=np.uint16).reshape(64, 256)))
    file = reader.read(compress(shallow))
    deep = dataclasses.replace(file, header=dataclasses.replace(file.header, is_deep=True))
    with pytest.raises(DamagedLatent, match="does not fit"):
        reconstruct(writer.write(deep))


@pytest.mark.parametrize("stored", [b"", b"\0" * 16, layout.RESOLUTION.pack(float("nan"), 72.0), b"\1" * 17])
def test_a_resolution_that_is_none_is_passed_over(photo: Picture, stored: bytes) -> None:
    file = reader.read(compress(photo))
    assert reconstruct(writer.write(dataclasses.replace(file, chunks={layout.DPI: stored}))).metadata.dpi is None


def test_exif_of_the_first_files_loses_the_mark_that_it_had_in_jpeg(photo: Picture) -> None:
    file = reader.read(compress(photo))
    marked = dataclasses.replace(file, chunks={layout.EXIF: b"Exif\0\0MM\0*"})
    assert reconstruct(writer.write(marked)).metadata.exif == b"MM\0*"


def test_denoising_keeps_sixteen_bits() -> None:
    noise = np.random.default_rng(1).normal(0, 20 * DEEP_STEP, (64, 256, 3))
    noisy = np.clip(ramp() + noise, 0, 65535).astype(np.uint16)
    clean = denoise(Picture(noisy), DenoiseOptions(strength=40.0)).pixels
    assert clean.dtype == np.uint16 and error(clean, ramp()) < error(noisy, ramp()) / 4
    assert len(np.unique(clean)) > 1000


def test_sixteen_bits_round_to_the_nearest_of_eight() -> None:
    values = np.array([0, 128, 129, 257 * 100 - 128, 257 * 100 + 128, 257 * 100 + 129, 65535], dtype=np.uint16)
    np.testing.assert_array_equal(eight_bits(values), [0, 0, 1, 100, 100, 101, 255])
