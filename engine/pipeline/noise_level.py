"""How noisy a picture is: what presets the strength of denoising."""

from __future__ import annotations

import math
from dataclasses import dataclass

import numpy as np

from engine.arrays import Float32Array
from engine.image.picture import Picture, Samples, check_picture
from engine.models import catalog
from engine.pipeline.codec import network_levels
from engine.runtime.session import open_session

SIGMA_AT_FULL_STRENGTH = 50.0
"""Standard deviation of the noise, on the 0..255 scale, that strength 100 stands for."""
CROP = 128
"""Pixels a side of the crops that are looked at."""
MOST_CROPS = 48
SURE = 0.4
"""The least confidence of an estimate that can be relied on."""
_GENTLE = 0.5
"""With less confidence than this, the strength falls by its square."""
_UNIT = 16
"""Sides of a crop are multiples of this; corners too, so that the blocks of JPEG lie as the network has learned."""
_STRENGTHS = np.array([0.0, 2.5, 4.0, 6.5, 10.0, 16.0, 25.0, 40.0, 63.0, 100.0])
"""Strengths that the network tells the costs of."""
_STEP = 1.6
"""Ratio of neighbouring ones. A plain estimate that differs by less refines the answer: the geometric mean is taken."""
_STRONG = 90.0
"""Strengths from here on are of noise that black and white clip, of which the plain estimate says too little."""
_SHARPNESS = 1.7
"""How much less a strength weighs in the mean that is the answer, per decibel that it costs more than the best; chosen
on real pairs."""
_NOISY = 4.0
"""Decibels: where doing nothing costs as much, there is noise beyond doubt. The strength does not fall then, and the
confidence is :data:`SURE` at least."""
_FEW_COLOURS = 256
"""A palette has no more."""
_FIRST_LOOK = 4096
"""Pixels whose colours are counted first."""
_FLOOR = 0.1
"""Part of the strength that the plain estimate finds that is the least answer."""
_FLATTEST = 0.05
"""Share of the blocks that the plain estimate looks at."""
_FLAT = 1.6
"""Most of them must be flat: their whole deviation is at most this many times that of the finest detail."""
_CLIPPED = 0.05
"""Blocks with a larger share of samples at black or white hide their noise."""
_BLOCK = 16
_TO_DEVIATION = 0.6745
"""Median of the absolute value of a normal variable of unit deviation."""


@dataclass(frozen=True)
class NoiseEstimate:
    """How strongly a picture should be denoised, and how sure that is.

    Attributes:
        strength: 0..100, on the denoiser's scale.
        confidence: 0..1: falls with the decibels that may be lost by this strength. Texture that could be noise lowers
            it.
    """

    strength: float
    confidence: float

    @property
    def is_sure(self) -> bool:
        """Whether the strength can be relied on."""
        return self.confidence >= SURE


def estimate_noise(picture: Picture, threads: int = 0) -> NoiseEstimate:
    """The strength that suits the picture's own noise, whatever its kind: grain, blotches or blocks of JPEG.

    A small network looks at crops spread over the picture and says what every strength would cost. Pictures of
    two colours or with a palette have no noise.

    Args:
        threads: CPU threads; 0 takes all cores.

    Raises:
        OptionError: ``picture`` is something else.
        UnknownModel, ModelError: the model is missing or damaged.
    """
    check_picture(picture)
    if _is_drawn(picture.pixels):
        return NoiseEstimate(0.0, 1.0)
    card = catalog.find_model(catalog.NOISE_ESTIMATOR)
    session = open_session(catalog.model_file(card, "estimator.onnx"), threads, keeps_memory=False)
    seen = crops(picture.pixels)
    costs = session.run(["costs"], {"crops": seen})[0][0].astype(np.float64)
    likely = np.exp(_SHARPNESS * (costs.min() - costs))
    found = math.exp(float(likely @ np.log(_STRENGTHS + 2.0) / likely.sum())) - 2.0
    confidence = math.exp(-max(float(np.interp(found, _STRENGTHS, costs)), 0.0))
    if costs[0] >= _NOISY:
        confidence = max(confidence, SURE)
    else:
        found *= min(1.0, confidence / _GENTLE) ** 2
    plain = plain_strength(seen)
    # Noise that all colours share needs more strength than its deviation says.
    is_coloured = bool(np.any(seen[:, 0] != seen[:, 1]))
    if is_coloured and found < _STRONG and found / _STEP <= plain <= found * _STEP:
        found = math.sqrt(found * plain)
    return NoiseEstimate(min(max(found, _FLOOR * plain, 0.0), 100.0), confidence)


def estimate_strength(picture: Picture, threads: int = 0) -> float:
    """The strength of :func:`estimate_noise`, 0..100."""
    return estimate_noise(picture, threads).strength


