"""A checkout and an earlier release on the same photo, in turn: medians of the ratios of each pair of runs."""

from __future__ import annotations

import sys
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from statistics import median

from child_process import Run, own_seconds, run, work
from previous_release import surroundings, version

STRENGTH = 20
"""Of denoising: any but 0 takes the same time."""


@dataclass(frozen=True)
class Task:
    """What both releases do in turn.

    Attributes:
        name: in the table, and as typed after ``--tasks``.
        command: of the photo and of the release's folder, which holds the ``photo.latent`` that it made.
        is_whole: the seconds of the whole process count, and not those that it prints of its work alone.
    """

    name: str
    command: Callable[[Path, Path], list[str]]
    is_whole: bool = False


@dataclass(frozen=True)
class Pair:
    """One run of each release, one right after the other."""

    previous: Run
    this: Run


@dataclass(frozen=True)
class Release:
    """One of the two: what it is called, where it is installed (``None``: this checkout), and where its files go."""

    name: str
    target: Path | None
    folder: Path

    @property
    def environment(self) -> dict[str, str]:
        """Of its processes, which run in its folder."""
        return surroundings(self.target)


def tasks(quality: float) -> list[Task]:
    """All of them: the work alone in a process of its own, and the whole commands as a person types them."""
    return [
        Task("compress", lambda photo, own: work("safelight-encode", photo, own / "photo.latent", quality)),
        Task("reconstruct", lambda _, own: work("safelight-decode", own / "photo.latent")),
        Task("entropy decoding, one thread", lambda _, own: work("safelight-entropy", own / "photo.latent")),
        Task("denoise", lambda photo, _: work("safelight-denoise", photo, "fast")),
        Task("safelight compress", lambda photo, own: command(
            "compress", photo, own / "whole.latent", "--quality", quality), is_whole=True),
        Task("safelight reconstruct", lambda _, own: command(
            "reconstruct", own / "photo.latent", own / "reconstructed.png"), is_whole=True),
        Task("safelight denoise", lambda photo, own: command(
            "denoise", photo, own / "denoised.png", "--strength", STRENGTH), is_whole=True),
    ]  # fmt: skip


TASKS = [task.name for task in tasks(50.0)]


def command(verb: str, source: Path, target: Path, *options: str | float) -> list[str]:
    """``safelight VERB SOURCE -o TARGET``, of whichever release comes first on the search path."""
    return [
        sys.executable, "-m", "engine", verb, str(source), "-o", str(target), "--overwrite", *map(str, options)
    ]  # fmt: skip


def releases(target: Path, folder: Path) -> tuple[Release, Release]:
    """The earlier one and this one, each with a folder for its files."""
    found = []
    for name, place in (("previous", target), ("this", None)):
        own = folder / f"files of {name}"
        own.mkdir()
        found.append(Release(f"{name} ({version(place, own)})", place, own))
    return found[0], found[1]


def in_turn(task: Task, photo: Path, both: tuple[Release, Release], repetitions: int) -> Iterator[Pair]:
    """A B A B ...; a first run of each, which fills caches of the system and of Python, is not counted."""
    for number in range(repetitions + 1):
        runs = []
        for release in both:
            print(f"{task.name}, {number} of {repetitions}: {release.name} ...", file=sys.stderr)
            line = task.command(photo, release.folder)
            runs.append(run(line, release.folder, release.environment))
        if number:
            yield Pair(*runs)


def prepare(photo: Path, both: tuple[Release, Release], quality: float) -> None:
    """Have each release make the file that it opens in the tasks."""
    for release in both:
        line = work("safelight-encode", photo, release.folder / "photo.latent", quality)
        run(line, release.folder, release.environment)


def row(task: Task, pairs: list[Pair]) -> list[str]:
    """Medians of both, and of the pairs' ratios of time and of peak memory."""
    previous, this = ([_seconds(task, taken) for taken in runs] for runs in _sides(pairs))
    ratios = [mine / theirs for mine, theirs in zip(this, previous, strict=True)]
    processor = median(pair.this.processor / pair.previous.processor for pair in pairs)
    memory = median(pair.this.peak / pair.previous.peak for pair in pairs)
    peaks = [f"{median(taken.peak for taken in runs) / 2**20:.0f}" for runs in _sides(pairs)]
    return [
        task.name, f"{median(previous):.2f}", f"{median(this):.2f}", f"{median(ratios):.3f}",
        f"{min(ratios):.3f}..{max(ratios):.3f}", f"{processor:.3f}", *peaks, f"{memory:.3f}",
    ]  # fmt: skip


HEADER = [
    "task", "previous s", "this s", "ratio", "from..to", "processor ratio", "previous MiB", "this MiB", "memory ratio"
]  # fmt: skip
"""Of the table. The processor's seconds are of the whole process in every row."""


def _sides(pairs: list[Pair]) -> tuple[list[Run], list[Run]]:
    return [pair.previous for pair in pairs], [pair.this for pair in pairs]


def _seconds(task: Task, taken: Run) -> float:
    seconds = taken.seconds if task.is_whole else own_seconds(taken)
    if seconds is None:
        raise SystemExit(f"{task.name}: the process told no seconds")
    return seconds
