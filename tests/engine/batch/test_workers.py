"""Batches in worker processes: those that crash, stall, take too much or do not hear, and those that go well."""

from __future__ import annotations

import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from multiprocessing.context import SpawnProcess
from pathlib import Path

import psutil
import pytest

from engine.batch import worker as workers_module
from engine.batch.run import run_batch
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
from engine.image.files import TEMPORARY_SUFFIX
from engine.image.picture import Picture
from engine.image.writer import write_picture
from engine.progress import Progress
from tests.engine.batch import strange_jobs
from tests.engine.conftest import DrawPhoto

TWO = JobSettings.of(workers=2)
LONG = 60.0
"""Seconds; only ever waited for by a test that fails."""

LIMIT, LEAP = 1000.0, 3600.0
"""Seconds that a file may take, and that a clock leaps by: no limit is ever met because the machine is slow."""

Batch = Callable[..., list[Job]]
needs_signals = pytest.mark.skipif(os.name != "posix", reason="needs POSIX signals")


@pytest.fixture
def batch(tmp_path: Path, draw_photo: DrawPhoto) -> Batch:
    """Jobs for drawn pictures of these names."""

    def draw(*names: str) -> list[Job]:
        (tmp_path / "in").mkdir(exist_ok=True)
        for seed, name in enumerate(names):
            write_picture(Picture(draw_photo(48, 64, seed)), tmp_path / "in" / f"{name}.png")
        return [Job("compress", tmp_path / "in" / f"{name}.png", tmp_path / "out" / f"{name}.latent") for name in names]

    return draw


