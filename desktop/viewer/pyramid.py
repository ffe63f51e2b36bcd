"""A picture at several sizes, so that drawing it small is both quick and free of aliasing."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtGui import QImage


@dataclass(frozen=True)
class Pyramid:
    """``levels[k]`` is the picture at ``1 / 2**k`` of its size; never empty."""

    levels: tuple[QImage, ...]

    @property
    def width(self) -> int:
        """Width at full size, pixels."""
        return self.levels[0].width()

    @property
    def height(self) -> int:
        """Height at full size, pixels."""
        return self.levels[0].height()

    def level_for(self, scale: float) -> int:
        """The coarsest level that is still no smaller than the picture drawn at ``scale``."""
        level = 0
        while level + 1 < len(self.levels) and scale * 2.0 ** (level + 1) <= 1.0:
            level += 1
        return level
