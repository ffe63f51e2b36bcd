"""The pictures of a folder, and what its sub-folders say that they show."""

from __future__ import annotations

import os
from dataclasses import dataclass
from pathlib import Path

import numpy as np

from engine.errors import InputError
from engine.image.picture import Picture
from engine.image.reader import READABLE_SUFFIXES
from engine.pipeline.autoencoders.idx_files import read_idx
from engine.progress import Progress


@dataclass(frozen=True)
class FolderPicture:
    """One of them.

    Attributes:
        name: the path below the folder, or the place in an idx file.
        path: its file; ``None`` where it comes out of an idx file.
        label: index into the labels' names; 0 where there are none.
        picture: its pixels, where it has no file.
    """

    name: str
    path: Path | None
    label: int = 0
    picture: Picture | None = None


@dataclass(frozen=True)
class Found:
    """What a folder holds.

    Attributes:
        pictures: in the order of their names.
        classes: names of the labels; empty where nobody said what is what.
        count: how many pictures there are, of which ``pictures`` may be a part.
        left_out: name and reason of sub-folders that cannot be looked into.
    """

    pictures: tuple[FolderPicture, ...]
    classes: tuple[str, ...]
    count: int
    left_out: tuple[tuple[str, str], ...] = ()


def find_pictures(root: Path, most: int, progress: Progress) -> Found:
    """Look for pictures at all depths, or in idx files.

    Sub-folders are labels where the pictures lie in two sub-folders or more, and in sub-folders only, as in training.
    Of more than ``most`` pictures some are drawn at random, the same every time.

    Raises:
        InputError: the folder cannot be looked into, or holds nothing that looks like a picture.
    """
    if not root.is_dir():
        raise InputError("no such folder", root)
    from_idx = _from_idx(root, most)
    if from_idx is not None:
        return from_idx
    left_out: list[tuple[str, str]] = []
    paths = _files(root, left_out, progress)
    if not paths:
        raise InputError("holds no picture that can be read", root)
    parts = [path.relative_to(root).parts for path in paths]
    tops = sorted({names[0] for names in parts if len(names) > 1})
    is_labelled = len(tops) > 1 and all(len(names) > 1 for names in parts)
    found = [
        FolderPicture("/".join(names), path, tops.index(names[0]) if is_labelled else 0)
        for path, names in zip(paths, parts, strict=True)
    ]
    chosen = np.sort(np.random.default_rng(0).permutation(len(found))[:most])
    classes = tuple(tops) if is_labelled else ()
    return Found(tuple(found[place] for place in chosen), classes, len(found), tuple(left_out))


def _files(root: Path, left_out: list[tuple[str, str]], progress: Progress) -> list[Path]:
    """All that look like pictures, also behind links to folders, but through each folder once."""
    found: list[Path] = []
    seen: set[str] = set()

    def note(error: OSError) -> None:
        reason = f"cannot be read ({error.strerror or error})"
        if error.filename is None or Path(error.filename) == root:
            raise InputError(reason, root) from error
        left_out.append((Path(error.filename).relative_to(root).as_posix(), reason))

    for folder, inner, names in os.walk(root, onerror=note, followlinks=True):
        progress.check()
        real = os.path.realpath(folder)
        if real in seen:
            inner.clear()
            continue
        seen.add(real)
        inner[:] = sorted(name for name in inner if not name.startswith("."))
        found += [Path(folder, name) for name in names if _is_picture(name)]
    return sorted(found)


def _is_picture(name: str) -> bool:
    return Path(name).suffix.lower() in READABLE_SUFFIXES and not name.startswith(".")


def _from_idx(root: Path, most: int) -> Found | None:
    idx = read_idx(root, most)
    if idx is None:
        return None
    labels = np.zeros(len(idx.pixels), np.int64) if idx.labels is None else idx.labels
    pictures = [
        FolderPicture(f"{idx.split} {place}", None, int(label), _grey(pixels))
        for place, (pixels, label) in enumerate(zip(idx.pixels, labels, strict=True))
    ]
    classes = () if idx.labels is None else tuple(str(number) for number in range(int(labels.max(initial=0)) + 1))
    return Found(tuple(pictures), classes if len(classes) > 1 else (), len(pictures))


def _grey(pixels: np.ndarray) -> Picture:
    return Picture(np.ascontiguousarray(np.repeat(pixels[..., None], 3, axis=-1)), is_grey=True)
