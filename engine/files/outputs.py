"""Outputs: checks before the work, their folders, free names, copies of sources, times, and the bin for sources."""

from __future__ import annotations

import contextlib
import filecmp
import os
import shutil
import sys
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import BinaryIO

from engine.errors import OutputError, OutputExists, first_line
from engine.files.naming import numbered
from engine.files.settings import Existing, OutputPolicy
from engine.files.sources import Stamp, is_there, unchanged
from engine.image.files import write_atomically
from engine.image.writer import format_of
from engine.messages import Message

if sys.platform != "win32":
    import fcntl


def check_output(source: Path, output: Path, policy: OutputPolicy, *, picture: bool) -> None:
    """Refuse before the work what would be refused after it.

    Args:
        picture: the output is a picture, and not a ``.latent`` file.

    Raises:
        OutputExists: the output is there, and such are skipped.
        OutputError, OptionError: the output cannot be written there, or not in that format.
    """
    if not is_there(source):
        return  # reading it will say so
    if is_there(output) and policy.existing != "rename":
        if output.samefile(source):
            raise OutputError("is the source itself", output)
        if not output.is_file():
            raise OutputError("is a folder" if output.is_dir() else "is not a regular file", output)
        if not policy.replaces:
            raise OutputExists("exists already", output)
    folder = next(parent for parent in output.parents if is_there(parent))
    if not folder.is_dir():
        raise OutputError("is not a folder", folder)
    if not os.access(folder, os.W_OK):
        raise OutputError("no permission to write there", folder)
    if picture and policy.format is None:
        format_of(output)


def check_copy(source: Path, copy: Path) -> None:
    """Refuse a source before the work whose copy an earlier run has put in its output's place.

    Raises:
        OutputExists: the copy is there, with the same bytes.
    """
    if is_there(source) and copy.is_file() and not copy.samefile(source) and filecmp.cmp(source, copy, shallow=False):
        raise OutputExists("exists already", copy)


def make_folder(folder: Path) -> None:
    """Make the folder of an output, with those that it is in.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(Message("the folder cannot be made ({0})", error.strerror or str(error)), folder) from error


def place(target: Path, write: Callable[[Path], int], existing: Existing) -> tuple[Path, int]:
    """Have ``write`` make ``target``, or where outputs are renamed the first free name after it.

    Returns:
        The path and its bytes.

    Raises:
        OutputExists: from ``write``, where outputs are not renamed.
    """
    if existing != "rename":
        return target, write(target)
    for candidate in numbered(target):
        if not os.path.lexists(candidate):
            with contextlib.suppress(OutputExists):  # another program took the name meanwhile
                return candidate, write(candidate)
    raise AssertionError("names do not run out")


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


def keep_times(output: Path, before: Stamp) -> Message | None:
    """Give an output its source's times; returns a warning where that fails."""
    try:
        os.utime(output, ns=(before.accessed, before.changed))
    except OSError as error:
        return Message("its times could not be set ({0})", error.strerror or str(error))
    return None


def move_to_bin(source: Path, before: Stamp) -> Message | None:
    """Move a source to the system's bin; returns a warning where it stays."""
    from send2trash import send2trash

    if not before.fits(Stamp.of(source)):
        return Message("the original stays: {0}", Message("it has changed meanwhile"))
    try:
        with _one_at_a_time():
            send2trash(source)
    except Exception as error:  # each system has its own
        reason = error.strerror if isinstance(error, OSError) and error.strerror else first_line(error)
        return Message("the original stays: {0}", Message("it cannot be moved to the bin ({0})", reason))
    return None


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
