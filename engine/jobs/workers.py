"""Workers of a batch: processes that take orders, or one thread of this process where a process would not pay."""

from __future__ import annotations

import logging
import multiprocessing
import multiprocessing.process
import signal
import threading
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass
from multiprocessing.connection import Connection
from multiprocessing.context import SpawnProcess

import psutil

from engine.jobs.worker_main import LEFT_TO_THE_BATCH, Answer, Order, Signal, Target, work_in_process, work_in_thread

# Not fork: ONNX Runtime's threads would not survive it. Frozen programs call multiprocessing.freeze_support() first.
_CONTEXT = multiprocessing.get_context("spawn")

_SECONDS_TO_DIE = 2.0
"""A process that takes longer to go hangs in the system, on a disk that does not answer."""


@dataclass(frozen=True)
class Vitals:
    """Of a worker: resident memory in bytes, and seconds that processors have spent on it."""

    memory: int
    processor_seconds: float


class Worker:
    """Somebody to do jobs, beginning to start.

    Args:
        as_process: a process of its own, which may crash and can be killed; otherwise a thread, which can only be
            abandoned.

    Raises:
        OSError: the system gives us no further process.
    """

    def __init__(self, target: Target, *, as_process: bool) -> None:
        self.connection, theirs = _CONTEXT.Pipe()
        self._process = _start_process(theirs, target) if as_process else None
        self._thread = None if as_process else _start_thread(theirs, target)

    @property
    def is_process(self) -> bool:
        return self._process is not None

    def send(self, message: Order | Signal) -> None:
        """Never fails: that a worker is gone shows when it is listened to."""
        with suppress(OSError):
            self.connection.send(message)

    def receive(self) -> Answer:
        """The next answer; waits for it.

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
        """How the worker is; ``None`` where that cannot be told. A thread's are those of the whole process."""
        try:
            watched = psutil.Process(None if self._process is None else self._process.pid)
            with watched.oneshot():
                times = watched.cpu_times()
                return Vitals(watched.memory_info().rss, times.user + times.system)
        except psutil.Error:
            return None

    def end(self, seconds: float = _SECONDS_TO_DIE) -> bool:
        """Have an idle worker go, by force if it does not do so in time; returns whether it has gone."""
        self.send("stop")
        if self._thread is not None:
            self._thread.join(seconds)
        elif self._process is not None:
            self._process.join(seconds)
        return self.kill()

    def kill(self) -> bool:
        """End a process at once, and abandon a thread; returns whether it has gone."""
        if self._process is None:
            self.connection.close()  # upon which the thread cancels what it is doing
            assert self._thread is not None
            self._thread.join(_SECONDS_TO_DIE)
            return not self._thread.is_alive()
        self._process.kill()
        gone = self._has_gone(self._process)
        self.connection.close()
        return gone

    def how_it_ended(self) -> str:
        """In words, for a worker that has gone without being told to."""
        code = self._process.exitcode if self._process is not None and self._has_gone(self._process) else None
        if code is None:
            return "the worker ended unexpectedly"
        if code >= 0:
            return f"the worker ended unexpectedly (exit status {code})"
        if -code == getattr(signal, "SIGKILL", None):
            return f"the worker was killed (signal {-code}), perhaps because the system ran out of memory"
        return f"the worker crashed (signal {-code})"

    @staticmethod
    def _has_gone(process: SpawnProcess) -> bool:
        """Wait for it a little."""
        process.join(_SECONDS_TO_DIE)
        return process.exitcode is not None


def _start_process(connection: Connection, target: Target) -> SpawnProcess:
    level = logging.getLogger("engine").getEffectiveLevel()
    process = _CONTEXT.Process(
        target=work_in_process, args=(connection, target, level), name="safelight-worker", daemon=True
    )
    with _signals_held():
        process.start()
    # Python would wait for it when this process ends: for ever, where it hangs in the system. Its pipe's end ends it.
    getattr(multiprocessing.process, "_children", set()).discard(process)
    connection.close()  # the pipe ends when the worker's end of it does
    return process


def _start_thread(connection: Connection, target: Target) -> threading.Thread:
    thread = threading.Thread(target=work_in_thread, args=(connection, target), name="safelight-worker", daemon=True)
    thread.start()
    return thread


@contextmanager
def _signals_held() -> Iterator[None]:
    """A process started in here does not hear Ctrl-C until it has said how it takes it."""
    if not hasattr(signal, "pthread_sigmask"):
        yield
        return
    before = signal.pthread_sigmask(signal.SIG_BLOCK, LEFT_TO_THE_BATCH)
    try:
        yield
    finally:
        signal.pthread_sigmask(signal.SIG_SETMASK, before)
