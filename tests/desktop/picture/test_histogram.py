"""Counting levels."""

from __future__ import annotations

import numpy as np
import pytest

from desktop.picture.histogram import COUNTED_PIXELS, histogram_of
from engine.errors import Cancelled
from engine.progress import Progress


def test_every_level_is_counted_per_channel() -> None:
    pixels = np.zeros((2, 4, 3), np.uint8)
    pixels[..., 0] = 255
    pixels[0, :3, 1] = (7, 7, 9)
    counts = histogram_of(pixels)
    assert counts.shape == (3, 256) and counts.dtype == np.int64
    assert counts[0, 255] == 8 and counts[0].sum() == 8
    assert (counts[1, 7], counts[1, 9], counts[1, 0]) == (2, 1, 5)
    assert counts[2, 0] == 8


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_it_says_what_numpy_says(dtype: type[np.uint8] | type[np.uint16]) -> None:
    top = np.iinfo(dtype).max
    pixels = np.random.default_rng(3).integers(0, top, (523, 611, 3), dtype, endpoint=True)
    counts = histogram_of(pixels)
    for channel in range(3):
        expected, _ = np.histogram(pixels[..., channel], 256, (0, int(top) + 1))
        assert np.array_equal(counts[channel], expected)


def test_of_a_large_picture_an_even_sample_is_counted() -> None:
    pixels = np.zeros((2600, 3700, 3), np.uint8)
    pixels[:, 1850:] = 200
    counts = histogram_of(pixels)
    assert COUNTED_PIXELS / 4 < counts[0].sum() <= COUNTED_PIXELS
    assert counts[0, 0] / counts[0].sum() == pytest.approx(0.5, abs=0.01)


def test_an_empty_picture_has_no_counts() -> None:
    assert histogram_of(np.zeros((0, 0, 3), np.uint8)).sum() == 0


def test_it_stops_when_it_is_told_to() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        histogram_of(np.zeros((9, 9, 3), np.uint8), progress)
