"""Checks LZW data of TIFF before they are decoded: imagecodecs reads out of bounds where a code is not defined yet.

No issue of imagecodecs says so (searched in 2026); this can go when its decoder refuses such codes itself.

After a code that clears the table, the n-th code can be at most the n-th entry of the table, and its number of bits
depends on n alone. So all the codes up to the next that clears are found at once.
"""

from __future__ import annotations

import numpy as np
import numpy.typing as npt

_CLEAR, _END = 256, 257
_LONGEST = 4096 - _END
"""Codes after one that clears, before the table is full."""
_WINDOW = 3
"""Bytes in which a code of twelve bits lies, wherever it begins."""

_order = np.arange(_LONGEST)
_largest = np.where(_order == 0, _CLEAR - 1, _END + _order)
_bits = np.digitize(_END + _order, (511, 1023, 2047)) + 9  # one code early, as TIFF does it
_starts = np.concatenate(([0], np.cumsum(_bits)))


def check(data: bytes) -> None:
    """Pass over a strip or a tile, which may end too early.

    Raises:
        ValueError: a code has no meaning, or the table is not cleared in time.
    """
    total, at = 8 * len(data), 0
    padded = np.frombuffer(data + bytes(_WINDOW), dtype=np.uint8)
    while at + _bits[0] <= total:
        count = int(np.searchsorted(_starts[1:] + at, total, side="right"))
        codes = _codes(padded, at, count)
        stops = np.flatnonzero((codes == _CLEAR) | (codes == _END))
        length = int(stops[0]) if len(stops) else count
        if (codes[:length] > _largest[:length]).any() or (not len(stops) and count == _LONGEST):
            raise ValueError("corrupted LZW")
        if not len(stops) or codes[length] == _END:
            return
        at += int(_starts[length + 1])


def _codes(padded: npt.NDArray[np.uint8], at: int, count: int) -> npt.NDArray[np.int64]:
    """So many codes from a bit on."""
    starts, bits = _starts[:count] + at, _bits[:count]
    window = np.zeros(count, dtype=np.int64)
    for byte in range(_WINDOW):
        window = window << 8 | padded[starts // 8 + byte]
    found: npt.NDArray[np.int64] = window >> (8 * _WINDOW - starts % 8 - bits) & ((1 << bits) - 1)
    return found
