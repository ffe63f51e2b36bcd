"""Sixteen bits a channel: kept where a file has them, full scale whatever its depth, and said where they are lost."""

from __future__ import annotations

import struct
from pathlib import Path
from typing import Any

import imagecodecs
import numpy as np
import numpy.typing as npt
import pytest
import tifffile
from PIL import Image

from engine.errors import UnreadableImage
from engine.image.reader import read_picture
from engine.image.samples import full_scale, reduced, straight

Deep = npt.NDArray[np.uint16]


def ramp(*shape: int, seed: int = 0) -> Deep:
    return np.random.default_rng(seed).integers(0, 65536, shape, dtype=np.uint16)


def check(path: Path, expected: Deep, *, tolerance: int = 0) -> None:
    picture = read_picture(path)
    channels = 1 if expected.ndim == 2 else expected.shape[2]
    colours = expected.reshape(*expected.shape[:2], channels)
    assert picture.pixels.dtype == np.uint16 and picture.is_grey == (channels <= 2)
    rgb = colours[:, :, :3] if channels > 2 else np.repeat(colours[:, :, :1], 3, axis=2)
    assert np.abs(picture.pixels.astype(int) - rgb).max() <= tolerance
    if channels in (2, 4):
        assert picture.alpha is not None and picture.alpha.dtype == np.uint16
        np.testing.assert_array_equal(picture.alpha, colours[:, :, -1])
    else:
        assert picture.alpha is None
    assert picture.warnings == ()


@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_png(tmp_path: Path, channels: int) -> None:
    samples = ramp(12, 20, channels) if channels > 1 else ramp(12, 20)
    (tmp_path / "a.png").write_bytes(imagecodecs.png_encode(samples))
    check(tmp_path / "a.png", samples)


def test_deep_png_cut_short(tmp_path: Path) -> None:
    data = bytes(imagecodecs.png_encode(ramp(40, 40, 3)))
    (tmp_path / "a.png").write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableImage, match="cut short"):
        read_picture(tmp_path / "a.png")


@pytest.mark.parametrize(
    "options", [{}, {"compression": "lzw"}, {"compression": "zlib", "predictor": True}, {"tile": (16, 16)}]
)
@pytest.mark.parametrize("byteorder", ["<", ">"])
def test_tiff(tmp_path: Path, options: dict[str, Any], byteorder: str) -> None:
    samples = ramp(20, 36, 3)
    tifffile.imwrite(tmp_path / "a.tif", samples, photometric="rgb", byteorder=byteorder, **options)  # type: ignore[arg-type]
    check(tmp_path / "a.tif", samples)


def test_tiff_of_every_layout(tmp_path: Path) -> None:
    rgba, grey = ramp(20, 36, 4), ramp(20, 36)
    tifffile.imwrite(tmp_path / "a.tif", rgba, photometric="rgb", extrasamples=["unassalpha"])
    check(tmp_path / "a.tif", rgba)
    tifffile.imwrite(
        tmp_path / "planar.tif", np.moveaxis(rgba[:, :, :3], 2, 0), photometric="rgb", planarconfig="separate"
    )
    check(tmp_path / "planar.tif", rgba[:, :, :3])
    tifffile.imwrite(tmp_path / "big.tif", grey, photometric="minisblack", bigtiff=True)
    check(tmp_path / "big.tif", grey)
    tifffile.imwrite(tmp_path / "inverted.tif", grey, photometric="miniswhite")
    check(tmp_path / "inverted.tif", 65535 - grey)
    grey_alpha = ramp(20, 36, 2)
    tifffile.imwrite(
        tmp_path / "la.tif", grey_alpha, photometric="minisblack", extrasamples=["unassalpha"], planarconfig="contig"
    )
    check(tmp_path / "la.tif", grey_alpha)


