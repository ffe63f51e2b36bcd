"""Lists the pictures of a folder, with the names of its sub-folders as labels."""

from __future__ import annotations

import os
from dataclasses import dataclass, replace
from pathlib import Path

import numpy as np

from engine.autoencoders.idx_files import read_idx
from engine.errors import InputError
from engine.image.picture import Picture
from engine.image.reader import READABLE_SUFFIXES
from engine.messages import Message
from engine.progress import Progress


@dataclass(frozen=True)
class FolderPicture:
    """A picture in a folder or in an idx file.

    Attributes:
        name: the path below the folder, or the split and number in an idx file.
        path: its file; ``None`` for a picture in an idx file.
        label: index into the labels' names; 0 where there are none.
        picture: its pixels, for a picture in an idx file.
    """

    name: str
    path: Path | None
    label: int = 0
    picture: Picture | None = None


@dataclass(frozen=True)
class PictureFolder:
    """The pictures of a folder.

    Attributes:
        pictures: in the order of their names.
        classes: names of the labels; empty where there are none.
        count: number of pictures in the folder, of which ``pictures`` may be a random sample.
        left_out: name and reason of sub-folders that cannot be read.
    """

    pictures: tuple[FolderPicture, ...]
    classes: tuple[str, ...]
    count: int
    left_out: tuple[tuple[str, str], ...] = ()


def no_labels(root: Path) -> InputError:
    """The error for pictures without labels where labels are needed."""
    return InputError("has no labels: expected one sub-folder per class", root)


def find_pictures(root: Path, most: int, progress: Progress) -> PictureFolder:
    """The pictures of a folder's idx files, or otherwise those that :func:`list_pictures` finds.

    Args:
        most: of more pictures, so many are drawn at random, the same every time.

    Raises:
        InputError: the folder or an idx file cannot be read, or there are no pictures.
        Cancelled: through ``progress``.
    """
    if not root.is_dir():
        raise InputError("no such folder", root)
    from_idx = _from_idx(root, most)
    if from_idx is not None:
        return from_idx
    found = list_pictures(root, progress)
    chosen = np.sort(np.random.default_rng(0).permutation(found.count)[:most])
    return replace(found, pictures=tuple(found.pictures[place] for place in chosen))


def list_pictures(root: Path, progress: Progress | None = None) -> PictureFolder:
    """The picture files of a folder, at all depths; hidden files and folders are left out.

    Sub-folders are labels if there are two or more with pictures and no picture lies beside them.

    Raises:
        InputError: the folder cannot be read, or there are no pictures.
        Cancelled: through ``progress``.
    """
    progress = progress or Progress()
    left_out: list[tuple[str, str]] = []
    paths = _files(root, left_out, progress)
    if not paths:
        raise InputError("contains no readable picture", root)
    parts = [path.relative_to(root).parts for path in paths]
    tops = sorted({names[0] for names in parts if len(names) > 1})
    is_labelled = len(tops) > 1 and all(len(names) > 1 for names in parts)
    found = [
        FolderPicture("/".join(names), path, tops.index(names[0]) if is_labelled else 0)
        for path, names in zip(paths, parts, strict=True)
    ]
    return PictureFolder(tuple(found), tuple(tops) if is_labelled else (), len(found), tuple(left_out))


def is_picture(name: str) -> bool:
    """Whether a file's name has the suffix of a picture and is not hidden."""
    return Path(name).suffix.lower() in READABLE_SUFFIXES and not name.startswith(".")


def _files(root: Path, left_out: list[tuple[str, str]], progress: Progress) -> list[Path]:
    """All picture files; links to folders are followed, but each folder is read once."""
    found: list[Path] = []
    seen: set[str] = set()

    def note(error: OSError) -> None:
        reason = Message("cannot be read ({0})", error.strerror or str(error))
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
        found += [Path(folder, name) for name in names if is_picture(name)]
    return sorted(found)


def _from_idx(root: Path, most: int) -> PictureFolder | None:
    idx = read_idx(root, most)
    if idx is None:
        return None
    labels = np.zeros(len(idx.pixels), np.int64) if idx.labels is None else idx.labels
    pictures = [
        FolderPicture(f"{idx.split} {place}", None, int(label), _grey(pixels))
        for place, (pixels, label) in enumerate(zip(idx.pixels, labels, strict=True))
    ]
    classes = () if idx.labels is None else tuple(str(number) for number in range(int(labels.max(initial=0)) + 1))
    return PictureFolder(tuple(pictures), classes if len(classes) > 1 else (), len(pictures))


def _grey(pixels: np.ndarray) -> Picture:
    return Picture(np.ascontiguousarray(np.repeat(pixels[..., None], 3, axis=-1)), is_grey=True)
