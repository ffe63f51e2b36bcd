"""Verbs of the batch page: each builds an operation for the task runner and does nothing itself."""

from __future__ import annotations

import threading
from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path

from desktop.batch import queue
from desktop.batch.queue import StoredBatch
from desktop.batch.rows import Row
from desktop.work.task_runner import Operation
from engine.files.job import Job, Outcome, Task
from engine.files.settings import JobSettings
from engine.progress import Progress


@dataclass(frozen=True)
class Planned:
    """A batch that has not begun, as rows."""

    rows: list[Row]
    bytes: int
    left_out: int


@dataclass(frozen=True)
class Unfinished:
    """A batch that an earlier run of the app has not brought to its end."""

    stored: StoredBatch
    rows: list[Row]


def plan_paths(
    task: Task, paths: Sequence[Path], out_dir: Path | None, settings: JobSettings, without: frozenset[str]
) -> Operation[Planned]:
    """Find the files of what was dropped and name their outputs, but for the ``without``."""

    def plan(progress: Progress) -> Planned:
        from engine.batch import planning  # here and below: the window is painted before they are loaded

        found = planning.plan_paths(task, paths, out_dir, settings)
        progress.check()
        base = str(found.root)
        rows = [
            Row(job, _below(str(job.source), base), str(job.source), size)
            for job, size in zip(found.jobs, found.sizes, strict=True)
            if str(job.source) not in without
        ]
        for problem in found.problems:
            if str(problem.source) not in without:
                rows.append(Row(None, _below(str(problem.source), base), str(problem.source), 0))
                rows[-1].finish(problem)
        return Planned(rows, sum(row.before for row in rows), found.left_out)

    return Operation(plan)


def run_batch(
    batch: Sequence[tuple[Job, int]],
    settings: JobSettings,
    stored: StoredBatch,
    place: Path,
    keep: threading.Event,
    on_progress: Callable[[int, float], None],
    on_outcome: Callable[[int, Outcome], None],
) -> Operation[None]:
    """Do jobs, each given with the bytes of its source; the callbacks are called in the worker's thread.

    While they are done the batch is stored at ``place``, for a later run of the app should this one be killed; it
    stays there also where ``keep`` is set when the batch stops before its end.
    """

    def run(progress: Progress) -> None:
        from engine.batch import run as engine_run

        queue.store(place, stored)
        outcomes: list[Outcome] = []
        try:
            outcomes = engine_run.run_batch(
                [job for job, _ in batch],
                settings,
                sizes=[size for _, size in batch],
                journal=Path(stored.journal),
                progress=progress,
                on_start=lambda index: on_progress(index, 0.0),
                on_progress=on_progress,
                on_outcome=on_outcome,
            )
        finally:
            is_through = bool(outcomes) and all(outcome.state != "cancelled" for outcome in outcomes)
            if is_through or not keep.is_set():
                queue.remove(place)

    return Operation(run)


def load_unfinished(place: Path) -> Operation[Unfinished | None]:
    """What an earlier run of the app has left, with what of it is done."""

    def load(_: Progress) -> Unfinished | None:
        from engine.batch import journal

        stored = queue.load(place)
        if stored is None:
            return None
        rows = [Row(job, _below(str(job.source), stored.root), str(job.source), size) for job, size in stored.batch]
        done = journal.past_outcomes(Path(stored.journal), [job for job, _ in stored.batch], stored.form.job_settings())
        for index, outcome in done.items():
            rows[index].finish(outcome)
        return Unfinished(stored, rows)

    return Operation(load)


def discard(place: Path, journal: Path | None) -> Operation[None]:
    """Forget an unfinished batch; what it has written stays."""

    def forget(_: Progress) -> None:
        queue.remove(place)
        if journal is not None:
            queue.remove(journal)

    return Operation(forget)


def write_report(path: Path, outcomes: Sequence[Outcome], task: Task, started: datetime) -> Operation[Path]:
    """Write what became of every file."""

    def write(_: Progress) -> Path:
        from engine.batch import report

        report.write_report(path, outcomes, task=task, started=started)
        return path

    return Operation(write)


def _below(path: str, base: str) -> str:
    """A path from the folder on that all are in; plain texts, as there may be very many."""
    start = base if base.endswith(("/", "\\")) else base + ("\\" if "\\" in base and "/" not in base else "/")
    return path[len(start) :] if path.startswith(start) and base not in ("", ".") else path
