"""A worker's seat in a pool: what the worker is at, and whether it keeps within its limits."""

from __future__ import annotations

from dataclasses import dataclass

from engine.jobs.admission import Ticket
from engine.jobs.limits import WORKER_BYTES
from engine.jobs.settings import JobSettings
from engine.jobs.worker_main import Examine, Run
from engine.jobs.workers import Worker

START_LIMIT = 120.0
"""Seconds that a worker may take to start; a disk may be slow, and the models large."""
_COMPUTING = 0.1
"""What a second without progress counts for one that computes all the time, as encoders of huge pictures do."""
_BUSY = 0.5
"""Part of a processor that counts as computing."""


@dataclass(eq=False)
class Seat:
    """One worker of a pool.

    Attributes:
        ticket: the job that it examines or runs; ``None`` where it awaits orders or has not started yet.
        spent: seconds on the order, pauses left out.
        silent: seconds without any progress, likewise.
        resident: bytes of memory when it was last looked at.
    """

    worker: Worker
    ticket: Ticket | None = None
    is_ready: bool = False
    is_running: bool = False
    spent: float = 0.0
    silent: float = 0.0
    resident: int = WORKER_BYTES
    processor_seconds: float = 0.0

    @property
    def is_idle(self) -> bool:
        return self.is_ready and self.ticket is None

    @property
    def reserved(self) -> int:
        """Bytes that are put by for it."""
        need = self.ticket.memory if self.ticket is not None and self.is_running else 0
        return max(need, WORKER_BYTES if self.is_running else self.resident)

    def order(self, ticket: Ticket) -> None:
        """Have it examine a job, or run one that has been examined."""
        self.ticket, self.is_running = ticket, ticket.demand is not None
        self.spent = self.silent = 0.0
        order = Run if self.is_running else Examine
        self.worker.send(order(ticket.job, ticket.settings))

    def release(self) -> Ticket:
        """It is done with its order, whose job is returned."""
        assert self.ticket is not None
        ticket, self.ticket, self.is_running = self.ticket, None, False
        return ticket

    def pass_time(self, seconds: float) -> None:
        """Count time, and look how the worker is."""
        self.spent += seconds
        vitals = self.worker.vitals()
        if vitals is None:
            self.silent += seconds
            return
        computes = vitals.processor_seconds - self.processor_seconds > _BUSY * seconds
        self.silent += seconds * (_COMPUTING if computes else 1.0)
        self.processor_seconds = vitals.processor_seconds
        if self.worker.is_process:  # a thread's is that of the whole program
            self.resident = vitals.memory

    def overstepped(self, settings: JobSettings) -> str:
        """Why the worker is to be stopped; empty where nothing speaks against it."""
        if not self.is_ready:
            return f"no worker started within {START_LIMIT:g} s" if self.silent > START_LIMIT else ""
        if self.ticket is None:
            return ""
        if settings.time_limit is not None and self.spent > settings.time_limit:
            return f"took longer than {settings.time_limit:g} s"
        if self.silent > settings.stall_limit:
            return f"no progress for {settings.stall_limit:g} s: is the disk or the network stalled?"
        return ""
