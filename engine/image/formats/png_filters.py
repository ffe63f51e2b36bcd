"""PNG's five filters, chosen row by row: the one whose residuals have the smallest sum of magnitudes.

That is the heuristic of the PNG specification (12.8), which libpng and Pillow use too.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

Bytes = npt.NDArray[np.uint8]

_BLOCK_BYTES = 1 << 17
"""Of a block of rows: NumPy's temporaries then stay in the processor's cache."""
_FILTERS = 5


def filter_rows(rows: Bytes, above: Bytes | None, step: int) -> Bytes:
    """Rows filtered as PNG stores them.

    Args:
        rows: bytes of the rows, ``(R, N)``.
        above: bytes of the row above the first one, ``(N,)``; ``None`` at the top of the picture.
        step: bytes of a pixel, 1..8.

    Returns:
        ``(R, 1 + N)``: the number of the filter in front of each row.
    """
    count, width = rows.shape
    filtered: Bytes = np.empty((count, 1 + width), np.uint8)
    height = max(1, _BLOCK_BYTES // width)
    for top in range(0, count, height):
        block = rows[top : top + height]
        padded: Bytes = np.zeros((len(block) + 1, step + width), np.uint8)  # a row above, a pixel to the left
        padded[1:, step:] = block
        if top:
            padded[0, step:] = rows[top - 1]
        elif above is not None:
            padded[0, step:] = above
        residuals = _residuals(padded, step)
        # As signed bytes; -128 stays, which as an unsigned one is its magnitude.
        sums = np.abs(residuals.view(np.int8)).view(np.uint8).sum(axis=2, dtype=np.uint64)
        choice = sums.argmin(axis=0)
        filtered[top : top + height, 0] = choice
        filtered[top : top + height, 1:] = residuals[choice, np.arange(len(block))]
    return filtered


def _residuals(padded: Bytes, step: int) -> Bytes:
    """What each filter leaves of each row, ``(5, R, N)``; arithmetic wraps around, as the specification has it."""
    x, left, above, corner = padded[1:, step:], padded[1:, :-step], padded[:-1, step:], padded[:-1, :-step]
    residuals: Bytes = np.empty((_FILTERS, *x.shape), np.uint8)
    residuals[0] = x
    np.subtract(x, left, out=residuals[1])
    np.subtract(x, above, out=residuals[2])
    mean = left ^ above  # (left + above) // 2 without a ninth bit
    mean >>= 1
    mean += left & above
    np.subtract(x, mean, out=residuals[3])
    np.subtract(x, _paeth(left, above, corner), out=residuals[4])
    return residuals


def _paeth(left: Bytes, above: Bytes, corner: Bytes) -> Bytes:
    """Of the three neighbours the one nearest to ``left + above - corner``; in bytes, which NumPy vectorises best.

    The distance of the left one is ``|above - corner|`` and so on. Where both differences to the corner have one sign,
    its own distance is the sum of the other two and it cannot be the nearest; otherwise it is their difference.
    """
    to_left = np.maximum(above, corner) - np.minimum(above, corner)
    to_above = np.maximum(left, corner) - np.minimum(left, corner)
    nearer = np.minimum(to_left, to_above)
    to_corner = np.maximum(to_left, to_above)
    to_corner -= nearer
    is_corner = (above < corner) ^ (left < corner)
    is_corner &= to_corner < nearer
    predicted = _where(to_above < to_left, above, left)
    return _where(is_corner, corner, predicted)


def _where(condition: npt.NDArray[np.bool_], yes: Bytes, no: Bytes) -> Bytes:
    """As ``np.where``, which takes four times as long on bytes."""
    mask = condition.view(np.uint8)
    np.negative(mask, out=mask)
    chosen = yes ^ no
    chosen &= mask
    chosen ^= no
    return chosen
