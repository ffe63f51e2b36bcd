"""The journal of a batch: its jobs and what has been done, in a file, so that a batch that is killed goes on.

JSON, a line each, all ASCII::

    {"journal": 2, "settings": ..., "pid": ..., "started": ..., "task": ..., "jobs": [[source, output, bytes], ...],
     "note": {...}}                                                 whose batch it is; once more whenever one goes on
    {"begun": [task, source], "output": ...}                        nothing is at ``output`` yet
    {"ended": [task, source], "stamp": [bytes, changed], "outcome": {...}}
    {"left": true}                                                  stopped in good order

What is ended and still as it was is not done again. A job that was begun but not ended may have left its output, in
the moment between that and the line here: it is done again, in that very place. The file goes with the batch's end.
Version 1, of Safelight 0.7.0, has no task, jobs and note.
"""

from __future__ import annotations

import dataclasses
import hashlib
import json
import logging
import os
import stat
import threading
from collections.abc import Iterator, Mapping, Sequence, Set
from contextlib import suppress
from pathlib import Path
from typing import Any, BinaryIO, get_args

import psutil

from engine import __version__
from engine.batch.background import Background
from engine.batch.limits import Demand
from engine.errors import OutputError
from engine.files.job import Job, Outcome, Task
from engine.files.naming import canonical_path
from engine.files.settings import JobSettings
from engine.files.sources import Stamp
from engine.messages import Message

JOURNAL_NAME = ".safelight-journal.jsonl"
VERSION = 2
"""Of the journal's lines."""

_VERSIONS = (1, VERSION)
_LAST_OF_VERSION_1 = "0.7.0"
"""The program that wrote such journals; it counts as this one, so that its batches go on."""
_BESIDE_THE_OUTPUT = frozenset({"threads", "workers", "memory", "time_limit", "stall_limit", "max_pixels"})
"""Settings that change no output that there is."""
_SINCE_VERSION_1 = frozenset({"is_fast", "accepted_losses"})
"""Options that journals of version 1 know nothing of; they count where they are set."""
_CLOCK_DRIFT = 2.0
"""Seconds by which a process may seem to have begun at another time, once the system has set its clock."""
_log = logging.getLogger(__name__)
_ours: set[str] = set()
"""Journals that batches of this process are writing."""
_ours_lock = threading.Lock()

Key = tuple[str, str]
"""What tells a job from all others of a batch: its task and its source."""


@dataclasses.dataclass(frozen=True)
class ResumeState:
    """What earlier runs of a batch have done."""

    _ended: Mapping[Key, dict[str, Any]] = dataclasses.field(default_factory=dict)
    _begun: Mapping[Key, str] = dataclasses.field(default_factory=dict)
    _owners: Mapping[str, Set[Key]] = dataclasses.field(default_factory=dict)

    def outcome_of(self, job: Job) -> Outcome | None:
        """That of a job which need not be done again: source and output are as they were."""
        entry = self._ended.get(_key_of(job))
        try:
            return None if entry is None else _still_valid(job, entry)
        except (KeyError, TypeError, ValueError, AttributeError):
            return None

    def output_of(self, job: Job) -> Path | None:
        """Where a job that was under way may have written, where nothing was before, and no other job has written."""
        begun = self._begun.get(_key_of(job))
        output = None if begun is None else _as_given(job, Path(begun))
        return None if output is None or self.is_of_another(output, job) else output

    def is_of_another(self, output: Path, job: Job) -> bool:
        """Whether this output is, or may be, what was made of another source than the job's."""
        return bool(self._owners.get(canonical_path(output), set()) - {_key_of(job)})


