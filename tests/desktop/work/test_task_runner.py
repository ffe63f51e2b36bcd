"""The task runner: channels, cancelling, failures, and which thread hears of what."""

from __future__ import annotations

import threading
import weakref
from collections.abc import Callable, Iterator

import pytest
from PySide6.QtCore import QThread
from pytestqt.qtbot import QtBot

from desktop.work.task_runner import Failure, Handlers, Operation, TaskRunner
from engine.errors import UnreadableImage
from engine.progress import Progress
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import wait_at


@pytest.fixture
def runner(qtbot: QtBot) -> Iterator[TaskRunner]:
    made = TaskRunner()
    yield made
    made.shut_down()
    assert made.thread_count == 0


class Log:
    """Collects what the handlers were called with."""

    def __init__(self) -> None:
        self.entries: list[object] = []
        self.threads: set[bool] = set()

    def handlers(self, name: str) -> Handlers[object]:
        return Handlers(
            done=lambda result: self._add((name, result)),
            failed=lambda failure: self._add((name, failure)),
            stopped=lambda: self._add((name, "stopped")),
        )

    def _add(self, entry: object) -> None:
        self.threads.add(QThread.currentThread().isMainThread())
        self.entries.append(entry)


def held(gate: threading.Event, started: list[str], name: str) -> Operation[object]:
    def run(progress: Progress) -> object:
        started.append(name)
        wait_at(gate, progress)
        return name

    return Operation(run)


def test_answers_arrive_in_the_gui_thread(runner: TaskRunner, qtbot: QtBot) -> None:
    log = Log()
    main = threading.get_ident()
    runner.start("a", Operation(lambda _: threading.get_ident() == main), log.handlers("a"))
    qtbot.waitUntil(lambda: bool(log.entries), timeout=PATIENCE)
    assert log.entries == [("a", False)] and log.threads == {True}


def test_a_channel_runs_one_at_a_time_and_only_the_newest_counts(runner: TaskRunner, qtbot: QtBot) -> None:
    log, gate, started = Log(), threading.Event(), list[str]()
    runner.start("a", held(gate, started, "first"), log.handlers("first"))
    qtbot.waitUntil(lambda: started == ["first"], timeout=PATIENCE)
    runner.start("a", held(gate, started, "second"), log.handlers("second"))
    runner.start("a", held(gate, started, "third"), log.handlers("third"))
    gate.set()
    qtbot.waitUntil(lambda: not runner.is_busy, timeout=PATIENCE)
    assert started == ["first", "third"] and log.entries == [("third", "third")]


def test_channels_do_not_wait_for_one_another(runner: TaskRunner, qtbot: QtBot) -> None:
    log, gate, started = Log(), threading.Event(), list[str]()
    runner.start("a", held(gate, started, "a"), log.handlers("a"))
    runner.start("b", Operation(lambda _: "b"), log.handlers("b"))
    qtbot.waitUntil(lambda: log.entries == [("b", "b")], timeout=PATIENCE)
    gate.set()
    qtbot.waitUntil(lambda: len(log.entries) == 2, timeout=PATIENCE)


def test_cancelled_is_a_state_and_no_failure(runner: TaskRunner, qtbot: QtBot) -> None:
    log, gate, started = Log(), threading.Event(), list[str]()
    runner.start("a", held(gate, started, "a"), log.handlers("a"))
    qtbot.waitUntil(lambda: bool(started), timeout=PATIENCE)
    runner.cancel("a")
    qtbot.waitUntil(lambda: log.entries == [("a", "stopped")], timeout=PATIENCE)
    assert not runner.is_busy


def test_what_is_dropped_is_never_heard_of_again(runner: TaskRunner, qtbot: QtBot) -> None:
    log, gate, started = Log(), threading.Event(), list[str]()
    runner.start("a", held(gate, started, "a"), log.handlers("a"))
    runner.drop("a")
    assert not runner.awaits("a")
    qtbot.waitUntil(lambda: not runner.is_busy, timeout=PATIENCE)
    assert log.entries == []


@pytest.mark.parametrize(
    ("error", "failure"),
    [
        (UnreadableImage("empty file", "x.png"), Failure("empty file", "x.png")),
        (KeyError("model"), Failure("KeyError: 'model'")),
    ],
)
def test_failures_carry_their_reason(runner: TaskRunner, qtbot: QtBot, error: Exception, failure: Failure) -> None:
    log = Log()

    def run(_: Progress) -> object:
        raise error

    runner.start("a", Operation(run), log.handlers("a"))
    qtbot.waitUntil(lambda: bool(log.entries), timeout=PATIENCE)
    assert log.entries == [("a", failure)]


def test_a_flood_of_progress_is_merged_and_the_last_word_is_heard(runner: TaskRunner, qtbot: QtBot) -> None:
    seen: list[float] = []
    ended: list[object] = []

    def run(progress: Progress) -> None:
        progress.begin(20_000)
        for _ in range(20_000):
            progress.advance()

    runner.start("a", Operation(run), Handlers(done=ended.append, progressed=lambda p: seen.append(p.fraction)))
    qtbot.waitUntil(lambda: bool(ended), timeout=PATIENCE)
    assert seen[-1] == 1.0 and len(seen) < 20_000


def test_shutting_down_waits_for_the_threads_and_calls_nobody(runner: TaskRunner, qtbot: QtBot) -> None:
    log, gate, started = Log(), threading.Event(), list[str]()
    for name in "abc":
        runner.start(name, held(gate, started, name), log.handlers(name))
    runner.shut_down()
    assert runner.thread_count == 0 and not runner.is_busy
    qtbot.wait(0)
    assert log.entries == []


def test_everything_is_asked_to_stop(runner: TaskRunner, qtbot: QtBot) -> None:
    log, gate, started = Log(), threading.Event(), list[str]()
    for channel in ("a", "b"):
        runner.start(channel, held(gate, started, channel), log.handlers(channel))
    qtbot.waitUntil(lambda: sorted(started) == ["a", "b"], timeout=PATIENCE)
    runner.start("b", held(gate, started, "later"), log.handlers("later"))
    runner.wind_up()
    qtbot.waitUntil(lambda: not runner.is_busy, timeout=PATIENCE)
    assert sorted(log.entries) == [("a", "stopped"), ("later", "stopped")] and sorted(started) == ["a", "b"]
    runner.start("c", held(gate, started, "c"), log.handlers("c"))  # as the window closes
    assert not runner.is_busy and len(log.entries) == 2, "it is told from the event loop, as ever"
    qtbot.waitUntil(lambda: log.entries[2:] == [("c", "stopped")], timeout=PATIENCE)
    assert "c" not in started


def test_nothing_is_kept_of_what_has_ended(runner: TaskRunner, qtbot: QtBot) -> None:
    """Also where threads end before they were even told to have begun; others want the interpreter meanwhile."""
    stop, made = threading.Event(), list[weakref.ref[Callable[..., object]]]()

    def spin() -> None:
        while not stop.is_set():
            pass

    spinning = [threading.Thread(target=spin) for _ in range(2)]
    for thread in spinning:
        thread.start()
    for number in range(60):

        def run(_: Progress) -> None:
            pass

        made.append(weakref.ref(run))
        runner.start(f"{number % 12}", Operation(run), Handlers[None]())
    del run
    qtbot.waitUntil(lambda: not runner.is_busy and runner.thread_count == 0, timeout=PATIENCE)
    stop.set()
    for thread in spinning:
        thread.join()
    assert not [known for known in made if known() is not None]
