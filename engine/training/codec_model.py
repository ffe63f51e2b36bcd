"""The codec's network: one variable-rate autoencoder with a hyperprior and a checkerboard context.

Data path (letters as in Balle et al. 2018 and Minnen et al. 2018; context as in He et al. 2021)::

    x ── g_a ── y ── * gain(t) ── - mean ── round ── symbols ── + mean ── / gain(t) ── y_hat ── g_s ── x_hat
                │                  ▲ scales for the entropy coder               │
                h_a                └────── entropy parameters ◄── checkerboard ─┘
                └ z * z_gain(t) ── round ── z_hat ── h_s ┘

``t`` in [0, 1] is the rate: 0 smallest file, 1 best quality; gains are log-linear between learned nodes. Everything
from ``z_hat`` and ``y_hat`` to means and scales is an integer network (:mod:`engine.training.quantised`).

Low resolution throughout, as in DCVC-RT (Jia et al. 2025): 8x8 patches in, blocks at 1/8, latents at 1/16.
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.training import dct
from engine.training.quantised import IntegerConv2d, quantise_activation, quantise_signed, round_ste

SCALE_MIN = 0.11
"""Standard deviation of the narrowest symbol distribution; narrower ones cost next to nothing."""


@dataclass(frozen=True)
class CodecShape:
    """Sizes of the network. ``patch`` pixels per block position; latents lie at twice that stride."""

    patch: int = 8
    width: int = 192
    latents: int = 320
    hyper: int = 64
    hyper_width: int = 128
    context_width: int = 192
    analysis_blocks: int = 4
    synthesis_blocks: int = 4
    rate_nodes: int = 9


def zero_conv(c_in: int, c_out: int) -> nn.Conv2d:
    """1x1 convolution that starts at zero, so that its residual branch starts as the identity."""
    conv = nn.Conv2d(c_in, c_out, 1)
    nn.init.zeros_(conv.weight)
    nn.init.zeros_(conv.bias)  # type: ignore[arg-type]
    return conv


class Block(nn.Module):
    """Residual depthwise block: 1x1, 3x3 depthwise, 1x1; then a 1x1 pair twice as wide. 6 C^2 + 9 C multiply-adds."""

    def __init__(self, width: int) -> None:
        super().__init__()
        self.inner = nn.Conv2d(width, width, 1)
        self.depthwise = nn.Conv2d(width, width, 3, padding=1, groups=width)
        self.outer = zero_conv(width, width)
        self.expand = nn.Conv2d(width, 2 * width, 1)
        self.reduce = zero_conv(2 * width, width)
        self.act = nn.LeakyReLU(0.1)

    def forward(self, x: Tensor, scale: Tensor, shift: Tensor) -> Tensor:
        h = self.act(self.inner(x) * scale + shift)
        x = x + self.outer(self.depthwise(h))
        return x + self.reduce(self.act(self.expand(x)))


class RateCondition(nn.Module):
    """From the rate ``t`` to a scale and a shift per channel and block: the decoder knows how coarse the latents are."""

    def __init__(self, width: int, blocks: int, hidden: int = 64) -> None:
        super().__init__()
        self.width, self.blocks = width, blocks
        self.hidden = nn.Linear(1, hidden)
        self.act = nn.SiLU()
        self.out = nn.Linear(hidden, 2 * width * blocks)
        nn.init.zeros_(self.out.weight)
        nn.init.zeros_(self.out.bias)

    def forward(self, t: Tensor) -> list[tuple[Tensor, Tensor]]:
        parts = self.out(self.act(self.hidden(4.0 * t - 2.0)))[:, :, None, None].split(self.width, 1)
        return [(1.0 + parts[2 * i], parts[2 * i + 1]) for i in range(self.blocks)]


class Analysis(nn.Module):
    """g_a: picture ``(B, 3, H, W)`` in [0, 1] and rate ``(B, 1)`` to latents ``(B, latents, H/16, W/16)``, un-gained."""

    def __init__(self, shape: CodecShape) -> None:
        super().__init__()
        self.patch = nn.Conv2d(3, shape.width, shape.patch, stride=shape.patch)
        self.condition = RateCondition(shape.width, shape.analysis_blocks)
        self.blocks = nn.ModuleList(Block(shape.width) for _ in range(shape.analysis_blocks))
        self.down = nn.Conv2d(shape.width, shape.latents, 2, stride=2)
        kernel = dct.patch_dct_kernel(shape.patch)
        keep = dct.latent_order(shape.width, shape.latents, shape.patch)
        with torch.no_grad():
            self.patch.weight.copy_(kernel[: shape.width])
            self.down.weight.copy_(dct.haar_kernel(shape.width)[keep])
            self.patch.bias.zero_()  # type: ignore[union-attr]
            self.down.bias.zero_()  # type: ignore[union-attr]

    def forward(self, x: Tensor, t: Tensor) -> Tensor:
        # The outer layers carry the picture itself: bfloat16 there would cap the quality.
        with torch.autocast(x.device.type, enabled=False):
            h = self.patch(2.0 * x - 1.0)
        for block, (scale, shift) in zip(self.blocks, self.condition(t), strict=True):
            h = block(h, scale, shift)
        with torch.autocast(x.device.type, enabled=False):
            return self.down(h.float())  # type: ignore[no-any-return]


class Synthesis(nn.Module):
    """g_s: latents ``(B, latents, H/16, W/16)``, un-gained, and rate ``(B, 1)`` to a picture ``(B, 3, H, W)``."""

    def __init__(self, shape: CodecShape) -> None:
        super().__init__()
        self.up = nn.ConvTranspose2d(shape.latents, shape.width, 2, stride=2)
        self.condition = RateCondition(shape.width, shape.synthesis_blocks)
        self.blocks = nn.ModuleList(Block(shape.width) for _ in range(shape.synthesis_blocks))
        # A transposed patch convolution, written as 1x1 and a shuffle: several times faster in ONNX Runtime.
        self.patch = nn.Conv2d(shape.width, 3 * shape.patch**2, 1)
        self.shuffle = nn.PixelShuffle(shape.patch)
        kernel = dct.patch_dct_kernel(shape.patch)
        keep = dct.latent_order(shape.width, shape.latents, shape.patch)
        with torch.no_grad():
            self.up.weight.copy_(dct.haar_kernel(shape.width)[keep])
            self.patch.weight.copy_(kernel[: shape.width].flatten(1).T[:, :, None, None])
            self.up.bias.zero_()  # type: ignore[union-attr]
            self.patch.bias.zero_()  # type: ignore[union-attr]

    def forward(self, y: Tensor, t: Tensor) -> Tensor:
        with torch.autocast(y.device.type, enabled=False):
            h = self.up(y)
        for block, (scale, shift) in zip(self.blocks, self.condition(t), strict=True):
            h = block(h, scale, shift)
        with torch.autocast(y.device.type, enabled=False):
            return 0.5 * self.shuffle(self.patch(h.float())) + 0.5  # type: ignore[no-any-return]


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
        return self.layers(y)  # type: ignore[no-any-return]


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


class Context(nn.Module):
    """Entropy parameters of the second half, in integers, from the features and the first half's latents."""

    def __init__(self, shape: CodecShape) -> None:
        super().__init__()
        self.neighbours = IntegerConv2d(shape.latents, shape.context_width, 3, signed_input=True)
        self.mix = IntegerConv2d(2 * shape.context_width, 256, 1)
        self.head = IntegerConv2d(256, 2 * shape.latents, 1)

    def forward(self, features: Tensor, first_half: Tensor) -> Tensor:
        near = quantise_activation(self.neighbours(first_half))
        h = quantise_activation(self.mix(torch.cat([features, near], 1)))
        return full_precision(self.head, h)


