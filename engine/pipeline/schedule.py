"""Schedules encoding groups and drawing tiles; a tile can be drawn once its groups are encoded."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.runtime.tiling import Tile


@dataclass(frozen=True)
class Drawing:
    """A tile to draw, and the numbers of the groups that its window overlaps."""

    tile: Tile
    groups: frozenset[int]


class Schedule:
    """A work queue for any number of threads: for each drawing first its groups, then the drawing.

    A drawing that waits for groups of other threads is skipped, so that no thread waits while there is work.

    Args:
        drawings: in the order of their priority.
    """

    def __init__(self, drawings: Sequence[Drawing]) -> None:
        jobs: list[int | Drawing] = []
        for drawing in drawings:
            jobs += [*sorted(drawing.groups), drawing]
        self._jobs = list(dict.fromkeys(jobs))
        self._encoded: set[int] = set()
        self._users = Counter(number for drawing in drawings for number in drawing.groups)
        self._stopped = False
        self._changed = threading.Condition()

    def take(self) -> int | Drawing | None:
        """Wait for the next job: a group's number or a drawing; ``None`` when there are no more."""
        with self._changed:
            while self._jobs and not self._stopped:
                for place, job in enumerate(self._jobs):
                    if not isinstance(job, Drawing) or job.groups <= self._encoded:
                        return self._jobs.pop(place)
                self._changed.wait()
            return None

    def encoded(self, number: int) -> None:
        """Mark a group as encoded."""
        with self._changed:
            self._encoded.add(number)
            self._changed.notify_all()

    def drawn(self, drawing: Drawing) -> list[int]:
        """Mark a drawing as done; returns the groups that no other drawing needs."""
        with self._changed:
            self._users.subtract(drawing.groups)
            return [number for number in drawing.groups if not self._users[number]]

    def stop(self) -> None:
        """Hand out no more jobs."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
