"""Verbs of the batch page: each builds an operation for the task runner and does nothing itself."""

from __future__ import annotations

import logging
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import TYPE_CHECKING

from desktop.batch.rows import Row
from desktop.batch.state import FormState
from desktop.work.task_runner import Operation
from engine.errors import SafelightError
from engine.files.job import Job, Outcome, Task
from engine.files.settings import JobSettings
from engine.progress import Progress

if TYPE_CHECKING:
    from engine.batch.journal import UnfinishedBatch

_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class Planned:
    """A batch that has not begun, as rows."""

    rows: list[Row]
    bytes: int
    left_out: int


@dataclass(frozen=True)
class Unfinished:
    """A batch that an earlier run of the app has not brought to its end: what was dropped, and its journal."""

    form: FormState
    paths: tuple[Path, ...]
    journal: Path
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
        rows = []
        for job, size in zip(found.jobs, found.sizes, strict=True):
            if str(job.source) not in without:
                progress.check()
                there = job.output.exists()
                rows.append(Row(job, _below(str(job.source), base), str(job.source), size, exists=there))
        for problem in found.problems:
            if str(problem.source) not in without:
                rows.append(Row(None, _below(str(problem.source), base), str(problem.source), 0))
                rows[-1].finish(problem)
        return Planned(rows, sum(row.before for row in rows), found.left_out)

    return Operation(plan)


def run_batch(
    batch: Sequence[tuple[Job, int]],
    settings: JobSettings,
    journal: Path,
    note: Mapping[str, object],
    on_progress: Callable[[int, float], None],
    on_outcome: Callable[[int, Outcome], None],
) -> Operation[None]:
    """Do jobs, each given with the bytes of its source; the callbacks are called in the worker's thread.

    Args:
        note: stands in the journal, for a later run of the app should this one not bring the batch to its end; see
            :func:`note_of`.
    """

    def run(progress: Progress) -> None:
        from engine.batch import run as engine_run

        engine_run.run_batch(
            [job for job, _ in batch],
            settings,
            sizes=[size for _, size in batch],
            journal=journal,
            note=note,
            progress=progress,
            on_start=lambda index: on_progress(index, 0.0),
            on_progress=on_progress,
            on_outcome=on_outcome,
        )

    return Operation(run)


def note_of(form: FormState, paths: Sequence[Path], root: str) -> dict[str, object]:
    """What the page needs to show a batch again, as JSON takes it; ``root`` is the folder that all sources are in."""
    return {"form": form.fields(), "paths": [str(path) for path in paths], "root": root}


def load_unfinished(path: Path) -> Operation[Unfinished | None]:
    """The batch of a journal that an earlier run of the app has left, with what of it is done."""

    def load(_: Progress) -> Unfinished | None:
        from engine.batch import journal

        found = journal.unfinished_batch(path)
        try:
            return None if found is None else _shown_again(path, found)
        except (ValueError, KeyError, TypeError, AttributeError, SafelightError) as error:
            _log.warning("the unfinished batch cannot be read: %s", error)
            return None

    return Operation(load)


def _shown_again(path: Path, found: UnfinishedBatch) -> Unfinished:
    from engine.batch import journal

    form, root = FormState().with_fields(found.note["form"]), str(found.note["root"])
    done = journal.past_outcomes(path, found.jobs, form.job_settings())
    jobs = zip(found.jobs, found.sizes, strict=True)
    rows = [Row(job, _below(str(job.source), root), str(job.source), size) for job, size in jobs]
    for index, outcome in done.items():
        rows[index].finish(outcome)
    return Unfinished(form, tuple(map(Path, found.note["paths"])), path, rows)


def discard(journal: Path) -> Operation[None]:
    """Delete a journal; what its batch has written stays."""
    return Operation(lambda _: journal.unlink(missing_ok=True))


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
