"""Shares jobs out among workers, watches over them, and tells what becomes of each job.

All of it happens in the caller's thread, which waits for the workers' answers and nothing else: no file is touched
here, so that no disk and no worker can hold a batch up.
"""

from __future__ import annotations

import time
from collections.abc import Sequence
from dataclasses import replace
from functools import partial
from multiprocessing.connection import wait
from pathlib import Path
from typing import Protocol

from engine.image.files import remove_leftovers
from engine.jobs.admission import Queue, Ticket
from engine.jobs.background import Background
from engine.jobs.job import Outcome
from engine.jobs.limits import WORKER_BYTES, Demand, WorkerPlan, in_megabytes
from engine.jobs.seats import Seat
from engine.jobs.settings import JobSettings
from engine.jobs.worker_main import Answer, Examined, Finished, Fraction, Ready, Signal, Target
from engine.jobs.workers import Worker
from engine.progress import Progress

_TICK = 0.1
_LOOK_EVERY = 0.25
"""Seconds between looks at the workers' limits."""
_GRACE = 3.0
"""Seconds that workers have to stop when asked to."""
_FAILED_STARTS = 3
"""Processes in a row that end before they are ready; then this one does the work itself."""


class Listener(Protocol):
    """Who is told what happens; every job ends once, whatever becomes of it."""

    def on_start(self, ticket: Ticket) -> None: ...

    def on_fraction(self, ticket: Ticket, fraction: float) -> None: ...

    def on_outcome(self, ticket: Ticket, outcome: Outcome) -> None: ...


