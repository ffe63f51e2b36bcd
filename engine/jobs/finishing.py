"""What comes after the work: reading back what was written, times, a copy of the original, or the bin for it."""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import numpy as np

from engine.errors import OutputError, SafelightError
from engine.image.files import write_atomically
from engine.image.metrics import psnr
from engine.image.picture import Picture
from engine.image.reader import read_picture
from engine.jobs.failures import first_line
from engine.jobs.naming import numbered
from engine.jobs.outputs import place
from engine.jobs.settings import Existing
from engine.jobs.sources import Stamp, unchanged
from engine.pipeline.options import ReconstructOptions
from engine.pipeline.reconstruct import reconstruct
from engine.progress import Progress

if sys.platform != "win32":
    import fcntl


def copy_original(source: Path, before: Stamp, target: Path, existing: Existing) -> tuple[Path, int]:
    """Put the source's bytes at ``target``, unless they are there already; returns path and bytes.

    Raises:
        OutputExists: something else is there and is to stay.
        OutputError: it cannot be written.
        InputError: the source changed meanwhile.
    """
    for candidate in numbered(target) if existing == "rename" else (target,):
        if Stamp.of(candidate) is None:
            break
        if filecmp.cmp(source, candidate, shallow=False):
            return candidate, before.bytes

    def fill(file: BinaryIO) -> None:
        with unchanged(source, before), source.open("rb") as original:
            shutil.copyfileobj(original, file, 1 << 20)

    return place(target, lambda path: write_atomically(path, fill, overwrite=existing == "replace"), existing)


def keep_times(output: Path, before: Stamp) -> str:
    """Give an output its source's times; returns what a user is to know."""
    try:
        os.utime(output, ns=(before.accessed, before.changed))
    except OSError as error:
        return f"its times could not be set ({error.strerror or error})"
    return ""


def read_back_latent(
    data: bytes, output: Path, picture: Picture, least: float, threads: int, progress: Progress
) -> tuple[float, str]:
    """Decode what was read back; returns its PSNR in dB and, where that is under ``least``, what to say of it.

    Raises:
        OutputError: it does not decode to a picture like the one that was compressed.
        Cancelled: through ``progress``.
    """
    options = ReconstructOptions(threads, max_pixels=picture.width * picture.height)
    try:
        again = reconstruct(data, options, progress)
    except SafelightError as error:
        raise OutputError(f"was written, but does not decode ({error.reason})", output) from error
    _check_size(output, picture, again)
    if not _same_alpha(picture, again):
        raise OutputError("was written, but its alpha plane differs", output)
    likeness = psnr(picture.pixels, again.pixels)
    return likeness, f"only {likeness:.1f} dB like the original" if likeness < least else ""


def read_back_picture(output: Path, picture: Picture) -> None:
    """Read what was written.

    Raises:
        OutputError: it cannot be read, or is another picture.
    """
    try:
        again = read_picture(output, max_pixels=picture.width * picture.height)
    except SafelightError as error:
        raise OutputError(f"was written, but cannot be read ({error.reason})", output) from error
    _check_size(output, picture, again)


def _check_size(output: Path, picture: Picture, again: Picture) -> None:
    if (again.width, again.height) != (picture.width, picture.height):
        raise OutputError("was written, but its size in pixels differs", output)


def _same_alpha(picture: Picture, again: Picture) -> bool:
    if picture.alpha is None or again.alpha is None:
        return picture.alpha is again.alpha
    return bool(np.array_equal(picture.alpha, again.alpha))


def move_to_bin(source: Path, before: Stamp) -> str:
    """Move a source to the system's bin; returns why it stays, where it does."""
    from send2trash import send2trash

    if not before.fits(Stamp.of(source)):
        return "the original stays: it has changed meanwhile"
    try:
        with _one_at_a_time():
            send2trash(source)
    except Exception as error:  # each system has its own
        reason = error.strerror if isinstance(error, OSError) and error.strerror else first_line(error)
        return f"the original stays: it cannot be moved to the bin ({reason})"
    return ""


@contextlib.contextmanager
def _one_at_a_time() -> Iterator[None]:
    """Of all processes: two files of one name that reach a bin at the same time could be told apart too late."""
    if sys.platform == "win32":
        yield
        return
    with contextlib.ExitStack() as stack:
        with contextlib.suppress(OSError):  # a home that is missing, or on a file system without locks
            descriptor = os.open(Path.home(), os.O_RDONLY)
            stack.callback(os.close, descriptor)
            fcntl.flock(descriptor, fcntl.LOCK_EX)
        yield
