"""The codec's networks as they run: pictures on the 0..255 scale, entropy parameters in whole numbers.

Each module here becomes one ONNX file. The integer ones hold whole numbers in float32 and contain nothing that could
round differently between machines: convolutions whose sums stay below 2**24, one product each, round half to even. They
are what :mod:`engine.training.integer_onnx` writes as 8-bit convolutions, and what its files must match exactly.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.training.codec_model import Codec
from engine.training.codec_transforms import Synthesis
from engine.training.quantised import STEPS, IntegerConv2d, largest_sum

MEAN_MAX = float(2**22)
"""Fixed-point means are clipped to this, so that mean plus symbol stays exact in float32."""


def to_levels(x: Tensor) -> tuple[Tensor, Tensor]:
    """[0, 1] to uint8, and to float32 on the 0..255 scale for pictures of more than eight bits."""
    levels = 255.0 * x.clamp(0.0, 1.0)
    return torch.round(levels).to(torch.uint8), levels


class AnalysisGraph(nn.Module):
    """``picture`` ``(1, 3, H, W)`` in 0..255 and ``strength`` ``(1, 1)`` in 0..1 to ``y`` ``(1, C, H/16, W/16)``."""

    def __init__(self, codec: Codec) -> None:
        super().__init__()
        self.g_a = codec.g_a

    def forward(self, picture: Tensor, strength: Tensor) -> Tensor:
        return self.g_a(picture * (1.0 / 255.0), strength)  # type: ignore[no-any-return]


class SynthesisGraph(nn.Module):
    """``y`` ``(1, C, h, w)``, ``rate`` ``(1, 1)`` to ``picture`` uint8 and ``levels``, both ``(1, 3, 16 h, 16 w)``."""

    def __init__(self, synthesis: Synthesis) -> None:
        super().__init__()
        self.g_s = synthesis

    def forward(self, y: Tensor, rate: Tensor) -> tuple[Tensor, Tensor]:
        return to_levels(self.g_s(y, rate))


class HyperAnalysisGraph(nn.Module):
    """``y`` ``(1, C, h, w)`` to ``z`` ``(1, hyper, h/4, w/4)``, not yet gained."""

    per_std: Tensor

    def __init__(self, codec: Codec) -> None:
        super().__init__()
        self.h_a = codec.h_a
        self.register_buffer("per_std", 1.0 / codec.std[:, None, None])

    def forward(self, y: Tensor) -> Tensor:
        return self.h_a(y * self.per_std)  # type: ignore[no-any-return]


class ExactConv2d(nn.Module):
    """An integer convolution, frozen; refuses weights whose sums could leave float32's exact range."""

    weight: Tensor
    bias: Tensor
    step: Tensor

    def __init__(self, conv: IntegerConv2d) -> None:
        super().__init__()
        weight, bias, step = conv.integer_parts()
        self.bound = largest_sum(weight, bias, conv.input_max)
        if self.bound >= 2**24:
            raise ValueError(f"sums of up to {self.bound:.0f} are not exact in float32")
        self.padding = conv.kernel_size[0] // 2
        self.register_buffer("weight", weight)
        self.register_buffer("bias", bias)
        self.register_buffer("step", step)

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight, self.bias, padding=self.padding)


class ExactLayer(nn.Module):
    """An exact convolution and its activation: whole numbers 0..255 out."""

    def __init__(self, conv: IntegerConv2d) -> None:
        super().__init__()
        self.conv = ExactConv2d(conv)

    def forward(self, x: Tensor) -> Tensor:
        return torch.round(self.conv(x) * self.conv.step.view(1, -1, 1, 1)).clamp(0.0, 255.0)