class Journal:
    """Writes one batch's journal in the background; if writing fails, the batch goes on without it.

    Args:
        path: of the file; its folder is made if it is not there.
        batch, sizes: at least one job, all of one task, and the bytes of their sources.
        note: what the caller wants to find again.

    Attributes:
        was_there: whether an earlier batch of whatever settings did not come to its end.
        past: what it has done, if its settings were these.
        past_folders: where it may have left temporary files.

    Raises:
        OutputError: another batch is at work with this journal.
    """

    def __init__(
        self,
        path: Path,
        batch: Sequence[Job],
        sizes: Sequence[int],
        settings: JobSettings,
        note: Mapping[str, object],
        background: Background,
    ) -> None:
        self._path, self._background = path, background
        self._file: BinaryIO | None = None
        self._is_torn = False  # the last line may have been cut short
        self._made: list[Path] = []
        self._name = str(path.absolute())
        jobs = [[_text(job.source), _text(job.output), size] for job, size in zip(batch, sizes, strict=True)]
        self._header = {
            "settings": fingerprint(batch[0].task, settings), "task": batch[0].task, "jobs": jobs, "note": dict(note)
        }  # fmt: skip
        entries = list(_read_entries(path))
        with _ours_lock:
            if self._name in _ours or _is_alive(entries):
                raise OutputError("another batch is writing to this folder", path.parent)
            _ours.add(self._name)
        self.was_there = bool(entries)
        self.past_folders = {Path(str(entry["output"])).parent for entry in entries if "output" in entry}
        self._goes_on = _is_of(entries, batch[0].task, settings)
        self.past = _resume_state(entries) if self._goes_on else ResumeState()
        background.do(self._open)

    def begin(self, job: Job, demand: Demand) -> None:
        """Record that a job begins."""
        if demand.output is not None:
            self._add({"begun": _key_of(job), "output": _text(demand.output)}, is_lasting=False)

    def end(self, job: Job, demand: Demand | None, outcome: Outcome) -> None:
        """Record that a job has ended."""
        if outcome.state == "cancelled":
            return
        source = None if demand is None else demand.source
        stamp = None if source is None else [source.bytes, source.changed]
        self._add({"ended": _key_of(job), "stamp": stamp, "outcome": _outcome_fields(outcome)})

    def leave(self) -> None:
        """The batch stops here, and may go on one day."""
        self._add({"left": True})
        self._background.do(self._close)

    def remove(self) -> None:
        """Remove the journal of a finished batch."""
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
        if os.path.lexists(self._path) and not _is_own_file(self._path):
            raise FileExistsError(self._path)  # a link could lead to any file, and a pipe would wait for ever
        self._file = self._path.open("r+b" if self._goes_on else "wb")
        self._file.seek(0, os.SEEK_END)
        pid = os.getpid()
        header = {"journal": VERSION, "pid": pid, "started": _started_at(pid), **self._header}
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
        if _is_own_file(self._path):
            self._path.unlink(missing_ok=True)
        for folder in self._made:  # only those that are empty go
            folder.rmdir()


@dataclasses.dataclass(frozen=True)
class UnfinishedBatch:
    """A batch that has not come to its end: its jobs, the bytes of their sources, and the note of who began it."""

    jobs: tuple[Job, ...]
    sizes: tuple[int, ...]
    note: Mapping[str, Any]


def unfinished_batch(path: Path) -> UnfinishedBatch | None:
    """The batch of a journal; ``None`` where there is none, another process is at it, or it is of version 1."""
    entries = list(_read_entries(path))
    header = _last_header(entries)
    try:
        task: Task = header["task"]
        if task not in get_args(Task) or _is_alive(entries):
            return None
        rows = [(_job_of(task, Path(source), Path(output)), int(size)) for source, output, size in header["jobs"]]
        return UnfinishedBatch(tuple(job for job, _ in rows), tuple(size for _, size in rows), dict(header["note"]))
    except (KeyError, TypeError, ValueError):
        return None


def _job_of(task: Task, source: Path, output: Path) -> Job:
    """A job of a planned batch, where only copies keep their suffix."""
    return Job(task, source, output, is_copy=task == "reconstruct" and source.suffix == output.suffix)


def past_outcomes(path: Path, batch: Sequence[Job], settings: JobSettings) -> dict[int, Outcome]:
    """What an earlier run of a batch has done that need not be done again, by its index; writes nothing."""
    entries = list(_read_entries(path))
    if not batch or not _is_of(entries, batch[0].task, settings):
        return {}
    past = _resume_state(entries)
    outcomes = ((index, past.outcome_of(job)) for index, job in enumerate(batch))
    return {index: outcome for index, outcome in outcomes if outcome is not None}


def fingerprint(task: str, settings: JobSettings, version: str = __version__) -> str:
    """A hash of the program's version, the task and the settings that affect outputs."""
    fields = _deciding(settings.task) | _deciding(settings.output)
    text = json.dumps([version, task, fields], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:32]


