"""Progress, its parts, and stopping."""

from __future__ import annotations

import threading

import pytest

from engine.errors import Cancelled
from engine.progress import Progress, SubProgress


def test_fraction_and_time_left() -> None:
    seen = list[float]()
    progress = Progress(lambda p: seen.append(p.fraction))
    assert progress.fraction == 0.0 and progress.seconds_left is None
    progress.begin(4)
    progress.advance(3)
    assert seen == [0.0, 0.75]
    assert progress.seconds_left is not None and progress.seconds_left >= 0.0


def test_cancelling_raises_in_the_worker() -> None:
    progress = Progress()
    progress.begin(2)
    progress.cancel()
    assert progress.cancelled
    with pytest.raises(Cancelled):
        progress.advance()


def test_parts_make_one_progress_that_never_runs_backwards() -> None:
    whole, seen, own = Progress(), list[float](), list[float]()
    whole.begin(1.0)
    first, second = SubProgress(whole, 0.6, own.append), SubProgress(whole, 0.4)
    for _ in range(2):  # an engine may count its stages one after the other
        first.begin(2)
        for _ in range(2):
            first.advance()
            seen.append(whole.fraction)
    second.begin(4)
    second.advance()
    second.finish()
    assert seen == pytest.approx([0.3, 0.6, 0.6, 0.6]) and whole.fraction == pytest.approx(1.0)
    assert own == [0.0, 0.5, 1.0, 0.0, 0.5, 1.0]


def test_whole_and_part_are_cancelled_together() -> None:
    whole = Progress()
    whole.begin(1.0)
    part = SubProgress(whole)
    part.cancel()
    assert whole.cancelled and part.cancelled
    with pytest.raises(Cancelled):
        part.check()
    part.finish()


def test_pausing_holds_the_worker_until_it_is_resumed() -> None:
    progress, reached = Progress(), threading.Event()
    progress.begin(2)
    progress.pause()
    assert progress.paused
    worker = threading.Thread(target=lambda: (progress.advance(), reached.set()))
    worker.start()
    assert not reached.wait(0.2) and progress.fraction == 0.0
    progress.resume()
    assert reached.wait(10) and progress.fraction == 0.5 and not progress.paused
    worker.join()


def test_cancelling_gets_through_to_a_paused_worker() -> None:
    whole = Progress()
    part, raised = SubProgress(whole), threading.Event()
    part.pause()

    def work() -> None:
        with pytest.raises(Cancelled):
            part.check()
        raised.set()

    threading.Thread(target=work).start()
    assert not raised.wait(0.2) and whole.paused
    whole.cancel()
    assert raised.wait(10)


def test_watchers_neither_wait_nor_raise() -> None:
    whole, own = Progress(), list[float]()
    whole.pause()
    whole.cancel()
    whole.begin(4.0)
    first, second = SubProgress(whole, 3.0, own.append), SubProgress(whole, 1.0)
    first.reach(0.5)
    first.reach(0.25)  # a worker's next stage: the whole does not run backwards
    assert whole.fraction == 0.375 and own == [0.5, 0.25]
    first.finish()
    second.pass_over()
    assert whole.fraction == 1.0


class _Clock:
    """Stands still unless it is told otherwise."""

    def __init__(self, monkeypatch: pytest.MonkeyPatch) -> None:
        self.now = 1000.0
        monkeypatch.setattr("engine.progress.time.monotonic", lambda: self.now)


def test_the_time_left_goes_by_recent_speed(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, progress = _Clock(monkeypatch), Progress()
    progress.begin(1000)
    for _ in range(100):  # slow at first
        clock.now += 1.0
        progress.advance(1)
    assert progress.seconds_left == pytest.approx(900)
    for _ in range(80):  # then ten times as fast, for longer than is looked back
        clock.now += 1.0
        progress.advance(10)
    assert progress.seconds_left == pytest.approx(10)


def test_the_time_left_knows_neither_pauses_nor_what_was_skipped(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, progress = _Clock(monkeypatch), Progress()
    progress.begin(100)
    progress.skip(50)
    assert progress.fraction == 0.5 and progress.seconds_left is None
    clock.now += 10
    progress.advance(10)
    assert progress.seconds_left == pytest.approx(40)
    progress.pause()
    clock.now += 1000
    assert progress.seconds_left == pytest.approx(40)
    progress.resume()
    clock.now += 10
    progress.advance(10)
    assert progress.seconds_left == pytest.approx(30)


def test_the_time_left_grows_while_nothing_gets_done(monkeypatch: pytest.MonkeyPatch) -> None:
    clock, progress = _Clock(monkeypatch), Progress()
    progress.begin(10)
    clock.now += 5
    progress.advance(5)
    before = progress.seconds_left
    clock.now += 50
    assert before is not None and progress.seconds_left is not None and progress.seconds_left > before
