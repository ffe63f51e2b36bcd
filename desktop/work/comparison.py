"""What one page hands to another to be compared: a picture as a model sees it, and what the model makes of it."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from engine import Picture


@dataclass(frozen=True)
class Comparison:
    """Two pictures of one size.

    Attributes:
        path: the file that they come from; ``None`` where it is none of its own.
        name: of the picture.
        model: id of the model.
        seen: what the model took of the picture.
        made: what it made of that.
    """

    path: Path | None
    name: str
    model: str
    seen: Picture
    made: Picture
