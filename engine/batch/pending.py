"""Jobs that have not ended, the listener for their events, and the function that runs one."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import Protocol

from engine.batch.limits import Demand
from engine.errors import Cancelled, reason_for
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
from engine.messages import Message
from engine.progress import Progress

JobFunction = Callable[[Job, JobSettings, Progress], Outcome]
"""The function that does a job; it must be importable by name, because it is pickled."""
REPORTS_A_SECOND = 10.0


@dataclass(eq=False)
class PendingJob:
    """A job of a running batch.

    Attributes:
        index: its place in the batch.
        source_bytes: for outcomes that no worker can tell.
        demand: what it needs and what its files are like, once somebody has looked.
        least_memory: bytes that it needs whatever its headers say, as it took more than was judged.
        overtaken: times that a later job was begun while it waited for memory.
    """

    index: int
    job: Job
    settings: JobSettings
    source_bytes: int = 0
    demand: Demand | None = None
    least_memory: int = 0
    overtaken: int = 0

    @property
    def memory(self) -> int:
        """The memory it needs in bytes; 0 if unknown."""
        return 0 if self.demand is None else max(self.demand.memory, self.least_memory)

    def failed(self, reason: Message, seconds: float = 0.0) -> Outcome:
        """The outcome of a job that could not be done."""
        return Outcome(self.job.source, None, "failed", reason, self.source_bytes, seconds=seconds)

    def cancelled(self) -> Outcome:
        """The outcome of a job that was stopped, or never begun."""
        return Outcome(self.job.source, None, "cancelled", Message("cancelled"), self.source_bytes)


class Listener(Protocol):
    """Receives the events of a batch; every job ends exactly once."""

    def on_start(self, pending: PendingJob) -> None: ...

    def on_fraction(self, pending: PendingJob, fraction: float) -> None: ...

    def on_outcome(self, pending: PendingJob, outcome: Outcome) -> None: ...


def attempt(function: JobFunction, job: Job, settings: JobSettings, progress: Progress) -> Outcome | None:
    """Run a job; ``None`` if it was cancelled."""
    try:
        progress.begin(1.0)  # what the last job reached no longer counts
        return function(job, settings, progress)
    except Cancelled:
        return None
    except Exception as error:
        return Outcome(job.source, None, "failed", reason_for(error, job.source))
