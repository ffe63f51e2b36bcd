"""What the command adds to a recipe."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.training.family.recipe import Budget


@dataclass(frozen=True)
class Choices:
    """The command's own choices; ``None`` leaves it to the recipe.

    Attributes:
        without: label of pictures that are left out, for anomaly detection.
        session: minutes after which to stop, to go on another time.
        device: auto, cpu or cuda.
        start: weights that the codec begins with, in place of the program's own.
    """

    steps: int | None = None
    minutes: float | None = None
    seed: int | None = None
    without: str | None = None
    session: float = float("inf")
    device: str = "auto"
    start: Path | None = None

    def budget(self, recipe: Budget) -> Budget:
        """The recipe's budget and seed, but for what is chosen here."""
        own: dict[str, Any] = {"steps": self.steps, "minutes": self.minutes, "seed": self.seed}
        return dataclasses.replace(recipe, **{key: value for key, value in own.items() if value is not None})
