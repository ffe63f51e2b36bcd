"""Files that arrive in a watched folder: when each has stopped growing, and what its output is called."""

from __future__ import annotations

import time
from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.files.job import Task
from engine.files.naming import case_key, distinct_outputs, free_output, output_path
from engine.files.sources import Stamp

SETTLE_SECONDS = 2.0
_PATIENCE = 30.0
"""Seconds that a file may refuse to be opened before that is its failure; on Windows it does while it is copied."""


@dataclass
class _Arrival:
    stamp: Stamp
    since: float


class Arrivals:
    """Files that wait to be processed, and the state of those that were processed.

    A file is due once its size and its time of change have stood still for ``settle`` seconds and it can be opened. One
    that was handled is new again as soon as it has changed.
    """

    def __init__(self, settle: float, clock: Callable[[], float] = time.monotonic) -> None:
        self._settle, self._clock = settle, clock
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
        return sorted((path, file.stamp) for path, file in still if self._is_ready(path, file))

    def _is_ready(self, path: Path, file: _Arrival) -> bool:
        try:
            with path.open("rb"):
                return True
        except OSError:
            return self._clock() - file.since >= self._settle + _PATIENCE

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
