"""Pictures that the codec is trained on with: of every kind that the program reads, as the codec will see them."""

from __future__ import annotations

import sys
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass
from functools import partial
from pathlib import Path

import numpy as np

from engine.autoencoders.picture_folders import is_picture
from engine.errors import InputError, SafelightError
from engine.image.picture import eight_bits
from engine.image.reader import read_picture
from engine.training.data import Pixels

MOST_PIXELS = 200_000_000
"""Held in memory, of all pictures together; of larger ones, each gives windows from anywhere in it."""
MOST_FILES = 1000
WINDOW = 1024
"""Pixels a side of what is cut from a large page."""
READERS = 3
"""Files decoded at a time: large ones take a gigabyte each."""
LEAST_FOR_HELD_OUT = 6
HELD_OUT, MOST_HELD_OUT = 0.1, 8
"""Of the pictures: a share is kept apart, and no more than so many."""


@dataclass(frozen=True)
class OwnPictures:
    """What a folder holds.

    Attributes:
        learned, held: windows to learn from, and of pictures kept apart: uint8 ``(H, W, 3)``; the latter may be none.
        count: pictures, together.
        held_count: pictures kept apart.
        pixels: of all of the pictures, also where only windows are held.
    """

    learned: list[Pixels]
    held: list[Pixels]
    count: int
    held_count: int
    pixels: int


def read_own_pictures(root: Path, least_side: int) -> OwnPictures:
    """The pictures below a folder; those that cannot be used are left out, with a word.

    Raises:
        InputError: none can be used.
    """
    if not root.is_dir():
        raise InputError("is no folder" if root.exists() else "no such folder", root)
    files = sorted(path for path in root.rglob("*") if is_picture(path.name) and path.is_file())
    order = np.random.default_rng(0).permutation(len(files))[:MOST_FILES]  # the same in every session of a run
    room = max(4 * least_side**2, MOST_PIXELS // max(1, len(order)))
    with ThreadPoolExecutor(READERS) as pool:
        read = pool.map(partial(_windows, least_side=least_side, room=room), [files[index] for index in order])
        found = [windows for windows in read if windows is not None]
    if not found:
        usable = f"picture of at least {least_side} pixels a side that can be read"
        raise InputError(f"holds no {usable}" if files else "holds no pictures", root)
    held = min(MOST_HELD_OUT, round(HELD_OUT * len(found)) or 1) if len(found) >= LEAST_FOR_HELD_OUT else 0
    apart, rest = found[:held], found[held:]
    return OwnPictures(
        [window for _, windows in rest for window in windows], [window for _, windows in apart for window in windows],
        len(found), held, sum(pixels for pixels, _ in found),
    )  # fmt: skip


def _windows(path: Path, least_side: int, room: int) -> tuple[int, list[Pixels]] | None:
    """How many pixels a picture has, and itself, or windows of it that are ``room`` pixels together."""
    try:
        pixels = eight_bits(read_picture(path).pixels)
    except SafelightError as error:
        print(f"left out: {error}", file=sys.stderr)
        return None
    height, width = pixels.shape[:2]
    if min(height, width) < least_side:
        print(f"left out: {path}: is smaller than {least_side} pixels a side", file=sys.stderr)
        return None
    if height * width <= room:
        return height * width, [pixels]
    side = min(WINDOW, height, width, max(least_side, int(room**0.5)))
    chance = np.random.default_rng((height, width))
    corners = [(chance.integers(height - side + 1), chance.integers(width - side + 1)) for _ in range(room // side**2)]
    return height * width, [pixels[top : top + side, left : left + side].copy() for top, left in corners]
