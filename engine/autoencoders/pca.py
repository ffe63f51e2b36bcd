"""Principal component analysis of features or pixels (Hotelling 1933)."""

from __future__ import annotations

from functools import cached_property
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.arrays import Float32Array

WIDE = 1024
"""Columns up to which the covariance matrix is decomposed; beyond, the Gram matrix of the rows."""
MOST_KNOWN = 1000
"""Rows of a Gram matrix, drawn at random from more: a larger eigenvalue problem takes long."""
_COLUMNS = 4096
"""Columns that are multiplied at a time."""
_FAINT = 1e-10
"""Variances below this share of the largest are rounding errors."""

Rows = npt.NDArray[Any]
"""``(N, D)``: float32, or uint8 pixels, which stand for values from 0 to 1."""


class Pca:
    """The mean of rows ``(N, D)`` and their directions of largest variance, in falling order.

    Args:
        rows: float32, or uint8 pixels, which stand for values from 0 to 1.
        most: how many directions to keep; ``None`` keeps all in which the rows vary.
        is_exact: use all rows, however long it takes. Otherwise at most :data:`MOST_KNOWN` wide rows are used.

    Attributes:
        dimension: columns of a row, D.
        size: number of directions, K.
    """

    def __init__(self, rows: Rows, most: int | None = None, *, is_exact: bool = False) -> None:
        self.dimension = rows.shape[1]
        is_wide = self.dimension > WIDE and not (is_exact and len(rows) >= self.dimension)
        if is_wide and not is_exact and len(rows) > MOST_KNOWN:
            rows = rows[np.sort(np.random.default_rng(0).permutation(len(rows))[:MOST_KNOWN])]
        self._mean = _mean(rows)
        self._known: Rows | None = rows if is_wide else None
        if is_wide:
            products = self._products(rows)
        else:
            centred = _values(rows) - self._mean
            products = centred.T @ centred
        variances, vectors = np.linalg.eigh(products.astype(np.float64))
        kept = np.flatnonzero(variances > _FAINT * max(variances[-1], 1e-12))[::-1][:most]
        vectors = vectors[:, kept] / np.sqrt(variances[kept]) if is_wide else vectors[:, kept]
        self._vectors = vectors.astype(np.float32)
        self.size = len(kept)

    @cached_property
    def directions(self) -> Float32Array:
        """Orthonormal rows ``(K, D)``."""
        if self._known is None:
            return np.ascontiguousarray(self._vectors.T)
        directions: Float32Array = self._vectors.T @ (_values(self._known) - self._mean)
        return directions

    def encode(self, rows: Rows) -> Float32Array:
        """Rows ``(N, D)`` to coordinates along the directions, ``(N, K)``."""
        centred = self._products(rows) if self._known is not None else _values(rows) - self._mean
        codes: Float32Array = centred @ self._vectors
        return codes

    def decode(self, codes: Float32Array) -> Float32Array:
        """Coordinates ``(N, K)`` to rows ``(N, D)``; of pixels, values from about 0 to 1."""
        rows: Float32Array = codes @ self.directions + self._mean
        return rows

    def errors(self, rows: Rows) -> Float32Array:
        """Squared reconstruction error of every row ``(N, D)``, summed over its columns, ``(N,)``."""
        errors: Float32Array = np.square(self.decode(self.encode(rows)) - _values(rows)).sum(axis=1)
        return errors

    def _products(self, rows: Rows) -> Float32Array:
        """Inner products of centred rows with the known ones, ``(N, known)``; some columns at a time."""
        known = self._known
        assert known is not None
        total = np.zeros((len(rows), len(known)), np.float32)
        for start in range(0, self.dimension, _COLUMNS):
            some = np.s_[:, start : start + _COLUMNS]
            mean = self._mean[start : start + _COLUMNS]
            total += (_values(rows[some]) - mean) @ (_values(known[some]) - mean).T
        return total


def first_two(rows: Rows, known: Rows | None = None) -> Float32Array:
    """The first two principal components of ``rows``, ``(N, 2)``; a missing one is 0.

    Args:
        known: rows that the directions are computed from, all of them; ``None`` takes ``rows``.
    """
    codes = (Pca(rows, 2) if known is None else Pca(known, 2, is_exact=True)).encode(rows)
    return np.pad(codes, ((0, 0), (0, 2 - codes.shape[1])))


def _mean(rows: Rows) -> Float32Array:
    mean: Float32Array = (rows.mean(axis=0, dtype=np.float64) / _unit(rows)).astype(np.float32)
    return mean


def _values(rows: Rows) -> Float32Array:
    return rows.astype(np.float32) / np.float32(_unit(rows))


def _unit(rows: Rows) -> float:
    return 255.0 if rows.dtype == np.uint8 else 1.0
