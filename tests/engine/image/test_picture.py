"""Arrays and metadata that a :class:`Picture` is made of: converted by the stated rules, or refused."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from typing import Any

import numpy as np
import pytest

import engine
from engine.errors import OptionError
from engine.image.picture import Metadata, Picture, Pixels, Samples

DEEP = np.arange(6 * 5 * 3, dtype=np.uint16).reshape(6, 5, 3) * 728


@pytest.fixture
def eight(draw_photo: Callable[..., Pixels]) -> Pixels:
    return draw_photo(32, 48)


@pytest.mark.parametrize(
    ("given", "expected"),
    [
        (np.array([[False, True]]), np.array([[0, 255]], np.uint8)),
        (np.array([[0.0, 0.5, 1.0]], np.float16), np.array([[0, 32768, 65535]], np.uint16)),
        (np.array([[0.0, 0.25, 1.0]], np.float32), np.array([[0, 16384, 65535]], np.uint16)),
        (np.array([[0.0, 0.25, 1.0]], ">f8"), np.array([[0, 16384, 65535]], np.uint16)),
        (np.array([[1, 258]], ">u2"), np.array([[1, 258]], np.uint16)),
        (np.array([[1, 258]], "<u2"), np.array([[1, 258]], np.uint16)),
    ],
)
def test_types_are_converted_by_rule(given: Any, expected: Samples) -> None:
    picture = Picture(given)
    assert picture.pixels.dtype == expected.dtype and picture.pixels.dtype.isnative
    assert picture.is_grey
    np.testing.assert_array_equal(picture.pixels, np.dstack([expected] * 3))


def test_shapes_and_orders_are_converted(eight: Pixels) -> None:
    grey, alpha = eight[:, :, 0], eight[:, :, 1]
    for given in (grey, grey[:, :, None]):
        picture = Picture(given)
        assert (picture.is_grey, picture.alpha) == (True, None)
        np.testing.assert_array_equal(picture.pixels, np.dstack([grey] * 3))
    with_alpha = Picture(np.dstack([grey, alpha]))
    assert with_alpha.is_grey
    np.testing.assert_array_equal(with_alpha.alpha, alpha)
    colours = Picture(np.dstack([eight, alpha]))
    assert not colours.is_grey
    np.testing.assert_array_equal(colours.pixels, eight)
    np.testing.assert_array_equal(colours.alpha, alpha)
    for given in (np.asfortranarray(eight), eight[::-1][::-1], eight.transpose(1, 0, 2).copy().transpose(1, 0, 2)):
        assert Picture(given).pixels.flags.c_contiguous
        np.testing.assert_array_equal(Picture(given).pixels, eight)
    assert Picture(eight).pixels is eight  # what fits is not copied


def test_alpha_is_given_the_type_of_the_pixels(eight: Pixels) -> None:
    alpha = eight[:, :, 0]
    deep = eight.astype(np.uint16) * np.uint16(257)
    np.testing.assert_array_equal(Picture(deep, alpha).alpha, alpha.astype(np.uint16) * 257)
    for given in (alpha.astype(np.uint16) * np.uint16(257), alpha / 255, np.asfortranarray(alpha), alpha[:, :, None]):
        found = Picture(eight, given).alpha
        assert found is not None and found.dtype == np.uint8 and found.flags.c_contiguous
        np.testing.assert_array_equal(found, alpha)
    np.testing.assert_array_equal(Picture(eight, alpha > 99).alpha, np.where(alpha > 99, 255, 0))


@pytest.mark.parametrize(
    ("given", "reason"),
    [
        (np.zeros((4, 4, 3), np.int16), "int16"),
        (np.zeros((4, 4, 3), np.int64), "int64"),
        (np.zeros((4, 4, 3), np.uint32), "uint32"),
        (np.zeros((4, 4, 3), np.complex64), "complex64"),
        (np.full((4, 4, 3), None), "object"),
        (np.full((4, 4, 3), "a"), "<U1"),
        (np.full((4, 4, 3), 1.5), "from 0 to 1"),
        (np.full((4, 4, 3), -0.1), "from 0 to 1"),
        (np.full((4, 4, 3), np.nan), "from 0 to 1"),
        (np.zeros((4, 4, 5), np.uint8), r"shape \(H, W, 3\), not \(4, 4, 5\)"),
        (np.zeros((3, 4, 4, 3), np.uint8), "shape"),
        (np.zeros(4, np.uint8), "shape"),
        (np.array(0.5), "shape"),
        (np.zeros((4, 4, 0), np.uint8), "shape"),
        (np.zeros((0, 4, 3), np.uint8), "the picture is empty"),
        (np.zeros((4, 0), np.float32), "the picture is empty"),
        ([[1, 2, 3]], "must be of the type numpy.ndarray, not list"),
        (None, "must be of the type numpy.ndarray, not NoneType"),
    ],
)
def test_other_arrays_are_refused(given: Any, reason: str) -> None:
    with pytest.raises(OptionError, match=reason):
        Picture(given)


@pytest.mark.parametrize(
    ("alpha", "reason"),
    [
        (np.zeros((5, 6), np.uint8), r"alpha must have the shape \(6, 5\), not \(5, 6\)"),
        (np.zeros((6, 5, 3), np.uint8), "shape"),
        (np.zeros((6, 5), np.int32), "int32"),
        (np.full((6, 5), 255.0), "from 0 to 1"),
        (b"\0" * 30, "not bytes"),
    ],
)
def test_other_alphas_are_refused(alpha: Any, reason: str) -> None:
    with pytest.raises(OptionError, match=reason):
        Picture(DEEP, alpha)


def test_alpha_twice_is_refused() -> None:
    with pytest.raises(OptionError, match="alpha is given twice: pixels have 4 channels"):
        Picture(np.zeros((6, 5, 4), np.uint8), np.zeros((6, 5), np.uint8))


@pytest.mark.parametrize(
    ("values", "reason"),
    [
        ({"icc": "sRGB"}, "icc must be of the type bytes, not str"),
        ({"exif": {271: "Lamp"}}, "exif must be of the type bytes, not dict"),
        ({"xmp": "<x/>"}, "xmp"),
        ({"iptc": [1]}, "iptc"),
        ({"paths": "8BIM"}, "paths must be of the type bytes"),
        ({"geo": {33550: (1.0,)}}, "geo"),
        ({"texts": {"Author": "A"}}, "texts must be pairs"),
        ({"texts": (("Author", b"A"),)}, "texts must be pairs"),
        ({"texts": None}, "texts must be pairs"),
        ({"dpi": 300}, "dpi must be two numbers above 0, not 300"),
        ({"dpi": (300.0,)}, "dpi"),
        ({"dpi": (300.0, 0.0)}, "dpi"),
        ({"dpi": (float("nan"), 1.0)}, "dpi"),
        ({"dpi": (float("inf"), 1.0)}, "dpi"),
        ({"dpi": "ab"}, "dpi"),
    ],
)
def test_metadata_of_other_types_are_refused(values: dict[str, Any], reason: str) -> None:
    with pytest.raises(OptionError, match=reason):
        Metadata(**values)


def test_metadata_are_converted() -> None:
    found = Metadata(
        icc=bytearray(b"a"), exif=b"Exif\0\0II*\0", xmp=memoryview(b"x"), iptc=b"", dpi=[300, np.float32(72)]
    )  # type: ignore[arg-type]
    assert found == Metadata(b"a", b"II*\0", b"x", None, (300.0, 72.0))
    assert all(type(value) in (bytes, type(None)) for value in (found.icc, found.exif, found.xmp, found.iptc))


def test_values_beside_the_arrays_are_checked() -> None:
    with pytest.raises(OptionError, match="metadata must be of the type Metadata, not dict"):
        Picture(DEEP, metadata={"icc": b""})  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="format must be of the type str"):
        Picture(DEEP, format=None)  # type: ignore[arg-type]
    with pytest.raises(OptionError, match="alpha"):
        dataclasses.replace(Picture(DEEP), alpha=np.zeros((1, 1), np.uint8))


@pytest.mark.parametrize(
    "function",
    [
        engine.compress,
        engine.denoise,
        engine.estimate_noise,
        engine.estimate_strength,
        engine.CompressPreview,
        lambda picture: engine.write_picture(picture, "a.png"),
        lambda picture: engine.lost_in(picture, "png"),
    ],
)
@pytest.mark.parametrize("given", [DEEP, "a.png", None])
def test_functions_refuse_what_is_no_picture(function: Callable[[Any], object], given: object) -> None:
    with pytest.raises(OptionError, match="picture must be of the type Picture"):
        function(given)


@pytest.mark.parametrize("scale", [np.float32(1 / 255), np.float64(1 / 255)])
def test_floats_are_compressed_as_the_levels_they_stand_for(eight: Pixels, scale: Any) -> None:
    deep = Picture(eight.astype(np.uint16) * np.uint16(257))
    assert engine.compress(Picture(eight * scale)) == engine.compress(deep)
    found = engine.reconstruct(engine.compress(Picture(eight * scale, alpha=eight[:, :, 0] > 99)))
    assert found.alpha is not None
    assert abs(float(found.pixels.mean()) / 257 - float(eight.mean())) < 2
