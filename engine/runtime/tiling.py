"""Cuts a large picture into windows whose results, put together, equal those of the whole.

A window is the core that it contributes plus a halo at least as wide as the network's receptive field. At the picture's
edge the window stops at the edge, so the network pads there exactly as it would for the whole picture. All windows of a
large picture have one shape, which keeps the runtime's memory from growing.
"""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Span:
    """One axis of a tile: the window ``start:stop`` and, inside it, the part ``keep_start:keep_stop`` to keep."""

    start: int
    stop: int
    keep_start: int
    keep_stop: int

    def window(self, unit: int) -> slice:
        """The window in samples, ``unit`` of them a position."""
        return slice(self.start * unit, self.stop * unit)

    def kept(self, unit: int) -> slice:
        """The kept part, counted from the whole picture's edge."""
        return slice(self.keep_start * unit, self.keep_stop * unit)

    def inner(self, unit: int) -> slice:
        """The kept part, counted from the window's edge."""
        return slice((self.keep_start - self.start) * unit, (self.keep_stop - self.start) * unit)


@dataclass(frozen=True)
class Tile:
    """A window of rows and columns."""

    rows: Span
    columns: Span


def plan_spans(length: int, window: int, halo: int) -> list[Span]:
    """Spans that cover ``length`` positions with windows of ``window``; all in positions.

    Raises:
        ValueError: if the halo leaves no core.
    """
    if window <= 2 * halo:
        raise ValueError("the window must be wider than its two halos")
    if length <= window:
        return [Span(0, length, 0, length)]
    spans, kept = [], 0
    while kept < length:
        start = min(max(kept - halo, 0), length - window)
        stop = start + window
        keep_stop = length if stop == length else stop - halo
        spans.append(Span(start, stop, kept, keep_stop))
        kept = keep_stop
    return spans


def plan_tiles(height: int, width: int, window: int, halo: int) -> list[Tile]:
    """Tiles that cover ``height`` x ``width`` positions, row by row."""
    return [
        Tile(rows, columns)
        for rows in plan_spans(height, window, halo)
        for columns in plan_spans(width, window, halo)
    ]
