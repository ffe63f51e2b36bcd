"""Noise as a camera leaves it: born in the raw picture, then demosaiced, coloured, softened and bent by the tone curve.

Signal-dependent noise of the raw data through a simulated pipeline is CBDNet's (Guo et al. 2019), the unprocessing that
leads there Brooks et al.'s (2019), the random mixture SCUNet's (Zhang et al. 2022). Every step but the tone curve is
linear, so the noise alone goes through them and the clean picture keeps its sharpness: the target is the picture.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor

GAMMA = 2.2


def uniform(low: float, high: float, like: Tensor) -> Tensor:
    """One number a sample of ``like``, ``(B, 1, 1, 1)``, from ``low`` to ``high``."""
    return low + (high - low) * torch.rand(len(like), 1, 1, 1, device=like.device)


def camera_noise(clean: Tensor, sigma: Tensor) -> Tensor:
    """Noisy pictures, neither rounded nor clipped at white.

    Args:
        clean: ``(B, 3, H, W)`` in [0, 1]; H and W are even.
        sigma: ``(B, 1)``: about the deviation, on the 0..255 scale, that the whole sample's noise shall have.
    """
    linear = clean.clamp_min(1e-4) ** GAMMA
    noise = _sharpened(_smeared(_softened(_developed(_raw_noise(linear)))))
    for most, coarse in ((0.8, (2, 6)), (0.6, (6, 20))):
        noise = noise + most * _part_of(clean, 0.7) * _deviation(noise) * _blotches(clean, *coarse)
    noise = _calmed(noise) * _left_by_smoothing(clean)
    slope = linear.clamp_min(0.01) ** (1.0 / GAMMA - 1.0) / GAMMA
    strength = sigma[:, :, None, None] / 255.0 / _deviation(noise * slope).clamp_min(1e-6)
    bent: Tensor = (linear + strength * noise).clamp_min(0.0) ** (1.0 / GAMMA)
    return bent


def _deviation(values: Tensor) -> Tensor:
    """Root mean square of each sample, ``(B, 1, 1, 1)``."""
    return values.square().mean((1, 2, 3), keepdim=True).sqrt()


def _raw_noise(linear: Tensor) -> Tensor:
    """Shot and read noise of one colour a photosite, balanced for white: ``(B, 3, H, W)``, 0 where no site is."""
    gains = torch.cat([uniform(1.2, 2.6, linear), torch.ones_like(linear[:, :1, :1, :1]), uniform(1.2, 2.6, linear)], 1)
    read = 10.0 ** uniform(-3.0, -0.5, linear)
    variance = linear / gains + read
    noise = gains * variance.sqrt() * torch.randn_like(linear)
    sites = torch.zeros(3, 2, 2, device=linear.device)
    sites[0, 0, 0] = sites[1, 0, 1] = sites[1, 1, 0] = sites[2, 1, 1] = 1.0
    down, across = torch.randint(0, 2, (2,)).tolist()  # cropped and rotated photos begin anywhere in the pattern
    sites = sites.roll((down, across), (1, 2))
    return noise * sites.repeat(1, linear.shape[2] // 2, linear.shape[3] // 2)


def _developed(raw: Tensor) -> Tensor:
    """Bilinear demosaicing, then a random colour matrix whose rows sum up to 1."""
    line = raw.new_tensor([0.5, 1.0, 0.5])
    cross = raw.new_tensor([[0.0, 0.25, 0.0], [0.25, 1.0, 0.25], [0.0, 0.25, 0.0]])
    outer = line[:, None] * line[None, :]
    full = F.conv2d(raw, torch.stack([outer, cross, outer])[:, None], padding=1, groups=3)
    cross_talk = torch.rand(len(raw), 3, 3, device=raw.device) * 0.45
    cross_talk.diagonal(dim1=1, dim2=2).zero_()
    matrix = torch.diag_embed(1.0 + cross_talk.sum(2)) - cross_talk
    return torch.einsum("boc,bchw->bohw", matrix, full)


def _calmed(noise: Tensor) -> Tensor:
    """With less of it in the colours, as cameras smooth those most; some leave all, some smooth the brightness."""
    grey = noise.mean(1, keepdim=True)
    return grey + uniform(0.0, 1.4, noise) * (noise - grey)


def _smeared(noise: Tensor) -> Tensor:
    """With the colours blurred wider than the brightness, by up to 6 pixels, as in-camera noise reduction does.

    Of the samples, 70 % are blurred, and half of these wholly, so that no fine colour noise is left.
    """
    widest = int(torch.randint(1, 7, ()))
    grey = noise.mean(1, keepdim=True)
    colours = noise - grey
    wide = F.avg_pool2d(colours, 2 * widest + 1, 1, widest, count_include_pad=False)
    wide = wide * _deviation(colours) / _deviation(wide).clamp_min(1e-9)
    return grey + colours + (2.0 * _part_of(noise, 0.7)).clamp_max(1.0) * (wide - colours)


def _sharpened(noise: Tensor) -> Tensor:
    """What a camera's sharpening makes of it, for half of the samples."""
    return noise + 1.5 * _part_of(noise, 0.5) * (noise - F.avg_pool2d(noise, 3, 1, 1, count_include_pad=False))


