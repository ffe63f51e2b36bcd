"""Deflate segments: joined they are one stream, and no larger than what zlib makes at its usual level."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from engine.image.formats import deflate

RNG = np.random.default_rng(0)
RUNS = np.repeat(RNG.integers(0, 256, 9000, dtype=np.uint8), RNG.integers(1, 90, 9000)).tobytes()
PEAKED = np.clip(RNG.normal(0.0, 6.0, 900_000), -128, 127).astype(np.int8).tobytes()
REPEATS = RNG.integers(0, 256, 5000, dtype=np.uint8).tobytes() * 150
MIXED = PEAKED[:300_000] + REPEATS[:300_000] + RUNS[:300_000]
KINDS = {"runs": RUNS, "peaked": PEAKED, "repeats": REPEATS, "mixed": MIXED}


def test_segments_joined_are_a_zlib_stream() -> None:
    parts = [PEAKED[:70_000], b"x", REPEATS[:100_000], b"", RUNS]
    whole = b"".join(parts)
    stream, before = deflate.HEADER, b""
    for part in parts:
        stream += deflate.segment(part, before[-deflate.WINDOW :], zlib.Z_FILTERED)
        before += part
    stream += deflate.END
    assert zlib.decompress(stream + zlib.adler32(whole).to_bytes(4, "big")) == whole


@pytest.mark.parametrize("kind", KINDS)
@pytest.mark.parametrize("length", [0, 1, 50, 4000, 65_536, 65_537, 200_000, 900_000])
@pytest.mark.parametrize("strategy", [zlib.Z_DEFAULT_STRATEGY, zlib.Z_FILTERED])
def test_a_segment_is_no_larger_than_level_6_makes_it(kind: str, length: int, strategy: int) -> None:
    data = KINDS[kind][:length]
    compressor = zlib.compressobj(6, zlib.DEFLATED, -15, 9, strategy)
    usual = len(compressor.compress(data) + compressor.flush())
    assert len(deflate.segment(data, b"", strategy)) <= 1.05 * usual + 16


def test_a_segment_repeats_what_stands_before_it() -> None:
    before = RNG.integers(0, 256, deflate.WINDOW - 300, dtype=np.uint8).tobytes()
    assert len(deflate.segment(before * 4, before, zlib.Z_DEFAULT_STRATEGY)) < 0.02 * 4 * len(before)
