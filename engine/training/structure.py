"""MS-SSIM as a loss: what the eye sees of a picture's structure, which squared errors do not weigh."""

from __future__ import annotations

import torch
from torch import Tensor
from torch.nn import functional as F

from engine.image.metrics import MS_SSIM_WEIGHTS

_WINDOW = 11
_DEVIATION = 1.5
_C1, _C2 = 0.01**2, 0.03**2


def ms_ssim(a: Tensor, b: Tensor) -> Tensor:
    """Multi-scale structural similarity (Wang, Simoncelli & Bovik 2003) of each sample, mean of the channels.

    Args:
        a, b: float32 ``(B, C, H, W)`` on the 0..1 scale, sides of at least 176 pixels.

    Returns:
        ``(B,)``, 1 where both are equal.
    """
    result = a.new_ones(len(a))
    for scale, weight in enumerate(MS_SSIM_WEIGHTS):
        likeness, contrast = _maps(a, b)
        last = scale + 1 == len(MS_SSIM_WEIGHTS)
        value = likeness * contrast if last else contrast
        result = result * value.mean((1, 2, 3)).clamp_min(1e-4) ** weight
        a, b = F.avg_pool2d(a, 2), F.avg_pool2d(b, 2)
    return result


def _band(length: int, like: Tensor) -> Tensor:
    """The Gaussian window as a matrix ``(length - 10, length)``: quicker than convolving planes one by one."""
    place = torch.arange(_WINDOW, device=like.device, dtype=torch.float32) - _WINDOW // 2
    weights = torch.exp(-(place**2) / (2 * _DEVIATION**2))
    rows = torch.arange(length - _WINDOW + 1, device=like.device)[:, None]
    band = like.new_zeros(len(rows), length)
    return band.scatter_(
        1, rows + torch.arange(_WINDOW, device=like.device), (weights / weights.sum()).expand(len(rows), -1)
    )


def _blurred(x: Tensor) -> Tensor:
    return _band(x.shape[2], x) @ x @ _band(x.shape[3], x).T


def _maps(a: Tensor, b: Tensor) -> tuple[Tensor, Tensor]:
    """Likeness of the means, and of contrast and structure, at every place."""
    mean_a, mean_b = _blurred(a), _blurred(b)
    squares = _blurred(a * a + b * b) - mean_a**2 - mean_b**2
    product = _blurred(a * b) - mean_a * mean_b
    likeness = (2 * mean_a * mean_b + _C1) / (mean_a**2 + mean_b**2 + _C1)
    return likeness, (2 * product + _C2) / (squares + _C2)
