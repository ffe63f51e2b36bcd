"""Files that arrive in a watched folder: when each has stopped growing, and what its output is called."""

from __future__ import annotations

import os
import time
from collections.abc import Callable, Iterable, Sequence, Set
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path

from engine.files.job import Task
from engine.files.naming import case_key, distinct_outputs, free_output, output_path
from engine.files.sources import Stamp

SETTLE_SECONDS = 2.0
_PATIENCE = 30.0
"""Seconds more that a file must stand still which refuses to be opened, as it does on Windows while it is copied, or
whose end is not written yet."""
_TAIL = 4096
"""Bytes at a file's end that are all 0 where its size was set first, and its content is still to come."""


def files_being_written() -> set[str]:
    """Real paths of the files that programs of this machine have open for writing, as far as this process may see.

    Only Linux says how a file is open; elsewhere the answer is empty.
    """
    import psutil  # here: the command line reads this module for its options

    found: set[str] = set()
    for process in psutil.process_iter():
        with suppress(psutil.Error, OSError):  # another user's, or gone
            found.update(file.path for file in process.open_files() if getattr(file, "mode", "r") != "r")
    return found


@dataclass
class _Arrival:
    stamp: Stamp
    since: float


class Arrivals:
    """Files that wait to be processed, and the state of those that were processed.

    A file is due once its size and its time of change have stood still for ``settle`` seconds, it can be opened, and
    no program has it open for writing. One that ends with zeros must stand still for longer. One that was handled is
    new again as soon as it has changed.

    Args:
        clock: seconds.
        writers: real paths of the files that are open for writing.
    """

    def __init__(
        self,
        settle: float,
        clock: Callable[[], float] = time.monotonic,
        writers: Callable[[], Set[str]] = files_being_written,
    ) -> None:
        self._settle, self._clock, self._writers = settle, clock, writers
        self._waiting: dict[Path, _Arrival] = {}
        self._handled: dict[Path, Stamp] = {}

    def see(self, path: Path) -> None:
        """Look at a file that may have arrived, changed or gone."""
        stamp = Stamp.of(path)
        if stamp is None:
            self.forget(path)
        elif stamp.fits(self._handled.get(path)):
            self._waiting.pop(path, None)
        elif path not in self._waiting or not stamp.fits(self._waiting[path].stamp):
            self._waiting[path] = _Arrival(stamp, self._clock())

    def due(self) -> list[tuple[Path, Stamp]]:
        """The files that can be processed now, sorted, with their current state."""
        for path in list(self._waiting):
            self.see(path)
        still = [(path, file) for path, file in self._waiting.items() if self._clock() - file.since >= self._settle]
        ready = [(path, file) for path, file in still if self._is_ready(path, file)]
        written = self._writers() if ready else set()
        due = []
        for path, file in ready:
            if os.path.realpath(path) in written:
                file.since = self._clock()
            else:
                due.append((path, file.stamp))
        return sorted(due)

    def _is_ready(self, path: Path, file: _Arrival) -> bool:
        """Whether a file seems to be whole, or has seemed not to be for so long that it is taken as it is."""
        if self._clock() - file.since >= self._settle + _PATIENCE:
            return True
        try:
            with path.open("rb") as opened:
                opened.seek(max(0, file.stamp.bytes - _TAIL))
                tail = opened.read(_TAIL)
        except OSError:
            return False
        return any(tail) or not tail

    def handled(self, path: Path, stamp: Stamp) -> None:
        """Ignore a file until it changes again."""
        self._waiting.pop(path, None)
        self._handled[path] = stamp

    def forget(self, path: Path) -> None:
        """Treat a file as new should it come again."""
        self._waiting.pop(path, None)
        self._handled.pop(path, None)

    def keep_only(self, there: Iterable[Path]) -> None:
        """Forget all files except these."""
        for path in (self._waiting.keys() | self._handled.keys()).difference(there):
            self.forget(path)


class Names:
    """Assigns output names to sources as they arrive; each source keeps its name."""

    def __init__(self, task: Task, root: Path, out_dir: Path, format: str | None) -> None:
        self._task, self._root, self._out_dir, self._format = task, root, out_dir, format
        self._outputs: dict[Path, Path] = {}
        self._taken: dict[str, int] = {}

    def learn(self, sources: Sequence[Path]) -> None:
        """Name the outputs of files that are there together, as a batch does."""
        new = [source for source in sources if source not in self._outputs]
        if self._outputs:
            for source in new:
                self.of(source)
            return
        outputs = distinct_outputs(self._task, new, self._out_dir, self._format, self._root)
        self._outputs.update(zip(new, outputs, strict=True))
        self._taken.update(dict.fromkeys(map(case_key, outputs), 1))

    def of(self, source: Path) -> Path:
        """The output of a source, which no other source has."""
        if source not in self._outputs:
            plain = output_path(self._task, source, out_dir=self._out_dir, format=self._format, root=self._root)
            if case_key(plain) in self._taken:
                plain = free_output(self._task, source, self._out_dir, self._format, self._root, self._taken)
            self._taken.setdefault(case_key(plain), 1)
            self._outputs[source] = plain
        return self._outputs[source]
