"""Groups to encode and tiles to draw, each tile as soon as the groups under it are there."""

from __future__ import annotations

import threading
from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass

from engine.runtime.tiling import Tile


@dataclass(frozen=True)
class Drawing:
    """A tile, and the numbers of the groups that its window overlaps."""

    tile: Tile
    groups: frozenset[int]


class Schedule:
    """Hands out work in order, to any number of threads: the groups that a drawing needs, then the drawing.

    A drawing whose groups others are at work on is passed over for what follows; nobody waits while there is work.

    Args:
        drawings: what is wanted first comes first.
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
        """The next group's number or the next drawing, once there is one; ``None`` when all is handed out."""
        with self._changed:
            while self._jobs and not self._stopped:
                for place, job in enumerate(self._jobs):
                    if not isinstance(job, Drawing) or job.groups <= self._encoded:
                        return self._jobs.pop(place)
                self._changed.wait()
            return None

    def encoded(self, number: int) -> None:
        """A group is there."""
        with self._changed:
            self._encoded.add(number)
            self._changed.notify_all()

    def drawn(self, drawing: Drawing) -> list[int]:
        """A drawing is done; returns the groups that no other one needs."""
        with self._changed:
            self._users.subtract(drawing.groups)
            return [number for number in drawing.groups if not self._users[number]]

    def stop(self) -> None:
        """Hand out nothing more."""
        with self._changed:
            self._stopped = True
            self._changed.notify_all()
