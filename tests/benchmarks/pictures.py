"""The pictures of a benchmark: every PNG of a folder, as RGB arrays."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import numpy.typing as npt
from PIL import Image

Pixels = npt.NDArray[np.uint8]


@dataclass(frozen=True)
class Source:
    """One clean picture: its name, and RGB pixels, uint8, shape ``(H, W, 3)``."""

    name: str
    pixels: Pixels

    @property
    def megapixels(self) -> float:
        return self.pixels.shape[0] * self.pixels.shape[1] / 1e6


def png_files(folder: Path, limit: int | None = None, every: int = 1) -> list[Path]:
    """The folder's PNG files in the order of their names, every so manieth of the first ``limit`` of them.

    Raises:
        SystemExit: if there are none.
    """
    files = sorted(path for path in folder.iterdir() if path.suffix.lower() == ".png") if folder.is_dir() else []
    if not files:
        raise SystemExit(f"{folder}: no PNG files there")
    return files[:limit:every]


def read_rgb(path: Path) -> Pixels:
    """RGB pixels, uint8, shape ``(H, W, 3)``."""
    with Image.open(path) as image:
        return np.array(image.convert("RGB"))


def each_source(files: list[Path], label: str) -> Iterator[Source]:
    """Read one picture after the other and say on stderr which one it is."""
    for number, path in enumerate(files, 1):
        print(f"\r{label}: {number}/{len(files)} {path.name}   ", end="", file=sys.stderr, flush=True)
        yield Source(path.name, read_rgb(path))
    print(file=sys.stderr)


def print_table(header: list[str], rows: list[list[str]]) -> None:
    """Columns under one another: the first to the left, the others to the right."""
    widths = [max(len(row[column]) for row in [header, *rows]) for column in range(len(header))]
    for row in [header, ["-" * width for width in widths], *rows]:
        first, *others = (cell.rjust(width) for cell, width in zip(row, widths, strict=True))
        print("  ".join([first.strip().ljust(widths[0]), *others]).rstrip())
