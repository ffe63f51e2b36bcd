"""SHA256SUMS over the files that are published. Run: ``python scripts/packaging/sums.py DIST_DIR``."""

from __future__ import annotations

import hashlib
import sys
from collections.abc import Iterator
from pathlib import Path

NAME = "SHA256SUMS"


def published(folder: Path) -> Iterator[Path]:
    """The files right in ``folder``, by name; folders in it are bundles that were packed into them."""
    for path in sorted(folder.iterdir(), key=lambda path: path.name.encode()):
        if path.is_file() and not path.name.startswith((NAME, ".")):
            yield path


def digest(path: Path) -> str:
    """SHA-256 of a file, hexadecimal."""
    with path.open("rb") as file:
        return hashlib.file_digest(file, "sha256").hexdigest()


def write_sums(folder: Path) -> Path:
    """Write ``SHA256SUMS`` into ``folder``, as ``sha256sum -c`` reads it.

    Raises:
        SystemExit: if there is nothing to publish.
    """
    lines = [f"{digest(path)}  {path.name}\n" for path in published(folder)]
    if not lines:
        raise SystemExit(f"{folder}: nothing to publish in it")
    target = folder / NAME
    unfinished = folder / f".{NAME}.part"
    unfinished.write_bytes("".join(lines).encode())  # no CR LF, on any system
    unfinished.replace(target)
    return target


if __name__ == "__main__":
    if len(sys.argv) != 2 or not Path(sys.argv[1]).is_dir():
        raise SystemExit("usage: sums.py DIST_DIR")
    print(write_sums(Path(sys.argv[1])))
