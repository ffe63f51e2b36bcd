"""Both halves together are every position once, and what is put comes back."""

from __future__ import annotations

import numpy as np
import pytest

from engine.pipeline.checkerboard import Half


@pytest.mark.parametrize("shape", [(1, 1), (1, 2), (2, 1), (3, 5), (64, 64), (7, 4)])
def test_halves_cover_everything_once(shape: tuple[int, int]) -> None:
    width = shape[1] + 3
    planes = np.arange(2 * (shape[0] + 1) * width).reshape(2, -1, width)
    seen = []
    for is_even in (True, False):
        half = Half(shape, is_even)
        places = half.places(width)
        assert len(places) == len(half)
        assert all((place // width + place % width) % 2 == (0 if is_even else 1) for place in places)
        np.testing.assert_array_equal(half.take(planes), planes.reshape(2, -1)[:, places])
        again = np.zeros_like(planes)
        half.put(again, half.take(planes))
        assert np.count_nonzero(again[1]) == len(half)
        np.testing.assert_array_equal(half.take(again), half.take(planes))
        seen.extend(places.tolist())
    rows, columns = np.divmod(np.sort(seen), width)
    assert sorted(zip(rows, columns, strict=True)) == [(r, c) for r in range(shape[0]) for c in range(shape[1])]
