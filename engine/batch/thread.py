"""Runs a few jobs one after the other in a daemon thread of this process.

The caller's thread waits for answers and touches no file, so that a disk that stalls holds up neither it nor Ctrl-C:
the thread is then abandoned.
"""

from __future__ import annotations

import threading
import time
from collections.abc import Iterable
from dataclasses import dataclass
from queue import Empty, SimpleQueue

from engine.batch.limits import Demand, files_of
from engine.batch.pending import REPORTS_A_SECOND, JobFunction, Listener, PendingJob, attempt
from engine.files.job import Outcome
from engine.messages import Message
from engine.progress import Progress

TICK = 0.1
GRACE = 3.0
"""Seconds that a job has to stop when it is cancelled."""
COMPUTING = 0.1
"""What a second without progress counts for one that computes all the time, as encoders of huge pictures do."""
BUSY = 0.5
"""Part of a processor that counts as computing."""


def stalled(seconds: float) -> Message:
    """The reason for giving up a job that made no progress for so long."""
    return Message("no progress for {0:g} s: is the disk or the network stalled?", seconds)


def run_in_thread(
    jobs: Iterable[PendingJob], function: JobFunction, stall_limit: float, progress: Progress, listener: Listener
) -> None:
    """Run all jobs; when ``progress`` is cancelled, the rest end as cancelled.

    Args:
        stall_limit: seconds without any progress after which a job is given up.
    """
    thread: _JobThread | None = None
    try:
        for pending in jobs:
            _wait_while_paused(progress)
            if progress.cancelled:
                listener.on_outcome(pending, pending.cancelled())
                continue
            if thread is None or thread.is_abandoned:
                thread = _JobThread(function)
            listener.on_outcome(pending, _follow(thread, pending, stall_limit, progress, listener))
    finally:
        if thread is not None:
            thread.end()


def _wait_while_paused(progress: Progress) -> None:
    while progress.paused and not progress.cancelled:
        time.sleep(TICK)


@dataclass(frozen=True)
class _Finished:
    outcome: Outcome | None


class _JobThread:
    """The thread. It answers a job with what its files are like, and once it is told to go on, with its outcome."""

    def __init__(self, function: JobFunction) -> None:
        self.answers: SimpleQueue[Demand | float | _Finished] = SimpleQueue()
        self.progress = Progress(self._report)
        self.is_abandoned = False
        self._orders: SimpleQueue[PendingJob | None] = SimpleQueue()
        self._function, self._reported = function, 0.0
        self._thread = threading.Thread(target=self._work, name="safelight-worker", daemon=True)
        self._thread.start()

    def order(self, pending: PendingJob) -> None:
        """Examine the files of a job; the second call runs it."""
        self._orders.put(pending)

    def end(self) -> None:
        """Let the thread end, and wait for it unless it was abandoned."""
        self._orders.put(None)
        if not self.is_abandoned:
            self._thread.join(GRACE)

    def abandon(self) -> None:
        """Leave the thread to itself; should it come back, it stops before it writes anything."""
        self.is_abandoned = True
        self.progress.cancel()
        self.end()

    def _work(self) -> None:
        while (pending := self._orders.get()) is not None:
            self.answers.put(files_of(pending.job, pending.settings))
            if self._orders.get() is None:
                return
            self.answers.put(_Finished(attempt(self._function, pending.job, pending.settings, self.progress)))

    def _report(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._reported >= 1.0 / REPORTS_A_SECOND:
            self._reported = now
            self.answers.put(progress.fraction)


def _follow(
    thread: _JobThread, pending: PendingJob, stall_limit: float, progress: Progress, listener: Listener
) -> Outcome:
    """Run a job in the thread and wait for its outcome."""
    thread.order(pending)
    silent, looked, computed = 0.0, time.monotonic(), time.process_time()
    cancelled_at: float | None = None
    while True:
        try:
            answer = thread.answers.get(timeout=TICK)
        except Empty:
            answer = None
        if isinstance(answer, _Finished):
            return answer.outcome or pending.cancelled()
        if isinstance(answer, Demand):
            pending.demand = answer
            listener.on_start(pending)
            if not progress.cancelled:
                thread.order(pending)
        elif answer is not None:
            listener.on_fraction(pending, answer)
        now = time.monotonic()
        if progress.cancelled:
            thread.progress.cancel()
            cancelled_at = cancelled_at or now
            if isinstance(answer, Demand) or now - cancelled_at > GRACE:
                thread.abandon()
                return pending.cancelled()
        elif progress.paused != thread.progress.paused:
            (thread.progress.pause if progress.paused else thread.progress.resume)()
        busy = time.process_time() - computed > BUSY * (now - looked)
        if answer is not None:
            silent = 0.0
        elif not progress.paused:
            silent += (now - looked) * (COMPUTING if busy else 1.0)
        looked, computed = now, time.process_time()
        if silent > stall_limit:
            thread.abandon()
            return pending.failed(stalled(stall_limit), silent)
