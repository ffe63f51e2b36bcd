"""Assigns jobs to worker processes, enforces limits, and reports outcomes.

A worker looks at the files of its job, says what the job needs, and waits until there is memory for it. All of this
module runs in the caller's thread, which waits for the workers' answers and nothing else: no file is touched here, so
that no disk and no worker can hold a batch up.
"""

from __future__ import annotations

import time
from bisect import insort
from collections.abc import Sequence
from dataclasses import dataclass
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path

from engine.batch.background import Background
from engine.batch.limits import WORKER_BYTES, Demand, WorkerPlan, in_megabytes
from engine.batch.pending import JobFunction, Listener, PendingJob
from engine.batch.thread import BUSY, COMPUTING, GRACE, TICK, stalled
from engine.batch.worker import READY, Answer, Finished, Order, Signal, Worker
from engine.files.settings import Limits
from engine.image.files import remove_leftovers
from engine.messages import Message
from engine.progress import Progress

OVERTAKING = 32
"""Times that a waiting job is overtaken; then all wait for it, so that it is not put off for ever."""
_LOOK_EVERY = 0.25
"""Seconds between looks at the workers' limits."""
START_LIMIT = 120.0
"""Seconds that a worker may take to start; a disk may be slow, and the models large."""
_FAILED_STARTS = 3
"""Processes in a row that end before they are ready; then there will be no more."""


@dataclass(eq=False)
class WorkerSlot:
    """A worker of the pool and its job.

    Attributes:
        pending: the job that it examines, waits with or does; ``None`` where it is idle or has not started yet.
        spent: seconds on the job, pauses and waiting left out.
        silent: seconds without any progress, likewise.
        resident: bytes of memory when it was last looked at.
    """

    worker: Worker
    pending: PendingJob | None = None
    is_ready: bool = False
    is_running: bool = False
    spent: float = 0.0
    silent: float = 0.0
    resident: int = WORKER_BYTES
    processor_seconds: float = 0.0

    @property
    def is_idle(self) -> bool:
        return self.is_ready and self.pending is None

    @property
    def is_waiting(self) -> bool:
        """Whether its job has been examined and waits for memory."""
        return self.pending is not None and self.pending.demand is not None and not self.is_running

    @property
    def reserved(self) -> int:
        """The memory in bytes that is reserved for it."""
        need = self.pending.memory if self.pending is not None and self.is_running else 0
        return max(need, WORKER_BYTES if self.is_running else self.resident)

    def release(self) -> PendingJob:
        """Take its job from it, which has ended or goes to another worker."""
        assert self.pending is not None
        pending, self.pending, self.is_running = self.pending, None, False
        return pending

    def pass_time(self, seconds: float) -> None:
        """Update the time counters and the worker's memory use."""
        vitals = self.worker.vitals()
        if vitals is None:
            computes = False
        else:
            computes = vitals.processor_seconds - self.processor_seconds > BUSY * seconds
            self.processor_seconds, self.resident = vitals.processor_seconds, vitals.memory
        if not self.is_waiting:
            self.spent += seconds
            self.silent += seconds * (COMPUTING if computes else 1.0)

    def overstepped(self, limits: Limits) -> Message | None:
        """Why the worker must be stopped; ``None`` if it is within its limits."""
        if not self.is_ready:
            return Message("no worker started within {0:g} s", START_LIMIT) if self.silent > START_LIMIT else None
        if self.pending is None or self.is_waiting:
            return None
        if limits.time_limit is not None and self.spent > limits.time_limit:
            return Message("took longer than {0:g} s", limits.time_limit)
        return stalled(limits.stall_limit) if self.silent > limits.stall_limit else None


