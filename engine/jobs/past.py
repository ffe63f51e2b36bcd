"""Reads the journal of a batch that did not come to its end; the mirror of :mod:`engine.jobs.journal`."""

from __future__ import annotations

import dataclasses
import json
import os
import stat
from collections.abc import Iterator, Mapping, Set
from contextlib import suppress
from pathlib import Path
from typing import Any

import psutil

from engine.jobs.job import Job, Outcome
from engine.jobs.naming import place_of
from engine.jobs.sources import Stamp

VERSION = 1
"""Of the journal's lines."""

Key = tuple[str, str]
"""What tells a job from all others of a batch: its task and its source."""

_CLOCK_DRIFT = 2.0
"""Seconds by which a process may seem to have begun at another time, once the system has set its clock."""


@dataclasses.dataclass(frozen=True)
class Past:
    """What earlier runs of a batch have left."""

    _ended: Mapping[Key, dict[str, Any]] = dataclasses.field(default_factory=dict)
    _begun: Mapping[Key, str] = dataclasses.field(default_factory=dict)
    _owners: Mapping[str, Set[Key]] = dataclasses.field(default_factory=dict)

    def outcome_of(self, job: Job) -> Outcome | None:
        """That of a job which need not be done again: source and output are as they were."""
        entry = self._ended.get(key_of(job))
        try:
            return None if entry is None else _still_valid(job, entry)
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def output_of(self, job: Job) -> Path | None:
        """Where a job that was under way may have written, where nothing was before, and no other job has written."""
        begun = self._begun.get(key_of(job))
        output = None if begun is None else _as_given(job, Path(begun))
        return None if output is None or self.is_of_another(output, job) else output

    def is_of_another(self, output: Path, job: Job) -> bool:
        """Whether this output is, or may be, what was made of another source than the job's."""
        return bool(self._owners.get(place_of(output), set()) - {key_of(job)})


def read_entries(path: Path) -> Iterator[dict[str, Any]]:
    """Whole lines; nothing where there is no journal, or none that can be read."""
    try:
        lines = path.read_bytes().splitlines() if is_own_file(path) else []
    except OSError:
        return
    for line in lines:
        with suppress(ValueError):  # cut short, when the power failed or the disk was full
            entry = json.loads(line)
            if isinstance(entry, dict):
                yield entry


def is_own_file(path: Path) -> bool:
    """Whether there is a regular file, and no link to one: that would be somebody else's."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def last_header(entries: list[dict[str, Any]]) -> dict[str, Any]:
    return next((entry for entry in reversed(entries) if entry.get("journal") == VERSION), {})


def is_alive(entries: list[dict[str, Any]]) -> bool:
    """Whether the process that wrote the journal is still at it."""
    header = last_header(entries)
    pid = header.get("pid")
    if not entries or "left" in entries[-1] or not isinstance(pid, int) or pid == os.getpid():
        return False  # of this process's own journals it is known which are in use
    now, then = started_at(pid), header.get("started")
    return now is not None and isinstance(then, int | float) and abs(now - then) < _CLOCK_DRIFT


def started_at(pid: int) -> float | None:
    """When a process began, which tells it from others of its number; ``None`` where it is no more."""
    try:
        started: float = psutil.Process(pid).create_time()
    except (psutil.Error, ValueError, OverflowError):
        return None
    return started


def past_of(entries: list[dict[str, Any]]) -> Past:
    ended: dict[Key, dict[str, Any]] = {}
    begun: dict[Key, str] = {}
    for entry in entries:
        with suppress(KeyError, TypeError, ValueError):
            if "begun" in entry:
                task, source = entry["begun"]
                begun.setdefault((task, source), str(entry["output"]))
            elif "ended" in entry:
                task, source = entry["ended"]
                ended[task, source] = entry
                begun.pop((task, source), None)
    return Past(ended, begun, _owners(ended, begun))


def _owners(ended: Mapping[Key, dict[str, Any]], begun: Mapping[Key, str]) -> dict[str, set[Key]]:
    """The jobs that have written, or may have, by the place of each output."""
    written = list(begun.items())
    for key, entry in ended.items():
        with suppress(KeyError, TypeError):
            if entry["outcome"]["state"] in ("done", "copied"):
                written.append((key, str(entry["outcome"]["output"])))
    owners: dict[str, set[Key]] = {}
    for key, output in written:
        owners.setdefault(place_of(Path(output)), set()).add(key)
    return owners


def key_of(job: Job) -> Key:
    return job.task, str(job.source.absolute())


def _still_valid(job: Job, entry: dict[str, Any]) -> Outcome | None:
    known = {field.name for field in dataclasses.fields(Outcome)}
    fields = {name: value for name, value in entry["outcome"].items() if name in known}
    if fields["state"] not in ("done", "copied") or not fields["output"] or entry["stamp"] is None:
        return None
    output = _as_given(job, Path(fields["output"]))
    source, made = Stamp.of(job.source), None if output is None else Stamp.of(output)
    if made is None or made.bytes != fields["output_bytes"]:
        return None
    if source is None and os.path.lexists(job.source):
        return None
    if source is not None and [source.bytes, source.changed] != entry["stamp"]:
        return None  # where it is gone, as to the bin, its output is all that is left of it
    return Outcome(**{**fields, "source": job.source, "output": output})


def _as_given(job: Job, output: Path) -> Path | None:
    """An absolute path in terms of the job's own; ``None`` where it is elsewhere, as after the folder was moved."""
    given = job.output.with_name(output.name)
    return given if place_of(given) == place_of(output) else None
