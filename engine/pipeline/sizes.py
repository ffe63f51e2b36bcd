"""Predicts the size of a file before all of its groups are coded."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from engine.pipeline.targets import LOG_SIZE_SLOPE

_LEAST = 4.0
"""Bytes that a group counts as at least, so that ratios of empty ones are sound."""

Doubles = npt.NDArray[np.float64]


class SizeForecast:
    """What the groups of one picture will take. Learns from every file of it that was finished.

    Args:
        positions: latent positions of each group.
    """

    def __init__(self, positions: Sequence[int]) -> None:
        self._positions: Doubles = np.array(positions, dtype=np.float64)
        self._runs: dict[int, Doubles] = {}

    def learn(self, quality: int, sizes: Sequence[int]) -> None:
        """Bytes of every group at ``quality`` hundredths."""
        self._runs[quality] = np.maximum(np.array(sizes, dtype=np.float64), _LEAST)

    def total(self, quality: int, done: Mapping[int, int]) -> int | None:
        """Bytes of all groups, given those of the groups that are ``done``, by number; ``None`` while nobody knows."""
        basis = self._from_runs(quality)
        if not done:
            return None if basis is None else round(float(basis.sum()))
        basis = self._positions if basis is None else basis
        numbers = list(done)
        rest = basis.sum() - basis[numbers].sum()
        return round(sum(done.values()) + float(rest * sum(done.values()) / basis[numbers].sum()))

    def _from_runs(self, quality: int) -> Doubles | None:
        """The groups' sizes by earlier files, on straight lines between the logarithms of the sizes."""
        runs = dict(self._runs)
        below = max((known for known in runs if known <= quality), default=None)
        above = min((known for known in runs if known >= quality), default=None)
        if below is not None and above is not None and below != above:
            part = (quality - below) / (above - below)
            return np.exp(np.log(runs[below]) * (1.0 - part) + np.log(runs[above]) * part)
        near = above if below is None else below
        return None if near is None else runs[near] * math.exp(LOG_SIZE_SLOPE * (quality - near))
