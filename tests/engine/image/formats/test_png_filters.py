"""PNG's filters against a decoder that is written as the specification has it."""

from __future__ import annotations

import numpy as np
import pytest

from engine.image.formats import png_filters
from engine.image.formats.png_filters import Bytes, filter_rows


def paeth(left: int, above: int, corner: int) -> int:
    estimate = left + above - corner
    distances = abs(estimate - left), abs(estimate - above), abs(estimate - corner)
    return (left, above, corner)[distances.index(min(distances))]


def unfiltered(filtered: Bytes, above: Bytes | None, step: int) -> Bytes:
    """Section 9.2 of the specification, byte by byte."""
    width = filtered.shape[1] - 1
    before = [0] * width if above is None else [int(value) for value in above]
    rows = []
    for kind, *residuals in filtered.tolist():
        row: list[int] = []
        for at, residual in enumerate(residuals):
            left, corner = (row[at - step], before[at - step]) if at >= step else (0, 0)
            up = before[at]
            row.append((residual + (0, left, up, (left + up) // 2, paeth(left, up, corner))[kind]) % 256)
        rows.append(row)
        before = row
    return np.array(rows, np.uint8).reshape(-1, width)


def smooth(count: int, width: int, seed: int) -> Bytes:
    """Rows of bytes in which neighbours are alike."""
    steps = np.random.default_rng(seed).integers(-6, 7, (count, width))
    return (np.cumsum(np.cumsum(steps, axis=0), axis=1) // 3).astype(np.uint8)


@pytest.mark.parametrize("step", [1, 2, 3, 4, 6, 8])
@pytest.mark.parametrize("has_above", [False, True])
@pytest.mark.parametrize("shape", [(1, 1), (1, 9), (7, 1), (20, 31)])
def test_rows_come_back(step: int, has_above: bool, shape: tuple[int, int]) -> None:
    rows = smooth(shape[0] + 1, shape[1] * step, step)
    above = rows[0] if has_above else None
    filtered = filter_rows(rows[1:], above, step)
    np.testing.assert_array_equal(unfiltered(filtered, above, step), rows[1:])


def test_blocks_leave_no_seam(monkeypatch: pytest.MonkeyPatch) -> None:
    rows = smooth(50, 90, 0)
    whole = filter_rows(rows, None, 3)
    monkeypatch.setattr(png_filters, "_BLOCK_BYTES", 700)
    np.testing.assert_array_equal(filter_rows(rows, None, 3), whole)


def test_the_paeth_predictor_of_all_extremes() -> None:
    values = np.array([0, 1, 2, 127, 128, 129, 254, 255], np.uint8)
    left, above, corner = (side.ravel() for side in np.meshgrid(values, values, values))
    expected = [paeth(*map(int, neighbours)) for neighbours in zip(left, above, corner, strict=True)]
    np.testing.assert_array_equal(png_filters._paeth(left, above, corner), expected)


def test_each_filter_is_chosen_where_it_fits_best() -> None:
    """Rows that one filter leaves nothing but zeros of."""
    rng = np.random.default_rng(1)
    noise = rng.integers(0, 256, 300, dtype=np.uint8)
    constant = np.full(300, 200, np.uint8)
    assert filter_rows(np.zeros((1, 300), np.uint8), noise, 1)[0, 0] == 0
    assert filter_rows(constant[None], noise, 1)[0, 0] == 1
    assert filter_rows(noise[None], noise, 1)[0, 0] == 2
    mean = np.zeros(300, np.uint8)
    for at in range(300):
        mean[at] = (int(mean[at - 1] if at else 0) + int(noise[at])) // 2
    assert filter_rows(mean[None], noise, 1)[0, 0] == 3
    predicted = np.zeros(300, np.uint8)
    predicted[0] = 9
    for at in range(1, 300):
        predicted[at] = paeth(int(predicted[at - 1]), int(noise[at]), int(noise[at - 1]))
    assert filter_rows(predicted[None], noise, 1)[0, 0] == 4
