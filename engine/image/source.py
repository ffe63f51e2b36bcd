"""A picture file that is open for a reader, and what its header says."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine.errors import PictureTooLarge
from engine.messages import Message

HEAD_BYTES = 256
"""How much of a file is looked at to tell its kind."""


@dataclass(frozen=True)
class Source:
    """A file that is there and may be read.

    Attributes:
        path: where it is.
        head: its first :data:`HEAD_BYTES` bytes, or all of a shorter file.
        bytes: its length.
        max_pixels: what its header may ask for at most.
        recover: whether to read what is left of a damaged file, with a warning, instead of refusing it.
    """

    path: Path
    head: bytes
    bytes: int
    max_pixels: int
    recover: bool = False

    @property
    def suffix(self) -> str:
        return self.path.suffix.lower()

    def check_size(self, width: int, height: int) -> None:
        """To be asked with what the header says, before any buffer of that size exists.

        Raises:
            PictureTooLarge: if it is over the limit.
        """
        if width * height > self.max_pixels:
            raise PictureTooLarge(
                Message("too large: {0} x {1} pixels, the limit is {2:,}", width, height, self.max_pixels), self.path
            )


@dataclass(frozen=True)
class Header:
    """Width and height in pixels as stored, and Pillow's name of the format."""

    width: int
    height: int
    format: str
