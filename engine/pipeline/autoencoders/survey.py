"""A folder of pictures as an autoencoder sees it: the code and the score of each.

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

from engine.errors import InputError, SafelightError
from engine.image.picture import Picture
from engine.image.small import read_small
from engine.pipeline.autoencoders.linear import Labels
from engine.pipeline.autoencoders.model import MOST_HEAT_SIDE, Autoencoder
from engine.pipeline.autoencoders.picture_folders import FolderPicture, Found, find_pictures
from engine.pipeline.parallel import in_parallel, plan_for
from engine.pipeline.rate_tables import Floats
from engine.progress import Progress

MOST_PICTURES = 10_000
MOST_BYTES = 1 << 28
"""Of all squares together."""
_CHUNK = 64

Squares = npt.NDArray[np.uint8]


@dataclass(frozen=True, eq=False)
class Survey:
    """What was found, a row for each picture that could be read.

    Attributes:
        root: the folder.
        pictures: where they come from.
        squares: as the model takes them, uint8 ``(N, C, H, W)``.
        codes: ``(N, K)``.
        scores: mean squared errors of the reconstructions, ``(N,)``; the higher, the stranger.
        classes: names of the labels; empty where there are none.
        left_out: name and reason of what could not be read, pictures and sub-folders.
        count: how many pictures the folder holds; where they are very many, only some were looked at.
    """

    root: Path
    pictures: tuple[FolderPicture, ...]
    squares: Squares
    codes: Floats
    scores: Floats
    classes: tuple[str, ...] = ()
    left_out: tuple[tuple[str, str], ...] = ()
    count: int = 0

    def __len__(self) -> int:
        return len(self.pictures)

    @property
    def labels(self) -> Labels:
        """``(N,)``; all 0 where there are none."""
        return np.array([picture.label for picture in self.pictures], np.int64)


@dataclass
class _Rows:
    """What is known so far."""

    pictures: list[FolderPicture] = field(default_factory=list)
    squares: list[Squares] = field(default_factory=list)
    codes: list[Floats] = field(default_factory=list)
    scores: list[float] = field(default_factory=list)
    left_out: list[tuple[str, str]] = field(default_factory=list)


def survey_folder(
    model: Autoencoder, root: Path, *, threads: int = 0, most: int = MOST_PICTURES, progress: Progress | None = None
) -> Survey:
    """Look at all pictures of a folder, or at ``most`` of them drawn at random where there are more.

    Args:
        threads: that read files; 0 takes all cores.
        progress: counts pictures.

    Raises:
        InputError: the folder holds no picture that can be read.
        Cancelled: through ``progress``.
    """
    progress = progress or Progress()
    found = find_pictures(root, min(most, max(1, MOST_BYTES // int(np.prod(model.shape)))), progress)
    progress.begin(len(found.pictures))
    rows = _Rows()
    with in_parallel(plan_for(len(found.pictures), threads)) as run:
        for start in range(0, len(found.pictures), _CHUNK):
            some = found.pictures[start : start + _CHUNK]
            _add(rows, model, some, run(partial(_seen, model, progress), some))
    if not rows.pictures:
        raise InputError("holds no picture that can be read", root)
    return _survey(root, found, rows)


def read_for(model: Autoencoder, picture: FolderPicture) -> Picture:
    """A picture no larger than the model needs it.

    Raises:
        InputError: it cannot be read.
    """
    if picture.picture is not None or picture.path is None:
        assert picture.picture is not None
        return picture.picture
    return read_small(picture.path, MOST_HEAT_SIDE if model.is_of_patches else 4 * max(model.shape[1:]))


def _seen(model: Autoencoder, progress: Progress, picture: FolderPicture) -> tuple[Squares, float | None] | str:
    """The square and, of a model of patches, the score; or why there is none."""
    progress.check()
    try:
        pixels = read_for(model, picture)
    except SafelightError as error:
        progress.count(1)
        return error.reason
    square = np.rint(255.0 * model.square(pixels)).astype(np.uint8)
    score = model.unlike(pixels).score if model.is_of_patches else None
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


def _survey(root: Path, found: Found, rows: _Rows) -> Survey:
    return Survey(
        root, tuple(rows.pictures), np.stack(rows.squares), np.concatenate(rows.codes),
        np.array(rows.scores, np.float32), found.classes, (*found.left_out, *rows.left_out), found.count,
    )  # fmt: skip
