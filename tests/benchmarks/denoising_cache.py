"""What slow denoisers scored in earlier runs, in a JSON file.

A key holds all that a result depends on: the method with its library and settings, the sigma it was told, the
picture's name, the noise, and the pixels both of the noisy and of the clean picture.
"""

from __future__ import annotations

import hashlib
import json
import os
from dataclasses import dataclass
from pathlib import Path

from denoisers import Denoiser
from denoising_sets import Pair


@dataclass(frozen=True)
class Outcome:
    """One picture cleaned once: PSNR in dB, SSIM, and the seconds that it took."""

    psnr: float
    ssim: float
    seconds: float


class OutcomeCache:
    """Outcomes by key; the file on disk is whole at any time, and up to date after every :meth:`put`.

    Without a path it keeps nothing.

    Raises:
        SystemExit: if the file is not one of these.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[str, Outcome] = {}
        if path is not None and path.exists():
            try:
                raw = json.loads(path.read_text(encoding="utf-8"))
                self._known = {key: Outcome(*(float(value) for value in values)) for key, values in raw.items()}
            except (ValueError, TypeError, AttributeError):
                raise SystemExit(f"{path}: not a cache of this benchmark") from None

    @staticmethod
    def key(method: Denoiser, pair: Pair, noise: str, sigma: float) -> str:
        digest = hashlib.sha256(repr(pair.clean.shape).encode("ascii") + pair.clean.tobytes() + pair.noisy.tobytes())
        return " | ".join([method.name, method.about, f"{sigma:g}", pair.name, noise, digest.hexdigest()[:24]])

    def get(self, key: str) -> Outcome | None:
        return self._known.get(key)

    def put(self, key: str, outcome: Outcome) -> None:
        if self._path is None:
            return
        self._known[key] = outcome
        rows = {known: [each.psnr, each.ssim, each.seconds] for known, each in self._known.items()}
        fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
        fresh.write_text(json.dumps(rows, indent=0) + "\n", encoding="utf-8")
        fresh.replace(self._path)
