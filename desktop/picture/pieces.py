"""What the picture page's operations hand over before they are through."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import engine
from desktop.viewer.tiles import ImagePart, TiledPicture


@dataclass(frozen=True)
class Drawn:
    """A part of the result, ready to be drawn."""

    part: ImagePart


@dataclass(frozen=True)
class Unfolding:
    """A file whose picture is coming part by part; all parts go into ``shown``, in the GUI thread."""

    path: Path
    shown: TiledPicture


@dataclass(frozen=True)
class Predicted:
    """Size that the compressed file will have, bytes."""

    bytes: int


@dataclass(frozen=True)
class Estimated:
    """The strength that suits the picture's own noise, and how sure that is."""

    noise: engine.NoiseEstimate


Piece = Drawn | Unfolding | Predicted | Estimated
