"""Progress of a task: fraction done, time left, pausing and cancelling."""

from __future__ import annotations

import threading
import time
from collections import deque
from collections.abc import Callable

from engine.errors import Cancelled

_RECENT = 60.0
"""Seconds of work over which the speed is measured."""
_SAMPLE_EVERY = 0.5


class Progress:
    """Counts units of work; may be used from several threads.

    The worker calls :meth:`begin` once it knows how many units there are, then :meth:`advance` after each. Anyone may
    call :meth:`cancel`, upon which the next :meth:`advance` or :meth:`check` raises
    :class:`~engine.errors.Cancelled` in the worker, or :meth:`pause`, upon which it waits there for :meth:`resume`.

    Args:
        on_change: called after every change, in the worker's thread.
    """

    def __init__(self, on_change: Callable[[Progress], None] | None = None) -> None:
        self._on_change = on_change
        # Re-entrant: signal handlers cancel, perhaps in the very thread that holds the lock.
        self._changed = threading.Condition(threading.RLock())
        self._cancelled = False
        self._paused_at: float | None = None
        self._paused_for = 0.0
        self._total = 0.0
        self._done = 0.0
        self._worked = 0.0  # units done that took time
        self._samples: deque[tuple[float, float]] = deque()  # time without pauses, and units done that took time

    @property
    def fraction(self) -> float:
        """Share of the work that is done, 0..1."""
        return min(1.0, self._done / self._total) if self._total > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Seconds left at the speed of the last minute, without pauses; ``None`` before the first unit is done."""
        with self._changed:
            if not self._samples:
                return None
            since, before = self._samples[0]
            units = self._worked - before
            seconds = self._clock() - since
        return seconds * max(0.0, self._total - self._done) / units if units > 0 else None

    @property
    def cancelled(self) -> bool:
        return self._cancelled

    @property
    def paused(self) -> bool:
        return self._paused_at is not None

    def begin(self, total: float) -> None:
        """Set the number of units and start the clock; never waits, never raises."""
        with self._changed:
            self._total, self._done, self._worked = float(total), 0.0, 0.0
            self._samples.clear()
            self._samples.append((self._clock(), 0.0))
        self._tell()

    def advance(self, units: float = 1.0) -> None:
        """Report ``units`` more as done; waits while paused.

        Raises:
            Cancelled: if somebody asked to stop.
        """
        self.check()
        self.count(units)

    def count(self, units: float) -> None:
        """Report ``units`` more as done without waiting or raising; for observers of the work."""
        with self._changed:
            self._done += units
            self._worked += units
            self._take_sample()
        self._tell()

    def skip(self, units: float) -> None:
        """Report ``units`` as done that took no time, so that the speed ignores them; never waits, never raises."""
        with self._changed:
            self._done += units
        self._tell()

    def check(self) -> None:
        """Wait while paused; raise :class:`~engine.errors.Cancelled` if somebody asked to stop."""
        with self._changed:
            self._changed.wait_for(lambda: self._cancelled or self._paused_at is None)
            if self._cancelled:
                raise Cancelled

    def cancel(self) -> None:
        """Ask the worker to stop at its next step, be it paused or not."""
        with self._changed:
            self._cancelled = True
            self._changed.notify_all()

    def pause(self) -> None:
        """Ask the worker to wait at its next step."""
        with self._changed:
            if self._paused_at is None:
                self._paused_at = time.monotonic()

    def resume(self) -> None:
        """Let the worker continue."""
        with self._changed:
            if self._paused_at is not None:
                self._paused_for += time.monotonic() - self._paused_at
                self._paused_at = None
            self._changed.notify_all()

    def _clock(self) -> float:
        """Seconds on a clock that stops during pauses."""
        now = time.monotonic() if self._paused_at is None else self._paused_at
        return now - self._paused_for

    def _take_sample(self) -> None:
        """Record the units done so far, to measure the speed."""
        now = self._clock()
        if self._samples and now - self._samples[-1][0] >= _SAMPLE_EVERY:
            self._samples.append((now, self._worked))
        while len(self._samples) > 1 and self._samples[1][0] <= now - _RECENT:
            self._samples.popleft()

    def _tell(self) -> None:
        if self._on_change is not None:
            self._on_change(self)


class SubProgress(Progress):
    """A step of a larger task: it advances that task's progress, and is paused and cancelled together with it.

    Args:
        whole: the larger task's progress; already begun.
        units: of ``whole`` that this step takes.
        on_fraction: called with this step's own fraction, 0..1, in the worker's thread.
    """

    def __init__(self, whole: Progress, units: float = 1.0, on_fraction: Callable[[float], None] | None = None) -> None:
        super().__init__()
        self._whole = whole
        self._units = units
        self._on_fraction = on_fraction
        self._counted = 0.0

    @property
    def cancelled(self) -> bool:
        return self._whole.cancelled

    @property
    def paused(self) -> bool:
        return self._whole.paused

    def check(self) -> None:
        """Wait while the whole is paused; raise :class:`~engine.errors.Cancelled` if it has been cancelled."""
        self._whole.check()

    def cancel(self) -> None:
        """Cancel the whole."""
        self._whole.cancel()

    def pause(self) -> None:
        """Pause the whole."""
        self._whole.pause()

    def resume(self) -> None:
        """Resume the whole."""
        self._whole.resume()

    def reach(self, fraction: float) -> None:
        """Set this step's fraction done without waiting or raising; for observers of the work."""
        self._move_to(fraction)
        if self._on_fraction is not None:
            self._on_fraction(fraction)

    def finish(self) -> None:
        """Report the rest of this step as done; never waits, never raises."""
        self._move_to(1.0)

    def pass_over(self) -> None:
        """Report the rest of this step as done in no time."""
        self._whole.skip((1.0 - self._counted) * self._units)
        self._counted = 1.0

    def _clock(self) -> float:
        return self._whole._clock()

    def _tell(self) -> None:
        self.reach(self.fraction)

    def _move_to(self, fraction: float) -> None:
        step = fraction - self._counted
        if step > 0:  # stages inside one step may begin again; the whole never runs backwards
            self._counted = fraction
            self._whole.count(step * self._units)
