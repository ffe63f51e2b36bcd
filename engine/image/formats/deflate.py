"""Deflate for the filtered rows of PNG, in segments that are compressed side by side and put behind one another.

Each segment ends with a sync flush, at a whole byte. Photographs hold next to no
repeats: there, coding runs of equal bytes only takes a fifth of the time of level 6 and 3 % more bytes. What has
repeats, such as drawings and screenshots, is compressed at level 6. Samples of each segment tell which it is.

Python's zlib and not imagecodecs' libdeflate, which is twice as fast: that one makes whole streams only, whose last
block says that it is the last. zlib's level 1 would be a choice as well, if it did not give a third more bytes where
Python is built with zlib-ng.
"""

from __future__ import annotations

import zlib

HEADER = b"\x78\x9c"
"""Of a zlib stream: deflate with a window of 32 KiB."""
END = b"\x03\x00"
"""An empty last block."""

WINDOW = 1 << 15
"""Bytes that repeats may reach back."""

_LEVEL = 6
_MEMORY = 8
_SAMPLE = 1 << 13
_SAMPLE_EVERY = 1 << 18
_FEWEST_SAMPLES = 4
_TOLERANCE = 1.04
"""Bytes that runs alone may take, against level 6."""

_LEAST_LEFT = 0.25
"""Of the bytes; of data that shrink further, a few samples say too little, and level 6 is fast."""


def segment(data: bytes, before: bytes, strategy: int) -> bytes:
    """``data`` as deflate blocks, none of which is the last of a stream.

    Args:
        before: the end of what stands before it in the stream, at most :data:`WINDOW` bytes.
        strategy: of zlib, for data that are compressed at level 6.
    """
    if len(data) <= 2 * _FEWEST_SAMPLES * _SAMPLE:
        return min(_compressed(data, b"", zlib.Z_RLE), _compressed(data, before, strategy), key=len)
    return _compressed(data, before, zlib.Z_RLE if _has_only_runs(data, strategy) else strategy)


def _has_only_runs(data: bytes, strategy: int) -> bool:
    count = max(_FEWEST_SAMPLES, len(data) // _SAMPLE_EVERY)
    runs = best = 0
    for number in range(1, count + 1):
        stop = len(data) * number // count
        sample, before = data[stop - _SAMPLE : stop], data[max(stop - _SAMPLE - WINDOW, 0) : stop - _SAMPLE]
        runs += len(_compressed(sample, b"", zlib.Z_RLE))
        best += len(_compressed(sample, before, strategy))
    return runs <= _TOLERANCE * best and runs >= _LEAST_LEFT * count * _SAMPLE


def _compressed(data: bytes, before: bytes, strategy: int) -> bytes:
    """Compressed data that may repeat what is in ``before``."""
    compressor = zlib.compressobj(_LEVEL, zlib.DEFLATED, -zlib.MAX_WBITS, _MEMORY, strategy, before)
    return compressor.compress(data) + compressor.flush(zlib.Z_SYNC_FLUSH)
