"""Encodes all pictures of a folder with an autoencoder: the code and the anomaly score of each.

::

    folder --find--> pictures --read small--> squares --encode--> codes --decode--> scores
                                    |
                                    +--> what cannot be read is left out, with the reason
"""

from __future__ import annotations

from dataclasses import dataclass, field
from functools import partial
from pathlib import Path

import numpy as np
import numpy.typing as npt

from engine.arrays import Float32Array
from engine.autoencoders.measures import Labels
from engine.autoencoders.model import MOST_HEAT_SIDE, Autoencoder
from engine.autoencoders.picture_folders import FolderPicture, PictureFolder, find_pictures
from engine.errors import InputError, SafelightError
from engine.image.picture import Picture
from engine.image.small import read_small
from engine.progress import Progress
from engine.runtime.parallel import in_parallel, plan_for

MOST_PICTURES = 10_000
MOST_BYTES = 1 << 28
"""Of all centre crops together."""
_CHUNK = 64

Squares = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Survey:
    """The codes and scores of a folder's pictures, one row for each picture that could be read.

    Attributes:
        root: the folder.
        pictures: N names and files.
        squares: the centre crops that the model encodes, uint8 ``(N, C, H, W)``.
        codes: float32 ``(N, K)``.
        scores: mean squared errors of the reconstructions, float32 ``(N,)``; the higher, the more anomalous.
        classes: names of the labels; empty where there are none.
        left_out: name and reason of pictures and sub-folders that could not be read.
        count: pictures in the folder, of which the survey may be a random sample.
    """

    root: Path
    pictures: tuple[FolderPicture, ...]
    squares: Squares
    codes: Float32Array
    scores: Float32Array
    classes: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    count: int = 0

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def labels(self) -> Labels:
        """Indices into :attr:`classes`, int64 ``(N,)``; all 0 where there are none."""
        return np.array([picture.label for picture in self.pictures], np.int64)


@dataclass
class _Rows:
    """The rows so far."""

    pictures: list[FolderPicture] = field(default_factory=list)
    squares: list[Squares] = field(default_factory=list)
    codes: list[Float32Array] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def survey_folder(
    model: Autoencoder, root: Path, *, threads: int = 0, most: int = MOST_PICTURES, progress: Progress | None = None
) -> Survey:
    """Encode and score the pictures of a folder.

    Args:
        threads: threads that read files; 0 takes all cores.
        most: of more pictures, so many are drawn at random, the same every time.
        progress: counts pictures.

    Raises:
        InputError: the folder contains no readable picture.
        Cancelled: through ``progress``.
    """
    progress = progress or Progress()
    found = find_pictures(root, min(most, max(1, MOST_BYTES // int(np.prod(model.shape)))), progress)
    progress.begin(len(found.pictures))
    rows = _Rows()
    with in_parallel(plan_for(len(found.pictures), threads)) as run:
        for start in range(0, len(found.pictures), _CHUNK):
            some = found.pictures[start : start + _CHUNK]
            _add(rows, model, some, run(partial(_examine, model, progress), some))
    if not rows.pictures:
        raise InputError("contains no readable picture", root)
    return _survey(root, found, rows)


def read_for(model: Autoencoder, picture: FolderPicture) -> Picture:
    """Read a picture, reduced to about the size that the model needs.

    Raises:
        InputError: it cannot be read.
    """
    if picture.picture is not None or picture.path is None:
        assert picture.picture is not None
        return picture.picture
    return read_small(picture.path, MOST_HEAT_SIDE if model.is_of_patches else 4 * max(model.shape[1:]))


def _examine(model: Autoencoder, progress: Progress, picture: FolderPicture) -> tuple[Squares, float | None] | str:
    """The centre crop and, for a patch model, the score; or the reason why it cannot be read."""
    progress.check()
    try:
        pixels = read_for(model, picture)
    except SafelightError as error:
        progress.count(1)
        return error.reason
    square = np.rint(255.0 * model.center_crop(pixels)).astype(np.uint8)
    score = model.anomaly_map(pixels).score if model.is_of_patches else None
    progress.count(1)
    return square, score


def _add(
    rows: _Rows,
    model: Autoencoder,
    pictures: tuple[FolderPicture, ...],
    answers: list[tuple[Squares, float | None] | str],
) -> None:
    scores: list[float | None] = []
    before = len(rows.squares)
    for picture, answer in zip(pictures, answers, strict=True):
        if isinstance(answer, str):
            rows.left_out.append((picture.name, answer))
            continue
        rows.pictures.append(picture)
        rows.squares.append(answer[0])
        scores.append(answer[1])
    if not scores:
        return
    values = np.stack(rows.squares[before:]).astype(np.float32) / np.float32(255.0)
    codes = model.encode(values)
    rows.codes.append(codes)
    if model.is_of_patches:
        rows.scores += [score for score in scores if score is not None]
    else:
        rows.scores += np.square(model.decode(codes) - values).mean(axis=(1, 2, 3)).tolist()


def _survey(root: Path, found: PictureFolder, rows: _Rows) -> Survey:
    return Survey(
        root, tuple(rows.pictures), np.stack(rows.squares), np.concatenate(rows.codes),
        np.array(rows.scores, np.float32), found.classes, (*found.left_out, *rows.left_out), found.count,
    )  # fmt: skip
