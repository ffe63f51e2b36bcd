"""What a picture carries that it should not: a random mixture of it, each with the level that the network is told.

Kinds, drawn sample by sample (after SCUNet, Zhang et al. 2022, and CBDNet, Guo et al. 2019)::

    white    Gaussian noise, independent from pixel to pixel
    camera   shot and read noise through a camera's pipeline, often followed by its JPEG
    jpeg     the artefacts of JPEG, with or without noise before it
    banding  too few levels
    clean    nothing at all
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.training.camera import camera_noise, soften, uniform
from engine.training.jpeg import jpeg


@dataclass(frozen=True)
class Mixture:
    """Share of each kind among the samples; what is left is white noise.

    Attributes:
        grey: share, of the samples with white noise, where R, G and B have it in common, wholly or for the most part,
            as in grey pictures and film grain.
        uncertainty: deviation of the logarithm of the level that the network is told around the true one, for kinds
            other than white noise: they vary within a picture, and so does what an estimate makes of them. It also
            makes false alarms of clean pictures.
    """

    camera: float = 0.25
    jpeg: float = 0.0
    banding: float = 0.0
    clean: float = 0.0
    grey: float = 0.0
    uncertainty: float = 0.0


VALIDATION = {
    "15": (15.0, Mixture(camera=0.0)),
    "25": (25.0, Mixture(camera=0.0)),
    "50": (50.0, Mixture(camera=0.0)),
    "grey": (25.0, Mixture(camera=0.0, grey=1.0)),
    "camera": (20.0, Mixture(camera=1.0)),
    "jpeg": (20.0, Mixture(camera=0.0, jpeg=1.0)),
}


def sample_sigma(count: int, highest: float, device: torch.device) -> Tensor:
    """One noise level from every slice of 0.5..``highest``, in random order; ``(count, 1)``."""
    place = (torch.randperm(count) + torch.rand(count)) / count
    return (0.5 + (highest - 0.5) * place)[:, None].to(device)


def degrade(clean: Tensor, sigma: Tensor, mixture: Mixture) -> tuple[Tensor, Tensor]:
    """Degraded pictures, and the level of each ``(B, 1)``, on the 0..255 scale: what a network is told to remove.

    The level of white noise is the deviation asked for, of anything else the root mean square of the error.

    Args:
        clean: ``(B, 3, H, W)`` in [0, 1]; H and W are multiples of 16.
        sigma: ``(B, 1)``: deviation of the noise; where there is no noise, it only orders how strong the rest is.
    """
    place = torch.rand(len(clean), device=clean.device)
    result, kinds = clean.clone(), torch.full_like(place, -1.0)
    steps = (("camera", _camera), ("jpeg", _compressed), ("banding", _banded))
    start = 0.0
    for number, (name, apply) in enumerate(steps):
        share = getattr(mixture, name)
        chosen = (place >= start) & (place < start + share)
        start += share
        kinds[chosen] = number
        if chosen.any():
            result[chosen] = apply(clean[chosen], sigma[chosen])
    untouched = (place >= start) & (place < start + mixture.clean)
    white = (kinds < 0) & ~untouched
    result[white] += _white(result[white], mixture.grey) * (sigma[white][:, :, None, None] / 255.0)
    result = torch.round(result.clamp(0.0, 1.0) * 255.0) / 255.0
    told = _uncertain(255.0 * (result - clean).square().mean((1, 2, 3)).sqrt()[:, None], mixture.uncertainty)
    told = torch.where(untouched[:, None], 30.0 * mixture.uncertainty * torch.rand_like(told) ** 3, told)
    return result, torch.where(white[:, None], sigma, told)


def _white(like: Tensor, grey: float) -> Tensor:
    """Noise of unit deviation; of a share ``grey`` of the samples, half its variance or more is common to R, G, B."""
    noise = torch.randn_like(like)
    if not grey:
        return noise
    shared = uniform(0.5, 1.5, like).clamp_max(1.0) * (uniform(0.0, 1.0, like) < grey)
    mixed: Tensor = (1.0 - shared).sqrt() * noise + shared.sqrt() * torch.randn_like(like[:, :1])
    return mixed


def _uncertain(level: Tensor, deviation: float) -> Tensor:
    return level * torch.exp(deviation * torch.randn_like(level))


def _camera(clean: Tensor, sigma: Tensor) -> Tensor:
    """Weak noise more often than strong: cameras hide the rest. Most is compressed afterwards, and blocky then."""
    noisy = camera_noise(clean, 0.8 * sigma * torch.rand_like(sigma) ** 1.5).clamp(0.0, 1.0)
    return _some(torch.rand_like(sigma) < 0.85, _jpeg_at(noisy, uniform(50.0, 98.0, clean)), noisy)


def _compressed(clean: Tensor, sigma: Tensor) -> Tensor:
    """Qualities from 5 up, the low ones more often; a third had noise before, soft or white."""
    noise = soften(torch.randn_like(clean), torch.rand(len(clean), device=clean.device))
    noisy = (clean + noise * (sigma * torch.rand_like(sigma) * 0.5)[:, :, None, None] / 255.0).clamp(0.0, 1.0)
    before = _some(torch.rand_like(sigma) < 0.33, noisy, clean)
    return _jpeg_at(before, 5.0 + 90.0 * uniform(0.0, 1.0, clean) ** 1.5)


def _banded(clean: Tensor, sigma: Tensor) -> Tensor:
    """Rounded to 16 to 128 levels."""
    levels = torch.round(2.0 ** uniform(4.0, 7.0, clean)) - 1.0
    return torch.round(clean * levels) / levels


def _jpeg_at(pictures: Tensor, quality: Tensor) -> Tensor:
    """JPEG whose blocks begin where a crop may begin in the file: at any pixel for half of the batches."""
    shift = (0, 0) if torch.rand(()) < 0.5 else tuple(int(n) for n in torch.randint(0, 16, (2,)))
    moved = torch.roll(pictures, shift, (2, 3))
    quality = torch.round(quality.flatten())
    coded = jpeg(moved, quality, torch.rand_like(quality) < 0.75)
    return torch.roll(coded, (-shift[0], -shift[1]), (2, 3))


def _some(chosen: Tensor, a: Tensor, b: Tensor) -> Tensor:
    return torch.where(chosen[:, :, None, None], a, b)
