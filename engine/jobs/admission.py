"""Which job comes next: in order, but a small one may overtake a large one that waits for memory."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable
from dataclasses import dataclass

from engine.jobs.job import Job
from engine.jobs.limits import Demand
from engine.jobs.settings import JobSettings

LOOKAHEAD = 16
"""Jobs that are examined ahead of one that waits."""
OVERTAKING = 32
"""Times that a waiting job is overtaken; then all wait for it, so that it is not put off for ever."""


@dataclass(eq=False)
class Ticket:
    """A job on its way through a batch.

    Attributes:
        index: its place in the batch.
        source_bytes: for outcomes that no worker can tell.
        demand: what it needs, once it has been examined.
        overtaken: how often.
    """

    index: int
    job: Job
    settings: JobSettings
    source_bytes: int = 0
    demand: Demand | None = None
    overtaken: int = 0

    @property
    def memory(self) -> int:
        return 0 if self.demand is None else self.demand.memory


class Queue:
    """Jobs that nobody is at: the examined ones, and behind them those that are not."""

    def __init__(self, tickets: Iterable[Ticket]) -> None:
        self._examined: deque[Ticket] = deque()
        self._rest = deque(tickets)

    def __len__(self) -> int:
        return len(self._examined) + len(self._rest)

    def next(self, free: int) -> Ticket | None:
        """The job to run next if it has been examined, otherwise to examine; ``None`` where all must wait.

        Args:
            free: bytes of memory that it may take.
        """
        for ticket in self._examined:
            if ticket.memory <= free:
                return ticket
            if ticket.overtaken >= OVERTAKING:
                return None
        return self._rest[0] if self._rest and len(self._examined) < LOOKAHEAD else None

    def take(self, ticket: Ticket) -> None:
        """Take out a job that was :meth:`next`."""
        if ticket.demand is None:
            self._rest.remove(ticket)
            return
        for before in self._examined:
            if before is ticket:
                break
            before.overtaken += 1
        self._examined.remove(ticket)

    def put(self, ticket: Ticket) -> None:
        """Have a job that has been examined wait, at its place in the order."""
        place = next((n for n, other in enumerate(self._examined) if other.index > ticket.index), len(self._examined))
        self._examined.insert(place, ticket)

    def drain(self) -> list[Ticket]:
        """All jobs, which wait no longer, in the order of the batch."""
        left = sorted((*self._examined, *self._rest), key=lambda ticket: ticket.index)
        self._examined.clear()
        self._rest.clear()
        return left
