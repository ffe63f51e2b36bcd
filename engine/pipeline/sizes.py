"""Predicts the size of a file while its groups are being coded."""

from __future__ import annotations

import math
from collections.abc import Mapping, Sequence

import numpy as np
import numpy.typing as npt

from engine.pipeline.targets import LOG_SIZE_SLOPE

_TRUST = {True: 0.05, False: 0.005}
"""Weight of the earlier forecast, as a share of the picture: between two known qualities, and beyond them."""
_LEAST = 4.0
"""Smallest size of a group in bytes, so that ratios stay finite."""

Doubles = npt.NDArray[np.float64]


class SizeForecast:
    """Predicts the sizes of one picture's groups from the files made of it before.

    Args:
        positions: latent positions of each group.
    """

    def __init__(self, positions: Sequence[int]) -> None:
        self._positions: Doubles = np.array(positions, dtype=np.float64)
        self._runs: dict[int, Doubles] = {}

    def learn(self, quality: int, sizes: Sequence[int]) -> None:
        """Add a finished file: bytes of every group at ``quality`` hundredths."""
        self._runs[quality] = np.maximum(np.array(sizes, dtype=np.float64), _LEAST)

    def total(self, quality: int, done: Mapping[int, int]) -> int | None:
        """Predicted bytes of all groups; ``None`` without any data.

        Args:
            quality: in hundredths.
            done: bytes of the groups that are coded, by number.
        """
        runs = dict(self._runs)
        if not runs and not done:
            return None
        below = max((known for known in runs if known <= quality), default=None)
        above = min((known for known in runs if known >= quality), default=None)
        basis = _between(runs, below, above, quality) if runs else self._positions
        trust = _TRUST[None not in (below, above)] * float(basis.sum()) if runs else 0.0
        coded, numbers = sum(done.values()), list(done)
        ratio = (coded + trust) / (float(basis[numbers].sum()) + trust)
        return round(coded + ratio * float(np.delete(basis, numbers).sum()))


def _between(runs: Mapping[int, Doubles], below: int | None, above: int | None, quality: int) -> Doubles:
    """The groups' sizes at a quality, interpolated log-linearly between the nearest files."""
    if below is not None and above is not None and below != above:
        part = (quality - below) / (above - below)
        sizes: Doubles = np.exp(np.log(runs[below]) * (1.0 - part) + np.log(runs[above]) * part)
        return sizes
    near = above if below is None else below
    assert near is not None
    return runs[near] * math.exp(LOG_SIZE_SLOPE * (quality - near))
