"""Figures of uses: PSNR, the area under the ROC curve, moments of codes."""

from __future__ import annotations

import math

import torch
from torch import Tensor


def mse(a: Tensor, b: Tensor) -> float:
    """Mean squared difference of all values."""
    return float((a - b).square().mean())


def decibels(error: float) -> float:
    """PSNR of a mean squared error of values from 0 to 1."""
    return -10.0 * math.log10(max(error, 1e-12))


def roc_auc(scores: Tensor, is_anomaly: Tensor) -> float:
    """Chance that a random anomaly has a higher score than a random other; ties count half. NaN without both."""
    positive, negative = scores[is_anomaly].double(), scores[~is_anomaly].double().sort().values
    if not len(positive) or not len(negative):
        return math.nan
    below = torch.searchsorted(negative, positive, right=False).double()
    upto = torch.searchsorted(negative, positive, right=True).double()
    return float((0.5 * (below + upto) / len(negative)).mean())


def moments(codes: Tensor) -> tuple[Tensor, Tensor, Tensor]:
    """Mean, variance and excess kurtosis of each dimension of ``(N, K)``; 0, 1 and 0 for N(0, 1)."""
    mean, variance = codes.mean(0), codes.var(0, unbiased=False)
    fourth = (codes - mean).pow(4).mean(0)
    return mean, variance, fourth / variance.clamp_min(1e-12).square() - 3.0


def neighbours_agree(points: Tensor, labels: Tensor, count: int = 10) -> float:
    """Share of points ``(N, 2)`` whose label is the commonest among their ``count`` nearest others."""
    nearest = torch.cdist(points, points).fill_diagonal_(float("inf")).topk(count, largest=False).indices
    return float((labels[nearest].mode(1).values == labels).float().mean())
