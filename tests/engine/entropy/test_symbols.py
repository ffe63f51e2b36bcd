"""Entropy coding: pinned bytes, round trips, cost close to the entropy."""

from __future__ import annotations

import zlib

import numpy as np
import pytest

from engine.entropy.decoder import SymbolDecoder
from engine.entropy.encoder import SymbolEncoder
from engine.entropy.tables import (
    PRECISION,
    ScaleTables,
    gaussian_reach,
    gaussian_weights,
    normalise,
    scale_steps,
)
from engine.errors import DamagedLatent

SCALES = scale_steps(16, 0.11, 64.0)
TABLES = ScaleTables(tuple(normalise(gaussian_weights(s, gaussian_reach(s))) for s in SCALES.tolist()), first_coded=2)


def encode(symbols: list[int], indices: list[int]) -> bytes:
    encoder = SymbolEncoder(TABLES)
    encoder.encode(np.array(symbols, dtype=np.int32), np.array(indices, dtype=np.uint8))
    return encoder.finish()


def test_bytes_are_pinned() -> None:
    assert encode([0, 1, -2, 3, 0], [3, 8, 9, 10, 0]).hex() == "54e6bb94"
    assert encode([100_000, -7], [5, 12]).hex() == "a0fffffff6cfe084"


def test_round_trip_in_several_calls() -> None:
    random = np.random.default_rng(3)
    calls = []
    encoder = SymbolEncoder(TABLES)
    for count in (1, 1000, 5000):
        indices = random.integers(0, 16, count).astype(np.uint8)
        symbols = np.rint(random.normal(0, SCALES[indices] * 1.5)).astype(np.int32)
        symbols[::97] = random.integers(-(2**23) + 1, 2**23, len(symbols[::97]))
        symbols[indices < TABLES.first_coded] = 0
        encoder.encode(symbols, indices)
        calls.append((symbols, indices))
    decoder = SymbolDecoder(TABLES, encoder.finish())
    for symbols, indices in calls:
        np.testing.assert_array_equal(decoder.decode(indices), symbols)
    assert decoder.crc == encoder.crc


def test_the_check_value_is_of_the_coded_symbols_in_their_order() -> None:
    encoder = SymbolEncoder(TABLES)
    encoder.encode(np.array([0, 5, -3], dtype=np.int32), np.array([1, 9, 4], dtype=np.uint8))
    assert encoder.crc == zlib.crc32(np.array([-3, 5], dtype="<i4").tobytes())


def test_cost_is_close_to_the_entropy() -> None:
    random = np.random.default_rng(4)
    indices = np.full(50_000, 12, dtype=np.uint8)
    symbols = np.rint(random.normal(0, SCALES[12], len(indices))).astype(np.int32)
    encoder = SymbolEncoder(TABLES)
    encoder.encode(symbols, indices)
    bits = 8 * len(encoder.finish()) / len(indices)
    assert bits == pytest.approx(np.log2(SCALES[12] * np.sqrt(2 * np.pi * np.e)), rel=0.01)


def test_uncoded_symbols_take_no_space() -> None:
    assert encode([0] * 100_000, [1] * 100_000) == encode([], [])


def test_zero_reaches_further_where_a_one_is_dear() -> None:
    reach = TABLES.zero_reach
    assert np.isinf(reach[: TABLES.first_coded]).all()
    coded = reach[TABLES.first_coded :]
    assert (np.diff(coded) <= 1e-4).all() and coded[0] > 0.55 and coded[-1] == pytest.approx(0.5, abs=0.001)


def test_tables_survive_storage() -> None:
    again = ScaleTables.from_arrays(TABLES.to_arrays())
    assert again.first_coded == TABLES.first_coded
    for ours, theirs in zip(TABLES.frequencies, again.frequencies, strict=True):
        np.testing.assert_array_equal(ours, theirs)


def test_unnormalised_table_is_refused() -> None:
    with pytest.raises(ValueError, match="not normalised"):
        ScaleTables((np.array([1, 2, 3, 4]),), 0)


def test_normalise_keeps_the_total() -> None:
    assert normalise([0.1, 0.7, 0.2, 1e-9]).sum() == 2**PRECISION - 4


def test_stream_of_odd_length_is_refused() -> None:
    with pytest.raises(DamagedLatent):
        SymbolDecoder(TABLES, b"abc")
