"""Time that was spent training, without pauses, and how much is left of it."""

from __future__ import annotations

import time
from collections.abc import Callable

LEAST_PART, LEAST_SECONDS = 0.01, 2.0
"""Of a phase, before it is said how long the rest takes."""


class Clock:
    """Runs while training does.

    Args:
        now: seconds that only go forward.
        spent: before, where a training is gone on with.
    """

    def __init__(self, now: Callable[[], float] = time.monotonic, spent: float = 0.0) -> None:
        self._now = now
        self._spent = spent
        self._since: float | None = now()
        self._begin = (0.0, 0.0)
        self._done = 0.0

    @property
    def seconds(self) -> float:
        """Spent so far."""
        return self._spent + (0.0 if self._since is None else self._now() - self._since)

    def pause(self) -> None:
        """Stand still."""
        self._spent, self._since = self.seconds, None

    def resume(self) -> None:
        """Go on."""
        if self._since is None:
            self._since = self._now()

    def begin_phase(self, done: float) -> None:
        """A phase begins, of which a part may be done already: it was interrupted."""
        self._begin, self._done = (self.seconds, done), done

    def reach(self, done: float) -> None:
        """Take note of the part of the phase that is done, 0..1."""
        self._done = done

    @property
    def left(self) -> float | None:
        """Seconds that the phase will still take; ``None`` while that cannot be told."""
        since, begun = self._begin
        part, seconds = self._done - begun, self.seconds - since
        if part < LEAST_PART or seconds < LEAST_SECONDS:
            return None
        return max(0.0, seconds / part * (1.0 - self._done))
