"""The journal of a batch: what has been done, in a file beside the outputs, so that a batch that is killed goes on.

JSON, a line each, all ASCII::

    {"journal": 1, "settings": ..., "pid": ..., "started": ...}     whose batch it is; once more whenever one goes on
    {"begun": [task, source], "output": ...}                        nothing is at ``output`` yet
    {"ended": [task, source], "stamp": [bytes, changed], "outcome": {...}}
    {"left": true}                                                  stopped in good order

What is ended and still as it was is not done again. A job that was begun but not ended may have left its output, in
the moment between that and the line here: it is done again, in that very place. The file goes with the batch's end.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import logging
import os
import threading
from collections.abc import Sequence
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO

from engine import __version__
from engine.errors import OutputError
from engine.jobs.background import Background
from engine.jobs.job import Job, Outcome
from engine.jobs.limits import Demand
from engine.jobs.past import (
    VERSION,
    Past,
    is_alive,
    is_own_file,
    key_of,
    last_header,
    past_of,
    read_entries,
    started_at,
)
from engine.jobs.settings import JobSettings

JOURNAL_NAME = ".safelight-journal.jsonl"

_BESIDE_THE_OUTPUT = frozenset({"threads", "workers", "memory", "time_limit", "stall_limit", "max_pixels"})
"""Settings that change no output that there is."""
_log = logging.getLogger(__name__)
_ours: set[str] = set()
"""Journals that batches of this process are writing."""
_ours_lock = threading.Lock()


class Journal:
    """Written by one batch, in the background; what cannot be written is given up, the batch goes on.

    Args:
        path: of the file; its folder is made if it is not there.
        task: what the batch does.

    Attributes:
        was_there: whether an earlier batch of whatever settings did not come to its end.
        past: what it has done, if its settings were these.
        past_folders: where it may have left temporary files.

    Raises:
        OutputError: another batch is at work with this journal.
    """

    def __init__(self, path: Path, task: str, settings: JobSettings, background: Background) -> None:
        self._path, self._background = path, background
        self._file: BinaryIO | None = None
        self._is_torn = False  # the last line may have been cut short
        self._made: list[Path] = []
        self._name = str(path.absolute())
        self._fingerprint = fingerprint(task, settings)
        entries = list(read_entries(path))
        with _ours_lock:
            if self._name in _ours or is_alive(entries):
                raise OutputError("another batch is writing to this folder", path.parent)
            _ours.add(self._name)
        self.was_there = bool(entries)
        self.past_folders = {Path(str(entry["output"])).parent for entry in entries if "output" in entry}
        self._goes_on = last_header(entries).get("settings") == self._fingerprint
        self.past = past_of(entries) if self._goes_on else Past()
        background.do(self._open)

    def begin(self, job: Job, demand: Demand) -> None:
        """A job is about to run."""
        if demand.output is not None:
            self._add({"begun": key_of(job), "output": str(demand.output.absolute())}, is_lasting=False)

    def end(self, job: Job, demand: Demand | None, outcome: Outcome) -> None:
        """A job has ended."""
        if outcome.state == "cancelled":
            return
        source = None if demand is None else demand.source
        stamp = None if source is None else [source.bytes, source.changed]
        self._add({"ended": key_of(job), "stamp": stamp, "outcome": _fields(outcome)})

    def leave(self) -> None:
        """The batch stops here, and may go on one day."""
        self._add({"left": True})
        self._background.do(self._close)

    def remove(self) -> None:
        """The batch is through: nothing is left to go on with."""
        self._background.do(self._close)
        self._background.do(self._remove)

    def release(self) -> None:
        """Let other batches of this process have the folder, once all has been written."""
        with _ours_lock:
            _ours.discard(self._name)

    def _add(self, entry: dict[str, Any], *, is_lasting: bool = True) -> None:
        line = json.dumps(entry).encode("ascii") + b"\n"
        self._background.do(lambda: self._write(line, is_lasting=is_lasting))

    # In the background

    def _open(self) -> None:
        self._make_folder()
        if os.path.lexists(self._path) and not is_own_file(self._path):
            raise FileExistsError(self._path)  # a link could lead to any file, and a pipe would wait for ever
        self._file = self._path.open("r+b" if self._goes_on else "wb")
        self._file.seek(0, os.SEEK_END)
        pid = os.getpid()
        header = {"journal": VERSION, "settings": self._fingerprint, "pid": pid, "started": started_at(pid)}
        self._is_torn = self._goes_on
        self._write(json.dumps(header).encode("ascii") + b"\n")

    def _make_folder(self) -> None:
        folder = self._path.parent
        missing = [folder, *folder.parents]
        self._made = [path for path in missing if not path.exists()]
        folder.mkdir(parents=True, exist_ok=True)

    def _write(self, line: bytes, *, is_lasting: bool = True) -> None:
        if self._file is None:
            return
        try:
            self._file.write(b"\n" + line if self._is_torn else line)
            self._file.flush()
            self._is_torn = False
            if is_lasting:
                os.fsync(self._file.fileno())
        except OSError as error:  # a full disk: there may be room again later
            self._is_torn = True
            _log.debug("the journal cannot be written", exc_info=error)

    def _close(self) -> None:
        if self._file is not None:
            with suppress(OSError):
                self._file.close()
            self._file = None

    def _remove(self) -> None:
        if is_own_file(self._path):
            self._path.unlink(missing_ok=True)
        for folder in self._made:  # only those that are empty go
            folder.rmdir()


def past_outcomes(path: Path, batch: Sequence[Job], settings: JobSettings) -> dict[int, Outcome]:
    """What an earlier run of a batch has done that need not be done again, by its place; writes nothing."""
    entries = list(read_entries(path))
    if not batch or last_header(entries).get("settings") != fingerprint(batch[0].task, settings):
        return {}
    past = past_of(entries)
    outcomes = ((index, past.outcome_of(job)) for index, job in enumerate(batch))
    return {index: outcome for index, outcome in outcomes if outcome is not None}


def fingerprint(task: str, settings: JobSettings) -> str:
    """Of all that decides what outputs are like: program, task and settings."""
    told = json.dumps([__version__, task, _deciding(dataclasses.asdict(settings))], sort_keys=True, default=str)
    return hashlib.sha256(told.encode()).hexdigest()[:32]


def _deciding(settings: dict[str, Any]) -> dict[str, Any]:
    return {
        name: _deciding(value) if isinstance(value, dict) else value
        for name, value in settings.items()
        if name not in _BESIDE_THE_OUTPUT
    }


def _fields(outcome: Outcome) -> dict[str, Any]:
    """As JSON takes them. Names that are not text keep their bytes, as lone surrogates, which JSON escapes."""
    fields = dataclasses.asdict(outcome)
    return fields | {name: str(path.absolute()) for name, path in fields.items() if isinstance(path, Path)}