@pytest.fixture(autouse=True)
def strange(monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """Workers obey the names of files; afterwards none of them is left."""
    monkeypatch.setattr("engine.batch.run.run_job", strange_jobs.obey)
    yield
    deadline = time.monotonic() + LONG
    while (left := worker_processes()) and time.monotonic() < deadline:
        time.sleep(0.05)
    assert not left


class Clock:
    """Stands for the module ``time``; on top of real time, whole hours pass when a test says so."""

    def __init__(self) -> None:
        self.looks, self._ahead, self._leaps = 0, 0.0, 0
        self.sleep, self.process_time = time.sleep, time.process_time

    def monotonic(self) -> float:
        self.looks += 1
        return time.monotonic() + self._ahead

    def leap(self, *, if_true: bool = True) -> None:
        """Let more than any limit pass, once."""
        if if_true and not self._leaps:
            self._leaps, self._ahead, self.looks = 1, LEAP, 0


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """What the batch measures limits with."""
    made = Clock()
    for module in ("pool", "thread"):
        monkeypatch.setattr(f"engine.batch.{module}.time", made)
    return made


def worker_processes() -> list[psutil.Process]:
    """Those of this process, but for the one with which Python tracks what they share."""
    found = []
    for child in psutil.Process().children():
        try:
            if child.status() != psutil.STATUS_ZOMBIE and any("spawn_main" in part for part in child.cmdline()):
                found.append(child)
        except psutil.Error:
            continue
    return found


def leftovers(folder: Path) -> list[Path]:
    return [path for path in folder.rglob("*") if path.name.endswith(TEMPORARY_SUFFIX)]


def by_name(outcomes: list[Outcome]) -> dict[str, tuple[str, str]]:
    return {outcome.source.stem: (outcome.state, outcome.reason) for outcome in outcomes}


def test_outcomes_come_in_the_order_of_jobs_and_callbacks_one_at_a_time(batch: Batch) -> None:
    jobs = batch(*"abcdefgh")
    started, ended, fractions = list[int](), dict[int, Outcome](), dict[int, list[float]]()
    inside, threads = threading.Lock(), set[int]()

    def note(call: Callable[[], object]) -> None:
        assert inside.acquire(blocking=False)
        threads.add(threading.get_ident())
        call()
        inside.release()

    progress = Progress()
    outcomes = run_batch(
        jobs, TWO, progress=progress,
        on_start=lambda i: note(lambda: started.append(i)),
        on_progress=lambda i, f: note(lambda: fractions.setdefault(i, []).append(f)),
        on_outcome=lambda i, o: note(lambda: ended.update({i: o})),
    )  # fmt: skip
    assert [outcome.state for outcome in outcomes] == ["done"] * 8
    assert [outcome.source for outcome in outcomes] == [job.source for job in jobs]
    assert sorted(started) == list(range(8)) and ended == dict(enumerate(outcomes))
    assert threads == {threading.get_ident()}
    assert all(0 <= fraction <= 1 for of_one in fractions.values() for fraction in of_one)
    assert progress.fraction == pytest.approx(1.0)


def test_workers_and_this_process_make_the_same_files(batch: Batch, tmp_path: Path) -> None:
    jobs = batch(*"abc")
    run_batch(jobs, TWO)
    made = [job.output.read_bytes() for job in jobs]
    run_batch(jobs, TWO.with_fields(workers=1, existing="replace"))
    assert [job.output.read_bytes() for job in jobs] == made


@needs_signals
def test_a_crash_fails_its_file_only(batch: Batch) -> None:
    outcomes = by_name(run_batch(batch("a", "crash-1", "b", "crash-2", "exit", "c", "d"), TWO))
    assert outcomes["crash-1"] == outcomes["crash-2"] == ("failed", f"the worker crashed (signal {signal.SIGSEGV:d})")
    assert outcomes["exit"] == ("failed", "the worker ended unexpectedly (exit status 3)")
    assert [outcomes[name] for name in "abcd"] == [("done", "")] * 4


def test_a_worker_killed_from_outside(batch: Batch) -> None:
    killed = list[int]()

    def kill(index: int, _: float) -> None:
        if not killed:  # whichever of the two it is that works on this
            killed.extend(child.pid for child in worker_processes())
            for child in worker_processes():
                child.kill()

    outcomes = run_batch(batch("endless-1", "a", "b"), TWO.with_fields(time_limit=LONG), on_progress=kill)
    assert killed and by_name(outcomes)["endless-1"][0] == "failed"
    assert "killed (signal 9)" in outcomes[0].reason or os.name != "posix"


def test_a_stall_fails_its_file_only(batch: Batch, clock: Clock) -> None:
    ended = list[int]()

    def leap(index: int, _: Outcome) -> None:
        ended.append(index)
        clock.leap(if_true=len(ended) == 3)

    outcomes = by_name(run_batch(batch("stall", "a", "b", "c"), TWO.with_fields(stall_limit=LIMIT), on_outcome=leap))
    assert outcomes["stall"] == ("failed", "no progress for 1000 s: is the disk or the network stalled?")
    assert [outcomes[name][0] for name in "abc"] == ["done"] * 3


def test_a_stall_of_one_file_in_this_process(batch: Batch) -> None:
    (outcome,) = run_batch(batch("stall"), JobSettings.of(stall_limit=0.5))
    assert (outcome.state, outcome.reason[:12]) == ("failed", "no progress ")


@pytest.mark.parametrize("names", [("endless",), ("endless", "a", "b", "c")])
def test_a_time_limit(batch: Batch, clock: Clock, names: tuple[str, ...]) -> None:
    ended = list[int]()
    settings = JobSettings.of(time_limit=LIMIT, workers=min(len(names), 2))
    outcomes = by_name(
        run_batch(
            batch(*names), settings,
            on_outcome=lambda index, _: ended.append(index),
            on_progress=lambda *_: clock.leap(if_true=len(ended) == len(names) - 1),
        )
    )  # fmt: skip
    assert outcomes.pop("endless") == ("failed", "took longer than 1000 s")
    assert {state for state, _ in outcomes.values()} <= {"done"}


def test_memory_beyond_the_budget(batch: Batch) -> None:
    """With others beside it first, then once more alone."""
    starts = list[int]()
    settings = JobSettings.of(workers=2, memory=700_000_000)
    outcomes = by_name(run_batch(batch("hungry", "a", "b", "c"), settings, on_start=starts.append))
    assert outcomes["hungry"] == ("failed", "needed more memory than the budget of 700 MB")
    assert [outcomes[name][0] for name in "abc"] == ["done"] * 3


def test_what_needs_more_than_the_budget_is_not_begun(batch: Batch) -> None:
    starts = list[int]()
    outcomes = run_batch(batch("a", "b"), JobSettings.of(memory=10_000_000), on_start=starts.append)
    assert [outcome.state for outcome in outcomes] == ["failed"] * 2 and not starts
    assert outcomes[0].reason.startswith("needs about 1") and outcomes[0].reason.endswith(
        " MB, the memory budget is 10 MB"
    )


@pytest.mark.parametrize("workers", [1, 2])
def test_cancel_does_not_wait_for_the_deaf(batch: Batch, tmp_path: Path, workers: int) -> None:
    """They would sleep for an hour."""
    jobs = batch("deaf-1", "deaf-2", "a", "b")
    progress = Progress()
    timer = threading.Timer(2.0, progress.cancel)
    timer.start()
    settings = JobSettings.of(workers=workers, time_limit=LIMIT)  # a limit takes a process even for one worker
    outcomes = run_batch(jobs, settings, progress=progress)
    assert {outcome.state for outcome in outcomes} <= {"cancelled", "done"}
    assert [outcome.state for outcome in outcomes[:2]] == ["cancelled"] * 2
    assert not leftovers(tmp_path)


def test_cancel_is_heard_by_those_who_listen(batch: Batch, tmp_path: Path) -> None:
    progress = Progress()
    outcomes = run_batch(
        batch("endless-1", "endless-2", "a"), TWO, progress=progress, on_progress=lambda *_: progress.cancel()
    )
    assert {outcome.state for outcome in outcomes} == {"cancelled"}
    assert not leftovers(tmp_path)


@needs_signals
def test_a_worker_that_cannot_be_killed_is_abandoned(
    batch: Batch, clock: Clock, monkeypatch: pytest.MonkeyPatch
) -> None:
    """As one that hangs in the system, waiting for a disk."""
    immortal, ended = set[int](), list[int]()

    def leap(index: int, _: Outcome) -> None:
        ended.append(index)
        clock.leap(if_true=len(ended) == 2)

    def freeze(process: SpawnProcess) -> None:
        if process.is_alive() and process.pid is not None:
            os.kill(process.pid, signal.SIGSTOP)
            immortal.add(process.pid)

    monkeypatch.setattr(SpawnProcess, "kill", freeze)
    outcomes = by_name(run_batch(batch("stall", "a", "b"), TWO.with_fields(stall_limit=LIMIT), on_outcome=leap))
    for pid in immortal:
        os.kill(pid, signal.SIGKILL)
    assert len(immortal) == 1
    assert outcomes["stall"][0] == "failed" and outcomes["a"][0] == outcomes["b"][0] == "done"


@pytest.mark.parametrize("workers", [1, 2])
def test_pause_and_resume(batch: Batch, clock: Clock, monkeypatch: pytest.MonkeyPatch, workers: int) -> None:
    monkeypatch.setattr("engine.batch.run.run_job", strange_jobs.slowly)
    jobs = batch(*"abcdef")
    progress = Progress()
    steps, ended, ended_in_pause = list[float](), list[int](), list[int]()

    def resume_after_silence() -> None:
        """Without a pause there would be no silence before all six are done."""
        count = -1
        while count != len(steps):
            count = len(steps)
            time.sleep(1.0)
        ended_in_pause.append(len(ended))
        clock.leap()  # a pause is no stall
        while clock.looks < 4:
            time.sleep(0.01)
        progress.resume()

    def pause_once(index: int, fraction: float) -> None:
        if not steps:
            progress.pause()
            threading.Thread(target=resume_after_silence).start()
        steps.append(fraction)

    settings = JobSettings.of(workers=workers, stall_limit=LIMIT)
    outcomes = run_batch(
        jobs, settings, progress=progress,
        on_progress=pause_once,
        on_outcome=lambda index, _: ended.append(index),
    )  # fmt: skip
    assert [outcome.state for outcome in outcomes] == ["done"] * 6
    assert ended_in_pause[0] < 6


def test_while_paused_nothing_begins_and_cancel_gets_through(batch: Batch) -> None:
    progress = Progress()
    progress.pause()
    starts = list[int]()
    threading.Timer(1.0, progress.cancel).start()
    outcomes = run_batch(batch(*"abc"), TWO, progress=progress, on_start=starts.append)
    assert [outcome.state for outcome in outcomes] == ["cancelled"] * 3 and not starts


@pytest.mark.parametrize("workers", [1, 2])
@pytest.mark.parametrize("name", ["on_start", "on_progress", "on_outcome"])
def test_what_a_callback_raises_ends_the_batch(batch: Batch, name: str, workers: int) -> None:
    def broken(*_: object) -> None:
        raise ValueError("broken callback")

    jobs = batch("a", "endless", "b")
    with pytest.raises(ValueError, match="broken callback"):
        run_batch(jobs, JobSettings.of(workers=workers), **{name: broken})


def test_without_processes_it_goes_on_in_this_one(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: object) -> None:
        raise BlockingIOError("Resource temporarily unavailable")

    monkeypatch.setattr(SpawnProcess, "start", refuse)
    assert [outcome.state for outcome in run_batch(batch(*"abc"), TWO)] == ["done"] * 3


def test_workers_that_never_start_are_done_without(batch: Batch, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(workers_module, "work_in_process", os._exit)  # fails upon its first line
    assert [outcome.state for outcome in run_batch(batch(*"abc"), TWO)] == ["done"] * 3


@needs_signals
def test_workers_leave_signals_to_the_batch(batch: Batch) -> None:
    told = list[int]()

    def interrupt(*_: object) -> None:
        if not told:
            for child in worker_processes():
                told.append(child.pid)
                child.send_signal(signal.SIGINT)
                child.send_signal(signal.SIGTERM)

    outcomes = run_batch(batch(*"abcdefgh"), TWO, on_outcome=interrupt)
    assert told and [outcome.state for outcome in outcomes] == ["done"] * 8