class ExactHead(nn.Module):
    """An exact convolution to fixed-point means and scale indices.

    Args:
        conv: its outputs are means, then base-two logarithms of scales, both relative to the latents' own deviation.
        index_unit: base-two logarithm of the ratio of neighbouring scales.
        indices: how many scales there are.
    """

    index_factor: Tensor

    def __init__(self, conv: IntegerConv2d, index_unit: float, indices: int) -> None:
        super().__init__()
        self.conv = ExactConv2d(conv)
        self.channels = conv.out_channels // 2
        self.last_index = float(indices - 1)
        mean_step, log_step = (self.conv.step.double() / STEPS).chunk(2)
        self.mean_step, self.log_step = mean_step, log_step
        self.register_buffer("index_factor", (log_step / index_unit).float().view(1, -1, 1, 1))

    def forward(self, x: Tensor, mean_factor: Tensor, index_offset: Tensor) -> tuple[Tensor, Tensor]:
        sums = self.conv(x)
        mean = torch.round(sums[:, : self.channels] * mean_factor).clamp(-MEAN_MAX, MEAN_MAX)
        index = torch.round((sums[:, self.channels :] + index_offset) * self.index_factor)
        return mean, index.clamp(0.0, self.last_index).to(torch.uint8)


def at_positions(x: Tensor, positions: Tensor) -> Tensor:
    """``(1, C, h, w)`` at flat ``positions`` ``(n,)``: ``(1, C, 1, n)``. Half a checkerboard costs half the work."""
    return x.flatten(2)[:, :, positions][:, :, None]


class HyperSynthesisGraph(nn.Module):
    """``z`` in whole steps ``(1, hyper + 1, h/4, w/4)`` to ``features`` ``(1, F, h, w)`` and the base's first half.

    ``positions`` ``(n,)`` int64 are flat places in ``h x w``; ``mean`` and ``index`` come back as ``(1, C, 1, n)``.
    """

    def __init__(self, codec: Codec, head: ExactHead) -> None:
        super().__init__()
        h_s = codec.h_s
        self.first, self.up1, self.middle = ExactLayer(h_s.first), ExactLayer(h_s.up1), ExactLayer(h_s.middle)
        self.up2, self.last = ExactLayer(h_s.up2), ExactLayer(h_s.last)
        self.shuffle = nn.PixelShuffle(2)
        self.head = head

    def forward(
        self, z: Tensor, positions: Tensor, mean_factor: Tensor, index_offset: Tensor
    ) -> tuple[Tensor, Tensor, Tensor]:
        h = self.shuffle(self.up1(self.first(z)))
        features = self.last(self.shuffle(self.up2(self.middle(h))))
        mean, index = self.head(at_positions(features, positions), mean_factor, index_offset)
        return features, mean, index


def network_steps(fixed: Tensor, to_network: Tensor) -> Tensor:
    """Fixed-point latents to the integer networks' steps."""
    return torch.round(fixed * to_network).clamp(-128.0, 127.0)


class DetailStartGraph(nn.Module):
    """``features`` and the whole base, ``known``, to ``wide`` features and the details' first half."""

    def __init__(self, codec: Codec, head: ExactHead) -> None:
        super().__init__()
        self.around, self.mix = ExactLayer(codec.detail_context.around), ExactLayer(codec.detail_context.mix)
        self.head = head

    def forward(
        self, features: Tensor, known: Tensor, positions: Tensor, to_network: Tensor, mean_factor: Tensor,
        index_offset: Tensor,
    ) -> tuple[Tensor, Tensor, Tensor]:  # fmt: skip
        around = self.around(network_steps(known, to_network))
        wide = self.mix(torch.cat([features, around], 1))
        mean, index = self.head(at_positions(wide, positions), mean_factor, index_offset)
        return wide, mean, index


class SecondHalfGraph(nn.Module):
    """``features`` and the first half of the base or of the details, ``known`` in fixed point, to the second half.

    Args:
        near: what the first half passes through; the rest as the entropy networks' own parts.
    """

    def __init__(self, near: list[IntegerConv2d], mix: IntegerConv2d, head: ExactHead) -> None:
        super().__init__()
        self.near = nn.Sequential(*(ExactLayer(conv) for conv in near))
        self.mix, self.head = ExactLayer(mix), head

    def forward(
        self, features: Tensor, known: Tensor, positions: Tensor, to_network: Tensor, mean_factor: Tensor,
        index_offset: Tensor,
    ) -> tuple[Tensor, Tensor]:  # fmt: skip
        near = self.near(network_steps(known, to_network))
        h = self.mix(at_positions(torch.cat([features, near], 1), positions))
        mean, index = self.head(h, mean_factor, index_offset)
        return mean, index
