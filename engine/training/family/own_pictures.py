"""Reads the user's pictures for fine-tuning the codec, in all formats of the program."""

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
"""Pixels held in memory. If there are more, random windows of the pictures are held."""
MOST_FILES = 1000
WINDOW = 1024
"""Pixels a side of a window."""
READERS = 3
"""Files decoded at once; large ones need a gigabyte each."""
LEAST_FOR_HELD_OUT = 6
HELD_OUT, MOST_HELD_OUT = 0.1, 8
"""Share of the pictures that is held out, and the largest number of them."""


@dataclass(frozen=True)
class OwnPictures:
    """The pictures of a folder.

    Attributes:
        learned, held: windows of the training and of the held-out pictures, uint8 ``(H, W, 3)``; ``held`` may be empty.
        count: number of pictures.
        held_count: number of held-out pictures.
        pixels: number of pixels of all pictures.
    """

    learned: list[Pixels]
    held: list[Pixels]
    count: int
    held_count: int
    pixels: int


def read_own_pictures(root: Path, least_side: int) -> OwnPictures:
    """Read the pictures below a folder; a message is printed for each one that cannot be used.

    Raises:
        InputError: none can be used.
    """
    if not root.is_dir():
        raise InputError("is no folder" if root.exists() else "no such folder", root)
    files = sorted(path for path in root.rglob("*") if is_picture(path.name) and path.is_file())
    order = np.random.default_rng(0).permutation(len(files))[:MOST_FILES]  # the same ones in every session of a run
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
    """Number of pixels of a picture; and the picture, or random windows with ``room`` pixels in total."""
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
