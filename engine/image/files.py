"""Files written whole or not at all: to a temporary file beside the target, flushed to the disk, then moved.

The temporary file is called ``.{start of the target's name}.{random hex digits}.safelight-tmp``. It goes when writing
fails, in whatever way; only a process that is killed leaves one, which :func:`remove_leftovers` finds by its name.
While it is being written it is locked, where the system has such locks, so that nobody takes it for a leftover.
"""

from __future__ import annotations

import contextlib
import errno
import os
import re
import secrets
import sys
from collections.abc import Callable
from os import PathLike
from pathlib import Path
from typing import BinaryIO

from engine.errors import OutputError, OutputExists
from engine.messages import Message

if sys.platform != "win32":
    import fcntl

TEMPORARY_SUFFIX = ".safelight-tmp"
"""What the name of every temporary file ends with."""

# 24 characters are at most 96 bytes; with dots, digits and suffix 124, which even encrypted file systems take (143).
_NAME_START = 24
_HEX_BYTES = 6
_TEMPORARY_NAME = re.compile(rf"\..*\.[0-9a-f]{{{2 * _HEX_BYTES}}}{re.escape(TEMPORARY_SUFFIX)}", re.DOTALL)

_REASONS = {
    "ENOSPC": Message("the disk is full"),
    "EDQUOT": Message("the disk quota is used up"),
    "EFBIG": Message("it is larger than this file system takes"),
    "EROFS": Message("the file system is read-only"),
    "EACCES": Message("no permission"),
    "EPERM": Message("no permission"),
    "ENAMETOOLONG": Message("the name or the path is too long"),
    "ENOENT": Message("its folder does not exist"),
    "ENOTDIR": "a part of its path is not a folder",
    "EISDIR": "it is a folder",
    "ELOOP": Message("symbolic links that lead in a circle"),
    "EIO": Message("the disk reports an error"),
    "ENODEV": Message("the disk is gone"),
    "ENXIO": Message("the disk is gone"),
    "ESTALE": Message("the network folder is gone"),
    "ENOTCONN": Message("the network folder is gone"),
    "ETIMEDOUT": Message("the network folder does not answer"),
    "EHOSTDOWN": Message("the network folder does not answer"),
}
_REASON_BY_NUMBER = {getattr(errno, name): reason for name, reason in _REASONS.items() if hasattr(errno, name)}


def write_atomically(target: Path, fill: Callable[[BinaryIO], object], *, overwrite: bool) -> int:
    """Let ``fill`` write a temporary file beside ``target``, then move it there; returns the number of bytes.

    A symbolic link at ``target`` is replaced itself, never what it points to.

    Args:
        fill: gets the file, open for writing and reading at its start.
        overwrite: whether a file that is there may be replaced.

    Raises:
        OutputExists: there is a file and ``overwrite`` is false.
        OutputError: it cannot be written; the reason says why.
    """
    # Not tempfile: its files are private, and the output should have the permissions of any new file.
    temporary = target.with_name(f".{target.name[:_NAME_START]}.{secrets.token_hex(_HEX_BYTES)}{TEMPORARY_SUFFIX}")
    try:
        # Asked first also where it does not matter: a name that is too long shows here, before any work.
        if _exists(target) and not overwrite:
            raise OutputExists("exists already", target)
        with temporary.open("x+b") as file:
            _lock(file)
            fill(file)
            file.flush()
            os.fsync(file.fileno())
            size = os.fstat(file.fileno()).st_size
            if sys.platform == "win32":
                file.close()  # an open file cannot be moved there
            _move(temporary, target, overwrite)
        _flush_folder(target.parent)
    except FileExistsError as error:
        raise OutputExists("exists already", target) from error
    except OSError as error:
        raise OutputError(Message("cannot be written: {0}", _reason(error)), target) from error
    finally:
        with contextlib.suppress(OSError):
            temporary.unlink(missing_ok=True)
    return size


def remove_leftovers(folder: str | PathLike[str]) -> int:
    """Delete the temporary files that killed processes left in ``folder``, not below it; returns how many.

    Files that another process is still writing stay, as does what cannot be deleted.
    """
    count = 0
    with contextlib.suppress(OSError), os.scandir(folder) as entries:
        for entry in entries:
            if _TEMPORARY_NAME.fullmatch(entry.name) and entry.is_file(follow_symlinks=False):
                count += _removed(Path(entry.path))
    return count


def _removed(leftover: Path) -> bool:
    with contextlib.suppress(OSError), leftover.open("rb") as file:
        if not _lock(file):
            return False
        if sys.platform == "win32":
            file.close()  # there an open file cannot be deleted, which also protects those being written
        leftover.unlink()
        return True
    return False


def _lock(file: BinaryIO) -> bool:
    """Take the lock that marks a file as being written; false where another process has it."""
    if sys.platform != "win32":
        try:
            fcntl.flock(file.fileno(), fcntl.LOCK_EX | fcntl.LOCK_NB)
        except BlockingIOError:
            return False
        except OSError:
            pass  # a file system without locks
    return True


def _exists(target: Path) -> bool:
    """Whether anything has this name, be it a link to nowhere."""
    try:
        target.lstat()
    except FileNotFoundError:
        return False
    return True


def _move(temporary: Path, target: Path, overwrite: bool) -> None:
    if overwrite:
        temporary.replace(target)
        return
    try:
        os.link(temporary, target)  # fails if another program was faster, where a rename would replace its file
    except FileExistsError:
        raise
    except OSError:  # a file system without hard links
        if _exists(target):
            raise FileExistsError(target) from None
        temporary.rename(target)
    else:
        temporary.unlink()


def _flush_folder(folder: Path) -> None:
    """Have the disk know the new name too; no failure, as the file is in its place already."""
    if sys.platform == "win32":
        return
    with contextlib.suppress(OSError):
        descriptor = os.open(folder, os.O_RDONLY)
        try:
            os.fsync(descriptor)
        finally:
            os.close(descriptor)


def _reason(error: OSError) -> str:
    known = _REASON_BY_NUMBER.get(error.errno) if error.errno is not None else None
    return known or error.strerror or str(error) or type(error).__name__
