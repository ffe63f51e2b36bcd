"""What a batch will do with files and folders from several places: one output for each, and each file once."""

from __future__ import annotations

import itertools
import os
import stat
from collections.abc import Sequence
from dataclasses import dataclass, field
from pathlib import Path

from engine.jobs.failures import reason_for
from engine.jobs.job import Job, Outcome
from engine.jobs.naming import Task, apart, copy_path, fitting, folded
from engine.jobs.patterns import stems_for
from engine.jobs.planning import BatchPlan, Found, find_sources, planned
from engine.jobs.selection import Filter, Selection
from engine.jobs.settings import JobSettings


@dataclass
class _Group:
    """Sources that share a root, and the folder that their tree goes to; ``None`` for beside each."""

    root: Path
    out_dir: Path | None
    sources: list[Path] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)


def plan_paths(
    task: Task,
    paths: Sequence[Path],
    out_dir: Path | None,
    settings: JobSettings,
    selection: Selection | None = None,
) -> BatchPlan:
    """Jobs for files and for what is below folders, in the order given, each file once.

    ::

        one folder               its tree            out_dir/2024/a.latent
        anything else            folders by name     out_dir/holidays/2024/a.latent
                                 files               out_dir/b.latent

    No two sources share an output, and none is a source. Files that are named themselves are taken whatever patterns
    say, if their suffix is one of the task's; what is gone or cannot be looked at is among the problems.

    Args:
        out_dir: folder for the outputs; ``None`` puts each beside its source.
    """
    places = _without_inner(paths)
    gathering = _Gathering(task, out_dir, Filter(task, selection or Selection()), is_alone=len(places) == 1)
    for path in places:
        gathering.take(path)
    rows = _distinct(_rows(task, gathering.groups, settings))
    root = _common(places)
    return BatchPlan(
        root=root,
        out_dir=out_dir or root,
        jobs=tuple(job for job, _ in rows),
        sizes=tuple(size for _, size in rows),
        problems=tuple(gathering.problems),
        left_out=gathering.left_out,
    )


class _Gathering:
    """Finds the files behind paths."""

    def __init__(self, task: Task, out_dir: Path | None, wanted: Filter, *, is_alone: bool) -> None:
        self.problems: list[Outcome] = []
        self.left_out = 0
        self._task, self._out_dir, self._wanted, self._is_alone = task, out_dir, wanted, is_alone
        self._real = _RealPaths()
        self._seen: set[str] = set()
        self._groups: dict[tuple[Path, Path | None], _Group] = {}  # the files of a folder go together
        self._trees: list[Path] = []  # the folders of the output folder that are taken

    @property
    def groups(self) -> list[_Group]:
        return list(self._groups.values())

    def take(self, path: Path) -> None:
        """Look at a file or a folder that was named."""
        try:
            status = path.stat()
        except (FileNotFoundError, NotADirectoryError):
            self._complain(path, "no such file or folder")
        except (OSError, ValueError) as error:
            self._complain(path, f"cannot be looked at ({reason_for(error, path)})")
        else:
            if stat.S_ISDIR(status.st_mode):
                self._take_folder(path)
            elif not stat.S_ISREG(status.st_mode):
                self._complain(path, "is not a regular file")
            elif self._wanted.takes_suffix(path.name):
                self._add(path.parent, self._out_dir, [path], [status.st_size])
            else:
                self.left_out += 1

    def _take_folder(self, folder: Path) -> None:
        found = find_sources(folder, self._out_dir, self._wanted)
        self.problems.extend(found.problems)
        target = self._out_dir
        if target is not None and not self._is_alone:
            target = apart([*self._trees, target / (folder.name or "folder")])[-1]
            self._trees.append(target)
        self._add(folder, target, found.sources, found.sizes)

    def _add(self, root: Path, out_dir: Path | None, sources: Sequence[Path], sizes: Sequence[int]) -> None:
        group = self._groups.setdefault((root, out_dir), _Group(root, out_dir))
        for source, size in zip(sources, sizes, strict=True):
            name = os.path.normcase(self._real.of(source))
            if name not in self._seen:
                self._seen.add(name)
                group.sources.append(source)
                group.sizes.append(size)

    def _complain(self, path: Path, reason: str) -> None:
        self.problems.append(Outcome(path, None, "failed", reason))


class _RealPaths:
    """Where paths lead to; the links on the way to a folder are followed once, as thousands of files may be in it."""

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}

    def of(self, path: Path) -> Path:
        """The path without links but for its own name; :func:`~engine.jobs.naming.place_of` follows the same ones."""
        folder = path.parent
        if folder not in self._folders:
            self._folders[folder] = Path(os.path.realpath(folder))
        return self._folders[folder] / path.name


def _rows(task: Task, groups: Sequence[_Group], settings: JobSettings) -> list[tuple[Job, int]]:
    """Each source with the output that it would have among those of its own group."""
    stems = stems_for(task, [source for group in groups for source in group.sources], settings)
    rows: list[tuple[Job, int]] = []
    start = 0
    for group in groups:
        end = start + len(group.sources)
        found = Found(group.sources, group.sizes, ())
        rows += planned(task, found, group.out_dir, group.root, settings, None if stems is None else stems[start:end])
        start = end
    return rows


def _distinct(rows: Sequence[tuple[Job, int]]) -> list[tuple[Job, int]]:
    """The rows with outputs that neither one another nor a source has; nor has one the copies that may replace them."""
    real = _RealPaths()

    def place(path: Path) -> str:
        return folded(real.of(path))

    taken = dict.fromkeys((place(job.source) for job, _ in rows), 1)
    free = []
    for job, size in rows:
        first, own = place(job.output), place(job.source)
        for number in itertools.count(taken.get(first, 1)):
            output = job.output if number == 1 else job.output.with_name(_numbered(job.output, number))
            copy = place(copy_path(job.source, output))
            is_free = job.task != "compress" or copy == own or copy not in taken
            if is_free and place(output) not in taken:
                break
        for found in (place(output), copy):
            taken.setdefault(found, 1)
        taken[first] = number
        free.append((Job(job.task, job.source, output), size))
    return free


def _numbered(output: Path, number: int) -> str:
    return fitting(output.stem, f"-{number}{output.suffix}")


def _without_inner(paths: Sequence[Path]) -> list[Path]:
    """Absolute paths, each once, without those inside a folder that is among them."""
    # Not Path.resolve: links are followed when a file is read, but it keeps the name that it was given.
    places = list(dict.fromkeys(Path(os.path.abspath(path)) for path in paths))  # noqa: PTH100
    known = {os.path.normcase(place) for place in places}
    return [place for place in places if not known.intersection(map(os.path.normcase, place.parents))]


def _common(places: Sequence[Path]) -> Path:
    """The folder that all are in, or that the only one is; of different drives there is none."""
    if len(places) == 1:
        return places[0] if places[0].is_dir() else places[0].parent
    try:
        return Path(os.path.commonpath([place.parent for place in places]))
    except ValueError:
        return Path()
