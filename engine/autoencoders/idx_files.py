"""Reads idx files, the format of MNIST and of datasets made like it, compressed with gzip or not."""

from __future__ import annotations

import gzip
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from engine.errors import InputError

FOLDERS = ("", "raw", "MNIST/raw", "FashionMNIST/raw")
"""Where the files may lie below a folder; torchvision creates the latter three."""
TEST, TRAIN = "t10k", "train"
"""Splits: what the files' names begin with."""
_MOST_SIDE, _MOST_BYTES = 4096, 1 << 30
_PICTURES, _LABELS = b"\0\0\x08\x03", b"\0\0\x08\x01"


@dataclass(frozen=True)
class IdxPictures:
    """Grey pictures ``(N, H, W)``, their labels ``(N,)`` if there are any, and the split."""

    pixels: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64] | None
    split: str


def read_idx(folder: Path, most: int | None = None, splits: Sequence[str] = (TEST, TRAIN)) -> IdxPictures | None:
    """Read the idx files of a folder; ``None`` if it has none.

    Args:
        most: pictures to read from the beginning; ``None`` reads all.
        splits: the first of these for which there are files is read.

    Raises:
        InputError: a file is damaged, or there is not a label for every picture.
    """
    for split in splits:
        for below in FOLDERS:
            pictures = _file(folder / below, f"{split}-images-idx3-ubyte")
            if pictures is None:
                continue
            pixels = _read(pictures, _PICTURES, 3, most)
            named = _file(folder / below, f"{split}-labels-idx1-ubyte")
            labels = None if named is None else _read(named, _LABELS, 1, most).astype(np.int64)
            if named is not None and labels is not None and len(labels) != len(pixels):
                raise InputError("has a different number of labels than pictures", named)
            return IdxPictures(pixels, labels, split)
    return None


def _file(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / name, folder / f"{name}.gz") if path.is_file()), None)


def _read(path: Path, start: bytes, dimensions: int, most: int | None) -> npt.NDArray[np.uint8]:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return _array(file, start, dimensions, most)  # type: ignore[arg-type]
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise InputError("is not an idx file, or is damaged", path) from error


def _array(file: BinaryIO, start: bytes, dimensions: int, most: int | None) -> npt.NDArray[np.uint8]:
    head = file.read(4 + 4 * dimensions)
    count, *sides = (int.from_bytes(head[place : place + 4], "big") for place in range(4, 4 + 4 * dimensions, 4))
    if len(head) != 4 + 4 * dimensions or head[:4] != start or not all(1 <= side <= _MOST_SIDE for side in sides):
        raise ValueError("not the head of such a file")
    shape = (count if most is None else min(count, most), *sides)
    size = int(np.prod(shape, dtype=np.int64))
    if size > _MOST_BYTES:
        raise ValueError("larger than such files are")
    data = file.read(size)
    if len(data) != size:
        raise ValueError("cut short")
    return np.frombuffer(bytearray(data), np.uint8).reshape(shape)  # of a bytearray, so that it can be written to
