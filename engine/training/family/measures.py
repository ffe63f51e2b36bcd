"""Mean squared error, PSNR, and moments of codes."""

from __future__ import annotations

import math

from torch import Tensor


def mse(a: Tensor, b: Tensor) -> float:
    """Mean squared difference of all values."""
    return float((a - b).square().mean())


def decibels(error: float) -> float:
    """PSNR of a mean squared error of values from 0 to 1."""
    return -10.0 * math.log10(max(error, 1e-12))


def moments(codes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Mean, variance and excess kurtosis of each dimension of ``(N, K)``; 0, 1 and 0 for N(0, 1)."""
    mean, variance = codes.mean(0), codes.var(0, unbiased=False)
    fourth = (codes - mean).pow(4).mean(0)
    return mean, variance, fourth / variance.clamp_min(1e-12).square() - 3.0
