"""Runs a batch. A bad file does not stop the others; finished jobs of an earlier run are not repeated."""

from __future__ import annotations

import os
from collections.abc import Callable, Mapping, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path
from typing import TYPE_CHECKING

from engine.batch.limits import WorkerPlan, plan_workers
from engine.batch.pending import PendingJob
from engine.batch.thread import run_in_thread
from engine.files.convert import run_job
from engine.files.job import Job, Outcome
from engine.files.naming import canonical_path
from engine.files.settings import JobSettings
from engine.files.sources import size_of
from engine.image.files import remove_leftovers
from engine.messages import Message
from engine.progress import Progress, SubProgress

if TYPE_CHECKING:
    from engine.batch.background import Background
    from engine.batch.journal import Journal

LEAST_WEIGHT = 100_000
"""Bytes that a smaller source counts as: it has to be opened, and its output to be flushed, like any other."""
_SECONDS_TO_TIDY_UP = 5.0


def run_batch(
    batch: Sequence[Job],
    settings: JobSettings,
    *,
    sizes: Sequence[int] | None = None,
    journal: Path | None = None,
    note: Mapping[str, object] | None = None,
    progress: Progress | None = None,
    on_start: Callable[[int], None] | None = None,
    on_progress: Callable[[int, float], None] | None = None,
    on_outcome: Callable[[int, Outcome], None] | None = None,
) -> list[Outcome]:
    """Do all jobs, of one task, in about their order; one outcome for each, in exactly their order.

    They run in processes of their own, or one after the other in a thread where that is faster; a file that crashes a
    worker, stalls it or takes too much fails, the others go on. While ``progress`` is paused nothing is begun; once it
    is cancelled, what is under way and the rest are ``cancelled``, within a few seconds even where a disk stalls.

    Programs that call this, and are to be frozen, call :func:`multiprocessing.freeze_support` when they start; scripts
    keep what they do below ``if __name__ == "__main__"``.

    Args:
        sizes: bytes of the sources, where they are known already.
        journal: file that lets a batch go on which was cancelled or killed. It is gone again once the batch is through.
        note: what the caller wants to find in the journal again, as JSON takes it.
        progress: counts bytes of sources.
        on_start, on_progress, on_outcome: called with the index of a job, in the caller's thread. A job that takes more
            memory than was thought may start twice. What they raise ends the batch.

    Raises:
        OutputError: another batch is writing to the journal.
    """
    if not batch:
        return []
    run = _Run(batch, settings, sizes, progress or Progress())
    run.tell_start, run.tell_fraction, run.tell_outcome = on_start, on_progress, on_outcome
    if journal is None:
        run.through()
    else:
        run.through_with_journal(journal, note or {})
    return [run.outcomes[index] for index in range(len(batch))]