def _deciding(options: Any) -> dict[str, Any]:
    """Fields of a dataclass; those of dataclasses in it likewise."""
    found = {}
    for field in dataclasses.fields(options):
        value = getattr(options, field.name)
        is_as_before = field.name in _SINCE_VERSION_1 and value == field.default
        if field.name not in _BESIDE_THE_OUTPUT and not is_as_before:
            found[field.name] = _deciding(value) if dataclasses.is_dataclass(value) else value
    return found


def _is_of(entries: list[dict[str, Any]], task: Task, settings: JobSettings) -> bool:
    """Whether a journal is of a batch with these settings."""
    header = _last_header(entries)
    version = _LAST_OF_VERSION_1 if header.get("journal") == 1 else __version__
    return bool(header.get("settings") == fingerprint(task, settings, version))


def _read_entries(path: Path) -> Iterator[dict[str, Any]]:
    """The complete lines; empty if there is no readable journal."""
    try:
        lines = path.read_bytes().splitlines() if _is_own_file(path) else []
    except OSError:
        return
    for line in lines:
        with suppress(ValueError):  # cut short, when the power failed or the disk was full
            entry = json.loads(line)
            if isinstance(entry, dict):
                yield entry


def _is_own_file(path: Path) -> bool:
    """Whether there is a regular file, and no link to one: that would be somebody else's."""
    try:
        return stat.S_ISREG(path.lstat().st_mode)
    except OSError:
        return False


def _last_header(entries: list[dict[str, Any]]) -> dict[str, Any]:
    return next((entry for entry in reversed(entries) if entry.get("journal") in _VERSIONS), {})


def _is_alive(entries: list[dict[str, Any]]) -> bool:
    """Whether the process that wrote the journal is still running."""
    header = _last_header(entries)
    pid = header.get("pid")
    if not entries or "left" in entries[-1] or not isinstance(pid, int) or pid == os.getpid():
        return False  # of this process's own journals it is known which are in use
    now, then = _started_at(pid), header.get("started")
    return now is not None and isinstance(then, int | float) and abs(now - then) < _CLOCK_DRIFT


def _started_at(pid: int) -> float | None:
    """When a process began, which tells it from others of its number; ``None`` where it is no more."""
    try:
        started: float = psutil.Process(pid).create_time()
    except (psutil.Error, ValueError, OverflowError):
        return None
    return started


def _resume_state(entries: list[dict[str, Any]]) -> ResumeState:
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
    return ResumeState(ended, begun, _owners(ended, begun))


def _owners(ended: Mapping[Key, dict[str, Any]], begun: Mapping[Key, str]) -> dict[str, set[Key]]:
    """The jobs that have written, or may have, by the place of each output."""
    written = list(begun.items())
    for key, entry in ended.items():
        with suppress(KeyError, TypeError):
            if entry["outcome"]["state"] in ("done", "copied"):
                written.append((key, str(entry["outcome"]["output"])))
    owners: dict[str, set[Key]] = {}
    for key, output in written:
        owners.setdefault(canonical_path(Path(output)), set()).add(key)
    return owners


def _key_of(job: Job) -> Key:
    return job.task, _text(job.source)


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
    warnings = fields.get("warnings") or filter(None, [entry["outcome"].get("warning")])  # one text in version 1
    messages = {"reason": Message.from_json(fields["reason"]), "warnings": tuple(map(Message.from_json, warnings))}
    return Outcome(**fields | messages | {"source": job.source, "output": output})


def _as_given(job: Job, output: Path) -> Path | None:
    """An absolute path in terms of the job's own; ``None`` where it is elsewhere, as after the folder was moved."""
    given = job.output.with_name(output.name)
    return given if canonical_path(given) == canonical_path(output) else None


def _text(path: Path) -> str:
    """Absolute. Names that are not text keep their bytes, as lone surrogates, which JSON escapes."""
    return str(path.absolute())


def _outcome_fields(outcome: Outcome) -> dict[str, Any]:
    fields = dataclasses.asdict(outcome)
    texts = {name: _text(path) for name, path in fields.items() if isinstance(path, Path)}
    warnings = [Message.of(warning).to_json() for warning in outcome.warnings]
    return fields | texts | {"reason": Message.of(outcome.reason).to_json(), "warnings": warnings}
