"""Compresses files that arrive in a folder, until it is stopped."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from engine.batch.arrivals import SETTLE_SECONDS, Arrivals, Names
from engine.batch.folder_events import FolderEvents
from engine.batch.planning import check_folder, find_sources, identity_of
from engine.batch.run import run_batch
from engine.batch.selection import Filter, Selection
from engine.batch.watch_record import WatchRecord
from engine.errors import OptionError
from engine.files.job import Job, Outcome, Task
from engine.files.settings import JobSettings
from engine.files.sources import Stamp, is_folder
from engine.messages import Message
from engine.progress import Progress

_TASK: Task = "compress"
_TICK = 0.2
"""Seconds after which a stop is noticed at the latest, and files that wait are looked at."""
_SCAN_EVERY = 60.0
"""Seconds between two looks at the whole folder, for what no system tells: behind links, or too much at once."""
_SCAN_GAP, _SCAN_SHARE = 0.5, 10.0
"""Two scans are apart by seconds at least, and by this many times their own length."""
_AT_ONCE = 32
"""Files handed on together; those that are gone when their turn comes are forgotten."""


def watch_folder(
    in_dir: Path,
    out_dir: Path,
    settings: JobSettings,
    *,
    selection: Selection | None = None,
    settle: float = SETTLE_SECONDS,
    poll: bool = False,
    progress: Progress | None = None,
    on_outcome: Callable[[Outcome], None] = lambda _: None,
    on_notice: Callable[[str], None] = lambda _: None,
) -> None:
    """Compress what is in ``in_dir`` and what arrives there, until ``progress`` is cancelled.

    Files are named, chosen and treated as in a batch. A file is worked on once its size and its time of change have
    stood still for ``settle`` seconds and nobody is writing it, as :class:`Arrivals` has it; one that failed is left
    alone until it changes. What has an output that is no older than itself when the watch begins is done already. An
    output that a watch made of an earlier state of its source is made anew whatever is to happen to outputs that are
    there, unless somebody has changed it. A folder that disappears is waited for.

    Args:
        poll: look again and again instead of letting the system tell; for network folders.
        on_outcome: called with what became of each file, in the caller's thread.
        on_notice: called with what else a user is to know, in one line.

    Raises:
        InputError: ``in_dir`` is no folder, or cannot be looked at.
        OptionError: ``settle`` is less than 0 or no number.
    """
    check_folder(in_dir)
    if not 0.0 <= settle < float("inf"):  # also refuses NaN
        raise OptionError(Message("the time for which files stand still must be 0 or more, not {0:g}", settle))
    watcher = _Watcher(in_dir, out_dir, settings, selection or Selection(), poll, settle)
    watcher.progress = progress or watcher.progress
    watcher.on_outcome, watcher.on_notice = on_outcome, on_notice
    try:
        watcher.run()
    finally:
        watcher.stop()


class _Watcher:
    """``FolderEvents`` and scans -> ``Arrivals`` -> ``run_batch``, all but the first in one thread."""

    progress: Progress
    on_outcome: Callable[[Outcome], None]
    on_notice: Callable[[str], None]

    def __init__(
        self, in_dir: Path, out_dir: Path, settings: JobSettings, selection: Selection, poll: bool, settle: float
    ) -> None:
        self.progress = Progress()
        self._in_dir, self._out_dir, self._settings, self._poll = in_dir, out_dir, settings, poll
        self._filter = Filter(_TASK, selection)
        self._names = Names(_TASK, in_dir, out_dir, settings.output.format)
        self._arrivals = Arrivals(settle)
        self._record = WatchRecord(out_dir)
        self._problems: set[tuple[Path, Message]] = set()
        self._events: FolderEvents | None = None
        self._identity: tuple[int, int] | None = None
        self._next_scan = self._earliest_scan = 0.0
        self._is_gone = False

    def run(self) -> None:
        while not self.progress.cancelled:
            if not self._is_watching():
                time.sleep(_TICK)
                continue
            assert self._events is not None
            if time.monotonic() >= self._next_scan:
                self._scan()
            for path in self._events.next(_TICK):
                self._look_at(path)
            self._work_on(self._arrivals.due())

    def stop(self) -> None:
        """Stop watching the folder."""
        if self._events is not None:
            self._events.stop()
            self._events = None

    def _is_watching(self) -> bool:
        """Whether the folder is there and watched; one that is back, or another of its name, is watched anew."""
        identity = identity_of(self._in_dir) if is_folder(self._in_dir) else None
        if identity is not None and identity == self._identity and self._events is not None and self._events.is_alive:
            return True
        self.stop()
        if identity is None:
            if not self._is_gone:
                self.on_notice(f"{self._in_dir}: is gone; waiting for it to come back")
            self._is_gone = True
            return False
        return self._begin(identity)

    def _begin(self, identity: tuple[int, int]) -> bool:
        is_first, self._identity = self._identity is None, identity
        try:
            self._events = FolderEvents(self._in_dir, poll=self._poll)
        except OSError:  # gone again
            return False
        if self._is_gone:
            self.on_notice(f"{self._in_dir}: is back")
        if is_first and self._events.trouble:
            self.on_notice(f"{self._in_dir}: polling, as the system tells of no changes ({self._events.trouble})")
        self._is_gone = False
        self._scan(is_first=is_first)
        return True

    def _scan(self, *, is_first: bool = False) -> None:
        """Examine the whole folder."""
        started = time.monotonic()
        found = find_sources(self._in_dir, self._out_dir, self._filter)
        self._names.learn(found.sources)
        before = 0
        for path in found.sources:
            stamp = Stamp.of(path)
            if is_first and stamp is not None and self._has_output(path, stamp):
                self._arrivals.handled(path, stamp)
                before += 1
            self._arrivals.see(path)
        if not found.problems:  # else files may be there that could not be seen
            self._arrivals.keep_only(found.sources)
        self._tell_problems(found.problems)
        if before:
            self.on_notice(f"{self._in_dir}: {before} {'file was' if before == 1 else 'files were'} compressed before")
        ended = time.monotonic()
        self._earliest_scan = ended + max(_SCAN_GAP, _SCAN_SHARE * (ended - started))
        self._next_scan = max(self._earliest_scan, ended + _SCAN_EVERY)

    def _has_output(self, source: Path, stamp: Stamp) -> bool:
        if self._record.output_of(source) is not None:
            return self._record.is_done(source, stamp)
        output = self._names.of(source)
        there, copy = Stamp.of(output), Stamp.of(output.with_name(source.name))
        if there is not None and there.changed >= stamp.changed:
            return True
        is_own = output.parent == source.parent
        return copy is not None and not is_own and copy.bytes == stamp.bytes and copy.changed >= stamp.changed

    def _tell_problems(self, problems: Sequence[Outcome]) -> None:
        """Once each, for as long as they last."""
        found = {(outcome.source, outcome.reason) for outcome in problems}
        for outcome in problems:
            if (outcome.source, outcome.reason) not in self._problems:
                self.on_outcome(outcome)
        self._problems = found

    def _look_at(self, path: Path | None) -> None:
        parts = None if path is None else self._parts_of(path)
        if path is None or parts is None:  # a folder, whose files may not all have been told
            self._next_scan = self._earliest_scan
        elif self._is_meant(parts):
            self._arrivals.see(path)

    def _parts_of(self, path: Path) -> tuple[str, ...] | None:
        return path.relative_to(self._in_dir).parts if path.is_relative_to(self._in_dir) else None

    def _is_meant(self, parts: Sequence[str]) -> bool:
        folders = [parts[:depth] for depth in range(1, len(parts))]
        if not parts or not all(map(self._filter.takes_folder, folders)) or not self._filter.takes_file(parts):
            return False
        output = identity_of(self._out_dir)
        inside = output is not None and output != self._identity
        return not (inside and any(identity_of(self._in_dir.joinpath(*folder)) == output for folder in folders))

    def _work_on(self, due: Sequence[tuple[Path, Stamp]]) -> None:
        for start in range(0, len(due), _AT_ONCE):
            files = [(path, stamp) for path, stamp in due[start : start + _AT_ONCE] if os.path.lexists(path)]
            if self.progress.cancelled or not files:
                continue
            batch = [self._job_for(path) for path, _ in files]

            def finish(index: int, outcome: Outcome, files: Sequence[tuple[Path, Stamp]] = files) -> None:
                self._finish(*files[index], outcome)

            sizes = [stamp.bytes for _, stamp in files]
            run_batch(batch, self._settings, sizes=sizes, progress=self.progress, on_outcome=finish)

    def _job_for(self, source: Path) -> Job:
        output, made = self._names.of(source), self._record.output_of(source)
        return Job(_TASK, source, output) if made is None else Job(_TASK, source, made, is_own=True)

    def _finish(self, path: Path, stamp: Stamp, outcome: Outcome) -> None:
        if outcome.state == "cancelled":
            return
        if outcome.state == "failed" and not os.path.lexists(path):  # gone before its turn
            self._arrivals.forget(path)
            return
        self._arrivals.handled(path, stamp)
        if outcome.state == "done" and outcome.output is not None:
            self._record.add(path, stamp, outcome.output)
        self.on_outcome(outcome)
