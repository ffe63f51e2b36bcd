"""The measures of likeness that the benchmark knows: what each is called, on what scale it is compared, who takes it.

PSNR and MS-SSIM are the engine's and always taken. The others come from packages and are taken when asked for:
SSIMULACRA 2 (``ssimulacra2``), and HaarPSI and GMSD (``piq``), which no codec here is trained for.
"""

from __future__ import annotations

import io
import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import partial
from importlib import import_module
from importlib.metadata import version

import numpy as np
from image_codecs import UnavailableError
from pictures import Pixels
from PIL import Image

Score = Callable[[Pixels, Pixels], float]
"""Of two RGB pictures, uint8, shape ``(H, W, 3)``, the original first."""


@dataclass(frozen=True)
class Measure:
    """A measure that is ready to be taken.

    Attributes:
        name: as typed after ``--measures``.
        version: measure and library, so that scores can be kept under it.
        score: takes it.
    """

    name: str
    version: str
    score: Score


@dataclass(frozen=True)
class Scale:
    """How a measure is shown and compared.

    Attributes:
        title: in tables and plots.
        unit: of ``quality``.
        quality: from a score to a scale that rises with the likeness, on which curves are compared.
        digits: of the score in the table of points.
    """

    title: str
    unit: str
    quality: Callable[[float], float]
    digits: int


def decibels(likeness: float) -> float:
    """A likeness of 0..1 on the scale ``-10 log10(1 - x)``, which spreads out its upper end; ``inf`` at 1."""
    return -10.0 * math.log10(1.0 - likeness) if likeness < 1.0 else math.inf


def deviation_decibels(deviation: float) -> float:
    """A deviation, 0 for the same pixels, on the scale ``-20 log10(x)``, which rises with the likeness."""
    return -20.0 * math.log10(deviation) if deviation > 0.0 else math.inf


SCALES = {
    "psnr": Scale("PSNR", "dB", float, 3),
    "ms_ssim": Scale("MS-SSIM", "dB", decibels, 5),
    "ssimulacra2": Scale("SSIMULACRA 2", "", float, 3),
    "haarpsi": Scale("HaarPSI", "dB", decibels, 5),
    "gmsd": Scale("GMSD", "dB", deviation_decibels, 5),
}
"""All measures by name, in the order of the tables."""


def open_measure(name: str) -> Measure:
    """One of :data:`MEASURES`.

    Raises:
        UnavailableError: its package is not installed.
    """
    return MEASURES[name]()


def _ssimulacra2() -> Measure:
    """100 for the same pixels, 90 where nobody sees a difference, below 0 at the worst."""
    try:
        from ssimulacra2 import compute_ssimulacra2
    except ImportError:
        raise UnavailableError("SSIMULACRA 2 needs the package ssimulacra2, and SciPy") from None

    def score(original: Pixels, decoded: Pixels) -> float:
        return float(compute_ssimulacra2(_as_file(original), _as_file(decoded)))

    return Measure("ssimulacra2", f"SSIMULACRA 2, ssimulacra2 {version('ssimulacra2')}", score)


def _as_file(pixels: Pixels) -> io.BytesIO:
    """The library takes what Pillow opens, and no arrays."""
    file = io.BytesIO()
    Image.fromarray(pixels).save(file, "PPM")
    file.seek(0)
    return file


def _of_piq(name: str) -> Measure:
    """HaarPSI, 1 for the same pixels, or GMSD, 0 for the same pixels and higher the worse."""
    title = SCALES[name].title
    try:
        import torch

        import engine.training.vision  # noqa: F401  after it torchvision, which piq imports, loads beside any torch

        take = getattr(import_module("piq"), name)
    except ImportError:
        raise UnavailableError(f"{title} needs the packages piq, torch and torchvision") from None

    def planes(pixels: Pixels) -> torch.Tensor:
        return torch.from_numpy(np.ascontiguousarray(pixels.transpose(2, 0, 1)[None])).float()

    def score(original: Pixels, decoded: Pixels) -> float:
        with torch.inference_mode():
            return float(take(planes(original), planes(decoded), data_range=255.0))

    return Measure(name, f"{title}, piq {version('piq')}", score)


MEASURES: dict[str, Callable[[], Measure]] = {
    "ssimulacra2": _ssimulacra2,
    "haarpsi": partial(_of_piq, "haarpsi"),
    "gmsd": partial(_of_piq, "gmsd"),
}
"""Those that are taken only when asked for."""
