"""The two halves of the checkerboard context model: anchors and non-anchors, in coding order."""

from __future__ import annotations

from functools import cached_property, lru_cache
from typing import TypeVar

import numpy as np
import numpy.typing as npt

Number = TypeVar("Number", bound=np.generic)


class Half:
    """Positions with even row + column (anchors) or with odd (non-anchors); even rows come before odd rows.

    Args:
        shape: rows and columns of the group; arrays of latents may be larger.
        is_even: whether these are the anchors.
    """

    def __init__(self, shape: tuple[int, int], is_even: bool) -> None:
        height, width = shape
        odd = 0 if is_even else 1
        self._parts = (
            (slice(0, height, 2), slice(odd, width, 2)),
            (slice(1, height, 2), slice(1 - odd, width, 2)),
        )
        self._shapes = [tuple(len(range(*cut.indices(10**9))) for cut in part) for part in self._parts]

    def __len__(self) -> int:
        return sum(rows * columns for rows, columns in self._shapes)

    @cached_property
    def _first(self) -> int:
        return self._shapes[0][0] * self._shapes[0][1]

    def places(self, width: int) -> npt.NDArray[np.int64]:
        """Flat indices ``(n,)`` into an array of ``width`` columns, int64."""
        found = [np.add.outer(np.r_[rows] * width, np.r_[columns]).ravel() for rows, columns in self._parts]
        return np.concatenate(found).astype(np.int64)

    def take(self, planes: npt.NDArray[Number]) -> npt.NDArray[Number]:
        """Values ``(C, n)`` of planes ``(C, rows, columns)``."""
        return np.concatenate([planes[:, rows, columns].reshape(len(planes), -1) for rows, columns in self._parts], 1)

    def put(self, planes: npt.NDArray[Number], values: npt.NDArray[Number]) -> None:
        """Write values ``(C, n)`` into planes ``(C, rows, columns)``."""
        cuts = (values[:, : self._first], values[:, self._first :])
        for (rows, columns), shape, cut in zip(self._parts, self._shapes, cuts, strict=True):
            planes[:, rows, columns] = cut.reshape(len(planes), *shape)


@lru_cache(maxsize=64)
def half_of(shape: tuple[int, int], is_even: bool) -> Half:
    """A cached :class:`Half`; groups have few shapes."""
    return Half(shape, is_even)


@lru_cache(maxsize=64)
def flat_places(shape: tuple[int, int], is_even: bool, width: int) -> npt.NDArray[np.int64]:
    """A cached :meth:`Half.places`."""
    return half_of(shape, is_even).places(width)
