"""Outputs before they are written: what speaks against one, its folder, its name where others are there already."""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable
from pathlib import Path

from engine.errors import OutputError, OutputExists
from engine.image.writer import format_of
from engine.jobs.naming import numbered
from engine.jobs.settings import Existing, JobSettings
from engine.jobs.sources import is_there


def check_output(source: Path, output: Path, settings: JobSettings, *, picture: bool) -> None:
    """Refuse before the work what would be refused after it.

    Args:
        picture: the output is a picture, and not a ``.latent`` file.

    Raises:
        OutputExists: the output is there, and such are skipped.
        OutputError, OptionError: the output cannot be written there, or not in that format.
    """
    if not is_there(source):
        return  # reading it will say so
    if is_there(output) and settings.existing != "rename":
        if output.samefile(source):
            raise OutputError("is the source itself", output)
        if not output.is_file():
            raise OutputError("is a folder" if output.is_dir() else "is not a regular file", output)
        if not settings.replaces:
            raise OutputExists("exists already", output)
    folder = next(parent for parent in output.parents if is_there(parent))
    if not folder.is_dir():
        raise OutputError("is not a folder", folder)
    if not os.access(folder, os.W_OK):
        raise OutputError("no permission to write there", folder)
    if picture and settings.format is None:
        format_of(output)


def make_folder(folder: Path) -> None:
    """Make the folder of an output, with those that it is in.

    Raises:
        OutputError: it cannot be made.
    """
    try:
        folder.mkdir(parents=True, exist_ok=True)
    except OSError as error:
        raise OutputError(f"the folder cannot be made ({error.strerror or error})", folder) from error


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
