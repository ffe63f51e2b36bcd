"""Which hardware really runs the networks.

ONNX Runtime falls back to the CPU without a word, so CUDA counts only after a canary has run on it and agreed with the
CPU.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import onnxruntime as ort

from engine.cores import core_count
from engine.errors import SafelightError
from engine.models import catalog
from engine.runtime import session

CANARY_TOLERANCE = 3
"""Largest difference allowed between CUDA's and the CPU's canary picture, on the 0..255 scale."""


@dataclass(frozen=True)
class ProviderReport:
    """``provider`` is ``CUDA`` or ``CPU``; ``reason`` says why not CUDA, and is empty where it runs.

    ``runtime`` is the version of ONNX Runtime, ``cores`` the processor cores that it may use.
    """

    provider: str
    reason: str
    runtime: str = ort.__version__
    cores: int = field(default_factory=core_count)

    @property
    def execution_provider(self) -> str:
        """ONNX Runtime's name for it."""
        return "CUDAExecutionProvider" if self.provider == "CUDA" else "CPUExecutionProvider"


@cache
def provider_report() -> ProviderReport:
    """Try CUDA once a process and say what came of it."""
    if "CUDAExecutionProvider" not in ort.get_available_providers():
        return ProviderReport("CPU", "the installed ONNX Runtime has no CUDA support")
    if hasattr(ort, "preload_dlls"):
        with contextlib.suppress(Exception):  # it prints what it lacks; the canary has the last word
            ort.preload_dlls()
    try:
        difference = _canary_difference()
    except SafelightError as error:
        return ProviderReport("CPU", f"CUDA could not be tried: {error}")
    except Exception as error:  # whatever a driver may raise: the CPU always works
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        return ProviderReport("CPU", f"CUDA failed: {first}")
    if difference is None:
        return ProviderReport("CPU", "CUDA is not usable here (driver or libraries missing)")
    if difference > CANARY_TOLERANCE:
        return ProviderReport("CPU", f"CUDA gave wrong results (off by {difference:g} of 255)")
    return ProviderReport("CUDA", "")


def _canary_difference() -> float | None:
    """Largest difference between CUDA and CPU on a small picture; ``None`` if CUDA did not start."""
    card = catalog.find_denoiser("fast")
    path = catalog.model_file(card, "denoiser.onnx")
    cuda = session.open_session(path, 1, "CUDAExecutionProvider")
    if cuda.get_providers()[0] != "CUDAExecutionProvider":
        return None
    cpu = session.open_session(path, 1, "CPUExecutionProvider")
    picture = np.random.default_rng(0).integers(0, 256, (1, 3, 64, 64)).astype(np.float32)
    feed = {"picture": picture, "sigma": np.full((1, 1), 25.0, dtype=np.float32)}
    results = [s.run(["clean"], feed)[0].astype(np.float32) for s in (cuda, cpu)]
    return float(np.abs(results[0] - results[1]).max())
