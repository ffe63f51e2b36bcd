"""What the picture page's operations hand over before they are through."""

from __future__ import annotations

from dataclasses import dataclass

from desktop.viewer.tiles import ImagePart


@dataclass(frozen=True)
class Drawn:
    """A part of the result, ready to be drawn."""

    part: ImagePart


@dataclass(frozen=True)
class Predicted:
    """Size that the compressed file will have, bytes."""

    bytes: int


@dataclass(frozen=True)
class Estimated:
    """Strength, 0..100, that suits the picture's own noise."""

    strength: float


Piece = Drawn | Predicted | Estimated
