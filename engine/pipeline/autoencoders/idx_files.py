"""Pictures and labels as MNIST and those made like it come: idx files, packed by gzip or not."""

from __future__ import annotations

import gzip
import zlib
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from engine.errors import InputError

PLACES = ("", "raw", "MNIST/raw", "FashionMNIST/raw")
"""Where the files may lie below a folder: some programs make these."""
SPLITS = ("t10k", "train")
"""How files begin, those for testing before those for training."""
_MOST_SIDE, _MOST_BYTES = 4096, 1 << 28
_PICTURES, _LABELS = b"\0\0\x08\x03", b"\0\0\x08\x01"


@dataclass(frozen=True)
class IdxPictures:
    """Grey pictures ``(N, H, W)``, their labels where there are any, and how their files begin."""

    pixels: npt.NDArray[np.uint8]
    labels: npt.NDArray[np.int64] | None
    split: str


def read_idx(folder: Path, most: int) -> IdxPictures | None:
    """The first pictures of a folder's idx files; ``None`` where it has none.

    Raises:
        InputError: a file is damaged, or there is not a label for every picture.
    """
    for split in SPLITS:
        for place in PLACES:
            pictures = _file(folder / place, f"{split}-images-idx3-ubyte")
            if pictures is None:
                continue
            pixels = _read(pictures, _PICTURES, 3, most)
            named = _file(folder / place, f"{split}-labels-idx1-ubyte")
            labels = None if named is None else _read(named, _LABELS, 1, most).astype(np.int64)
            if named is not None and labels is not None and len(labels) != len(pixels):
                raise InputError("has another number of labels than there are pictures", named)
            return IdxPictures(pixels, labels, split)
    return None


def _file(folder: Path, name: str) -> Path | None:
    return next((path for path in (folder / name, folder / f"{name}.gz") if path.is_file()), None)


def _read(path: Path, start: bytes, dimensions: int, most: int) -> npt.NDArray[np.uint8]:
    try:
        with gzip.open(path) if path.suffix == ".gz" else path.open("rb") as file:
            return _array(file, start, dimensions, most)  # type: ignore[arg-type]
    except (OSError, EOFError, zlib.error, ValueError) as error:
        raise InputError("is no idx file, or is damaged", path) from error


def _array(file: BinaryIO, start: bytes, dimensions: int, most: int) -> npt.NDArray[np.uint8]:
    head = file.read(4 + 4 * dimensions)
    count, *sides = (int.from_bytes(head[place : place + 4], "big") for place in range(4, 4 + 4 * dimensions, 4))
    if len(head) != 4 + 4 * dimensions or head[:4] != start or not all(1 <= side <= _MOST_SIDE for side in sides):
        raise ValueError("not the head of such a file")
    shape = (min(count, most), *sides)
    size = int(np.prod(shape, dtype=np.int64))
    if size > _MOST_BYTES:
        raise ValueError("larger than such files are")
    data = file.read(size)
    if len(data) != size:
        raise ValueError("cut short")
    return np.frombuffer(data, np.uint8).reshape(shape)
