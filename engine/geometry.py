"""Rectangles: :class:`Rect` in pixels, :class:`LatentRect` in latent positions. Both are tuples of whole numbers."""

from __future__ import annotations

from typing import NamedTuple


class Rect(NamedTuple):
    """A rectangle in pixels; ``left`` and ``top`` count from the picture's upper left corner."""

    left: int
    top: int
    width: int
    height: int


class LatentRect(NamedTuple):
    """A rectangle in latent positions, in the order of array axes: rows before columns."""

    top: int
    left: int
    rows: int
    columns: int
