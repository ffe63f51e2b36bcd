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

    def overlaps(self, other: LatentRect) -> bool:
        """Whether the two rectangles share a position."""
        return (
            self.top < other.top + other.rows
            and other.top < self.top + self.rows
            and self.left < other.left + other.columns
            and other.left < self.left + self.columns
        )

    def distance(self, other: LatentRect) -> float:
        """Squared distance between the two centres, in half positions."""
        down = 2 * self.top + self.rows - 2 * other.top - other.rows
        across = 2 * self.left + self.columns - 2 * other.left - other.columns
        return float(down * down + across * across)

    def split_in_four(self) -> list[LatentRect]:
        """Its quarters, row by row; fewer where it is one position high or wide."""
        halves = [
            [(start, half), (start + half, side - half)] if half else [(start, side)]
            for start, side, half in (
                (self.top, self.rows, self.rows // 2),
                (self.left, self.columns, self.columns // 2),
            )
        ]
        return [LatentRect(row, column, height, width) for row, height in halves[0] for column, width in halves[1]]