def plain_strength(seen: Float32Array) -> float:
    """The strength for the deviation that the diagonal details of flat, unclipped areas show, at two scales, 0..100.

    The median of the absolute details, as Donoho and Johnstone (1994) have it; the larger of the two scales' answers.
    It sees no noise that is much wider than two pixels, and takes what texture the flattest areas have for noise.

    Args:
        seen: crops ``(n, 3, H, W)``, 0..255, sides multiples of 16.
    """
    return max(_plain(seen), _plain(_halved(seen)))


def _plain(seen: Float32Array) -> float:
    count, _, height, width = seen.shape
    if height < _BLOCK or width < _BLOCK:
        return 0.0
    rows, columns = height // _BLOCK, width // _BLOCK
    blocks = seen[:, :, : rows * _BLOCK, : columns * _BLOCK].reshape(count, 3, rows, _BLOCK, columns, _BLOCK)
    blocks = blocks.transpose(0, 2, 4, 1, 3, 5).reshape(-1, 3, _BLOCK, _BLOCK)
    clipped = ((blocks < 0.5) | (blocks > 254.5)).mean((1, 2, 3))
    blocks = blocks[clipped < _CLIPPED]
    if not len(blocks):
        return 0.0
    diagonal = 0.5 * (
        blocks[:, :, ::2, ::2] - blocks[:, :, 1::2, ::2] - blocks[:, :, ::2, 1::2] + blocks[:, :, 1::2, 1::2]
    )
    deviations = np.median(np.abs(diagonal).reshape(len(blocks), -1), axis=1) / _TO_DEVIATION
    spreads = np.sqrt(blocks.reshape(len(blocks), 3, -1).var(2).mean(1))
    flattest = spreads <= np.quantile(spreads, _FLATTEST)
    flat = flattest & (spreads <= _FLAT * deviations)
    if 2 * flat.sum() < flattest.sum():
        return 0.0
    deviation = float(np.median(deviations[flat]))
    return min(100.0, 100.0 * deviation / SIGMA_AT_FULL_STRENGTH)


def _halved(seen: Float32Array) -> Float32Array:
    count, colours, height, width = seen.shape
    halved: Float32Array = seen.reshape(count, colours, height // 2, 2, width // 2, 2).mean((3, 5), dtype=np.float32)
    return halved


def _is_drawn(pixels: Samples) -> bool:
    """Whether so few colours come so often that they are a palette's: 256, or 16 where all are grey."""
    sample = pixels[:: max(pixels.shape[0] // 512, 1), :: max(pixels.shape[1] // 512, 1)].reshape(-1, 3)
    # Photographs show more colours in a small part of the sample, and sorting all of it would take longest here.
    if _colours(sample[:: max(len(sample) // _FIRST_LOOK, 1)]) > _FEW_COLOURS:
        return False
    is_grey = not np.any(sample[:, :1] != sample[:, 1:])
    count = _colours(sample)
    return count <= (_FEW_COLOURS // 16 if is_grey else _FEW_COLOURS) and 16 * count <= len(sample)


def _colours(sample: Samples) -> int:
    """How many different ones there are in ``(n, 3)`` samples."""
    wide = sample.astype(np.uint64)
    return len(np.unique(wide[:, 0] << 32 | wide[:, 1] << 16 | wide[:, 2]))


def crops(pixels: Samples) -> Float32Array:
    """Crops on an even grid, ``(n, 3, 128, 128)`` on the 0..255 scale; shorter where the picture is, by whole units.

    Args:
        pixels: RGB, uint8 or uint16, ``(H, W, 3)``.
    """
    missing = [(0, -length % _UNIT if length < CROP else 0) for length in pixels.shape[:2]]
    pixels = np.pad(pixels, (*missing, (0, 0)), mode="symmetric") if any(map(any, missing)) else pixels
    height, width = pixels.shape[:2]
    side = (min(height, CROP), min(width, CROP))
    down, across = _most(height // side[0], width // side[1])
    tops, lefts = (
        np.linspace(0, length - least, count).astype(int) // _UNIT * _UNIT
        for length, least, count in ((height, side[0], down), (width, side[1], across))
    )
    return np.concatenate(
        [network_levels(pixels[top : top + side[0], left : left + side[1]]) for top in tops for left in lefts]
    )


def _most(down: int, across: int) -> tuple[int, int]:
    """Rows and columns of at most :data:`MOST_CROPS` crops, in about the picture's shape."""
    if down * across <= MOST_CROPS:
        return down, across
    rows = min(max(round(math.sqrt(MOST_CROPS * down / across)), 1), down, MOST_CROPS)
    columns = min(MOST_CROPS // rows, across)
    return min(MOST_CROPS // columns, down), columns
