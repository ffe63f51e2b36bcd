"""Encoders and decoders: chains of stages, dense or convolutional.

An encoder turns pictures ``(N, C, H, W)`` into features ``(N, F)``, a decoder turns codes ``(N, K)`` into pictures
before their output function. Both are lists of stages, so that a deep member can be trained a stage at a time.
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise
from typing import Any

import torch.nn.functional as F
from torch import Tensor, nn

from engine.training.family.settings import choice, number

Shape = tuple[int, int, int]
"""Channels, height and width of a picture."""

ACTIVATIONS: dict[str, type[nn.Module]] = {
    "relu": nn.ReLU, "sigmoid": nn.Sigmoid, "tanh": nn.Tanh, "softplus": nn.Softplus, "linear": nn.Identity,
    "leaky_relu": nn.LeakyReLU,
}  # fmt: skip
RECTIFIERS = ("relu", "leaky_relu")
OUTPUTS: dict[str, Any] = {"linear": lambda x: x, "sigmoid": Tensor.sigmoid, "softplus": F.softplus}
"""Output functions of the decoder's last layer; pictures have values 0..1."""

KERNEL, STRIDE, MARGIN = 4, 2, 1
"""Of every convolution: it halves each side, rounding down, and covers all pixels equally often."""


class Stages(nn.Module):
    """A chain of stages.

    Attributes:
        stages: each maps a batch to a batch.
        features: values per picture after the last stage.
    """

    def __init__(self, stages: list[nn.Module], features: int) -> None:
        super().__init__()
        self.stages = nn.ModuleList(stages)
        self.features = features

    def forward(self, x: Tensor) -> Tensor:
        for stage in self.stages:
            x = stage(x)
        return x


def activated(layer: nn.Linear | nn.Conv2d | nn.ConvTranspose2d, activation: str) -> nn.Sequential:
    """A layer and its activation; rectified layers start with weights that keep the variance (He et al. 2015)."""
    if activation in RECTIFIERS:
        inputs = layer.weight[0].numel()
        if isinstance(layer, nn.ConvTranspose2d):  # its weight's first axis is the inputs; STRIDE spreads them out
            inputs = layer.weight[:, 0].numel() // STRIDE**2
        nn.init.normal_(layer.weight, std=(2.0 / inputs) ** 0.5)
        assert layer.bias is not None
        nn.init.zeros_(layer.bias)
    return nn.Sequential(layer, ACTIVATIONS[activation]())


def dense(c_in: int, c_out: int, activation: str) -> nn.Sequential:
    """One fully connected layer and its activation."""
    return activated(nn.Linear(c_in, c_out), activation)


@dataclass(frozen=True)
class DenseEncoder:
    """Fully connected layers of the given ``widths``; without any, the bottleneck gets the pixels."""

    widths: tuple[int, ...] = number((), least=1)
    activation: str = choice("relu", *(name for name in ACTIVATIONS if name != "relu"))

    def build(self, shape: Shape) -> Stages:
        sizes = [shape[0] * shape[1] * shape[2], *self.widths]
        layers = [dense(a, b, self.activation) for a, b in pairwise(sizes)]
        return Stages([nn.Flatten(), *layers], sizes[-1])


@dataclass(frozen=True)
class ConvolutionalEncoder:
    """Convolutions with stride 2 of the given ``channels`` (Masci et al. 2011), then dense layers of ``widths``."""

    channels: tuple[int, ...] = number((16, 32), least=1)
    widths: tuple[int, ...] = number((), least=1)
    activation: str = choice("relu", *(name for name in ACTIVATIONS if name != "relu"))

    def build(self, shape: Shape) -> Stages:
        counts, sides = [shape[0], *self.channels], halved(shape[1:], len(self.channels))
        stages: list[nn.Module] = [
            activated(nn.Conv2d(a, b, KERNEL, STRIDE, MARGIN), self.activation) for a, b in pairwise(counts)
        ]
        sizes = [counts[-1] * sides[-1][0] * sides[-1][1], *self.widths]
        layers = [dense(a, b, self.activation) for a, b in pairwise(sizes)]
        return Stages([*stages, nn.Flatten(), *layers], sizes[-1])


@dataclass(frozen=True)
class DenseDecoder:
    """Fully connected layers of the given ``widths``, and one more to the pixels."""

    widths: tuple[int, ...] = number((), least=1)
    activation: str = choice("relu", *(name for name in ACTIVATIONS if name != "relu"))
    output: str = choice("sigmoid", "linear", "softplus")

    def build(self, code: int, shape: Shape) -> Stages:
        pixels = shape[0] * shape[1] * shape[2]
        sizes = [code, *self.widths]
        layers = [dense(a, b, self.activation) for a, b in pairwise(sizes)]
        last = nn.Sequential(nn.Linear(sizes[-1], pixels), nn.Unflatten(1, shape))
        return Stages([*layers, last], pixels)


@dataclass(frozen=True)
class ConvolutionalDecoder:
    """Dense layers of ``widths``, then transposed convolutions from ``channels`` to the picture: a mirrored encoder."""

    channels: tuple[int, ...] = number((32, 16), least=1)
    widths: tuple[int, ...] = number((), least=1)
    activation: str = choice("relu", *(name for name in ACTIVATIONS if name != "relu"))
    output: str = choice("sigmoid", "linear", "softplus")

    def build(self, code: int, shape: Shape) -> Stages:
        sides = halved(shape[1:], len(self.channels))[::-1]
        counts = [*self.channels, shape[0]]
        low = (counts[0], *sides[0])
        sizes = [code, *self.widths, low[0] * low[1] * low[2]]
        stages: list[nn.Module] = [dense(a, b, self.activation) for a, b in pairwise(sizes)]
        stages.append(nn.Unflatten(1, low))
        for index, (a, b) in enumerate(pairwise(counts)):
            odd = (sides[index + 1][0] % STRIDE, sides[index + 1][1] % STRIDE)
            layer = nn.ConvTranspose2d(a, b, KERNEL, STRIDE, MARGIN, output_padding=odd)
            is_last = index == len(counts) - 2
            stages.append(layer if is_last else activated(layer, self.activation))
        return Stages(stages, shape[0] * shape[1] * shape[2])


def halved(side: tuple[int, ...], times: int) -> list[tuple[int, int]]:
    """Height and width before and after each of ``times`` convolutions.

    Raises:
        ValueError: a side would become 0.
    """
    sides = [(side[0], side[1])]
    for _ in range(times):
        sides.append((sides[-1][0] // STRIDE, sides[-1][1] // STRIDE))
    if min(sides[-1]) < 1:
        raise ValueError(f"pictures of {side[0]}x{side[1]} are too small for {times} convolutions of stride {STRIDE}")
    return sides


Encoder = DenseEncoder | ConvolutionalEncoder
Decoder = DenseDecoder | ConvolutionalDecoder

ENCODERS: dict[str, type[Encoder]] = {"dense": DenseEncoder, "convolutional": ConvolutionalEncoder}
DECODERS: dict[str, type[Decoder]] = {"dense": DenseDecoder, "convolutional": ConvolutionalDecoder}
