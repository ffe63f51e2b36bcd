"""Integer frequency tables, one per scale index, shared by the encoder and the decoder.

Invariants:

* a table is part of its model: it is stored as integers and never recomputed by a decoder;
* the table of index ``i`` covers the symbols ``-reach[i]..reach[i]`` and one escape, in that order;
* its frequencies sum to ``2**24`` minus its length: ``constriction`` adds one to each entry, so that the cumulative
  frequencies that it codes with are exactly the running sums of these integers;
* symbols with an index below ``first_coded`` are zero and are not coded at all.
"""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import Any

import constriction
import numpy as np
import numpy.typing as npt

PRECISION = 24
"""Bits of a probability, as constriction's default coders use."""
ESCAPE_BIAS = 1 << 23
"""Added to an escaped symbol before its three bytes are coded; symbols lie within +-(2**23 - 1)."""
ZERO_BIAS_PER_BIT = 0.012
ZERO_BIAS_MAX = 0.2
"""A value below one step becomes 0 rather than 1 the more readily, the more bits the 1 would cost: a one-step form of
rate-distortion optimised quantisation. Decoders are not concerned."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ScaleTables:
    """Frequency tables by scale index.

    Attributes:
        frequencies: one int64 array of length ``2 * reach + 2`` per index.
        first_coded: lower indices are not coded.
    """

    frequencies: tuple[Counts, ...]
    first_coded: int

    def __post_init__(self) -> None:
        for index, table in enumerate(self.frequencies):
            if len(table) < 2 or len(table) % 2 or table.min() < 0 or table.sum() != 2**PRECISION - len(table):
                raise ValueError(f"frequency table {index} is not normalised")

    @cached_property
    def models(self) -> tuple[Any, ...]:
        """constriction's models, built once."""
        build = constriction.stream.model.Categorical
        return tuple(build(table.astype(np.float64), perfect=False) for table in self.frequencies)

    @cached_property
    def zero_reach(self) -> npt.NDArray[np.float32]:
        """By scale index, the magnitude below which an encoder takes zero: more than a half, infinite if not coded."""
        pairs = [(table[len(table) // 2 - 1], max(table[len(table) // 2], 1)) for table in self.frequencies]
        first_step_bits = np.array([max(0.0, math.log2(zero / one)) for zero, one in pairs])
        reach = 0.5 + np.minimum(ZERO_BIAS_PER_BIT * first_step_bits, ZERO_BIAS_MAX)
        reach[: self.first_coded] = np.inf
        return reach.astype(np.float32)

    def reach(self, index: int) -> int:
        """Largest symbol of the table ``index`` that is not escaped."""
        return len(self.frequencies[index]) // 2 - 1

    def runs(self, indices: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.intp], list[tuple[int, int, int]]]:
        """The order of coding: places of the coded symbols, and the runs ``(index, start, stop)`` in that order."""
        places = np.flatnonzero(indices >= self.first_coded)
        chosen = indices[places]
        places = places[np.argsort(chosen, kind="stable")]
        counts = np.bincount(chosen, minlength=len(self.frequencies))
        ends = np.cumsum(counts).tolist()
        return places, [(i, ends[i] - n, ends[i]) for i, n in enumerate(counts.tolist()) if n]

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Arrays to store; the inverse of :meth:`from_arrays`."""
        return {
            "table_lengths": np.array([len(t) for t in self.frequencies], dtype=np.int32),
            "table_frequencies": np.concatenate(self.frequencies).astype(np.int32),
            "first_coded": np.array(self.first_coded, dtype=np.int32),
        }

    @staticmethod
    def from_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> ScaleTables:
        cuts = np.cumsum(arrays["table_lengths"])[:-1]
        parts = np.split(arrays["table_frequencies"].astype(np.int64), cuts)
        return ScaleTables(tuple(parts), int(arrays["first_coded"]))


def normalise(weights: Sequence[float] | npt.NDArray[np.float64]) -> Counts:
    """Integers in proportion to ``weights`` that sum to ``2**PRECISION - len(weights)``."""
    total = 2**PRECISION - len(weights)
    share = np.asarray(weights, dtype=np.float64)
    counts: Counts = np.floor(share / share.sum() * total).astype(np.int64)
    counts[int(np.argmax(counts))] += total - counts.sum()
    return counts


def gaussian_weights(scale: float, reach: int) -> npt.NDArray[np.float64]:
    """Mass of a zero-mean Gaussian in unit bins, symbols ``-reach..reach`` and the escape; length ``2 * reach + 2``."""
    edges = [math.erf((k - 0.5) / (scale * math.sqrt(2.0))) for k in range(reach + 2)]
    side = [0.5 * (edges[k + 1] - edges[k]) for k in range(1, reach + 1)]
    return np.array([*side[::-1], edges[1], *side, 1.0 - edges[-1]], dtype=np.float64)


def gaussian_reach(scale: float) -> int:
    """Symbols further than this are escaped: about six standard deviations."""
    return max(2, math.ceil(6.0 * scale))


def scale_steps(count: int, smallest: float, largest: float) -> npt.NDArray[np.float64]:
    """Standard deviation that each index stands for, log-spaced."""
    return np.exp(np.linspace(math.log(smallest), math.log(largest), count))
