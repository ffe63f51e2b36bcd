"""Which waiting job begins: in order, smaller ones before one that waits for memory, but not for ever."""

from __future__ import annotations

from pathlib import Path
from typing import Any

import pytest

from engine.batch import pool as pool_module
from engine.batch.background import Background
from engine.batch.limits import MEGABYTE, Demand, WorkerPlan
from engine.batch.pending import PendingJob
from engine.batch.pool import OVERTAKING, Pool, WorkerSlot
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings, Limits
from engine.progress import Progress


class FakeWorker:
    """Notes what it is told."""

    def __init__(self) -> None:
        self.sent: list[object] = []
        self.has_ended = False

    def send(self, message: object) -> None:
        self.sent.append(message)

    def end(self) -> None:
        self.has_ended = True


class Listener:
    def __init__(self) -> None:
        self.started: list[int] = []

    def on_start(self, pending: PendingJob) -> None:
        self.started.append(pending.index)

    def on_fraction(self, pending: PendingJob, fraction: float) -> None: ...

    def on_outcome(self, pending: PendingJob, outcome: Outcome) -> None: ...


def slot(index: int, megabytes: int, *, is_running: bool = False) -> WorkerSlot:
    """A worker with a job that has been examined."""
    job = Job("compress", Path(f"{index}.png"), Path(f"{index}.latent"))
    pending = PendingJob(index, job, JobSettings(), demand=Demand(megabytes * MEGABYTE))
    worker: Any = FakeWorker()
    return WorkerSlot(worker, pending, is_ready=True, is_running=is_running)


@pytest.fixture
def listener() -> Listener:
    return Listener()


@pytest.fixture
def pool(listener: Listener, monkeypatch: pytest.MonkeyPatch) -> Pool:
    def refuse(*_: object) -> None:
        raise OSError("no process is needed here")

    monkeypatch.setattr(pool_module, "Worker", refuse)
    plan = WorkerPlan(workers=8, threads=1, as_processes=True, memory=1000 * MEGABYTE)
    with Background() as background:
        return Pool(Limits(), plan, lambda *_: pytest.fail("run"), Progress(), listener, background)


def test_small_ones_overtake_but_do_not_starve_a_large_one(pool: Pool, listener: Listener) -> None:
    running, large = slot(0, 300, is_running=True), slot(1, 700)
    for index in range(2, 2 * OVERTAKING):
        small = slot(index, 150)
        pool._slots = [running, large, small]
        pool._share_out()
        if not small.is_running:
            break
    assert listener.started == list(range(2, 2 + OVERTAKING)) and not large.is_running
    pool._slots = [large, small]  # what ran has ended: there is room for the large one
    pool._share_out()
    assert large.is_running and listener.started[-2:] == [1, small.pending.index if small.pending else None]


def test_jobs_begin_in_order_whichever_was_examined_first(pool: Pool, listener: Listener) -> None:
    pool._slots = [slot(2, 150), slot(0, 150), slot(1, 150)]
    pool._share_out()
    assert listener.started == [0, 1, 2]


def test_where_nothing_runs_the_others_make_room(pool: Pool, listener: Listener) -> None:
    """Waiting workers take memory too: three of them leave no room for a job of nearly all the budget."""
    large, others = slot(0, 950), [slot(index, 900) for index in (1, 2)]
    pool._slots = [large, *others]
    pool._share_out()
    assert all(other.worker.has_ended for other in others)  # type: ignore[attr-defined]
    assert [pending.index for pending in pool._queue] == [1, 2] and pool._slots == [large]
    pool._share_out()
    assert listener.started == [0] and large.worker.sent == ["go"]  # type: ignore[attr-defined]
