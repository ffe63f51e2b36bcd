"""Plans a batch: the files below folders, or named one by one, each with its output; and what cannot be read."""

from __future__ import annotations

import itertools
import os
import stat
from collections import deque
from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

from engine.batch.selection import Filter, Selection
from engine.container.layout import LATENT_SUFFIX
from engine.errors import InputError, reason_for
from engine.files.job import Job, Outcome, Task
from engine.files.naming import (
    case_key,
    copy_path,
    distinct_outputs,
    is_earlier_output,
    make_distinct,
    output_path,
    truncate_stem,
)
from engine.files.settings import JobSettings
from engine.messages import Message

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
    stems = settings.output.stems(task, found.sources, settings.task.quality)
    kept = planned(task, found, out_dir, in_dir, settings, stems)
    if _is_whole(task, settings):
        kept = sorted([*kept, *_copies(in_dir, out_dir, found.sources, selection)], key=lambda row: row[0].source)
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
        own = [output_path(task, path, out_dir=out_dir, format=settings.output.format, root=root, stem=stem)
               for path, stem in zip(sources, stems, strict=True)]  # fmt: skip
        made = {case_key(output): source for source, output in zip(sources, own, strict=True)}
        new = [index for index, source in enumerate(sources) if made.get(case_key(source), source) == source]
        sources, sizes, stems = [sources[i] for i in new], [sizes[i] for i in new], [stems[i] for i in new]
    outputs = distinct_outputs(task, sources, out_dir, settings.output.format, root, stems)
    known = frozenset(outputs)
    rows = zip(sources, outputs, sizes, strict=True)
    return [(Job(task, source, output), size) for source, output, size in rows if not is_earlier_output(source, known)]


def _is_whole(task: Task, settings: JobSettings) -> bool:
    """Whether pictures are wanted as they were before they were compressed, and no parts of them."""
    return task == "reconstruct" and settings.task.region is None and settings.task.thumbnail is None


def _copies(
    root: Path, out_dir: Path | None, latents: Sequence[Path], selection: Selection | None
) -> list[tuple[Job, int]]:
    """Jobs for the pictures below ``root`` that compressing had copied: those that no ``.latent`` file was made of.

    None where outputs go beside their sources: they are there already.
    """
    if out_dir is None or identity_of(out_dir) == identity_of(root) is not None:
        return []
    made = {case_key(path) for path in latents}
    found = find_sources(root, out_dir, Filter("compress", selection or Selection()))
    return [
        (Job("reconstruct", path, out_dir / path.relative_to(root), is_copy=True), size)
        for path, size in zip(found.sources, found.sizes, strict=True)
        if not made.intersection(case_key(path.with_name(f"{name}{LATENT_SUFFIX}")) for name in (path.name, path.stem))
    ]


def check_folder(folder: Path) -> None:
    """Raises: InputError: it is no folder, or cannot be looked at."""
    try:
        is_folder = stat.S_ISDIR(folder.stat().st_mode)
    except (FileNotFoundError, NotADirectoryError) as error:
        raise InputError("no such folder", folder) from error
    except OSError as error:
        raise InputError(Message("cannot be looked at ({0})", reason_for(error, folder)), folder) from error
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
        reason = (
            Message("is a link that leads nowhere")
            if nowhere
            else Message("cannot be looked at ({0})", reason_for(error, path))
        )
        self.problems.append(Outcome(path, None, "failed", reason))


def identity_of(folder: Path) -> Identity | None:
    """What tells a folder from all others, whatever it is called; ``None`` where there is none."""
    try:
        status = folder.stat()
    except OSError:
        return None
    return status.st_dev, status.st_ino


# Files and folders from several places


@dataclass
class _Group:
    """Sources that share a root, and the folder that their tree goes to; ``None`` for beside each."""

    root: Path
    out_dir: Path | None
    sources: list[Path] = field(default_factory=list)
    sizes: list[int] = field(default_factory=list)
    copies: list[tuple[Job, int]] = field(default_factory=list)


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
    gathering = _Gathering(task, out_dir, selection or Selection(), is_alone=len(places) == 1)
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

    def __init__(self, task: Task, out_dir: Path | None, selection: Selection, *, is_alone: bool) -> None:
        self.problems: list[Outcome] = []
        self.left_out = 0
        self._task, self._out_dir, self._selection, self._is_alone = task, out_dir, selection, is_alone
        self._wanted = Filter(task, selection)
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
            self._complain(path, Message("no such file or folder"))
        except (OSError, ValueError) as error:
            self._complain(path, Message("cannot be looked at ({0})", reason_for(error, path)))
        else:
            if stat.S_ISDIR(status.st_mode):
                self._take_folder(path)
            elif not stat.S_ISREG(status.st_mode):
                self._complain(path, Message("is not a regular file"))
            elif self._wanted.takes_suffix(path.name):
                self._add(path.parent, self._out_dir, [path], [status.st_size])
            else:
                self.left_out += 1

    def _take_folder(self, folder: Path) -> None:
        found = find_sources(folder, self._out_dir, self._wanted)
        self.problems.extend(found.problems)
        target = self._out_dir
        if target is not None and not self._is_alone:
            target = make_distinct([*self._trees, target / (folder.name or "folder")])[-1]
            self._trees.append(target)
        self._add(folder, target, found.sources, found.sizes)
        if self._task == "reconstruct":
            self._groups[folder, target].copies += _copies(folder, target, found.sources, self._selection)

    def _add(self, root: Path, out_dir: Path | None, sources: Sequence[Path], sizes: Sequence[int]) -> None:
        group = self._groups.setdefault((root, out_dir), _Group(root, out_dir))
        for source, size in zip(sources, sizes, strict=True):
            name = os.path.normcase(self._real.of(source))
            if name not in self._seen:
                self._seen.add(name)
                group.sources.append(source)
                group.sizes.append(size)

    def _complain(self, path: Path, reason: Message) -> None:
        self.problems.append(Outcome(path, None, "failed", reason))


class _RealPaths:
    """Where paths lead to; the links on the way to a folder are followed once, as thousands of files may be in it."""

    def __init__(self) -> None:
        self._folders: dict[Path, Path] = {}

    def of(self, path: Path) -> Path:
        """The path without links but for its own name; as :func:`~engine.files.naming.canonical_path` does."""
        folder = path.parent
        if folder not in self._folders:
            self._folders[folder] = Path(os.path.realpath(folder))
        return self._folders[folder] / path.name


def _rows(task: Task, groups: Sequence[_Group], settings: JobSettings) -> list[tuple[Job, int]]:
    """Each source with the output that it would have among those of its own group."""
    stems = settings.output.stems(task, [source for group in groups for source in group.sources], settings.task.quality)
    rows: list[tuple[Job, int]] = []
    start = 0
    for group in groups:
        end = start + len(group.sources)
        found = Found(group.sources, group.sizes, ())
        rows += planned(task, found, group.out_dir, group.root, settings, None if stems is None else stems[start:end])
        if _is_whole(task, settings):
            rows += group.copies
        start = end
    return rows


def _distinct(rows: Sequence[tuple[Job, int]]) -> list[tuple[Job, int]]:
    """The rows with outputs that neither one another nor a source has; nor has one the copies that may replace them."""
    real = _RealPaths()

    def place(path: Path) -> str:
        return case_key(real.of(path))

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
        free.append((replace(job, output=output), size))
    return free


def _numbered(output: Path, number: int) -> str:
    return truncate_stem(output.stem, f"-{number}{output.suffix}")


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