def test_premultiplied_tiff_is_divided_by_its_alpha(tmp_path: Path) -> None:
    colours, alpha = ramp(20, 36, 3), ramp(20, 36, seed=1) | 0x8000
    multiplied = (colours.astype(np.uint64) * alpha[:, :, None] + 32767) // 65535
    stored = np.dstack([multiplied.astype(np.uint16), alpha])
    tifffile.imwrite(tmp_path / "a.tif", stored, photometric="rgb", extrasamples=["assocalpha"])
    check(tmp_path / "a.tif", np.dstack([colours, alpha]), tolerance=2)


@pytest.mark.parametrize("compression", [None, "zlib"])
@pytest.mark.parametrize("planar", ["contig", "separate"])
@pytest.mark.parametrize("channels", [2, 4])
@pytest.mark.parametrize("kind", ["unassalpha", "assocalpha"])
def test_tiff_of_eight_bits_with_alpha(
    tmp_path: Path, compression: str | None, planar: Any, channels: int, kind: Any
) -> None:
    stored = (ramp(20, 36, channels) >> 8).astype(np.uint8)
    stored[:, :, -1] |= 0x80
    if kind == "assocalpha":
        stored[:, :, :-1] = np.minimum(stored[:, :, :-1], stored[:, :, -1:])
    tifffile.imwrite(
        tmp_path / "a.tif", stored if planar == "contig" else np.moveaxis(stored, 2, 0), extrasamples=[kind],
        photometric="rgb" if channels == 4 else "minisblack", planarconfig=planar, compression=compression,
    )  # fmt: skip
    picture = read_picture(tmp_path / "a.tif")
    expected = straight(stored) if kind == "assocalpha" else stored
    shown = picture.pixels[:, :, : channels - 1].astype(int)
    assert np.abs(shown - expected[:, :, :-1]).max() <= (kind == "assocalpha")
    assert picture.alpha is not None and picture.is_grey == (channels == 2)
    np.testing.assert_array_equal(picture.alpha, stored[:, :, -1])


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize(
    ("photometric", "kinds", "said"),
    [
        ("rgb", ["unspecified"], ("a channel beside the colours is left out",)),
        ("minisblack", ["unassalpha", "unspecified"], ("a channel beside the colours is left out",)),
        ("rgb", ["unspecified"] * 2, ("2 channels beside the colours are left out",)),
        ("separated", ["unspecified"], ("a channel beside the colours is left out",)),
        ("rgb", ["unassalpha"], ()),
    ],
)
def test_channels_of_a_tiff_that_are_left_out_are_said(
    tmp_path: Path, dtype: str, photometric: Any, kinds: Any, said: tuple[str, ...]
) -> None:
    channels = {"rgb": 3, "minisblack": 1, "separated": 4}[photometric] + len(kinds)
    samples = ramp(20, 36, channels).astype("uint8" if photometric == "separated" else dtype)
    tifffile.imwrite(tmp_path / "a.tif", samples, photometric=photometric, extrasamples=kinds, planarconfig="contig")
    warnings = read_picture(tmp_path / "a.tif").warnings
    assert tuple(warning for warning in warnings if "beside" in warning) == said


def test_pages_of_a_deep_tiff_are_said(tmp_path: Path) -> None:
    samples = ramp(3, 20, 36)
    tifffile.imwrite(tmp_path / "a.tif", samples, photometric="minisblack")
    picture = read_picture(tmp_path / "a.tif")
    np.testing.assert_array_equal(picture.pixels[:, :, 1], samples[0])
    assert picture.warnings == ("only the first of 3 pages",)


@pytest.mark.parametrize(
    ("dtype", "warning"),
    [
        ("uint32", "reduced from 32 to 16"),
        ("float32", "floating-point"),
        ("float64", "floating-point"),
        ("float16", "floating-point"),
    ],
)
def test_deeper_tiff_is_reduced_and_said(tmp_path: Path, dtype: str, warning: str) -> None:
    wide = np.linspace(0, 1, 600).reshape(20, 30)
    stored = (wide * (2**32 - 1)).astype(np.uint32) if dtype == "uint32" else wide.astype(dtype)
    tifffile.imwrite(tmp_path / "a.tif", stored, photometric="minisblack")
    picture = read_picture(tmp_path / "a.tif")
    assert picture.is_deep and np.abs(picture.pixels[:, :, 0] - wide * 65535).max() < (40 if dtype == "float16" else 1)
    (said,) = picture.warnings
    assert said.startswith(warning)


