"""SSIMULACRA 2, a measure of how visible the damage of a codec is, through the package ``ssimulacra2``."""

from __future__ import annotations

import io
from collections.abc import Callable
from dataclasses import dataclass
from importlib.metadata import version

from image_codecs import UnavailableError
from pictures import Pixels
from PIL import Image


@dataclass(frozen=True)
class Perceptual:
    """A measure that the benchmark takes when asked to.

    Attributes:
        version: measure and library, so that scores can be kept under it.
        score: of two RGB pictures, uint8, shape ``(H, W, 3)``, the original first.
    """

    version: str
    score: Callable[[Pixels, Pixels], float]


def open_ssimulacra2() -> Perceptual:
    """SSIMULACRA 2: 100 for the same pixels, 90 where nobody sees a difference, below 0 at the worst.

    Raises:
        UnavailableError: if the package is not installed.
    """
    try:
        from ssimulacra2 import compute_ssimulacra2
    except ImportError:
        raise UnavailableError("SSIMULACRA 2 needs the package ssimulacra2, and SciPy") from None

    def score(original: Pixels, decoded: Pixels) -> float:
        return float(compute_ssimulacra2(_as_file(original), _as_file(decoded)))

    return Perceptual(f"SSIMULACRA 2, ssimulacra2 {version('ssimulacra2')}", score)


def _as_file(pixels: Pixels) -> io.BytesIO:
    """The library takes what Pillow opens, and no arrays."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PPM")
    file.seek(0)
    return file
