"""Principal components of features or pixels, of few numbers or of many (Hotelling 1933)."""

from __future__ import annotations

from typing import Any

import numpy as np
import numpy.typing as npt

from engine.pipeline.rate_tables import Floats

WIDE = 1024
"""Numbers a row up to which directions are those of the covariance; beyond, they are sums of known rows."""
MOST_KNOWN = 1000
"""Rows that are taken then, drawn at random: a larger eigenvalue problem would take long."""
_COLUMNS = 4096
_FAINT = 1e-10
"""Variances below this part of the largest are rounding."""

Rows = npt.NDArray[Any]
"""Floats ``(N, D)``, or pixels as uint8, which stand for values from 0 to 1."""


class Components:
    """The mean of rows and the directions in which they vary, those of most variance first.

    Attributes:
        dimension: numbers a row has.
        size: directions; all in which the rows vary, unless fewer are asked for.
    """

    def __init__(self, rows: Rows, most: int | None = None) -> None:
        self.dimension = rows.shape[1]
        wide = self.dimension > WIDE
        if wide and len(rows) > MOST_KNOWN:
            rows = rows[np.sort(np.random.default_rng(0).permutation(len(rows))[:MOST_KNOWN])]
        self._mean = _mean(rows)
        self._known: Rows | None = rows if wide else None
        if wide:
            products = self._products(rows)
        else:
            around = _values(rows) - self._mean
            products = around.T @ around
        variances, vectors = np.linalg.eigh(products.astype(np.float64))
        kept = np.flatnonzero(variances > _FAINT * max(variances[-1], 1e-12))[::-1][:most]
        vectors = vectors[:, kept] / np.sqrt(variances[kept]) if wide else vectors[:, kept]
        self._vectors = vectors.astype(np.float32)
        self.size = len(kept)

    def encode(self, rows: Rows) -> Floats:
        """Places along the directions, ``(N, size)``."""
        around = self._products(rows) if self._known is not None else _values(rows) - self._mean
        found: Floats = around @ self._vectors
        return found

    def _products(self, rows: Rows) -> Floats:
        """Inner products of rows with the known ones, both around the mean; a part of the columns at a time."""
        known = self._known
        assert known is not None
        total = np.zeros((len(rows), len(known)), np.float32)
        for start in range(0, self.dimension, _COLUMNS):
            some = np.s_[:, start : start + _COLUMNS]
            mean = self._mean[start : start + _COLUMNS]
            total += (_values(rows[some]) - mean) @ (_values(known[some]) - mean).T
        return total


def _mean(rows: Rows) -> Floats:
    mean: Floats = (rows.mean(axis=0, dtype=np.float64) / _unit(rows)).astype(np.float32)
    return mean


def _values(rows: Rows) -> Floats:
    return rows.astype(np.float32) / np.float32(_unit(rows))


def _unit(rows: Rows) -> float:
    return 255.0 if rows.dtype == np.uint8 else 1.0