def full_precision(head: nn.Module, h: Tensor) -> Tensor:
    """Means and scales in float32 also under autocast: bfloat16 is too coarse for them."""
    with torch.autocast(h.device.type, enabled=False):
        return head(h.float())  # type: ignore[no-any-return]


def checkerboard(h: int, w: int, device: torch.device) -> Tensor:
    """True where the first half lies: even row + column. Shape ``(1, 1, h, w)``."""
    rows = torch.arange(h, device=device)[:, None]
    return ((rows + torch.arange(w, device=device)) % 2 == 0)[None, None]


def interpolate_nodes(nodes: Tensor, t: Tensor) -> Tensor:
    """Rows of ``nodes`` ``(N, C)`` interpolated linearly at ``t`` ``(B, 1)`` in [0, 1]; ``(B, C, 1, 1)``."""
    place = t * (nodes.shape[0] - 1)
    low = place.floor().clamp(0, nodes.shape[0] - 2)
    part = place - low
    index = low.long().squeeze(1)
    return (nodes[index] * (1 - part) + nodes[index + 1] * part)[:, :, None, None]


@dataclass(frozen=True)
class CodecOutput:
    """What one training step needs: ``x_hat`` ``(B, 3, H, W)`` and the estimated bits per sample, shape ``(B,)``."""

    x_hat: Tensor
    y_bits: Tensor
    z_bits: Tensor


