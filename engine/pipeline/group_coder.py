"""Codes one square group of latents, independently of all others.

Order of the symbols in a group's stream: hyper-latents; latents of the first half (even row + column) under means and
scales from the hyper-latents; latents of the second half, which also see the first. Every number that encoder and
decoder must share comes from integer-exact networks and from products that IEEE 754 rounds alike everywhere.
"""

from __future__ import annotations

import zlib

import numpy as np
import numpy.typing as npt

from engine.container.layout import Group
from engine.entropy.decoder import SymbolDecoder
from engine.entropy.encoder import SymbolEncoder
from engine.entropy.tables import ScaleTables
from engine.errors import DamagedLatent
from engine.pipeline.codec import HYPER_STRIDE, CodecModel
from engine.pipeline.rate_tables import MEAN_STEPS, Floats, RateRow

SYMBOL_MAX = 1 << 18
"""Symbols are clipped to this; with the means' own limit a fixed-point latent then stays exact in float32."""

ZERO_BIAS_PER_BIT = 0.012
ZERO_BIAS_MAX = 0.2
"""A latent below one step becomes 0 rather than 1 the more readily, the more bits the 1 would cost: a one-step form of
rate-distortion optimised quantisation. Worth 0.8 % of the rate on photographs; decoders are not concerned."""

Symbols = npt.NDArray[np.int32]


def first_half(height: int, width: int) -> npt.NDArray[np.bool_]:
    """True where row + column is even, shape ``(height, width)``."""
    half: npt.NDArray[np.bool_] = np.add.outer(np.arange(height), np.arange(width)) % 2 == 0
    return half


def _z_indices(row: RateRow, shape: tuple[int, ...]) -> npt.NDArray[np.uint8]:
    return np.repeat(row.z_indices, shape[1] * shape[2])


def _z_to_network(symbols: Symbols, row: RateRow) -> Floats:
    steps: Floats = np.clip(np.rint(symbols.astype(np.float32) * row.z_to_network), -127.0, 127.0)
    return steps


def _symbols_crc(z: Symbols, y: Symbols) -> int:
    return zlib.crc32(y.astype("<i4").tobytes(), zlib.crc32(z.astype("<i4").tobytes()))


def encode_group(model: CodecModel, latents: Floats, row: RateRow) -> Group:
    """Code un-gained latents ``(C, h, w)`` of one group."""
    height, width = latents.shape[1:]
    padded = np.pad(latents, ((0, 0), (0, -height % HYPER_STRIDE), (0, -width % HYPER_STRIDE)))
    encoder = SymbolEncoder(model.scales)
    z = np.rint(model.hyper_analyse(padded) * row.z_gain).clip(-SYMBOL_MAX, SYMBOL_MAX).astype(np.int32)
    z[row.z_indices < model.scales.first_coded] = 0
    encoder.encode(z.ravel(), _z_indices(row, z.shape))

    features, mean, index = _cropped(model.first_parameters(_z_to_network(z, row), row), height, width)
    half = first_half(height, width)
    gained = latents * row.gain
    symbols, fixed = _quantise(gained, mean, index, model.scales)
    encoder.encode(symbols[:, half].ravel(), index[:, half].ravel())

    mean, index = model.second_parameters(features, np.where(half, fixed, np.float32(0)), row)
    second, _ = _quantise(gained, mean, index, model.scales)
    encoder.encode(second[:, ~half].ravel(), index[:, ~half].ravel())
    symbols = np.where(half, symbols, second)
    return Group(encoder.finish(), _symbols_crc(z, symbols))


def decode_group(model: CodecModel, group: Group, shape: tuple[int, int, int], row: RateRow) -> Floats:
    """Un-gained latents ``shape = (C, h, w)`` of one group.

    Raises:
        DamagedLatent: if the symbols are not those that were encoded.
    """
    channels, height, width = shape
    decoder = SymbolDecoder(model.scales, group.stream)
    z_shape = (len(row.z_indices), -(-height // HYPER_STRIDE), -(-width // HYPER_STRIDE))
    z = decoder.decode(_z_indices(row, z_shape)).reshape(z_shape)

    features, mean, index = _cropped(model.first_parameters(_z_to_network(z, row), row), height, width)
    half = first_half(height, width)
    symbols = np.zeros(shape, dtype=np.int32)
    symbols[:, half] = decoder.decode(index[:, half].ravel()).reshape(channels, -1)
    fixed = np.where(half, symbols * np.float32(MEAN_STEPS) + mean, np.float32(0))

    mean, index = model.second_parameters(features, fixed.astype(np.float32), row)
    symbols[:, ~half] = decoder.decode(index[:, ~half].ravel()).reshape(channels, -1)
    if _symbols_crc(z, symbols) != group.symbols_crc:
        raise DamagedLatent("damaged, or decoded differently than it was made: the check value does not hold")
    fixed = np.where(half, fixed, symbols * np.float32(MEAN_STEPS) + mean)
    latents: Floats = (fixed * np.float32(1.0 / MEAN_STEPS) / row.gain).astype(np.float32)
    return latents


def _cropped(
    parameters: tuple[Floats, Floats, npt.NDArray[np.uint8]], height: int, width: int
) -> tuple[Floats, Floats, npt.NDArray[np.uint8]]:
    """Parameters without the rows and columns that pad a group to whole hyper-latents."""
    features, mean, index = parameters
    return np.ascontiguousarray(features[:, :, :height, :width]), mean[:, :height, :width], index[:, :height, :width]


def _quantise(
    gained: Floats, mean: Floats, index: npt.NDArray[np.uint8], scales: ScaleTables
) -> tuple[Symbols, Floats]:
    """Symbols, and the fixed-point latents that a decoder will see."""
    residual = gained - mean * np.float32(1.0 / MEAN_STEPS)
    symbols = np.rint(residual).clip(-SYMBOL_MAX, SYMBOL_MAX).astype(np.int32)
    bias = np.minimum(scales.first_step_bits * np.float32(ZERO_BIAS_PER_BIT), np.float32(ZERO_BIAS_MAX))
    symbols[np.abs(residual) < np.float32(0.5) + bias[index]] = 0
    symbols[index < scales.first_coded] = 0
    return symbols, (symbols * np.float32(MEAN_STEPS) + mean).astype(np.float32)
