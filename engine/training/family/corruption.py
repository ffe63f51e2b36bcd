"""Corruptions of the encoder's input; the loss compares the reconstruction with the clean picture.

Denoising autoencoders learn the structure of pictures by removing corruption (Vincent et al. 2010). Pictures are
float32 ``(N, C, H, W)`` in [0, 1]; noise is not clipped, so that its strength is exact.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.training.family.settings import number


@dataclass(frozen=True)
class NoCorruption:
    """No corruption."""

    def __call__(self, x: Tensor) -> Tensor:
        return x


@dataclass(frozen=True)
class Gaussian:
    """White noise of standard deviation ``sigma``, on the scale from 0 to 1."""

    sigma: float = number(0.5, least=0.0)

    def __call__(self, x: Tensor) -> Tensor:
        return x + self.sigma * torch.randn_like(x)


@dataclass(frozen=True)
class Masking:
    """A random ``share`` of each picture's values is set to 0."""

    share: float = number(0.5, least=0.0, most=1.0)

    def __call__(self, x: Tensor) -> Tensor:
        return x * (torch.rand_like(x) >= self.share)


@dataclass(frozen=True)
class SaltAndPepper:
    """A random ``share`` of the values becomes 0 or 1, with equal probability."""

    share: float = number(0.2, least=0.0, most=1.0)

    def __call__(self, x: Tensor) -> Tensor:
        draw = torch.rand_like(x)
        x = torch.where(draw < self.share, 0.0, x)
        return torch.where(draw < 0.5 * self.share, 1.0, x)


@dataclass(frozen=True)
class Warped:
    """Every picture is rotated, scaled and moved at random; uncovered areas are black.

    The code learns to ignore position, size and angle, because they cannot be reconstructed.

    Attributes:
        turn: largest rotation in degrees.
        scale: largest change of size, as a share of it.
        move: largest shift, as a share of each side.
    """

    turn: float = number(15.0, least=0.0, most=180.0)
    scale: float = number(0.1, least=0.0, most=0.9)
    move: float = number(0.1, least=0.0, most=1.0)

    def __call__(self, x: Tensor) -> Tensor:
        most = torch.tensor([math.radians(self.turn), self.scale, 2.0 * self.move, 2.0 * self.move], device=x.device)
        turn, scale, across, down = (torch.rand(4, len(x), device=x.device) * 2.0 - 1.0) * most[:, None]
        cos, sin = (1.0 + scale) * turn.cos(), (1.0 + scale) * turn.sin()
        shape = x.shape[2] / x.shape[3]  # affine_grid's coordinates go from -1 to 1 on both sides
        rows = [torch.stack([cos, -sin * shape, across], 1), torch.stack([sin / shape, cos, down], 1)]
        grid = F.affine_grid(torch.stack(rows, 1), list(x.shape), align_corners=False)
        return F.grid_sample(x, grid, align_corners=False)


Corruption = NoCorruption | Gaussian | Masking | SaltAndPepper | Warped

KINDS: dict[str, type[Corruption]] = {
    "none": NoCorruption, "gaussian": Gaussian, "masking": Masking, "salt_and_pepper": SaltAndPepper,
    "warped": Warped,
}  # fmt: skip
