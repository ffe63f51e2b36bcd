"""A codec model's numbers by quality: gains and fixed-point factors, the same on every machine.

Tables lie at evenly spaced rates; between them values are interpolated with additions, multiplications and divisions
alone, which IEEE 754 rounds alike everywhere. No exponential or logarithm is evaluated on the way to a decoded symbol.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from engine.arrays import Float32Array

MEAN_STEPS = 16
"""Fixed-point steps of a mean, and of a latent, per quantisation step."""

NETWORK_STEPS = 32.0
"""Integer steps of the entropy networks per unit: per standard deviation of a latent, per unit of a hyper-latent."""

STEPS = 4
"""Context steps: base latents at even and at odd positions, then detail latents at even and at odd ones."""


@dataclass(frozen=True)
class StepRow:
    """What one context step needs at one quality. Arrays are ``(1, C, 1, 1)`` float32, over the step's channels.

    Attributes:
        channels: of the latents that the step codes.
        is_even: whether it codes the positions of even row + column.
        known: channels that its network sees; none for the first step, which has the hyper-latents alone.
        to_network: fixed-point latents of those channels to the network's integer steps.
        mean_factor: sums of the head to fixed-point means.
        index_offset: added to the head's scale sums; whole numbers.
    """

    channels: slice
    is_even: bool
    known: slice
    to_network: Float32Array
    mean_factor: Float32Array
    index_offset: Float32Array


@dataclass(frozen=True)
class RateRow:
    """What one quality needs. Arrays are per channel; ``(C, 1, 1)`` or ``(1, C, 1, 1)`` float32 unless said.

    Attributes:
        rate: 0..1, for the float networks.
        rate_step: the same in integer steps, 0..127, for the integer ones.
        gain: inverse quantisation step of the latents.
        z_gain: of the hyper-latents.
        z_to_network: hyper-latent symbols to the integer network's steps.
        z_indices: scale index of the hyper-latents, uint8, ``(hyper,)``.
        steps: the context steps in order.
    """

    rate: Float32Array
    rate_step: int
    gain: Float32Array
    z_gain: Float32Array
    z_to_network: Float32Array
    z_indices: npt.NDArray[np.uint8]
    steps: tuple[StepRow, ...]


def _column(values: npt.NDArray[np.float64]) -> Float32Array:
    return values.astype(np.float32).reshape(1, -1, 1, 1)


class RateTables:
    """Reads a model's ``tables.npz``; see :mod:`engine.training.export_codec` for what it holds."""

    def __init__(self, arrays: Mapping[str, npt.NDArray[Any]]) -> None:
        names = ["gain", "log2_unit", "z_gain", "z_index", "std"]
        names += [f"{name}_step_{number}" for number in range(1, STEPS + 1) for name in ("mean", "index")]
        self._tables = {name: np.asarray(arrays[name], dtype=np.float64) for name in names}
        self.base = int(arrays["base"])
        self.latents = len(self._tables["std"])

    def _at(self, name: str, quality: int) -> npt.NDArray[np.float64]:
        """The table ``name`` at ``quality`` hundredths."""
        table = self._tables[name]
        place = quality * (len(table) - 1)
        low = min(place // 10_000, len(table) - 2)
        part = (place - low * 10_000) / 10_000.0
        row: npt.NDArray[np.float64] = table[low] * (1.0 - part) + table[low + 1] * part
        return row

    def row(self, quality: int) -> RateRow:
        """All numbers at ``quality`` hundredths, 0..10000."""
        gain, z_gain = self._at("gain", quality), self._at("z_gain", quality)
        unit = gain * self._tables["std"]
        log2_unit = self._at("log2_unit", quality)
        return RateRow(
            rate=np.full((1, 1), quality / 10_000.0, dtype=np.float32),
            rate_step=int(np.rint(quality * 127.0 / 10_000.0)),
            gain=gain.astype(np.float32)[:, None, None],
            z_gain=z_gain.astype(np.float32)[:, None, None],
            z_to_network=(NETWORK_STEPS / z_gain).astype(np.float32)[:, None, None],
            z_indices=np.clip(np.rint(self._at("z_index", quality)), 0, 255).astype(np.uint8),
            steps=tuple(self._step(number, unit, log2_unit) for number in range(1, STEPS + 1)),
        )

    def _step(self, number: int, unit: npt.NDArray[np.float64], log2_unit: npt.NDArray[np.float64]) -> StepRow:
        base, detail = slice(0, self.base), slice(self.base, self.latents)
        channels = base if number <= 2 else detail
        known = (slice(0, 0), base, base, detail)[number - 1]
        means = self._tables[f"mean_step_{number}"] * unit[channels] * MEAN_STEPS
        offsets = np.rint(log2_unit[channels] / self._tables[f"index_step_{number}"])
        to_network = NETWORK_STEPS / (MEAN_STEPS * unit[known])
        return StepRow(channels, number % 2 == 1, known, _column(to_network), _column(means), _column(offsets))
