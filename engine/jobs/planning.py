"""What a batch will do: the files below a folder, each with its output, and what of the folder cannot be read."""

from __future__ import annotations

import os
import stat
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError
from engine.jobs.failures import reason_for
from engine.jobs.job import Job, Outcome
from engine.jobs.naming import Task, distinct_outputs, folded, is_earlier_output, output_path
from engine.jobs.patterns import stems_for
from engine.jobs.selection import Filter, Selection
from engine.jobs.settings import JobSettings

Identity = tuple[int, int]
_Parts = tuple[str, ...]


@dataclass(frozen=True)
class BatchPlan:
    """A batch that has not begun.

    Attributes:
        root: the folder that sources are in, at any depth.
        out_dir: the folder that outputs go to, in the same tree; ``root`` where each goes beside its source.
        jobs: sorted by their sources' paths.
        sizes: bytes of the sources, in the order of ``jobs``.
        problems: folders and files that cannot be looked at, as outcomes that failed.
        left_out: how many files were named one by one that are nothing for the task.
    """

    root: Path
    out_dir: Path
    jobs: tuple[Job, ...]
    sizes: tuple[int, ...]
    problems: tuple[Outcome, ...] = ()
    left_out: int = 0


def plan_batch(
    task: Task, in_dir: Path, out_dir: Path, settings: JobSettings, selection: Selection | None = None
) -> BatchPlan:
    """Jobs for the files below ``in_dir`` that are meant, the folder tree kept below ``out_dir``.

    Symbolic links are followed, but no folder is entered twice; the output folder is not entered at all.

    Raises:
        InputError: ``in_dir`` is no folder, or cannot be looked at.
    """
    check_folder(in_dir)
    found = find_sources(in_dir, out_dir, Filter(task, selection or Selection()))
    kept = planned(task, found, out_dir, in_dir, settings, stems_for(task, found.sources, settings))
    return BatchPlan(
        root=in_dir,
        out_dir=out_dir,
        jobs=tuple(job for job, _ in kept),
        sizes=tuple(size for _, size in kept),
        problems=tuple(found.problems),
    )


def planned(
    task: Task,
    found: Found,
    out_dir: Path | None,
    root: Path,
    settings: JobSettings,
    stems: Sequence[str] | None,
) -> list[tuple[Job, int]]:
    """Jobs with the bytes of their sources; what an earlier run has left among the sources is not done again."""
    sources, sizes = found.sources, found.sizes
    if stems is not None:
        own = [output_path(task, path, out_dir=out_dir, format=settings.format, root=root, stem=stem)
               for path, stem in zip(sources, stems, strict=True)]  # fmt: skip
        made = {folded(output): source for source, output in zip(sources, own, strict=True)}
        new = [index for index, source in enumerate(sources) if made.get(folded(source), source) == source]
        sources, sizes, stems = [sources[i] for i in new], [sizes[i] for i in new], [stems[i] for i in new]
    outputs = distinct_outputs(task, sources, out_dir, settings.format, root, stems)
    known = frozenset(outputs)
    rows = zip(sources, outputs, sizes, strict=True)
    return [(Job(task, source, output), size) for source, output, size in rows if not is_earlier_output(source, known)]


def check_folder(folder: Path) -> None:
    """Raises: InputError: it is no folder, or cannot be looked at."""
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError("no such folder", folder) from error
    except OSError as error:
        raise InputError(f"cannot be looked at ({reason_for(error, folder)})", folder) from error
    if not is_folder:
        raise InputError("is not a folder", folder)


@dataclass(frozen=True)
class Found:
    """Files below a folder, sorted by their paths, with their bytes, and what could not be looked at."""

    sources: Sequence[Path]
    sizes: Sequence[int]
    problems: Sequence[Outcome]


def find_sources(root: Path, out_dir: Path | None, wanted: Filter) -> Found:
    """The files below ``root`` that are meant, but for those in ``out_dir``."""
    walk = _Walk(root, out_dir, wanted)
    walk.run()
    files = sorted(walk.files)
    paths = [root.joinpath(*parts) for parts, _ in files]
    return Found(paths, [size for _, size in files], sorted(walk.problems, key=lambda outcome: outcome.source))


class _Walk:
    """Goes through folders, real ones before those that links lead to: each is met under its own name if it has one."""

    def __init__(self, root: Path, out_dir: Path | None, wanted: Filter) -> None:
        self.files: list[tuple[_Parts, int]] = []
        self.problems: list[Outcome] = []
        self._root, self._wanted = root, wanted
        self._entered: set[Identity] = set()
        self._folders: deque[_Parts] = deque([()])
        self._linked: deque[_Parts] = deque()
        output = None if out_dir is None else identity_of(out_dir)
        if output is not None and output != identity_of(root):
            self._entered.add(output)

    def run(self) -> None:
        while self._folders or self._linked:
            parts = self._folders.popleft() if self._folders else self._linked.popleft()
            try:
                self._enter(parts)
            except OSError as error:
                self._complain(parts, error)

    def _enter(self, parts: _Parts) -> None:
        folder = self._root.joinpath(*parts)
        status = folder.stat()
        if (status.st_dev, status.st_ino) in self._entered:
            return
        self._entered.add((status.st_dev, status.st_ino))
        with os.scandir(folder) as entries:
            for entry in sorted(entries, key=lambda entry: entry.name):
                inside = (*parts, entry.name)
                try:
                    self._look_at(entry, inside)
                except OSError as error:
                    self._complain(inside, error)

    def _look_at(self, entry: os.DirEntry[str], parts: _Parts) -> None:
        if entry.is_dir():
            if self._wanted.takes_folder(parts) and not self._is_hidden(entry):
                (self._linked if entry.is_symlink() else self._folders).append(parts)
        elif self._wanted.takes_file(parts) and not self._is_hidden(entry):
            status = entry.stat()  # of a link, that of the file it leads to: one that leads nowhere is told
            if stat.S_ISREG(status.st_mode):
                self.files.append((parts, status.st_size))

    def _is_hidden(self, entry: os.DirEntry[str]) -> bool:
        """Whether Windows holds an entry to be hidden; elsewhere its name alone says so."""
        if self._wanted.takes_hidden or os.name != "nt":
            return False
        attributes: int = getattr(entry.stat(follow_symlinks=False), "st_file_attributes", 0)
        return bool(attributes & stat.FILE_ATTRIBUTE_HIDDEN)

    def _complain(self, parts: _Parts, error: OSError) -> None:
        path = self._root.joinpath(*parts)
        nowhere = isinstance(error, FileNotFoundError) and path.is_symlink()
        reason = "is a link that leads nowhere" if nowhere else f"cannot be looked at ({reason_for(error, path)})"
        self.problems.append(Outcome(path, None, "failed", reason))


def identity_of(folder: Path) -> Identity | None:
    """What tells a folder from all others, whatever it is called; ``None`` where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino
