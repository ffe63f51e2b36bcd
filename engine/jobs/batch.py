"""Many jobs: one bad file never stops the others, and what is done already is not done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from pathlib import Path

from engine.errors import Cancelled, InputError
from engine.jobs.naming import Task, distinct_outputs, find_sources
from engine.jobs.single import Job, JobSettings, Outcome, run_job
from engine.progress import Progress


def plan_batch(task: Task, in_dir: Path, out_dir: Path, settings: JobSettings) -> list[Job]:
    """Jobs for all files below ``in_dir``, the folder tree kept below ``out_dir``.

    Raises:
        InputError: ``in_dir`` is no folder.
    """
    if not in_dir.is_dir():
        raise InputError("is not a folder" if in_dir.exists() else "no such folder", in_dir)
    sources = list(find_sources(task, in_dir, out_dir))
    outputs = distinct_outputs(task, sources, out_dir, settings.format, in_dir)
    return [Job(task, source, output) for source, output in zip(sources, outputs, strict=True)]


def run_batch(
    batch: Sequence[Job],
    settings: JobSettings,
    *,
    progress: Progress | None = None,
    on_start: Callable[[int], None] | None = None,
    on_progress: Callable[[int, float], None] | None = None,
    on_outcome: Callable[[int, Outcome], None] | None = None,
) -> list[Outcome]:
    """Do all jobs in order; one outcome for each.

    Outputs that are there are skipped unless ``settings.overwrite``: outputs are only ever whole, so a batch that was
    killed continues where it was. Once ``progress`` is cancelled, the job under way and the rest are ``cancelled``.

    Args:
        progress: counts jobs, fractions included.
        on_start, on_progress, on_outcome: called with the index of a job, in the caller's thread.
    """
    progress = progress or Progress()
    outcomes: list[Outcome] = []
    if not progress.cancelled:
        progress.begin(max(len(batch), 1))
    for index, job in enumerate(batch):
        if progress.cancelled:
            outcome = Outcome(job.source, None, "cancelled", "cancelled")
        elif job.output.exists() and not settings.overwrite:
            outcome = _skipped(job)
            _advance(progress, 1.0)
        else:
            if on_start is not None:
                on_start(index)
            outcome = _run(index, job, settings, progress, on_progress)
        outcomes.append(outcome)
        if on_outcome is not None:
            on_outcome(index, outcome)
    return outcomes


def _run(
    index: int, job: Job, settings: JobSettings, progress: Progress, on_progress: Callable[[int, float], None] | None
) -> Outcome:
    """One job, its own progress counted into the batch's."""
    counted = 0.0

    def follow(inner: Progress) -> None:
        nonlocal counted
        step, counted = inner.fraction - counted, inner.fraction
        progress.advance(max(step, 0.0))
        if on_progress is not None:
            on_progress(index, inner.fraction)

    try:
        outcome = run_job(job, settings, Progress(follow))
    except Cancelled:
        return Outcome(job.source, None, "cancelled", "cancelled")
    _advance(progress, 1.0 - counted)
    return outcome


def _advance(progress: Progress, units: float) -> None:
    """Count without being stopped: the loop itself looks whether it is cancelled."""
    if not progress.cancelled:
        progress.advance(units)


def _skipped(job: Job) -> Outcome:
    size = job.source.stat().st_size if job.source.is_file() else 0
    return Outcome(job.source, job.output, "skipped", "exists already", source_bytes=size)