class _Run:
    """One run of a batch: passes on what the workers tell, keeps the journal and counts."""

    tell_start: Callable[[int], None] | None = None
    tell_fraction: Callable[[int, float], None] | None = None
    tell_outcome: Callable[[int, Outcome], None] | None = None

    def __init__(
        self, batch: Sequence[Job], settings: JobSettings, sizes: Sequence[int] | None, progress: Progress
    ) -> None:
        self._batch, self._settings, self._progress = batch, settings, progress
        self._sizes = [size_of(job.source) for job in batch] if sizes is None else list(sizes)
        self._journal: Journal | None = None
        self._parts: dict[int, SubProgress] = {}
        self.outcomes: dict[int, Outcome] = {}

    def through_with_journal(self, path: Path, note: Mapping[str, object]) -> None:
        """Do what has not been done by an earlier run, and write down what is."""
        from engine.batch.background import Background  # here and below: one file is done without it
        from engine.batch.journal import Journal

        with Background() as background:
            self._journal = Journal(path, self._batch, self._sizes, self._settings, note, background)
            is_through = False
            try:
                self.through(background)
                is_through = all(outcome.state != "cancelled" for outcome in self.outcomes.values())
            finally:
                (self._journal.remove if is_through else self._journal.leave)()
                background.finish(_SECONDS_TO_TIDY_UP)
                self._journal.release()

    def through(self, background: Background | None = None) -> None:
        """Do what has not been done by an earlier run."""
        self._progress.begin(sum(map(_weight, self._sizes)))
        if self._journal is not None:
            self._take_over(self._journal)
        if self._settings.output.replaces:
            self._refuse_losses()
        left = [index for index in range(len(self._batch)) if index not in self.outcomes]
        plan = plan_workers(self._batch[0].task, self._sizes, [self._sizes[index] for index in left], self._settings)
        settings = replace(self._settings, task=self._settings.task.with_threads(plan.threads))
        jobs = [self._pending(index, settings) for index in left]
        if plan.as_processes:
            jobs = self._run_in_processes(jobs, plan, background)
        run_in_thread(jobs, run_job, settings.limits.stall_limit, self._progress, self)
        if self._journal is not None:
            self._remove_leftovers(self._journal)  # of workers that have outlived the killed run for a moment

    def _run_in_processes(
        self, jobs: Sequence[PendingJob], plan: WorkerPlan, background: Background | None
    ) -> list[PendingJob]:
        """Returns the jobs that were not begun, because the system starts no process."""
        from engine.batch.background import Background
        from engine.batch.pool import Pool

        with Background() as own:
            pool = Pool(self._settings.limits, plan, run_job, self._progress, self, background or own)
            try:
                return pool.run(jobs)
            finally:
                own.finish(_SECONDS_TO_TIDY_UP)

    def _take_over(self, journal: Journal) -> None:
        """Outcomes of jobs that an earlier run has done."""
        for index, job in enumerate(self._batch):
            outcome = journal.past.outcome_of(job)
            if outcome is not None:
                self._end(index, outcome, took_work=False)
        self._remove_leftovers(journal)

    def _remove_leftovers(self, journal: Journal) -> None:
        """Of an earlier run that was killed."""
        if journal.was_there:
            for folder in {job.output.parent for job in self._batch} | journal.past_folders:
                remove_leftovers(folder)

    def _refuse_losses(self) -> None:
        """Fail jobs whose output would replace the source or the output of another one."""
        sources = _jobs_by_source(self._batch)
        outputs: set[str] = set()
        for index, job in enumerate(self._batch):
            path = canonical_path(job.output)
            others = sources.get(path, set()) - {index}
            reason = None
            if others:
                reason = Message("is a source itself")
            elif path in outputs:
                reason = Message("is the output of another source")
            outputs.add(path)
            if reason is not None and index not in self.outcomes:
                reason = Message("{0}: {1}", str(job.output), reason)
                self._end(index, Outcome(job.source, None, "failed", reason, self._sizes[index]), took_work=False)

    def _pending(self, index: int, settings: JobSettings) -> PendingJob:
        job, policy = self._batch[index], settings.output
        if self._journal is None:
            return PendingJob(index, job, settings, self._sizes[index])
        past = self._journal.past
        output = past.output_of(job)
        if output is not None:
            job = replace(job, output=output, is_own=True)
        elif policy.replaces and policy.originals == "bin" and past.is_of_another(job.output, job):
            settings = settings.with_fields(existing="rename")  # all that is left of a source that is in the bin
        return PendingJob(index, job, settings, self._sizes[index])

    def on_start(self, pending: PendingJob) -> None:
        if self._journal is not None and pending.demand is not None:
            self._journal.begin(pending.job, pending.demand)
        if self.tell_start is not None:
            self.tell_start(pending.index)

    def on_fraction(self, pending: PendingJob, fraction: float) -> None:
        self._part(pending.index).reach(fraction)

    def on_outcome(self, pending: PendingJob, outcome: Outcome) -> None:
        if self._journal is not None:
            self._journal.end(pending.job, pending.demand, outcome)
        self._end(pending.index, outcome, took_work=outcome.state in ("done", "copied", "failed"))

    def _end(self, index: int, outcome: Outcome, *, took_work: bool) -> None:
        self.outcomes[index] = outcome
        part = self._part(index)
        if took_work:
            part.finish()
        elif outcome.state != "cancelled":
            part.pass_over()
        del self._parts[index]
        if self.tell_outcome is not None:
            self.tell_outcome(index, outcome)

    def _part(self, index: int) -> SubProgress:
        if index not in self._parts:
            tell = None if self.tell_fraction is None else partial(self.tell_fraction, index)
            self._parts[index] = SubProgress(self._progress, _weight(self._sizes[index]), tell)
        return self._parts[index]


def _jobs_by_source(batch: Sequence[Job]) -> dict[str, set[int]]:
    """Jobs by the paths of their sources: of the names themselves, and of the files that links lead to."""
    jobs: dict[str, set[int]] = {}
    for index, job in enumerate(batch):
        for path in (job.source, Path(os.path.realpath(job.source))):
            jobs.setdefault(canonical_path(path), set()).add(index)
    return jobs


def _weight(size: int) -> int:
    return max(size, LEAST_WEIGHT)
