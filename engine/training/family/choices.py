"""The options of a training command that override its recipe."""

from __future__ import annotations

import dataclasses
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.training.family.recipe import Budget


@dataclass(frozen=True)
class Choices:
    """Options of a training command; ``None`` keeps the recipe's value.

    Attributes:
        without: label whose pictures are left out, for anomaly detection.
        session: minutes after which to stop; the run can be resumed.
        device: auto, cpu or cuda.
        start: initial weights of the codec, in place of the program's.
    """

    steps: int | None = None
    minutes: float | None = None
    seed: int | None = None
    without: str | None = None
    session: float = float("inf")
    device: str = "auto"
    start: Path | None = None

    def budget(self, recipe: Budget) -> Budget:
        """The recipe's budget and seed with these options."""
        own: dict[str, Any] = {"steps": self.steps, "minutes": self.minutes, "seed": self.seed}
        return dataclasses.replace(recipe, **{key: value for key, value in own.items() if value is not None})
