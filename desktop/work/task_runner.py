"""Runs operations in worker threads and hands their answers to the GUI thread."""

from __future__ import annotations

import itertools
import logging
import sys
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from typing import Any, Generic, Literal, TypeVar

from PySide6.QtCore import QObject, Qt, QThreadPool, QTimer, Signal, Slot

from engine.errors import Cancelled, SafelightError
from engine.progress import Progress

log = logging.getLogger(__name__)

T = TypeVar("T")

SWITCH_SECONDS = 0.0005
"""How long a worker may keep the interpreter while the GUI thread waits for it, a dozen times for one event at worst.
Python's own 5 ms add up to stalls of more than 100 ms."""


class TaskProgress(Progress):
    """Progress of an operation, which may also hand over pieces of its answer before it is through."""

    def __init__(self, on_change: Callable[[Progress], None], on_piece: Callable[[object], None]) -> None:
        super().__init__(on_change)
        self._on_piece = on_piece

    def tell(self, piece: object) -> None:
        """Hand a piece over; called in the worker's thread, heard in the GUI thread in the same order."""
        self._on_piece(piece)


@dataclass(frozen=True)
class Operation(Generic[T]):
    """A piece of work that has not begun; ``run`` is called once, in a worker thread."""

    run: Callable[[TaskProgress], T]


@dataclass(frozen=True)
class Failure:
    """Why an operation failed: ``reason`` is one line, ``path`` the file concerned or ``""``."""

    reason: str
    path: str = ""


def _nothing(_: Any = None) -> None:
    """Handler for what a caller does not care about."""


@dataclass(frozen=True)
class Handlers(Generic[T]):
    """What to call in the GUI thread; exactly one of ``done``, ``failed`` and ``stopped`` per operation.

    ``told`` is called with every piece of the answer that the operation hands over before that.
    """

    done: Callable[[T], None] = _nothing
    failed: Callable[[Failure], None] = _nothing
    stopped: Callable[[], None] = _nothing
    progressed: Callable[[Progress], None] = _nothing
    told: Callable[[Any], None] = _nothing


@dataclass(eq=False)
class _Task:
    number: int
    channel: str
    operation: Operation[Any]
    handlers: Handlers[Any]
    progress: TaskProgress
    stale: bool = False
    notified: bool = False  # a progress message is under way: send no second one

    def deliver(self, kind: str, payload: object) -> None:
        if self.stale:
            return
        if kind == "piece":
            self.handlers.told(payload)
        elif kind == "done":
            self.handlers.done(payload)
        elif kind == "failed" and isinstance(payload, Failure):
            self.handlers.failed(payload)
        else:
            self.handlers.stopped()


@dataclass(frozen=True)
class _Message:
    number: int
    kind: Literal["progress", "piece", "done", "failed", "stopped"]
    payload: object = None


def _work(task: _Task, post: Callable[[_Message], None]) -> None:
    """Carry out one task, in a thread; borrows ``post`` and owns no signal."""
    post(_outcome(task))


def _outcome(task: _Task) -> _Message:
    number = task.number
    try:
        task.progress.check()
        return _Message(number, "done", task.operation.run(task.progress))
    except Cancelled:
        return _Message(number, "stopped")
    except SafelightError as error:
        return _Message(number, "failed", Failure(error.reason, error.path or ""))
    except Exception as error:  # whatever it is, the person at the screen must hear of it
        log.exception("operation failed unexpectedly")
        return _Message(number, "failed", Failure(f"{type(error).__name__}: {error}"))


