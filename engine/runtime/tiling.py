"""Cuts a large picture into tiles whose results together equal that of the whole picture.

Tiles lie on a fixed grid, so a region gives the same result alone as in the whole picture. A tile is a core plus a halo
as wide as the network's receptive field; only the core is kept of the result. At the picture's edge the window stops,
so that the network pads there exactly as for the whole picture.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """One axis of a tile, in positions: the window ``start:stop`` with the core ``keep_start:keep_stop`` inside."""

    start: int
    stop: int
    keep_start: int
    keep_stop: int

    def window(self, unit: int) -> slice:
        """The window in pixels, ``unit`` of them per position."""
        return slice(self.start * unit, self.stop * unit)

    def kept(self, unit: int) -> slice:
        """The core in pixels, counted from the picture's edge."""
        return slice(self.keep_start * unit, self.keep_stop * unit)

    def inner(self, unit: int) -> slice:
        """The core in pixels, counted from the window's edge."""
        return slice((self.keep_start - self.start) * unit, (self.keep_stop - self.start) * unit)


@dataclass(frozen=True)
class Tile:
    """A window of rows and columns."""

    rows: Span
    columns: Span


def plan_spans(length: int, core: int, halo: int, part: range | None = None) -> list[Span]:
    """Spans whose cores cover ``length`` positions, or only those that overlap ``part``.

    Args:
        core: positions a core is long; the last one may be shorter.
        halo: positions that a window reaches beyond its core.
    """
    part = part if part is not None else range(length)
    return [
        Span(max(start - halo, 0), min(start + core + halo, length), start, min(start + core, length))
        for start in range(part.start // core * core, part.stop, core)
    ]


def plan_tiles(
    height: int, width: int, core: int, halo: int, rows: range | None = None, columns: range | None = None
) -> list[Tile]:
    """Tiles that cover ``height`` x ``width`` positions, or only those that overlap ``rows`` and ``columns``."""
    return [
        Tile(across, along)
        for across in plan_spans(height, core, halo, rows)
        for along in plan_spans(width, core, halo, columns)
    ]
