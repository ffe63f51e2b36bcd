"""Synthetic noise for training the denoiser: white, and softened and signal-dependent as cameras leave it."""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor


def soften(noise: Tensor, radius: Tensor) -> Tensor:
    """Blur each sample's noise by a Gaussian of deviation ``radius`` ``(B,)`` pixels, keeping its own deviation."""
    offsets = torch.arange(-2, 3, device=noise.device, dtype=noise.dtype)
    line = torch.exp(-0.5 * (offsets / radius[:, None].clamp_min(0.05)) ** 2)
    kernel = line[:, :, None] * line[:, None, :]
    kernel = kernel / kernel.flatten(1).norm(dim=1)[:, None, None]
    b, c, h, w = noise.shape
    weight = kernel.repeat_interleave(c, 0)[:, None]
    return F.conv2d(noise.reshape(1, b * c, h, w), weight, padding=2, groups=b * c).reshape(b, c, h, w)


def add_noise(clean: Tensor, sigma: Tensor, camera_share: float) -> Tensor:
    """Noisy pictures in [0, 1], rounded and clipped as a file would be.

    Args:
        clean: ``(B, 3, H, W)`` in [0, 1].
        sigma: ``(B, 1)``, mean deviation on the 0..255 scale.
        camera_share: part of the samples whose noise is spatially soft, signal-dependent and partly grey.
    """
    count = len(clean)
    noise = torch.randn_like(clean)
    camera = torch.rand(count, device=clean.device) < camera_share
    if camera.any():
        chosen = noise[camera]
        grey = torch.rand(len(chosen), 1, 1, 1, device=clean.device)
        chosen = (1 - grey).sqrt() * chosen + grey.sqrt() * torch.randn_like(chosen[:, :1])
        chosen = soften(chosen, 0.2 + 0.7 * torch.rand(len(chosen), device=clean.device))
        shot = torch.rand(len(chosen), 1, 1, 1, device=clean.device)
        level = clean[camera].mean(1, keepdim=True)
        mean = level.mean((2, 3), keepdim=True).clamp_min(0.02)
        noise[camera] = chosen * ((1 - shot) + shot * level / mean).sqrt()
    noisy = clean + noise * (sigma[:, :, None, None] / 255.0)
    return torch.round(noisy.clamp(0, 1) * 255.0) / 255.0
