"""Many jobs: one bad file never stops the others, and what is done already is not done again."""

from __future__ import annotations

from collections.abc import Callable, Sequence

from engine.errors import Cancelled
from engine.jobs.settings import JobSettings
from engine.jobs.single import Job, Outcome, is_done_already, run_job, size_of
from engine.progress import Part, Progress


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

    Outputs that are there are skipped unless ``settings.replaces``: outputs are only ever whole, so a batch that was
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
        outcome = _outcome(index, job, settings, progress, on_start, on_progress)
        outcomes.append(outcome)
        if on_outcome is not None:
            on_outcome(index, outcome)
    return outcomes


def _outcome(
    index: int,
    job: Job,
    settings: JobSettings,
    progress: Progress,
    on_start: Callable[[int], None] | None,
    on_progress: Callable[[int, float], None] | None,
) -> Outcome:
    follow = None if on_progress is None else lambda fraction: on_progress(index, fraction)
    part = Part(progress, on_fraction=follow)
    try:
        progress.check()
        if not settings.replaces and is_done_already(job):
            outcome = Outcome(job.source, job.output, "skipped", "exists already", source_bytes=size_of(job.source))
        else:
            if on_start is not None:
                on_start(index)
            outcome = run_job(job, settings, part)
    except Cancelled:
        return Outcome(job.source, None, "cancelled", "cancelled", source_bytes=size_of(job.source))
    part.finish()
    return outcome