def write_floats(path: Path, values: npt.NDArray[Any]) -> None:
    """Floating-point samples as TIFF, JPEG XL, PFM, FITS or IM, by the suffix."""
    if path.suffix == ".tif":
        tifffile.imwrite(path, values, photometric="minisblack")
    elif path.suffix == ".jxl":
        path.write_bytes(imagecodecs.jpegxl_encode(values, lossless=True))
    elif path.suffix == ".pfm":
        height, width = values.shape
        path.write_bytes(f"Pf\n{width} {height}\n-1.0\n".encode() + values[::-1].astype("<f4").tobytes())
    elif path.suffix == ".fits":
        height, width = values.shape
        cards = {"SIMPLE": "T", "BITPIX": -32, "NAXIS": 2, "NAXIS1": width, "NAXIS2": height}
        header = "".join(f"{key:8}= {value:>20}".ljust(80) for key, value in cards.items()) + "END".ljust(80)
        data = values[::-1].astype(">f4").tobytes()
        path.write_bytes(header.ljust(2880).encode() + data.ljust(-(-len(data) // 2880) * 2880, b"\0"))
    else:
        Image.fromarray(values.astype(np.float32)).save(path)


@pytest.mark.parametrize("name", ["f16.tif", "f32.tif", "f64.tif", "a.jxl", "a.pfm", "a.fits", "a.im"])
@pytest.mark.parametrize(
    ("odd", "shown", "said"),
    [
        (1.0, 65535, ()),
        (1.0000001, 65535, ()),
        (1.002, 65535, ("values above 1, which is white, are clipped",)),
        (200.0, 65535, ("values above 1, which is white, are clipped; the largest is 200",)),
        (np.inf, 65535, ("values above 1, which is white, are clipped; the largest is inf",)),
        (-0.5, 0, ("negative values are shown as black",)),
        (-np.inf, 0, ("negative values are shown as black",)),
        (np.nan, 0, ("values that are not a number are shown as black",)),
    ],
)
def test_white_is_one_whatever_the_values(
    tmp_path: Path, name: str, odd: float, shown: int, said: tuple[str, ...]
) -> None:
    wide = np.linspace(0, 1, 600).reshape(20, 30)
    wide[3, 5] = odd
    write_floats(tmp_path / name, wide.astype({"f16": np.float16, "f64": np.float64}.get(name[:3], np.float32)))
    picture = read_picture(tmp_path / name)
    expected = np.nan_to_num(wide, posinf=1, neginf=0).clip(0, 1) * 65535
    off = np.abs(picture.pixels[:, :, 0] - expected)
    assert picture.is_deep and picture.pixels[3, 5, 0] == shown and off.max() < (40 if name == "f16.tif" else 1)
    clipped = picture.warnings[1:]
    assert len(clipped) == len(said) and all(a.startswith(b) for a, b in zip(clipped, said, strict=True))


def test_a_tiff_may_state_its_white(tmp_path: Path) -> None:
    values = np.random.default_rng(0).uniform(0, 1, (20, 30, 4)).astype(np.float32)
    stored = values * np.float32([4000, 4000, 4000, 1])
    tag = (341, "f", 4, (4000.0, 4000.0, 4000.0, 1.0), False)
    tifffile.imwrite(
        tmp_path / "a.tif", stored, photometric="rgb", extrasamples=["unassalpha"], extratags=[tag], metadata=None
    )
    picture = read_picture(tmp_path / "a.tif")
    assert picture.alpha is not None and picture.warnings == ("floating-point values are reduced to 16 bits a channel",)
    assert np.abs(picture.pixels - values[:, :, :3] * 65535).max() < 1
    assert np.abs(picture.alpha - values[:, :, 3] * 65535).max() < 1
    tifffile.imwrite(
        tmp_path / "dark.tif", values[:, :, 0] / 2, photometric="minisblack", extratags=[(341, "f", 1, 0.5)]
    )
    assert read_picture(tmp_path / "dark.tif").pixels.max() < 32769  # a statistic, not a scale


def test_white_stays_where_it_is_in_every_block_of_rows() -> None:
    values = np.full((1500, 1000, 1), 0.5, np.float32)
    values[-1, -1, 0] = 3.0
    samples, said = reduced(values, 32)
    assert samples[0, 0, 0] == 32768 and samples[-1, -1, 0] == 65535
    assert said[1:] == ("values above 1, which is white, are clipped; the largest is 3",)


def test_wide_whole_numbers_are_not_scaled_by_their_largest(tmp_path: Path) -> None:
    cards = {"SIMPLE": "T", "BITPIX": 32, "NAXIS": 2, "NAXIS1": 2, "NAXIS2": 1}
    header = "".join(f"{key:8}= {value:>20}".ljust(80) for key, value in cards.items()) + "END".ljust(80)
    for name, values in {"a.fits": (65535, 2**30), "b.fits": (65535, 0)}.items():
        (tmp_path / name).write_bytes(header.ljust(2880).encode() + struct.pack(">2i", *values).ljust(2880, b"\0"))
        assert read_picture(tmp_path / name).pixels[0, 0, 0] == 2


def test_a_compression_that_pillow_does_not_know(tmp_path: Path) -> None:
    pixels = (ramp(20, 36, 3) >> 8).astype(np.uint8)
    tifffile.imwrite(
        tmp_path / "a.tif", pixels, photometric="rgb", compression="webp", compressionargs={"lossless": True}
    )
    picture = read_picture(tmp_path / "a.tif")
    assert picture.pixels.dtype == np.uint8
    np.testing.assert_array_equal(picture.pixels, pixels)


@pytest.mark.parametrize("compression", [None, "zlib", "lzw"])
def test_deep_tiff_cut_short(tmp_path: Path, compression: str | None) -> None:
    tifffile.imwrite(tmp_path / "a.tif", ramp(40, 40, 3), photometric="rgb", compression=compression)
    data = (tmp_path / "a.tif").read_bytes()
    (tmp_path / "a.tif").write_bytes(data[: len(data) // 2])
    with pytest.raises(UnreadableImage, match=r"cut short|damaged: its picture data"):
        read_picture(tmp_path / "a.tif")


def test_channels_without_number_are_refused(tmp_path: Path) -> None:
    tifffile.imwrite(tmp_path / "a.tif", ramp(4, 4, 40), photometric="minisblack", planarconfig="contig")
    with pytest.raises(UnreadableImage, match="40 channels"):
        read_picture(tmp_path / "a.tif")


def test_twelve_bit_tiff_fills_the_scale(tmp_path: Path) -> None:
    values = np.arange(4096, dtype=np.uint16).reshape(64, 64)
    _write_packed(tmp_path / "a.tif", values, 12)
    check(tmp_path / "a.tif", np.rint(values / 4095 * 65535).astype(np.uint16))


def _write_packed(path: Path, values: Deep, bits: int) -> None:
    """A TIFF of one strip, samples packed without gaps."""
    digits = "".join(f"{value:0{bits}b}" for value in values.ravel())
    data = int(digits, 2).to_bytes(len(digits) // 8)
    height, width = values.shape
    tags = [
        (256, width),
        (257, height),
        (258, bits),
        (259, 1),
        (262, 1),
        (273, 8),
        (277, 1),
        (278, height),
        (279, len(data)),
    ]
    ifd = b"".join(struct.pack(">HHII", tag, 4, 1, value) for tag, value in tags)
    head = b"MM\0*" + struct.pack(">I", 8 + len(data))
    path.write_bytes(head + data + struct.pack(">H", len(tags)) + ifd + bytes(4))


@pytest.mark.parametrize("maximum", [65535, 4095, 1000])
@pytest.mark.parametrize("channels", [1, 3])
def test_netpbm(tmp_path: Path, maximum: int, channels: int) -> None:
    values = np.random.default_rng(0).integers(0, maximum + 1, (6, 10, channels), dtype=np.uint16)
    values[0, 0] = maximum
    kind = "P5" if channels == 1 else "P6"
    header = f"{kind}\n# a comment 7 8 9\n10 6\n{maximum}\n".encode()
    (tmp_path / "a.ppm").write_bytes(header + values.astype(">u2").tobytes())
    check(tmp_path / "a.ppm", np.floor(values / maximum * 65535 + 0.5).astype(np.uint16))
    (tmp_path / "cut.ppm").write_bytes(header + values.astype(">u2").tobytes()[:-1])
    with pytest.raises(UnreadableImage, match="cut short"):
        read_picture(tmp_path / "cut.ppm")


@pytest.mark.parametrize("bits", [10, 12])
def test_avif(tmp_path: Path, bits: int) -> None:
    top = (1 << bits) - 1
    values = np.clip(np.arange(64 * 64 * 3).reshape(64, 64, 3) * top // (64 * 64 * 3), 0, top).astype(np.uint16)
    data = imagecodecs.avif_encode(values, level=100, bitspersample=bits, pixelformat="444", matrix=0)
    (tmp_path / "a.avif").write_bytes(data)
    check(tmp_path / "a.avif", np.rint(values / top * 65535).astype(np.uint16), tolerance=65535 // top + 1)


@pytest.mark.parametrize("channels", [1, 3])
@pytest.mark.parametrize("bits", [12, 16])
def test_jpeg_2000(tmp_path: Path, bits: int, channels: int) -> None:
    top = (1 << bits) - 1
    values = ramp(32, 40, channels)[:, :, : channels if channels > 1 else None] >> (16 - bits)
    stored = values[:, :, 0] if channels == 1 else values
    data = imagecodecs.jpeg2k_encode(stored, reversible=True, level=0, bitspersample=bits, codecformat="jp2", mct=False)
    (tmp_path / "a.jp2").write_bytes(data)
    check(tmp_path / "a.jp2", np.rint(values / top * 65535).astype(np.uint16))


def test_heic_of_ten_bits() -> None:
    picture = read_picture(Path(__file__).parent / "data" / "deep.heic")
    across = np.arange(48) * 255 // 47 * 257
    assert picture.is_deep and int(picture.pixels.max()) == 65535
    assert np.abs(picture.pixels[5, :, 0].astype(int) - across).max() < 2000
    assert (picture.pixels % 257 != 0).mean() > 0.2  # levels that eight bits do not have


@pytest.mark.parametrize("dtype", ["uint8", "uint16"])
@pytest.mark.parametrize("channels", [1, 2, 3, 4])
def test_jpeg_xl(tmp_path: Path, dtype: str, channels: int) -> None:
    samples = ramp(18, 22, channels).astype(dtype)
    stored = samples[:, :, 0] if channels == 1 else samples
    (tmp_path / "a.jxl").write_bytes(imagecodecs.jpegxl_encode(stored, lossless=True))
    if dtype == "uint16":
        check(tmp_path / "a.jxl", samples)
    else:
        picture = read_picture(tmp_path / "a.jxl")
        assert not picture.is_deep and picture.is_grey == (channels < 3)
        np.testing.assert_array_equal(picture.pixels[:, :, 0], samples[:, :, 0])


def test_jpeg_xl_of_ten_bits_fills_the_scale(tmp_path: Path) -> None:
    samples = ramp(18, 22, 3) >> 6
    samples[0, 0] = 1023
    (tmp_path / "a.jxl").write_bytes(imagecodecs.jpegxl_encode(samples, lossless=True, bitspersample=10))
    check(tmp_path / "a.jxl", np.rint(samples / 1023 * 65535).astype(np.uint16), tolerance=1)


def test_pillows_deep_greys(tmp_path: Path) -> None:
    samples = ramp(12, 20)
    Image.fromarray(samples).save(tmp_path / "a.im")
    np.testing.assert_array_equal(read_picture(tmp_path / "a.im").pixels[:, :, 0], samples)


def test_what_is_lost_is_said(tmp_path: Path) -> None:
    cmyk = ramp(12, 20, 4)
    tifffile.imwrite(tmp_path / "a.tif", cmyk, photometric="separated")
    picture = read_picture(tmp_path / "a.tif")
    assert not picture.is_deep and "reduced from 16 to 8 bits a channel" in picture.warnings


def test_a_long_comment_costs_no_depth(tmp_path: Path) -> None:
    samples = ramp(20, 36, 3)
    header = b"P6\n# " + b"long " * 100 + b"\n36 20\n65535\n"
    (tmp_path / "a.ppm").write_bytes(header + samples.astype(">u2").tobytes())
    check(tmp_path / "a.ppm", samples)


def test_lost_depth_of_text_and_of_sgi_is_said(tmp_path: Path) -> None:
    samples = ramp(20, 36)
    numbers = " ".join(map(str, np.repeat(samples.ravel(), 3)))
    (tmp_path / "a.ppm").write_text(f"P3\n36 20\n65535\n{numbers}\n")
    head = struct.pack(">HBBHHHHIII80sI404s", 474, 0, 2, 2, 36, 20, 1, 0, 65535, 0, b"", 0, b"")
    (tmp_path / "a.sgi").write_bytes(head + samples[::-1].astype(">u2").tobytes())
    for name in ("a.ppm", "a.sgi"):
        picture = read_picture(tmp_path / name)
        assert picture.warnings == ("reduced from 16 to 8 bits a channel",)
        assert np.abs(picture.pixels[:, :, 0] - samples / 257.0).max() < 1


@pytest.mark.parametrize("bits", [1, 5, 9, 10, 12, 14, 16])
def test_full_scale_reaches_both_ends(bits: int) -> None:
    top = (1 << bits) - 1
    values = np.arange(top + 1, dtype=np.uint16)
    np.testing.assert_array_equal(full_scale(values, top), np.floor(values / top * 65535 + 0.5))


def test_reduced_numbers() -> None:
    signed, said = reduced(np.array([[-5, 0, 32767]], dtype=np.int16), 16)
    assert signed.tolist() == [[0, 0, 65535]] and said == ("negative values are shown as black",)
    floats, _ = reduced(np.array([[np.nan, -1.0, 0.5, np.inf, 1.0]], dtype=np.float32), 32)
    assert floats.tolist() == [[0, 0, 32768, 65535, 65535]]
    floats, _ = reduced(np.array([[0.0, 255.0]]), 64)
    assert floats.tolist() == [[0, 65535]]


def test_straight_alpha() -> None:
    samples = np.array([[[50, 100], [0, 0], [200, 100]]], dtype=np.uint8)
    assert straight(samples).tolist() == [[[128, 100], [0, 0], [255, 100]]]


@pytest.mark.parametrize("name", ["turned.heic", "deep.heic", "alpha.heic", "grey.heic"])
def test_pixels_of_heic_outlive_the_container_that_decoded_them(name: str) -> None:
    path = Path(__file__).parent / "data" / name
    picture = read_picture(path)
    before = picture.pixels.copy()
    for seed in range(1, 4):  # takes and overwrites whatever memory was given back
        np.full((1 << 24) + seed, seed, dtype=np.uint8)
        [np.full(picture.pixels.nbytes + extra, seed, dtype=np.uint8) for extra in range(32)]
    np.testing.assert_array_equal(picture.pixels, before)
    np.testing.assert_array_equal(read_picture(path).pixels, before)
