"""Many jobs at once: one bad file never stops the others, and what is done already is not done again."""

from __future__ import annotations

import os
from collections.abc import Callable, Sequence
from dataclasses import replace
from functools import partial
from pathlib import Path

from engine.errors import OutputError
from engine.image.files import remove_leftovers
from engine.jobs.admission import Ticket
from engine.jobs.background import Background
from engine.jobs.job import Job, Outcome
from engine.jobs.journal import Journal
from engine.jobs.limits import plan_workers, with_threads
from engine.jobs.naming import place_of
from engine.jobs.past import Past
from engine.jobs.pool import Pool
from engine.jobs.settings import JobSettings
from engine.jobs.single import run_job
from engine.jobs.sources import size_of
from engine.progress import Progress, SubProgress

LEAST_WEIGHT = 100_000
"""Bytes that a smaller source counts as: it has to be opened, and its output to be flushed, like any other."""
_SECONDS_TO_TIDY_UP = 5.0

_Callbacks = tuple[
    Callable[[int], None] | None, Callable[[int, float], None] | None, Callable[[int, Outcome], None] | None
]


def run_batch(
    batch: Sequence[Job],
    settings: JobSettings,
    *,
    sizes: Sequence[int] | None = None,
    journal: Path | None = None,
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
        journal: file beside the outputs that lets a batch go on which was cancelled or killed. It is gone again once
            the batch is through.
        progress: counts bytes of sources.
        on_start, on_progress, on_outcome: called with the index of a job, in the caller's thread. A job that takes more
            memory than was thought may start twice. What they raise ends the batch.

    Raises:
        OutputError: another batch is writing to the journal.
    """
    if not batch:
        return []
    bytes_of = [size_of(job.source) for job in batch] if sizes is None else list(sizes)
    with Background() as background:
        book = None if journal is None else Journal(journal, batch[0].task, settings, background)
        run = _Run(batch, bytes_of, progress or Progress(), book, (on_start, on_progress, on_outcome))
        try:
            run.through(settings, background)
        finally:
            if book is not None:
                (book.remove if run.is_through else book.leave)()
            background.finish(_SECONDS_TO_TIDY_UP)
            if book is not None:
                book.release()
    return run.outcomes


class _Run:
    """One run of a batch: passes on what the pool tells, keeps the journal and counts."""

    def __init__(
        self,
        batch: Sequence[Job],
        sizes: Sequence[int],
        progress: Progress,
        journal: Journal | None,
        callbacks: _Callbacks,
    ) -> None:
        self._batch, self._sizes = batch, sizes
        self._progress, self._journal = progress, journal
        self._tell_start, self._tell_fraction, self._tell_outcome = callbacks
        self._outcomes: dict[int, Outcome] = {}
        self._parts: dict[int, SubProgress] = {}

    @property
    def outcomes(self) -> list[Outcome]:
        """One for each job."""
        return [self._outcomes[index] for index in range(len(self._batch))]

    @property
    def is_through(self) -> bool:
        """Whether every job has ended, and none was cancelled."""
        states = [outcome.state for outcome in self._outcomes.values()]
        return len(states) == len(self._batch) and "cancelled" not in states

    def through(self, settings: JobSettings, background: Background) -> None:
        """Do what has not been done by an earlier run."""
        self._progress.begin(sum(map(_weight, self._sizes)))
        past = Past() if self._journal is None else self._journal.past
        self._take_over(past)
        self._remove_leftovers()
        if settings.replaces:
            self._refuse_losses()
        left = [index for index in range(len(self._batch)) if index not in self._outcomes]
        plan = plan_workers(self._batch[0].task, self._sizes, [self._sizes[index] for index in left], settings)
        tickets = [self._ticket(index, with_threads(settings, plan.threads), past) for index in left]
        Pool(settings, plan, run_job, self._progress, self, background).run(tickets)
        self._remove_leftovers()  # of workers that have outlived the killed run for a moment

    def _remove_leftovers(self) -> None:
        """Of an earlier run that was killed."""
        if self._journal is not None and self._journal.was_there:
            for folder in {job.output.parent for job in self._batch} | self._journal.past_folders:
                remove_leftovers(folder)

    def _take_over(self, past: Past) -> None:
        """Outcomes of jobs that an earlier run has done."""
        for index, job in enumerate(self._batch):
            outcome = past.outcome_of(job)
            if outcome is not None:
                self._end(index, outcome, took_work=False)

    def _refuse_losses(self) -> None:
        """Fail jobs whose output would replace the source or the output of another one."""
        sources = _places_of_sources(self._batch)
        outputs: set[str] = set()
        for index, job in enumerate(self._batch):
            place = place_of(job.output)
            others = sources.get(place, set()) - {index}
            reason = "is a source itself" if others else "is the output of another source" if place in outputs else ""
            outputs.add(place)
            if reason and index not in self._outcomes:
                error = OutputError(reason, job.output)
                self._end(index, Outcome(job.source, None, "failed", str(error), self._sizes[index]), took_work=False)

    def _ticket(self, index: int, settings: JobSettings, past: Past) -> Ticket:
        job = self._batch[index]
        output = past.output_of(job)
        if output is not None:
            job = replace(job, output=output, is_own=True)
        elif settings.replaces and settings.originals == "bin" and past.is_of_another(job.output, job):
            settings = replace(settings, existing="rename")  # all that is left of a source that is in the bin
        return Ticket(index, job, settings, self._sizes[index])

    def on_start(self, ticket: Ticket) -> None:
        if self._journal is not None and ticket.demand is not None:
            self._journal.begin(ticket.job, ticket.demand)
        if self._tell_start is not None:
            self._tell_start(ticket.index)

    def on_fraction(self, ticket: Ticket, fraction: float) -> None:
        self._part(ticket.index).reach(fraction)

    def on_outcome(self, ticket: Ticket, outcome: Outcome) -> None:
        if self._journal is not None:
            self._journal.end(ticket.job, ticket.demand, outcome)
        self._end(ticket.index, outcome, took_work=outcome.state in ("done", "copied", "failed"))

    def _end(self, index: int, outcome: Outcome, *, took_work: bool) -> None:
        self._outcomes[index] = outcome
        part = self._part(index)
        if took_work:
            part.finish()
        elif outcome.state != "cancelled":
            part.pass_over()
        del self._parts[index]
        if self._tell_outcome is not None:
            self._tell_outcome(index, outcome)

    def _part(self, index: int) -> SubProgress:
        if index not in self._parts:
            tell = None if self._tell_fraction is None else partial(self._tell_fraction, index)
            self._parts[index] = SubProgress(self._progress, _weight(self._sizes[index]), tell)
        return self._parts[index]


def _places_of_sources(batch: Sequence[Job]) -> dict[str, set[int]]:
    """Jobs by the places of their sources: of the names themselves, and of the files that links lead to."""
    places: dict[str, set[int]] = {}
    for index, job in enumerate(batch):
        for path in (job.source, Path(os.path.realpath(job.source))):
            places.setdefault(place_of(path), set()).add(index)
    return places


def _weight(size: int) -> int:
    return max(size, LEAST_WEIGHT)
