"""What the picture page works on: an opened file, and the answers made from it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path
from typing import Literal

import engine
from desktop.viewer.pyramid import Pyramid

Mode = Literal["compress", "denoise"]
LATENT_SUFFIX = ".latent"


@dataclass(frozen=True)
class Document:
    """An opened file.

    Attributes:
        path: where it came from.
        picture: its pixels; for a ``.latent`` file, the reconstruction.
        shown: the same, ready to be drawn.
        source_bytes: size of the file.
        latent: facts of a ``.latent`` file, ``None`` for a picture.
        data: the bytes of a ``.latent`` file, ``None`` for a picture.
        remark: what of the file is not in the picture, because it is damaged or holds more; empty where nothing is.
    """

    path: Path
    picture: engine.Picture
    shown: Pyramid
    source_bytes: int
    latent: engine.LatentInfo | None = None
    data: bytes | None = None
    remark: str = ""


@dataclass(frozen=True)
class Answer:
    """The result for one setting.

    Attributes:
        mode: what was done.
        setting: the quality or the strength (also when it was estimated), 0..100.
        picture: the resulting pixels.
        shown: the same, ready to be drawn.
        psnr: likeness to the source, dB; infinite when equal.
        data: the ``.latent`` file, when compressed.
    """

    mode: Mode
    setting: float
    picture: engine.Picture
    shown: Pyramid
    psnr: float
    data: bytes | None = None


def is_latent(path: Path) -> bool:
    """Whether the name says that it is a ``.latent`` file."""
    return path.suffix.lower() == LATENT_SUFFIX
