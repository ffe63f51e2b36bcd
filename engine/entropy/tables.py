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
"""Bits of a probability, as in constriction's default coders."""
ESCAPE_BIAS = 1 << 23
"""Added to an escaped symbol before its three bytes are coded; symbols lie within +-(2**23 - 1)."""
ZERO_BIAS_PER_BIT = 0.012
ZERO_BIAS_MAX = 0.2
"""Encoders widen the zero bin on both sides, by ``PER_BIT`` quantisation steps for each bit that a 1 costs more than
a 0, up to ``MAX``. It is a simple form of rate-distortion optimised quantisation."""

Counts = npt.NDArray[np.int64]


@dataclass(frozen=True)
class ScaleTables:
    """Frequency tables by scale index.

    Attributes:
        frequencies: for each index an int64 array ``(2 * reach + 2,)``.
        first_coded: symbols of lower indices are 0 and are not coded.
    """

    frequencies: tuple[Counts, ...]
    first_coded: int

    def __post_init__(self) -> None:
        for index, table in enumerate(self.frequencies):
            if len(table) < 2 or len(table) % 2 or table.min() < 0 or table.sum() != 2**PRECISION - len(table):
                raise ValueError(f"frequency table {index} is not normalised")

    @cached_property
    def models(self) -> tuple[Any, ...]:
        """constriction's model of each table."""
        build = constriction.stream.model.Categorical
        return tuple(build(table.astype(np.float64), perfect=False) for table in self.frequencies)

    @cached_property
    def zero_reach(self) -> npt.NDArray[np.float32]:
        """For each scale index, the magnitude below which an encoder rounds to 0, float32 ``(indices,)``.

        At least 0.5; infinite for indices that are not coded.
        """
        pairs = [(table[len(table) // 2 - 1], max(table[len(table) // 2], 1)) for table in self.frequencies]
        first_step_bits = np.array([max(0.0, math.log2(zero / one)) for zero, one in pairs])
        reach = 0.5 + np.minimum(ZERO_BIAS_PER_BIT * first_step_bits, ZERO_BIAS_MAX)
        reach[: self.first_coded] = np.inf
        return reach.astype(np.float32)

    def reach(self, index: int) -> int:
        """The largest symbol of table ``index`` that is not escaped."""
        return len(self.frequencies[index]) // 2 - 1

    def runs(self, indices: npt.NDArray[np.uint8]) -> tuple[npt.NDArray[np.intp], list[tuple[int, int, int]]]:
        """The order of coding.

        Args:
            indices: scale indices, uint8 ``(N,)``.

        Returns:
            Positions of the coded symbols in coding order, ``(M,)``; and the runs ``(index, start, stop)`` of them.
        """
        places = np.flatnonzero(indices >= self.first_coded)
        chosen = indices[places]
        places = places[np.argsort(chosen, kind="stable")]
        counts = np.bincount(chosen, minlength=len(self.frequencies))
        ends = np.cumsum(counts).tolist()
        return places, [(i, ends[i] - n, ends[i]) for i, n in enumerate(counts.tolist()) if n]

    def to_arrays(self) -> dict[str, npt.NDArray[Any]]:
        """Arrays to store in a model, int32; the inverse of :meth:`from_arrays`.

        Returns:
            ``table_frequencies``, all tables joined; ``table_lengths`` ``(indices,)``; ``first_coded`` ``()``.
        """
        return {
            "table_lengths": np.array([len(t) for t in self.frequencies], dtype=np.int32),
            "table_frequencies": np.concatenate(self.frequencies).astype(np.int32),
            "first_coded": np.array(self.first_coded, dtype=np.int32),
        }

    @staticmethod
    def from_arrays(arrays: Mapping[str, npt.NDArray[Any]]) -> ScaleTables:
        """Tables from the arrays of :meth:`to_arrays`.

        Raises:
            KeyError, ValueError: the arrays are damaged.
        """
        cuts = np.cumsum(arrays["table_lengths"])[:-1]
        parts = np.split(arrays["table_frequencies"].astype(np.int64), cuts)
        return ScaleTables(tuple(parts), int(arrays["first_coded"]))


def normalise(weights: Sequence[float] | npt.NDArray[np.float64]) -> Counts:
    """Integers in proportion to ``weights`` that sum to ``2**PRECISION - len(weights)``.

    Args:
        weights: ``(N,)``, not negative.

    Returns:
        int64 ``(N,)``.
    """
    total = 2**PRECISION - len(weights)
    share = np.asarray(weights, dtype=np.float64)
    counts: Counts = np.floor(share / share.sum() * total).astype(np.int64)
    counts[int(np.argmax(counts))] += total - counts.sum()
    return counts


def gaussian_weights(scale: float, reach: int) -> npt.NDArray[np.float64]:
    """Probabilities of a zero-mean Gaussian in bins of width 1.

    Returns:
        float64 ``(2 * reach + 2,)``: the symbols ``-reach..reach``, then the escape.
    """
    edges = [math.erf((k - 0.5) / (scale * math.sqrt(2.0))) for k in range(reach + 2)]
    side = [0.5 * (edges[k + 1] - edges[k]) for k in range(1, reach + 1)]
    return np.array([*side[::-1], edges[1], *side, 1.0 - edges[-1]], dtype=np.float64)


def gaussian_reach(scale: float) -> int:
    """The largest symbol that is not escaped: about six standard deviations."""
    return max(2, math.ceil(6.0 * scale))


def scale_steps(count: int, smallest: float, largest: float) -> npt.NDArray[np.float64]:
    """The standard deviation of each scale index, log-spaced, float64 ``(count,)``."""
    return np.exp(np.linspace(math.log(smallest), math.log(largest), count))