class TaskRunner(QObject):
    """Owns the threads of the app.

    Operations are started on a *channel*. A channel runs one operation at a time, and only the newest one matters::

        start(a) -> a runs
        start(b) -> a is asked to stop, its answer will be dropped; b begins as soon as a has let go
        start(c) -> c takes the place of b, which never runs

    Handlers are called in the GUI thread. A cancelled operation is ``stopped``, which is no failure.

    Signals:
        idle: nothing is running or waiting any more.
    """

    idle = Signal()
    _message = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        sys.setswitchinterval(SWITCH_SECONDS)
        self._pool = QThreadPool(self)
        self._pool.setMaxThreadCount(16)  # one per channel: the engine's own threads do the heavy part
        self._numbers = itertools.count(1)
        self._running: dict[int, _Task] = {}
        self._waiting: dict[str, _Task] = {}
        self._is_ending = False
        self._message.connect(self._receive, Qt.ConnectionType.QueuedConnection)

    def start(self, channel: str, operation: Operation[T], handlers: Handlers[T]) -> int:
        """Run ``operation``, in place of whatever the channel is doing; returns its number."""
        number = next(self._numbers)
        # These name the task by its number: in a circle of references the pictures it works on would outlive it.
        progress = TaskProgress(
            lambda _: self._notify(number), lambda piece: self._message.emit(_Message(number, "piece", piece))
        )
        task = _Task(number, channel, operation, handlers, progress)
        if self._is_ending:
            QTimer.singleShot(0, self, lambda: task.deliver("stopped", None))
            return number
        self._waiting.pop(channel, None)
        busy = self._on(channel)
        if busy is None:
            self._launch(task)
        else:
            busy.stale = True
            busy.progress.cancel()
            self._waiting[channel] = task
        return number

    def cancel(self, channel: str) -> None:
        """Ask the channel's operation to stop; its ``stopped`` handler follows."""
        waiting = self._waiting.pop(channel, None)
        running = self._on(channel)
        if running is not None:
            running.progress.cancel()
        if waiting is not None:
            waiting.deliver("stopped", None)

    def wind_up(self) -> None:
        """Ask everything to stop, whatever its channel, and begin nothing any more: the app is closing.

        Handlers of what has just ended would begin something else otherwise, and nobody would stop that.
        """
        self._is_ending = True
        tasks = (*self._running.values(), *self._waiting.values())
        for channel in {task.channel for task in tasks}:
            self.cancel(channel)

    def pause(self, channel: str, *, on: bool) -> None:
        """Let the channel's operation wait, or go on."""
        running = self._on(channel)
        if running is not None:
            (running.progress.pause if on else running.progress.resume)()

    def drop(self, channel: str) -> None:
        """Like :meth:`cancel`, but no handler will be called."""
        self._waiting.pop(channel, None)
        running = self._on(channel)
        if running is not None:
            running.stale = True
            running.progress.cancel()

    @property
    def is_busy(self) -> bool:
        """Whether any thread is at work, be its answer awaited or not."""
        return bool(self._running or self._waiting)

    @property
    def thread_count(self) -> int:
        """How many threads are at work."""
        return self._pool.activeThreadCount()

    def awaits(self, channel: str) -> bool:
        """Whether a handler of the channel is still to be called."""
        running = self._on(channel)
        return channel in self._waiting or (running is not None and not running.stale)

    def shut_down(self) -> None:
        """Cancel everything and wait for the threads; no handler is called any more."""
        self._waiting.clear()
        for task in self._running.values():
            task.stale = True
            task.progress.cancel()
        self._pool.waitForDone()
        self._running.clear()

    def _on(self, channel: str) -> _Task | None:
        return next((task for task in self._running.values() if task.channel == channel), None)

    def _launch(self, task: _Task) -> None:
        self._running[task.number] = task
        # A function, not a QRunnable. Once start() has returned, PySide makes a QRunnable a child of the pool; a quick
        # thread has deleted it by then, so the pool would keep a dangling child, and the task, until its own end.
        self._pool.start(partial(_work, task, self._message.emit))

    def _notify(self, number: int) -> None:
        """In the worker's thread: at most one progress message per task is under way."""
        task = self._running.get(number)
        if task is not None and not task.notified:
            task.notified = True
            self._message.emit(_Message(number, "progress"))

    @Slot(object)
    def _receive(self, message: _Message) -> None:
        task = self._running.get(message.number)
        if task is None:  # shut down meanwhile
            return
        if message.kind == "progress":
            task.notified = False
            if not task.stale:
                task.handlers.progressed(task.progress)
            return
        if message.kind == "piece":
            task.deliver(message.kind, message.payload)
            return
        del self._running[message.number]
        following = self._waiting.pop(task.channel, None)
        if following is not None:
            self._launch(following)
        task.deliver(message.kind, message.payload)
        if not self.is_busy:
            self.idle.emit()
