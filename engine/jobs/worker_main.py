"""What runs in a worker, be it a process or a thread: one order after the other, given and answered through a pipe.

::

    batch                          worker
                              <-   Ready
    Examine(job, settings)    ->
                              <-   Examined(demand)     from the headers of its files
    Run(job, settings)        ->
                              <-   Fraction             ten a second at most
                              <-   Finished(outcome)
    PAUSE, RESUME, CANCEL, STOP    at any time

Whatever touches a job's files happens here: a disk that stalls holds up the worker, never the batch.
"""

from __future__ import annotations

import logging
import os
import signal
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Literal

from engine.errors import Cancelled
from engine.jobs.failures import reason_for
from engine.jobs.job import Job, Outcome
from engine.jobs.limits import Demand, demand_of
from engine.jobs.settings import JobSettings
from engine.progress import Progress

Target = Callable[[Job, JobSettings, Progress], Outcome]
"""What does a job; processes find it by its module and name."""

Signal = Literal["pause", "resume", "cancel", "stop"]

REPORTS_A_SECOND = 10.0
LEFT_TO_THE_BATCH = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that reach every process of a terminal."""


@dataclass(frozen=True)
class Examine:
    """Look at the files of a job."""

    job: Job
    settings: JobSettings


@dataclass(frozen=True)
class Run:
    """Do a job."""

    job: Job
    settings: JobSettings


@dataclass(frozen=True)
class Ready:
    """The worker has started and awaits orders."""


@dataclass(frozen=True)
class Examined:
    """What the job will need."""

    demand: Demand


@dataclass(frozen=True)
class Fraction:
    """How much of the job is done, 0..1."""

    value: float


@dataclass(frozen=True)
class Finished:
    """What became of the job; ``None`` where it was cancelled."""

    outcome: Outcome | None


Order = Examine | Run
Answer = Ready | Examined | Fraction | Finished


def work_in_process(connection: Connection, target: Target, log_level: int) -> None:
    """Serve in a process of its own, which ends when the batch's process has ended, in whatever way."""
    _leave_signals_to_the_batch()
    if log_level <= logging.DEBUG:
        logging.basicConfig()
        logging.getLogger("engine").setLevel(log_level)
    _Servant(connection, target, leave=lambda: os._exit(0)).serve()


def work_in_thread(connection: Connection, target: Target) -> None:
    """Serve in a thread of the batch's own process."""
    _Servant(connection, target, leave=lambda: None).serve()


def _leave_signals_to_the_batch() -> None:
    """The batch decides what Ctrl-C and the like mean, and held them when starting us."""
    for number in LEFT_TO_THE_BATCH:
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, LEFT_TO_THE_BATCH)


class _Servant:
    """Does what it is told.

    Args:
        leave: called once the batch is gone or has sent ``stop``, from the thread that listens. What is under way then
            is not waited for.
    """

    def __init__(self, connection: Connection, target: Target, leave: Callable[[], None]) -> None:
        self._connection, self._target, self._leave = connection, target, leave
        self._sending = threading.Lock()
        self._orders: SimpleQueue[Order | None] = SimpleQueue()
        self._progress = Progress(self._report)
        self._reported = 0.0

    def serve(self) -> None:
        threading.Thread(target=self._listen, name="safelight-orders", daemon=True).start()
        self._send(Ready())
        while (order := self._orders.get()) is not None:
            if isinstance(order, Examine):
                self._send(Examined(demand_of(order.job, order.settings)))
            else:
                self._send(Finished(self._run(order)))

    def _run(self, order: Run) -> Outcome | None:
        try:
            self._progress.begin(1.0)  # what the last job reached no longer counts
            return self._target(order.job, order.settings, self._progress)
        except Cancelled:
            return None
        except Exception as error:
            return Outcome(order.job.source, None, "failed", reason_for(error, order.job.source))

    def _listen(self) -> None:
        try:
            while (message := self._connection.recv()) != "stop":
                self._follow(message)
        except (EOFError, OSError):
            pass  # the batch is gone
        self._leave()
        self._progress.cancel()
        self._orders.put(None)

    def _follow(self, message: Order | Signal) -> None:
        if message == "cancel":
            self._progress.cancel()
        elif message == "pause":
            self._progress.pause()
        elif message == "resume":
            self._progress.resume()
        elif isinstance(message, Examine | Run):
            self._orders.put(message)

    def _report(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._reported >= 1.0 / REPORTS_A_SECOND:
            self._reported = now
            self._send(Fraction(progress.fraction))

    def _send(self, answer: Answer) -> None:
        try:
            with self._sending:
                self._connection.send(answer)
        except OSError:
            self._progress.cancel()  # nobody listens any more; the thread that does will see it too
