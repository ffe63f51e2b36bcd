"""Options of the three verbs, checked when they are made."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Literal

from engine.errors import OptionError

DenoiserName = Literal["fast", "best"]


def _check_range(name: str, value: float) -> None:
    if not 0.0 <= value <= 100.0:  # also refuses NaN
        raise OptionError(f"{name} must be from 0 to 100, not {value:g}")


@dataclass(frozen=True)
class CompressOptions:
    """How to compress.

    Attributes:
        quality: 0 (smallest file) to 100 (best picture), any float; steps of 0.01 are told apart.
        model: id of the codec's model; ``None`` takes the default one.
        threads: CPU threads; 0 takes all cores.

    Raises:
        OptionError: if a value is out of its range.
    """

    quality: float = 50.0
    model: str | None = None
    threads: int = 0

    def __post_init__(self) -> None:
        _check_range("quality", self.quality)
        if self.threads < 0:
            raise OptionError(f"threads must be 0 or more, not {self.threads}")


@dataclass(frozen=True)
class ReconstructOptions:
    """How to reconstruct.

    Attributes:
        threads: CPU threads; 0 takes all cores.
        max_pixels: larger pictures are refused from the header.
    """

    threads: int = 0
    max_pixels: int = 500_000_000

    def __post_init__(self) -> None:
        if self.threads < 0:
            raise OptionError(f"threads must be 0 or more, not {self.threads}")


@dataclass(frozen=True)
class DenoiseOptions:
    """How to denoise.

    Attributes:
        strength: 0 (leave the picture alone) to 100 (a noise of standard deviation 50 on the 0..255 scale), linear in
            between; ``None`` estimates it from the picture.
        model: ``fast`` or ``best``.
        threads: CPU threads; 0 takes all cores.

    Raises:
        OptionError: if a value is out of its range.
    """

    strength: float | None = None
    model: DenoiserName = "fast"
    threads: int = 0

    def __post_init__(self) -> None:
        if self.strength is not None:
            _check_range("strength", self.strength)
        if self.model not in ("fast", "best"):
            raise OptionError(f"the denoiser is 'fast' or 'best', not {self.model!r}")
        if self.threads < 0:
            raise OptionError(f"threads must be 0 or more, not {self.threads}")
