"""Progress of one piece of work: a fraction, a time left, and a way to stop it."""

from __future__ import annotations

import contextlib
import threading
import time
from collections.abc import Callable

from engine.errors import Cancelled


class Progress:
    """Counts units of work; safe to use from several threads.

    The worker calls :meth:`begin` once it knows how many units there are, then :meth:`advance` after each; anyone may
    call :meth:`cancel`, upon which the next :meth:`advance` or :meth:`check` raises
    :class:`~engine.errors.Cancelled` in the worker.

    Args:
        on_change: called after every change, in the worker's thread.
    """

    def __init__(self, on_change: Callable[[Progress], None] | None = None) -> None:
        self._on_change = on_change
        self._lock = threading.Lock()
        self._cancelled = threading.Event()
        self._total = 0.0
        self._done = 0.0
        self._started: float | None = None

    @property
    def fraction(self) -> float:
        """Part done, 0..1."""
        return min(1.0, self._done / self._total) if self._total > 0 else 0.0

    @property
    def seconds_left(self) -> float | None:
        """Time left at the speed so far; ``None`` before the first unit is done."""
        if self._started is None or self._done <= 0:
            return None
        return (time.monotonic() - self._started) * (self._total / self._done - 1.0)

    @property
    def cancelled(self) -> bool:
        return self._cancelled.is_set()

    def begin(self, total: float) -> None:
        """State the number of units and start the clock."""
        with self._lock:
            self._total, self._done, self._started = float(total), 0.0, time.monotonic()
        self.advance(0.0)

    def advance(self, units: float = 1.0) -> None:
        """Report ``units`` more as done.

        Raises:
            Cancelled: if somebody asked to stop.
        """
        self.check()
        with self._lock:
            self._done += units
        if self._on_change is not None:
            self._on_change(self)

    def check(self) -> None:
        """Raise :class:`~engine.errors.Cancelled` if somebody asked to stop."""
        if self._cancelled.is_set():
            raise Cancelled

    def cancel(self) -> None:
        """Ask the worker to stop at its next step."""
        self._cancelled.set()


class Part(Progress):
    """A step of a larger progress, which it moves on in fractions and with which it is cancelled.

    Args:
        whole: begun already; the step takes ``units`` of its total.
        units: what the whole counts this step as.
        on_fraction: called with this step's own fraction, 0..1, in the worker's thread.
    """

    def __init__(self, whole: Progress, units: float = 1.0, on_fraction: Callable[[float], None] | None = None) -> None:
        super().__init__(self._follow)
        self._whole = whole
        self._units = units
        self._on_fraction = on_fraction
        self._counted = 0.0

    @property
    def cancelled(self) -> bool:
        return self._whole.cancelled

    def check(self) -> None:
        """Raise :class:`~engine.errors.Cancelled` if the whole has been cancelled."""
        self._whole.check()

    def cancel(self) -> None:
        """Cancel the whole."""
        self._whole.cancel()

    def finish(self) -> None:
        """Count what is left; never raises, since what was to be stopped is over."""
        with contextlib.suppress(Cancelled):
            self._move_to(1.0)

    def _follow(self, _: Progress) -> None:
        self._move_to(self.fraction)
        if self._on_fraction is not None:
            self._on_fraction(self.fraction)

    def _move_to(self, fraction: float) -> None:
        step = fraction - self._counted
        if step > 0:  # several stages inside one step may begin anew: the whole never runs backwards
            self._counted = fraction
            self._whole.advance(step * self._units)
