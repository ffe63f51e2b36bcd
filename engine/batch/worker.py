"""Worker processes: the code that runs in one, and the batch's handle for it.

::

    batch                          worker
                              <-   READY
    Order(job, settings)      ->
                              <-   Demand               from the headers of its files; more than the budget fails
    "go"                      ->                        once there is memory for it
                              <-   fraction             ten a second at most
                              <-   Finished(outcome)
    "pause", "resume", "cancel", "stop"    at any time

Whatever touches a job's files happens in the worker: a disk that stalls holds up the worker, never the batch.
"""

from __future__ import annotations

import logging
import multiprocessing
import multiprocessing.process
import os
import signal
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from queue import SimpleQueue
from typing import Literal

import psutil

from engine.batch.limits import Demand, demand_of, in_megabytes
from engine.batch.pending import REPORTS_A_SECOND, JobFunction, attempt
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
from engine.messages import Message
from engine.progress import Progress

# Not fork: ONNX Runtime's threads would not survive it. Frozen programs call multiprocessing.freeze_support() first.
_CONTEXT = multiprocessing.get_context("spawn")

Signal = Literal["go", "pause", "resume", "cancel", "stop"]
READY = "ready"

_LEFT_TO_THE_BATCH = tuple(getattr(signal, name) for name in ("SIGINT", "SIGTERM", "SIGHUP") if hasattr(signal, name))
"""Signals that reach every process of a terminal."""
_SECONDS_TO_DIE = 2.0
"""A process that takes longer to go hangs in the system, on a disk that does not answer."""


@dataclass(frozen=True)
class Order:
    """A job to run; it fails if it needs more than ``memory`` bytes."""

    job: Job
    settings: JobSettings
    memory: int


@dataclass(frozen=True)
class Finished:
    """The outcome of the job; ``None`` where it was cancelled."""

    outcome: Outcome | None


Answer = str | Demand | float | Finished


def work_in_process(connection: Connection, function: JobFunction, log_level: int) -> None:
    """Work in a process of its own, which ends when the batch's process has ended, in whatever way."""
    for number in _LEFT_TO_THE_BATCH:  # it decides what Ctrl-C and the like mean, and held them when starting us
        signal.signal(number, signal.SIG_IGN)
    if hasattr(signal, "pthread_sigmask"):
        signal.pthread_sigmask(signal.SIG_UNBLOCK, _LEFT_TO_THE_BATCH)
    if log_level <= logging.DEBUG:
        logging.basicConfig()
        logging.getLogger("engine").setLevel(log_level)
    _WorkerLoop(connection, function).run()


class _WorkerLoop:
    """Executes orders; a second thread receives them."""

    def __init__(self, connection: Connection, function: JobFunction) -> None:
        self._connection, self._function = connection, function
        self._sending = threading.Lock()
        self._orders: SimpleQueue[Order] = SimpleQueue()
        self._go: SimpleQueue[None] = SimpleQueue()
        self._progress = Progress(self._report)
        self._reported = 0.0

    def run(self) -> None:
        threading.Thread(target=self._listen, name="safelight-signals", daemon=True).start()
        self._send(READY)
        while True:
            order = self._orders.get()
            demand = demand_of(order.job, order.settings)
            self._send(demand)
            if demand.memory > order.memory:
                need, budget = in_megabytes(demand.memory), in_megabytes(order.memory)
                reason = Message("needs about {0}, the memory budget is {1}", need, budget)
                source_bytes = 0 if demand.source is None else demand.source.bytes
                self._send(Finished(Outcome(order.job.source, None, "failed", reason, source_bytes)))
                continue
            self._go.get()
            self._send(Finished(attempt(self._function, order.job, order.settings, self._progress)))

    def _listen(self) -> None:
        with suppress(EOFError, OSError):  # the batch is gone
            while (message := self._connection.recv()) != "stop":
                if isinstance(message, Order):
                    self._orders.put(message)
                elif message == "pause":
                    self._progress.pause()
                elif message == "resume":
                    self._progress.resume()
                else:
                    if message == "cancel":
                        self._progress.cancel()
                    self._go.put(None)  # also a job that is cancelled before it has begun comes to its end
        os._exit(0)

    def _report(self, progress: Progress) -> None:
        now = time.monotonic()
        if now - self._reported >= 1.0 / REPORTS_A_SECOND:
            self._reported = now
            self._send(progress.fraction)

    def _send(self, answer: Answer) -> None:
        try:
            with self._sending:
                self._connection.send(answer)
        except OSError:
            self._progress.cancel()  # nobody listens any more; the thread that does will see it too


@dataclass(frozen=True)
class Vitals:
    """A worker's resident memory in bytes, and its processor time in seconds."""

    memory: int
    processor_seconds: float


class Worker:
    """A worker process, which starts in the background.

    Raises:
        OSError, AssertionError: the system refuses to start another process.
    """

    def __init__(self, function: JobFunction) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        level = logging.getLogger("engine").getEffectiveLevel()
        self._process = _CONTEXT.Process(
            target=work_in_process, args=(theirs, function, level), name="safelight-worker", daemon=True
        )
        with _signals_held():
            self._process.start()
        # Python would wait for it when this process ends: for ever, where it hangs in the system. Its pipe ends it.
        getattr(multiprocessing.process, "_children", set()).discard(self._process)
        theirs.close()  # the pipe ends when the worker's end of it does

    def send(self, message: Order | Signal) -> None:
        """Never fails: that a worker is gone shows when it is listened to."""
        with suppress(OSError):
            self.connection.send(message)

    def receive(self) -> Answer:
        """Wait for the next answer.

        Raises:
            EOFError: the worker is gone.
        """
        try:
            answer: Answer = self.connection.recv()
        except EOFError:
            raise
        except Exception as error:  # an answer that was cut short can raise nearly anything
            raise EOFError from error
        return answer

    def vitals(self) -> Vitals | None:
        """The worker's memory and processor time; ``None`` if unavailable."""
        try:
            watched = psutil.Process(self._process.pid)
            with watched.oneshot():
                times = watched.cpu_times()
                return Vitals(watched.memory_info().rss, times.user + times.system)
        except psutil.Error:
            return None

    def end(self) -> None:
        """End an idle worker; kill it if it does not end in time."""
        self.send("stop")
        self._process.join(_SECONDS_TO_DIE)
        self.kill()

    def kill(self) -> bool:
        """End the process at once; returns whether it has gone."""
        self._process.kill()
        gone = self._has_gone()
        self.connection.close()
        return gone

    def how_it_ended(self) -> Message:
        """Describe how a worker died."""
        code = self._process.exitcode if self._has_gone() else None
        if code is None:
            return Message("the worker ended unexpectedly")
        if code >= 0:
            return Message("the worker ended unexpectedly (exit status {0})", code)
        if -code == getattr(signal, "SIGKILL", None):
            return Message("the worker was killed (signal {0}), perhaps because the system ran out of memory", -code)
        return Message("the worker crashed (signal {0})", -code)

    def _has_gone(self) -> bool:
        """Wait for it a little."""
        self._process.join(_SECONDS_TO_DIE)
        return self._process.exitcode is not None


@contextmanager
def _signals_held() -> Iterator[None]:
    """A process started in here does not hear Ctrl-C until it has said how it takes it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, _LEFT_TO_THE_BATCH)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
