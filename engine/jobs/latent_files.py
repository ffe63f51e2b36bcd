"""``.latent`` files: read as bytes, looked into, and checked in full."""

from __future__ import annotations

from pathlib import Path

from engine.errors import InputError, SafelightError
from engine.pipeline.inspection import LatentInfo, inspect
from engine.pipeline.options import ReconstructOptions
from engine.progress import Progress


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
        raise InputError(f"cannot be read ({error.strerror or error})", path) from error


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
