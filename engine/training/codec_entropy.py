"""The codec's entropy networks: hyperprior and four-step context; integer, save for the encoder's h_a.

The four steps: base latents at even, then at odd positions of a checkerboard (He et al. 2021); detail latents likewise.
Every step sees all before it, in space and across channels (after ELIC, He et al. 2022, with two channel groups).
"""

from __future__ import annotations

import math
from collections.abc import Callable

import torch
from torch import Tensor, nn

from engine.training.codec_transforms import CodecShape
from engine.training.quantised import IntegerConv2d, quantise_activation


class HyperAnalysis(nn.Module):
    """h_a: normalised latents ``(B, latents, h, w)`` to hyper-latents ``(B, hyper, h/4, w/4)``."""

    def __init__(self, shape: CodecShape) -> None:
        super().__init__()
        width = shape.hyper_width
        self.layers = nn.Sequential(
            nn.Conv2d(shape.latents, width, 1),
            nn.LeakyReLU(0.1),
            nn.Conv2d(width, width, 4, stride=2, padding=1),
            nn.LeakyReLU(0.1),
            nn.Conv2d(width, shape.hyper, 4, stride=2, padding=1),
        )

    def forward(self, y: Tensor) -> Tensor:
        return full_precision(self.layers, y)


class HyperSynthesis(nn.Module):
    """h_s, in integers: hyper-latents and a rate plane to features ``(B, context_width, h, w)``, 0..255 steps."""

    def __init__(self, shape: CodecShape) -> None:
        super().__init__()
        width = shape.hyper_width
        self.first = IntegerConv2d(shape.hyper + 1, width, 3, signed_input=True)
        self.up1 = IntegerConv2d(width, 4 * width, 1)
        self.middle = IntegerConv2d(width, width, 3)
        self.up2 = IntegerConv2d(width, 4 * width, 1)
        self.last = IntegerConv2d(width, shape.context_width, 3)
        self.shuffle = nn.PixelShuffle(2)

    def forward(self, z: Tensor) -> Tensor:
        h = quantise_activation(self.first(z))
        h = self.shuffle(quantise_activation(self.up1(h)))
        h = quantise_activation(self.middle(h))
        h = self.shuffle(quantise_activation(self.up2(h)))
        return quantise_activation(self.last(h))


class BaseContext(nn.Module):
    """Entropy parameters of the base latents' second half, in integers, from the features and their first half."""

    def __init__(self, shape: CodecShape) -> None:
        super().__init__()
        near = shape.near_width
        self.neighbours = IntegerConv2d(shape.base, near, 3, signed_input=True)
        self.mix = IntegerConv2d(shape.context_width + near, shape.context_width, 1)
        self.head = IntegerConv2d(shape.context_width, 2 * shape.base, 1)

    def forward(self, features: Tensor, first_half: Tensor) -> Tensor:
        near = quantise_activation(self.neighbours(first_half))
        h = quantise_activation(self.mix(torch.cat([features, near], 1)))
        return full_precision(self.head, h)


class DetailContext(nn.Module):
    """Entropy parameters of the detail latents, in integers: the first half sees the base, the second also the first.

    ``start`` gives the first half's parameters and the features that ``finish`` starts from.
    """

    def __init__(self, shape: CodecShape) -> None:
        super().__init__()
        near, wide = shape.near_width, shape.detail_width
        self.around = IntegerConv2d(shape.base, near, 3, signed_input=True)
        self.mix = IntegerConv2d(shape.context_width + near, wide, 1)
        self.head = IntegerConv2d(wide, 2 * shape.detail, 1)
        self.squeeze = IntegerConv2d(shape.detail, near, 1, signed_input=True)
        self.neighbours = IntegerConv2d(near, near, 3)
        self.mix2 = IntegerConv2d(wide + near, wide, 1)
        self.head2 = IntegerConv2d(wide, 2 * shape.detail, 1)

    def start(self, features: Tensor, base: Tensor) -> tuple[Tensor, Tensor]:
        around = quantise_activation(self.around(base))
        h = quantise_activation(self.mix(torch.cat([features, around], 1)))
        return full_precision(self.head, h), h

    def finish(self, features: Tensor, first_half: Tensor) -> Tensor:
        near = quantise_activation(self.neighbours(quantise_activation(self.squeeze(first_half))))
        h = quantise_activation(self.mix2(torch.cat([features, near], 1)))
        return full_precision(self.head2, h)


def full_precision(layer: Callable[[Tensor], Tensor], h: Tensor) -> Tensor:
    """Run a layer in float32 also under autocast: bfloat16 is too coarse for means, scales and the sums behind them."""
    with torch.autocast(h.device.type, enabled=False):
        return layer(h.float())


def checkerboard(like: Tensor) -> Tensor:
    """True where the first half lies, even row + column; shape ``(1, 1, h, w)`` for ``like`` ``(B, C, h, w)``."""
    rows, columns = (torch.arange(side, device=like.device) for side in like.shape[2:])
    return ((rows[:, None] + columns) % 2 == 0)[None, None]


def gaussian_bits(values: Tensor, scale: Tensor) -> Tensor:
    """Bits of ``values`` under a zero-mean Gaussian of standard deviation ``scale``, integrated over unit bins."""
    magnitude = values.abs()
    root = scale * math.sqrt(2.0)
    mass = 0.5 * (torch.erfc((magnitude - 0.5) / root) - torch.erfc((magnitude + 0.5) / root))
    # Where the mass underflows, a logarithm like that of an escape code keeps a gradient towards mean and wider scale.
    tail = 20.0 + 6.0 * torch.log2((magnitude / scale).clamp_min(4.75) / 4.75)
    return torch.where(mass > 1e-6, -torch.log2(mass.clamp_min(1e-6)), tail)