def _part_of(like: Tensor, share: float) -> Tensor:
    """A random part, 0 to 1, for a ``share`` of the samples; 0 for the others: ``(B, 1, 1, 1)``."""
    return uniform(0.0, 1.0, like) * (uniform(0.0, 1.0, like) < share)


def _left_by_smoothing(clean: Tensor) -> Tensor:
    """How much noise a camera leaves where, ``(B, 1, H, W)``: all at edges and in texture, less in plain areas."""
    grey = clean.mean(1, keepdim=True)
    contrast = _around((grey - _around(grey)).abs())
    plain = uniform(0.0, 1.0, clean).sqrt().clamp_min(0.3)
    return plain + (1.0 - plain) * (30.0 * contrast).clamp_max(1.0)


def _around(values: Tensor) -> Tensor:
    """Mean over 5x5 pixels, at the border over those that there are: a border is no edge."""
    return F.avg_pool2d(values, 5, 1, 2, count_include_pad=False)


def _softened(noise: Tensor) -> Tensor:
    """Blurred by a random width, as noise reduction and resizing in the camera leave it; a part keeps more or less."""
    radius = 2.2 * torch.rand(len(noise), device=noise.device) ** 1.2
    return soften(noise, radius)


def _blotches(like: Tensor, finest: int, coarsest: int) -> Tensor:
    """Slow noise of unit deviation, coarse by a random factor."""
    b, _, h, w = like.shape
    factor = int(torch.randint(finest, coarsest, ()))
    coarse = torch.randn(b, 3, h // factor + 2, w // factor + 2, device=like.device)
    fine = F.interpolate(coarse, size=(h, w), mode="bicubic", align_corners=False)
    return fine / _deviation(fine)


def soften(noise: Tensor, radius: Tensor) -> Tensor:
    """Blur each sample's noise by a Gaussian of deviation ``radius`` ``(B,)`` pixels, keeping its own deviation."""
    offsets = torch.arange(-4, 5, device=noise.device, dtype=noise.dtype)
    line = torch.exp(-0.5 * (offsets / radius[:, None].clamp_min(0.05)) ** 2)
    kernel = line[:, :, None] * line[:, None, :]
    kernel = kernel / kernel.flatten(1).norm(dim=1)[:, None, None]
    b, c, h, w = noise.shape
    weight = kernel.repeat_interleave(c, 0)[:, None]
    return F.conv2d(noise.reshape(1, b * c, h, w), weight, padding=4, groups=b * c).reshape(b, c, h, w)