class Codec(nn.Module):
    """The whole network for training and for export. See the module's data path."""

    std: Tensor

    def __init__(self, shape: CodecShape, lambda_range: tuple[float, float]) -> None:
        super().__init__()
        self.shape, self.lambda_range = shape, lambda_range
        self.g_a, self.g_s = Analysis(shape), Synthesis(shape)
        self.h_a, self.h_s = HyperAnalysis(shape), HyperSynthesis(shape)
        self.head = IntegerConv2d(shape.context_width, 2 * shape.latents, 1)
        self.context = Context(shape)
        nodes = torch.linspace(0, 1, shape.rate_nodes)
        # Rate-optimal uniform step at high rate: step^2 = 18 / (ln 2 * lambda), here for pixels in [-1, 1].
        step = (18.0 / (math.log(2) * self.lambda_of(nodes))).sqrt() * 2.0 / 255.0
        self.log_gain = nn.Parameter((-step.log())[:, None].repeat(1, shape.latents))
        self.log_z_gain = nn.Parameter((0.5 + 1.5 * nodes)[:, None].repeat(1, shape.hyper))
        self.log_z_scale = nn.Parameter((0.0 + 1.5 * nodes)[:, None].repeat(1, shape.hyper))
        self.register_buffer("std", torch.ones(shape.latents))
        for conv in (self.head, self.context.head):
            nn.init.normal_(conv.weight, std=0.01)
            nn.init.zeros_(conv.bias)  # type: ignore[arg-type]

    def lambda_of(self, t: Tensor) -> Tensor:
        """Weight of the distortion at rate ``t``, log-spaced over ``lambda_range``; MSE on the 0..255 scale."""
        low, high = self.lambda_range
        return low * (high / low) ** t

    def gain(self, t: Tensor) -> Tensor:
        """Gain on the latents (the inverse of their quantisation step), ``(B, latents, 1, 1)``."""
        return interpolate_nodes(self.log_gain, t).exp()

    def z_gain(self, t: Tensor) -> Tensor:
        return interpolate_nodes(self.log_z_gain, t).exp()

    def z_scale(self, t: Tensor) -> Tensor:
        """Standard deviation of the hyper-latent symbols."""
        return interpolate_nodes(self.log_z_scale, t).exp()

    @torch.no_grad()
    def calibrate(self, y: Tensor, momentum: float) -> None:
        """Move the latents' standard deviation, by which the entropy networks see them, towards this batch's."""
        now = y.float().pow(2).mean((0, 2, 3)).sqrt().clamp_min(1e-3)
        self.std.lerp_(now, momentum)

    def hyper_features(self, z_hat: Tensor, t: Tensor) -> Tensor:
        """Features for the entropy parameters from un-gained hyper-latents; the rate enters as a plane of its own."""
        plane = (t * (127.0 / 32.0))[:, :, None, None].expand(-1, 1, *z_hat.shape[2:])
        return self.h_s(quantise_signed(torch.cat([z_hat, plane], 1)))  # type: ignore[no-any-return]

    def means_scales(self, raw: Tensor, gain: Tensor) -> tuple[Tensor, Tensor]:
        """Raw head outputs to the mean and standard deviation of the gained latents, each ``(B, latents, h, w)``."""
        unit = gain * self.std[:, None, None]
        mean, log_scale = raw.float().chunk(2, 1)
        return mean * unit, (torch.exp2(log_scale.clamp(-14.0, 6.0)) * unit).clamp_min(SCALE_MIN)

    def forward(self, x: Tensor, t: Tensor) -> CodecOutput:
        y = self.g_a(x, t)
        if self.training:
            self.calibrate(y, 0.002)
        unit = self.std[:, None, None]
        gain, z_gain = self.gain(t), self.z_gain(t)
        z = self.h_a(y / unit).float() * z_gain
        features = self.hyper_features(round_ste(z) / z_gain, t)
        first = checkerboard(*y.shape[2:], y.device)
        y_gained = y * gain
        mean1, scale1 = self.means_scales(full_precision(self.head, features), gain)
        half = torch.where(first, round_ste(y_gained - mean1) + mean1, 0.0) / (gain * unit)
        mean2, scale2 = self.means_scales(self.context(features, quantise_signed(half)), gain)
        mean, scale = torch.where(first, mean1, mean2), torch.where(first, scale1, scale2)
        residual = y_gained - mean
        y_hat = (round_ste(residual) + mean) / gain
        return CodecOutput(
            x_hat=self.g_s(y_hat, t),
            y_bits=gaussian_bits(self.quantised(residual), scale).sum((1, 2, 3)),
            z_bits=gaussian_bits(self.quantised(z), self.z_scale(t)).sum((1, 2, 3)),
        )

    def quantised(self, values: Tensor) -> Tensor:
        """Uniform noise in training, which keeps the rate differentiable; rounding in evaluation."""
        return values + torch.rand_like(values) - 0.5 if self.training else values.round()


def gaussian_bits(values: Tensor, scale: Tensor) -> Tensor:
    """Bits of ``values`` under a zero-mean Gaussian of standard deviation ``scale``, integrated over unit bins."""
    magnitude = values.abs()
    root = scale * math.sqrt(2.0)
    mass = 0.5 * (torch.erfc((magnitude - 0.5) / root) - torch.erfc((magnitude + 0.5) / root))
    # Where the mass underflows, a logarithm like that of an escape code keeps a gradient towards mean and wider scale.
    tail = 20.0 + 6.0 * torch.log2((magnitude / scale).clamp_min(4.75) / 4.75)
    return torch.where(mass > 1e-6, -torch.log2(mass.clamp_min(1e-6)), tail)
