"""Finds out which hardware runs the networks.

ONNX Runtime falls back to the CPU silently, so CUDA is used only after a test network has run on it and given the same
result as on the CPU.
"""

from __future__ import annotations

import contextlib
from dataclasses import dataclass, field
from functools import cache

import numpy as np
import onnxruntime as ort

from engine.cores import core_count
from engine.errors import SafelightError
from engine.messages import Message
from engine.models import catalog
from engine.runtime import session

CANARY_TOLERANCE = 3
"""Largest allowed difference between the test pictures from CUDA and from the CPU, on the 0..255 scale."""


@dataclass(frozen=True)
class ProviderReport:
    """The hardware that runs the networks.

    Attributes:
        provider: ``CUDA`` or ``CPU``.
        reason: why CUDA is not used; empty if it is.
        runtime: version of ONNX Runtime.
        cores: processor cores that it may use.
    """

    provider: str
    reason: str
    runtime: str = ort.__version__
    cores: int = field(default_factory=core_count)

    @property
    def execution_provider(self) -> str:
        """ONNX Runtime's name of the provider."""
        return "CUDAExecutionProvider" if self.provider == "CUDA" else "CPUExecutionProvider"


@cache
def provider_report() -> ProviderReport:
    """Test CUDA, once per process, and report the result."""
    if "CUDAExecutionProvider" not in ort.get_available_providers():
        return ProviderReport("CPU", Message("the installed ONNX Runtime has no CUDA support"))
    if hasattr(ort, "preload_dlls"):
        with contextlib.suppress(Exception):  # it prints what it lacks; the test network decides
            ort.preload_dlls()
    try:
        difference = _canary_difference()
    except SafelightError as error:
        return ProviderReport("CPU", Message("CUDA could not be tried: {0}", str(error)))
    except Exception as error:  # drivers may raise anything; the CPU always works
        first = str(error).splitlines()[0] if str(error) else type(error).__name__
        return ProviderReport("CPU", Message("CUDA failed: {0}", first))
    if difference is None:
        return ProviderReport("CPU", Message("CUDA is not usable here (driver or libraries missing)"))
    if difference > CANARY_TOLERANCE:
        return ProviderReport("CPU", Message("CUDA gave wrong results (off by {0:g} of 255)", difference))
    return ProviderReport("CUDA", "")


def _canary_difference() -> float | None:
    """Largest difference between CUDA and CPU on a small picture, 0..255; ``None`` if CUDA did not start."""
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
