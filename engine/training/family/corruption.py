"""What is done to a picture before the encoder sees it; the loss compares with the clean one.

A denoising autoencoder learns what pictures look like by undoing damage (Vincent et al. 2010). Pictures are float32
``(N, C, H, W)`` in [0, 1]; noise is not clipped, so that its strength is what the recipe says.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
from torch import Tensor

from engine.training.family.settings import number


@dataclass(frozen=True)
class NoCorruption:
    """The encoder sees the picture itself."""

    def __call__(self, x: Tensor) -> Tensor:
        return x


@dataclass(frozen=True)
class Gaussian:
    """White noise of deviation ``sigma``, on the scale from 0 to 1."""

    sigma: float = number(0.5, least=0.0)

    def __call__(self, x: Tensor) -> Tensor:
        return x + self.sigma * torch.randn_like(x)


@dataclass(frozen=True)
class Masking:
    """A ``share`` of the values, drawn anew for every picture, is set to 0."""

    share: float = number(0.5, least=0.0, most=1.0)

    def __call__(self, x: Tensor) -> Tensor:
        return x * (torch.rand_like(x) >= self.share)


@dataclass(frozen=True)
class SaltAndPepper:
    """A ``share`` of the values becomes 0 or 1, each as likely."""

    share: float = number(0.2, least=0.0, most=1.0)

    def __call__(self, x: Tensor) -> Tensor:
        draw = torch.rand_like(x)
        x = torch.where(draw < self.share, 0.0, x)
        return torch.where(draw < 0.5 * self.share, 1.0, x)


Corruption = NoCorruption | Gaussian | Masking | SaltAndPepper

KINDS: dict[str, type[Corruption]] = {
    "none": NoCorruption, "gaussian": Gaussian, "masking": Masking, "salt_and_pepper": SaltAndPepper,
}  # fmt: skip
