"""Source files: their size and times, whether they changed while they were read, and ``.latent`` files as bytes."""

from __future__ import annotations

import stat
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path

from engine.errors import InputError, SafelightError
from engine.messages import Message
from engine.pipeline.inspection import LatentInfo, inspect
from engine.pipeline.options import ReconstructOptions
from engine.progress import Progress


@dataclass(frozen=True)
class Stamp:
    """What changes with a file's content: bytes, and nanoseconds of its last change. ``accessed`` does not count."""

    bytes: int
    changed: int
    accessed: int

    @classmethod
    def of(cls, path: Path) -> Stamp | None:
        """That of a file as it is now; ``None`` where there is no regular file, or none that can be looked at."""
        try:
            if not path.is_file():
                return None
            status = path.stat()
        except OSError:
            return None
        return cls(status.st_size, status.st_mtime_ns, status.st_atime_ns)

    def fits(self, other: Stamp | None) -> bool:
        """Whether both are of the same content."""
        return other is not None and (self.bytes, self.changed) == (other.bytes, other.changed)


@contextmanager
def unchanged(source: Path, before: Stamp | None) -> Iterator[None]:
    """Around what reads a file: half an old and half a new one is nothing to work on.

    Raises:
        InputError: the file has changed since ``before``, which is then also why reading it failed.
    """
    try:
        yield
    except SafelightError:
        _compare(source, before)
        raise
    _compare(source, before)


def _compare(source: Path, before: Stamp | None) -> None:
    if before is None:
        return  # there was nothing to read; whoever tried has said so
    after = Stamp.of(source)
    if after is None:
        raise InputError("vanished while it was being read", source)
    if not before.fits(after):
        raise InputError("changed while it was being read", source)


def is_there(path: Path) -> bool:
    """As ``Path.exists``, which raises where a folder may not be entered."""
    try:
        path.stat()
    except OSError:
        return False
    return True


def is_folder(path: Path) -> bool:
    """As ``Path.is_dir``, which raises where a folder may not be entered."""
    try:
        return stat.S_ISDIR(path.stat().st_mode)
    except OSError:
        return False


def size_of(path: Path) -> int:
    """Bytes of a file; 0 where that cannot be told."""
    stamp = Stamp.of(path)
    return 0 if stamp is None else stamp.bytes


def read_latent(path: Path) -> bytes:
    """Bytes of a ``.latent`` file.

    Raises:
        InputError: it is missing, a folder, or may not be read.
    """
    try:
        if path.is_dir():
            raise InputError("is a folder, not a .latent file", path)
        if path.exists() and not path.is_file():  # reading a pipe would wait for ever
            raise InputError("is not a regular file", path)
        return path.read_bytes()
    except FileNotFoundError as error:
        raise InputError("no such file", path) from error
    except PermissionError as error:
        raise InputError("no permission to read it", path) from error
    except OSError as error:
        raise InputError(Message("cannot be read ({0})", error.strerror or str(error)), path) from error


def inspect_file(path: Path) -> LatentInfo:
    """What a ``.latent`` file says of itself; every checksum is looked at, nothing is decoded.

    Raises:
        SafelightError: whatever is wrong with it, naming the file.
    """
    try:
        return inspect(read_latent(path))
    except SafelightError as error:
        raise error.at(path) from error


def verify_file(path: Path, options: ReconstructOptions | None = None, progress: Progress | None = None) -> LatentInfo:
    """Decode a ``.latent`` file fully, check everything in it and write nothing.

    Raises:
        SafelightError: whatever is wrong with it, naming the file.
        Cancelled: through ``progress``.
    """
    from engine.pipeline.reconstruct import reconstruct  # loads the networks' runtime: looking in needs none of it

    data = read_latent(path)
    try:
        reconstruct(data, options, progress)
        return inspect(data)
    except SafelightError as error:
        raise error.at(path) from error
