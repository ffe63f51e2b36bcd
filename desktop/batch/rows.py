"""The rows of a batch: what is known of each file, their sums, and the order in which they are looked at."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Literal

from desktop.words.messages import translated
from engine.files.job import Job, Outcome
from engine.messages import Message, listed

Kind = Literal["all", "waiting", "done", "failed", "skipped"]
KINDS: tuple[Kind, ...] = ("all", "waiting", "done", "failed", "skipped")
"""What a table can be narrowed down to."""

_KIND_OF: dict[str, Kind] = {
    "waiting": "waiting", "running": "waiting", "cancelled": "waiting",
    "done": "done", "copied": "done", "failed": "failed", "skipped": "skipped",
}  # fmt: skip
NO_MESSAGE = Message("")
_STATES = ("running", "waiting", "cancelled", "failed", "skipped", "copied", "done")
"""In the order in which they concern a person."""


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    STATE = 1
    BEFORE = 2
    AFTER = 3
    RATIO = 4
    PSNR = 5
    TIME = 6
    MESSAGE = 7


@dataclass(slots=True)
class Row:
    """One file; ``state`` is ``waiting``, ``running`` or that of its outcome.

    ``name`` is its path below the folder that all are in; ``job`` is ``None`` for what could not be looked at;
    ``exists`` says whether there was a file of the result's name when the list was made.
    """

    job: Job | None
    name: str
    path: str
    before: int
    state: str = "waiting"
    fraction: float = 0.0
    after: int = 0
    seconds: float = 0.0
    message: Message = NO_MESSAGE
    psnr: float | None = None
    outcome: Outcome | None = None
    exists: bool = False

    @property
    def kind(self) -> Kind:
        return _KIND_OF[self.state]

    @property
    def result(self) -> Path | None:
        """The file that was written, or that was there already."""
        kept = self.outcome is not None and self.state in ("done", "copied", "skipped")
        return self.outcome.output if kept and self.outcome is not None else None

    @property
    def has_result(self) -> bool:
        """Whether running it meets a file that is there already, as far as that is known."""
        return self.exists or self.result is not None

    @property
    def root(self) -> str:
        """The folder that the name is below, with the separator at its end; empty where there is none."""
        return self.path[: len(self.path) - len(self.name)] if self.path.endswith(self.name) else ""

    def finish(self, outcome: Outcome) -> None:
        """Take over what became of the file."""
        self.state, self.fraction, self.outcome = outcome.state, 1.0, outcome
        message = outcome.reason or listed(outcome.warnings, "; ")
        self.message = NO_MESSAGE if outcome.state == "cancelled" else message  # the state says it already
        self.before = outcome.source_bytes or self.before
        self.after, self.seconds, self.psnr = outcome.output_bytes, outcome.seconds, outcome.psnr

    def wait(self) -> None:
        """Forget what became of the file: it is to be done again."""
        self.state, self.fraction, self.outcome = "waiting", 0.0, None
        self.after, self.seconds, self.message, self.psnr = 0, 0.0, NO_MESSAGE, None


@dataclass
class Totals:
    """Sums over the rows that are finished."""

    finished: int = 0
    done: int = 0
    copied: int = 0
    failed: int = 0
    skipped: int = 0
    before: int = 0
    after: int = 0

    @classmethod
    def of(cls, rows: Sequence[Row]) -> Totals:
        """Those of rows."""
        totals = cls()
        for row in rows:
            if row.outcome is not None:
                totals.add(row.outcome)
        return totals

    def add(self, outcome: Outcome, times: int = 1) -> None:
        """Count one more, or with ``times=-1`` one less."""
        self.finished += times * (outcome.state != "cancelled")
        self.done += times * (outcome.state == "done")
        self.copied += times * (outcome.state == "copied")
        self.failed += times * (outcome.state == "failed")
        self.skipped += times * (outcome.state == "skipped")
        if outcome.state == "done":
            self.before += times * outcome.source_bytes
            self.after += times * outcome.output_bytes


def arranged(
    rows: Sequence[Row], column: Column | None, *, descending: bool = False, kind: Kind = "all", text: str = ""
) -> list[int]:
    """Places of the rows that are wanted, in order; rows without a value in the column come last either way."""
    wanted = text.casefold()
    places = [
        place
        for place, row in enumerate(rows)
        if (kind == "all" or row.kind == kind)
        and (not wanted or wanted in row.name.casefold() or wanted in translated(row.message).casefold())
    ]
    if column is None:
        return places
    key = _KEYS[column]
    values = {place: key(rows[place]) for place in places}
    known = [place for place in places if values[place] is not None]
    known.sort(key=lambda place: values[place], reverse=descending)  # type: ignore[arg-type, return-value]
    return known + [place for place in places if values[place] is None]


def _ratio(row: Row) -> float | None:
    return row.before / row.after if row.state == "done" and row.after else None


_KEYS: dict[Column, Callable[[Row], float | str | None]] = {
    Column.NAME: lambda row: row.name.casefold(),
    Column.STATE: lambda row: _STATES.index(row.state),
    Column.BEFORE: lambda row: row.before,
    Column.AFTER: lambda row: row.after if row.state in ("done", "copied") else None,
    Column.RATIO: _ratio,
    Column.PSNR: lambda row: row.psnr,
    Column.TIME: lambda row: row.seconds if row.state == "done" else None,
    Column.MESSAGE: lambda row: translated(row.message).casefold() or None,
}