class Pool:
    """Runs jobs once.

    Args:
        function: does a job, in a worker.
        progress: is only asked whether to pause and to stop.
        background: tidies up behind workers that were killed.
    """

    def __init__(
        self,
        limits: Limits,
        plan: WorkerPlan,
        function: JobFunction,
        progress: Progress,
        listener: Listener,
        background: Background,
    ) -> None:
        self._limits, self._plan, self._function = limits, plan, function
        self._progress, self._listener, self._background = progress, listener, background
        self._queue: list[PendingJob] = []
        self._slots: list[WorkerSlot] = []
        self._failed_starts = 0
        self._has_no_processes = False
        self._paused = False
        self._looked = time.monotonic()

    def run(self, jobs: Sequence[PendingJob]) -> list[PendingJob]:
        """Do all jobs, or end them as cancelled; an exception of the listener ends the workers first.

        Returns:
            The jobs that were not begun, because the system starts no process.
        """
        self._queue = list(jobs)
        try:
            while (self._queue or self._busy()) and not self._progress.cancelled:
                if self._has_no_processes and not self._slots:
                    return self._queue
                self._follow_pause()
                if not self._paused:
                    self._share_out()
                self._listen()
                self._watch()
            if self._progress.cancelled:
                self._wind_down()
        finally:
            self._close()
        return []

    def _busy(self) -> list[WorkerSlot]:
        return [slot for slot in self._slots if slot.pending is not None]

    # Orders

    def _follow_pause(self) -> None:
        if self._progress.paused != self._paused:
            self._paused = not self._paused
            self._tell_all("pause" if self._paused else "resume")

    def _tell_all(self, signal: Signal) -> None:
        for slot in self._slots:
            slot.worker.send(signal)

    def _share_out(self) -> None:
        """Begin jobs that there is memory for; give idle workers others; start workers where there are more jobs."""
        if not self._begin_waiting():
            return
        for slot in self._slots:
            if self._queue and slot.is_idle:
                slot.pending = self._queue.pop(0)
                slot.pending.demand, slot.spent, slot.silent = None, 0.0, 0.0
                slot.worker.send(Order(slot.pending.job, slot.pending.settings, self._plan.memory))
        while self._queue and self._start_one():
            pass

    def _begin_waiting(self) -> bool:
        """Begin jobs in their order, smaller ones before larger ones; returns whether others may be looked at."""
        waiting = sorted((slot for slot in self._slots if slot.is_waiting), key=_index_of)
        for place, slot in enumerate(waiting):
            assert slot.pending is not None
            if self._has_room(slot):
                for earlier in waiting[:place]:
                    if earlier.pending is not None and earlier.is_waiting:
                        earlier.pending.overtaken += 1
                self._begin(slot, slot.pending)
            elif not any(other.is_running for other in self._slots):
                self._end_others(slot)
                return False
            elif slot.pending.overtaken >= OVERTAKING:
                return False
            if self._progress.cancelled:
                return False
        return True

    def _has_room(self, slot: WorkerSlot) -> bool:
        """Whether its job can begin; idle workers do not count, as they can be stopped."""
        assert slot.pending is not None
        taken = sum(other.reserved for other in self._slots if other is not slot and not other.is_idle)
        return slot.pending.memory + taken <= self._plan.memory

    def _begin(self, slot: WorkerSlot, pending: PendingJob) -> None:
        for other in [other for other in self._slots if other.is_idle]:
            if pending.memory + self._reserved_beside(slot) <= self._plan.memory:
                break
            self._slots.remove(other)
            other.worker.end()
        self._listener.on_start(pending)
        if not self._progress.cancelled:  # by who was just told
            slot.is_running, slot.spent, slot.silent = True, 0.0, 0.0
            slot.worker.send("go")

    def _end_others(self, slot: WorkerSlot) -> None:
        """Nothing runs, and still there is no room: stop the other workers, whose jobs go back to the queue."""
        for other in [other for other in self._slots if other is not slot and other.is_ready]:
            if other.pending is not None:
                insort(self._queue, other.release(), key=lambda pending: pending.index)
            self._slots.remove(other)
            other.worker.end()

    def _reserved_beside(self, slot: WorkerSlot) -> int:
        return sum(other.reserved for other in self._slots if other is not slot)

    def _start_one(self) -> bool:
        """Start a worker where one more is of use; returns whether it was."""
        starting = sum(not slot.is_ready for slot in self._slots)
        needed = WORKER_BYTES + sum(slot.reserved for slot in self._slots)
        crowded = len(self._slots) >= self._plan.workers or starting >= len(self._queue)
        if crowded or self._has_no_processes or (self._slots and needed > self._plan.memory):
            return False
        try:
            worker = Worker(self._function)
        except (OSError, AssertionError):  # no process left in the system, or none allowed to us
            self._has_no_processes = True
            return False
        self._slots.append(WorkerSlot(worker))
        return True

    # Answers

    def _listen(self, seconds: float = TICK) -> None:
        """Wait for messages of workers and handle them."""
        by_connection = {slot.worker.connection: slot for slot in self._slots}
        if not by_connection:
            time.sleep(0.0 if self._has_no_processes else seconds)
        for connection in wait(list(by_connection), seconds) if by_connection else ():
            slot = by_connection[connection]  # type: ignore[index]  # only those that were asked for come back
            try:
                answer = slot.worker.receive()
            except EOFError:
                self._lose(slot)
            else:
                self._take(slot, answer)

    def _take(self, slot: WorkerSlot, answer: Answer) -> None:
        slot.silent = 0.0
        if answer == READY:
            slot.is_ready, self._failed_starts = True, 0
            if self._paused:
                slot.worker.send("pause")
        elif isinstance(answer, Finished):
            pending = slot.release()
            self._listener.on_outcome(pending, answer.outcome or pending.cancelled())
        elif slot.pending is not None and isinstance(answer, Demand):
            slot.pending.demand = answer
            if answer.memory > self._plan.memory:
                slot.is_running = True  # it fails: that is its next answer
        elif slot.pending is not None and isinstance(answer, float):
            self._listener.on_fraction(slot.pending, answer)

    # Workers that go

    def _lose(self, slot: WorkerSlot) -> None:
        """Handle a worker that has died."""
        reason = slot.worker.how_it_ended()
        slot.worker.kill()
        self._slots.remove(slot)
        if not slot.is_ready:
            self._count_failed_start()
        if slot.pending is not None:
            pending = slot.release()
            self._tidy_up(pending.job.output.parent)
            self._listener.on_outcome(pending, pending.failed(reason, slot.spent))

    def _watch(self) -> None:
        """Stop workers that exceed their limits."""
        now = time.monotonic()
        seconds = now - self._looked
        if seconds < _LOOK_EVERY and not self._paused:
            return
        self._looked = now
        if self._paused:
            return
        for slot in list(self._slots):
            slot.pass_time(seconds)
            reason = slot.overstepped(self._limits)
            if reason:
                self._stop(slot, reason)
            elif slot.is_running:
                self._watch_memory(slot)

    def _watch_memory(self, slot: WorkerSlot) -> None:
        if slot.pending is not None and slot.pending.memory > self._plan.memory:
            return  # the worker refuses the job, and says so in its next answer
        others = self._reserved_beside(slot)
        if slot.resident <= self._plan.memory - others:
            return
        if slot.pending is None or not others:
            self._stop(slot, Message("needed more memory than the budget of {0}", in_megabytes(self._plan.memory)))
            return
        pending = slot.pending
        self._end(slot)  # it needs more than was judged: once more, with nobody beside it
        pending.least_memory = self._plan.memory
        insort(self._queue, pending, key=lambda pending: pending.index)

    def _stop(self, slot: WorkerSlot, reason: Message) -> None:
        pending, spent = slot.pending, slot.spent
        self._end(slot)
        if pending is not None:
            self._listener.on_outcome(pending, pending.failed(reason, spent))
        else:
            self._count_failed_start()

    def _count_failed_start(self) -> None:
        self._failed_starts += 1
        self._has_no_processes = self._has_no_processes or self._failed_starts >= _FAILED_STARTS

    def _end(self, slot: WorkerSlot) -> None:
        """Kill a worker, or abandon it where it cannot be killed."""
        self._slots.remove(slot)
        gone = slot.worker.kill()
        if slot.pending is not None:
            folder = slot.release().job.output.parent
            if gone:
                self._tidy_up(folder)

    def _tidy_up(self, folder: Path) -> None:
        self._background.do(partial(remove_leftovers, folder))

    def _wind_down(self) -> None:
        """Ask all to stop, insist after a while, and end every job that has not ended."""
        self._tell_all("cancel")
        deadline = time.monotonic() + GRACE
        while self._busy() and time.monotonic() < deadline:
            self._listen()
        left = self._queue + [slot.pending for slot in self._busy() if slot.pending is not None]
        for slot in self._busy():
            self._end(slot)
        for pending in sorted(left, key=lambda pending: pending.index):
            self._listener.on_outcome(pending, pending.cancelled())

    def _close(self) -> None:
        for slot in self._busy():
            self._end(slot)
        for slot in self._slots:
            slot.worker.send("stop")
        for slot in self._slots:
            slot.worker.end()
        self._slots.clear()


def _index_of(slot: WorkerSlot) -> int:
    assert slot.pending is not None
    return slot.pending.index