class Pool:
    """Runs jobs once.

    Args:
        target: what workers do with a job.
        progress: is only asked whether to pause and to stop.
        background: tidies up behind workers that were killed.
    """

    def __init__(
        self,
        settings: JobSettings,
        plan: WorkerPlan,
        target: Target,
        progress: Progress,
        listener: Listener,
        background: Background,
    ) -> None:
        self._settings, self._plan, self._target = settings, plan, target
        self._progress, self._listener, self._background = progress, listener, background
        self._queue = Queue(())
        self._seats: list[Seat] = []
        self._failed_starts = 0
        self._paused = False
        self._looked = time.monotonic()

    def run(self, tickets: Sequence[Ticket]) -> None:
        """Do all jobs, or end them as cancelled; an exception of the listener ends the workers first."""
        self._queue = Queue(tickets)
        try:
            while (self._queue or self._busy()) and not self._progress.cancelled:
                self._follow_pause()
                if not self._paused:
                    self._share_out()
                self._listen()
                self._watch()
            if self._progress.cancelled:
                self._wind_down()
        finally:
            self._close()

    def _busy(self) -> list[Seat]:
        return [seat for seat in self._seats if seat.ticket is not None]

    # Orders

    def _follow_pause(self) -> None:
        if self._progress.paused != self._paused:
            self._paused = not self._paused
            self._tell_all("pause" if self._paused else "resume")

    def _tell_all(self, signal: Signal) -> None:
        for seat in self._seats:
            seat.worker.send(signal)

    def _share_out(self) -> None:
        """Give idle workers something to do; have more of them start where there is more."""
        while (ticket := self._queue.next(self._free_memory())) is not None and not self._progress.cancelled:
            seat = next((seat for seat in self._seats if seat.is_idle), None)
            if seat is not None:
                self._queue.take(ticket)
                self._begin(seat, ticket)
            elif not self._start_one():
                return

    def _free_memory(self) -> int:
        """What a job may take. Idle workers do not count: they can be sent home."""
        return self._plan.memory - sum(seat.reserved for seat in self._seats if not seat.is_idle)

    def _begin(self, seat: Seat, ticket: Ticket) -> None:
        if ticket.demand is None:
            seat.order(ticket)
            return
        self._make_room(seat, ticket.memory)
        self._listener.on_start(ticket)
        if self._progress.cancelled:  # by who was just told
            self._queue.put(ticket)
        else:
            seat.order(ticket)

    def _make_room(self, seat: Seat, need: int) -> None:
        """Send idle workers home until there is memory enough for the job of one of them."""
        for other in [other for other in self._seats if other.is_idle and other is not seat]:
            if need + self._reserved_beside(seat) <= self._plan.memory:
                return
            self._seats.remove(other)
            other.worker.end()

    def _reserved_beside(self, seat: Seat) -> int:
        return sum(other.reserved for other in self._seats if other is not seat)

    def _start_one(self) -> bool:
        """Start a worker where one more is of use; returns whether it was."""
        starting = sum(not seat.is_ready for seat in self._seats)
        needed = WORKER_BYTES + sum(seat.reserved for seat in self._seats)
        crowded = len(self._seats) >= self._plan.workers or starting >= len(self._queue)
        if crowded or (self._seats and needed > self._plan.memory):
            return False
        try:
            worker = Worker(self._target, as_process=self._plan.as_processes)
        except (OSError, AssertionError):  # no process left in the system, or none allowed to us
            if self._seats:
                self._plan = replace(self._plan, workers=len(self._seats))
                return False
            self._do_without_processes()
            worker = Worker(self._target, as_process=False)
        self._seats.append(Seat(worker))
        return True

    def _do_without_processes(self) -> None:
        self._plan = replace(self._plan, workers=1, as_processes=False)

    # Answers

    def _listen(self, seconds: float = _TICK) -> None:
        """Take what workers have to say, waiting for the first of it."""
        by_connection = {seat.worker.connection: seat for seat in self._seats}
        if not by_connection:
            time.sleep(seconds)
        for connection in wait(list(by_connection), seconds) if by_connection else ():
            seat = by_connection[connection]  # type: ignore[index]  # only those that were asked for come back
            try:
                answer = seat.worker.receive()
            except EOFError:
                self._lose(seat)
            else:
                self._take(seat, answer)

    def _take(self, seat: Seat, answer: Answer) -> None:
        seat.silent = 0.0
        if isinstance(answer, Ready):
            seat.is_ready, self._failed_starts = True, 0
            if self._paused:
                seat.worker.send("pause")
        elif isinstance(answer, Examined):
            self._admit(seat.release(), answer.demand)
        elif isinstance(answer, Fraction):
            if seat.ticket is not None:
                self._listener.on_fraction(seat.ticket, answer.value)
        elif isinstance(answer, Finished):
            ticket = seat.release()
            self._listener.on_outcome(ticket, answer.outcome or _cancelled(ticket))

    def _admit(self, ticket: Ticket, demand: Demand) -> None:
        ticket.demand = demand
        if demand.memory > self._plan.memory:
            need, budget = in_megabytes(demand.memory), in_megabytes(self._plan.memory)
            self._fail(ticket, f"needs about {need}, the memory budget is {budget}")
        else:
            self._queue.put(ticket)

    def _fail(self, ticket: Ticket, reason: str, seconds: float = 0.0) -> None:
        outcome = Outcome(ticket.job.source, None, "failed", reason, ticket.source_bytes, seconds=seconds)
        self._listener.on_outcome(ticket, outcome)

    # Workers that go

    def _lose(self, seat: Seat) -> None:
        """A worker has gone by itself."""
        reason = seat.worker.how_it_ended()
        seat.worker.kill()
        self._seats.remove(seat)
        if not seat.is_ready:
            self._count_failed_start()
        if seat.ticket is not None:
            ticket = seat.release()
            self._tidy_up(ticket.job.output.parent)
            self._fail(ticket, reason, seat.spent)

    def _watch(self) -> None:
        """Stop workers that overstep their limits."""
        now = time.monotonic()
        seconds = now - self._looked
        if seconds < _LOOK_EVERY and not self._paused:
            return
        self._looked = now
        if self._paused:
            return
        for seat in list(self._seats):
            seat.pass_time(seconds)
            reason = seat.overstepped(self._settings)
            if reason:
                self._stop(seat, reason)
            elif seat.is_running and seat.worker.is_process:
                self._watch_memory(seat)

    def _watch_memory(self, seat: Seat) -> None:
        others = self._reserved_beside(seat)
        if seat.resident <= self._plan.memory - others:
            return
        ticket = seat.ticket
        if ticket is None or ticket.demand is None or not others:
            self._stop(seat, f"needed more memory than the budget of {in_megabytes(self._plan.memory)}")
            return
        self._end(seat)  # it needs more than was thought: once more, with nobody beside it
        ticket.demand = replace(ticket.demand, memory=self._plan.memory)
        self._queue.put(ticket)

    def _stop(self, seat: Seat, reason: str) -> None:
        ticket, spent = seat.ticket, seat.spent
        self._end(seat)
        if ticket is not None:
            self._fail(ticket, reason, spent)
        else:
            self._count_failed_start()

    def _count_failed_start(self) -> None:
        self._failed_starts += 1
        if self._failed_starts >= _FAILED_STARTS:
            self._do_without_processes()

    def _end(self, seat: Seat) -> None:
        """Kill a worker, or abandon it where it cannot be killed."""
        self._seats.remove(seat)
        gone = seat.worker.kill()
        if seat.ticket is not None:
            folder = seat.release().job.output.parent
            if gone:
                self._tidy_up(folder)

    def _tidy_up(self, folder: Path) -> None:
        self._background.do(partial(remove_leftovers, folder))

    def _wind_down(self) -> None:
        """Ask all to stop, insist after a while, and end every job that has not ended."""
        self._tell_all("cancel")
        deadline = time.monotonic() + _GRACE
        while self._busy() and time.monotonic() < deadline:
            self._listen()
        left = self._queue.drain() + [seat.ticket for seat in self._busy() if seat.ticket is not None]
        for seat in self._busy():
            self._end(seat)
        for ticket in sorted(left, key=lambda ticket: ticket.index):
            self._listener.on_outcome(ticket, _cancelled(ticket))

    def _close(self) -> None:
        for seat in self._busy():
            self._end(seat)
        for seat in self._seats:
            seat.worker.send("stop")
        for seat in self._seats:
            seat.worker.end()
        self._seats.clear()


def _cancelled(ticket: Ticket) -> Outcome:
    return Outcome(ticket.job.source, None, "cancelled", "cancelled", ticket.source_bytes)
