"""The codec's network: one variable-rate autoencoder with a hyperprior and a context in four parallel steps.

Data path (letters as in Balle et al. 2018 and Minnen et al. 2018; context as in He et al. 2021 and 2022)::

    x, s ── g_a ── y ── * gain(t) ── - mean ── round ── symbols ── + mean ── / gain(t) ── y_hat ── g_s(t) ── x_hat
                   │                  ▲ scales for the entropy coder               │
                   h_a                └────── entropy parameters ◄─── context ─────┘
                   └ * z_gain(t) ── round ── z_hat ── h_s ┘

``t`` in [0, 1] is the rate: 0 smallest file, 1 best quality; gains are log-linear between learned nodes. ``s`` in
[0, 1] is how much noise g_a shall leave out of the latents. Everything from ``z_hat`` and ``y_hat`` to means and scales
is an integer network (:mod:`engine.training.quantised`).
"""

from __future__ import annotations

import math
from dataclasses import dataclass

import torch
from torch import Tensor, nn

from engine.training.codec_entropy import (
    BaseContext,
    DetailContext,
    HyperAnalysis,
    HyperSynthesis,
    checkerboard,
    full_precision,
    gaussian_bits,
)
from engine.training.codec_transforms import Analysis, CodecShape, Synthesis, fast_from_full
from engine.training.quantised import STEPS, IntegerConv2d, quantise_signed, round_ste

SCALE_MIN = 0.11
"""Standard deviation of the narrowest symbol distribution; narrower ones cost next to nothing."""


def interpolate_nodes(nodes: Tensor, t: Tensor) -> Tensor:
    """Rows of ``nodes`` ``(N, C)`` interpolated linearly at ``t`` ``(B, 1)`` in [0, 1]; ``(B, C, 1, 1)``."""
    place = t * (nodes.shape[0] - 1)
    low = place.floor().clamp(0, nodes.shape[0] - 2)
    part = place - low
    index = low.long().squeeze(1)
    return (nodes[index] * (1 - part) + nodes[index + 1] * part)[:, :, None, None]


def known(gained: Tensor, mean: Tensor, unit: Tensor, where: Tensor) -> Tensor:
    """Latents that the decoder has, as integer networks see them: relative to their own deviation; else zero."""
    return quantise_signed(torch.where(where, round_ste(gained - mean) + mean, 0.0) / unit)


def merge(board: Tensor, first: tuple[Tensor, Tensor], second: tuple[Tensor, Tensor]) -> tuple[Tensor, Tensor]:
    """Means and scales of both halves in one."""
    return torch.where(board, first[0], second[0]), torch.where(board, first[1], second[1])


@dataclass(frozen=True)
class CodecOutput:
    """What one training step needs: ``x_hat`` ``(B, 3, H, W)`` and the estimated bits per sample, shape ``(B,)``.

    ``x_fast`` is what the fast synthesis makes of the same latents, while it is trained.
    """

    x_hat: Tensor
    x_fast: Tensor | None
    y_bits: Tensor
    z_bits: Tensor


@dataclass(frozen=True)
class EntropyParameters:
    """Gained hyper-latents ``z`` and latents, before rounding, with the latents' means and scales."""

    z: Tensor
    y_gained: Tensor
    mean: Tensor
    scale: Tensor


class Codec(nn.Module):
    """The whole network for training and for export. See the module's data path."""

    std: Tensor

    def __init__(self, shape: CodecShape, lambda_range: tuple[float, float]) -> None:
        super().__init__()
        self.shape, self.lambda_range = shape, lambda_range
        self.g_a, self.g_s = Analysis(shape), Synthesis(shape, shape.synthesis_blocks)
        self.g_s_fast = Synthesis(shape, shape.fast_blocks, shape.fast_kernel) if shape.fast_blocks else None
        self.register_load_state_dict_pre_hook(_fit_fast_synthesis)  # type: ignore[no-untyped-call]
        self.h_a, self.h_s = HyperAnalysis(shape), HyperSynthesis(shape)
        self.head = IntegerConv2d(shape.context_width, 2 * shape.base, 1)
        self.base_context, self.detail_context = BaseContext(shape), DetailContext(shape)
        nodes = torch.linspace(0, 1, shape.rate_nodes)
        # Rate-optimal uniform step at high rate: step^2 = 18 / (ln 2 * lambda), here for pixels in [-1, 1].
        step = (18.0 / (math.log(2) * self.lambda_of(nodes))).sqrt() * 2.0 / 255.0
        self.log_gain = nn.Parameter((-step.log())[:, None].repeat(1, shape.latents))
        self.log_z_gain = nn.Parameter((0.5 + 1.5 * nodes)[:, None].repeat(1, shape.hyper))
        self.log_z_scale = nn.Parameter((0.0 + 1.5 * nodes)[:, None].repeat(1, shape.hyper))
        self.register_buffer("std", torch.ones(shape.latents))
        self.rounds_in_training = False
        for conv in (self.head, self.base_context.head, self.detail_context.head, self.detail_context.head2):
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
        plane = (t * (127.0 / STEPS))[:, :, None, None].expand(-1, 1, *z_hat.shape[2:])
        return self.h_s(quantise_signed(torch.cat([z_hat, plane], 1)))  # type: ignore[no-any-return]

    def means_scales(self, raw: Tensor, unit: Tensor) -> tuple[Tensor, Tensor]:
        """Raw head outputs to the mean and standard deviation of gained latents, whose own deviation is ``unit``."""
        mean, log_scale = raw.float().chunk(2, 1)
        return mean * unit, (torch.exp2(log_scale.clamp(-14.0, 6.0)) * unit).clamp_min(SCALE_MIN)

    def parameters_of(self, y: Tensor, t: Tensor) -> EntropyParameters:
        """All that the entropy coder is told, from un-gained latents ``y``, as encoder and decoder would find it."""
        z_gain = self.z_gain(t)
        z = self.h_a(y / self.std[:, None, None]).float() * z_gain
        features = self.hyper_features(round_ste(z) / z_gain, t)
        gained = y * self.gain(t)
        sizes = [self.shape.base, self.shape.detail]
        base_y, detail_y = torch.split(gained, sizes, 1)
        base_unit, detail_unit = torch.split(self.gain(t) * self.std[:, None, None], sizes, 1)
        board = checkerboard(y)
        first = self.means_scales(full_precision(self.head, features), base_unit)
        half = known(base_y, first[0], base_unit, board)
        base = merge(board, first, self.means_scales(self.base_context(features, half), base_unit))
        whole = known(base_y, base[0], base_unit, torch.ones_like(board))
        raw, wide = self.detail_context.start(features, whole)
        first = self.means_scales(raw, detail_unit)
        half = known(detail_y, first[0], detail_unit, board)
        detail = merge(board, first, self.means_scales(self.detail_context.finish(wide, half), detail_unit))
        return EntropyParameters(z, gained, torch.cat([base[0], detail[0]], 1), torch.cat([base[1], detail[1]], 1))

    def forward(self, x: Tensor, t: Tensor, strength: Tensor) -> CodecOutput:
        y = self.g_a(x, strength)
        if self.training and not self.rounds_in_training:
            self.calibrate(y, 0.002)
        found = self.parameters_of(y, t)
        residual = found.y_gained - found.mean
        y_hat = (round_ste(residual) + found.mean) / self.gain(t)
        fast = self.g_s_fast if self.rounds_in_training else None
        return CodecOutput(
            x_hat=self.g_s(y_hat, t),
            x_fast=None if fast is None else fast(y_hat.detach(), t),
            y_bits=gaussian_bits(self.quantised(residual), found.scale).sum((1, 2, 3)),
            z_bits=gaussian_bits(self.quantised(found.z), self.z_scale(t)).sum((1, 2, 3)),
        )

    def begin_fast_synthesis(self) -> None:
        """Let the fast synthesis, if there is one, begin as a part of the full one as that is now."""
        if self.g_s_fast is not None:
            self.g_s_fast.load_state_dict(fast_from_full(self.g_s.state_dict(), self.shape))

    def freeze_encoder(self) -> None:
        """Train only what a decoder runs: the encoder stays as it is, and the rate is that of rounded latents."""
        self.rounds_in_training = True
        for part in (self.g_a, self.h_a):
            part.requires_grad_(False)
        for parameter in (self.log_gain, self.log_z_gain):
            parameter.requires_grad_(False)

    def quantised(self, values: Tensor) -> Tensor:
        """Uniform noise in training, which keeps the rate differentiable; rounding in evaluation."""
        if self.rounds_in_training:
            return round_ste(values)
        return values + torch.rand_like(values) - 0.5 if self.training else values.round()


def _fit_fast_synthesis(codec: nn.Module, state: dict[str, Tensor], prefix: str, *_: object) -> None:
    """Weights may be of a codec with a fast synthesis, or without one: it then begins as a part of the full one."""
    assert isinstance(codec, Codec)
    fast, full = f"{prefix}g_s_fast.", f"{prefix}g_s."
    names = [name for name in state if name.startswith(fast)]
    if codec.g_s_fast is None:
        for name in names:
            del state[name]
    elif not names:
        weights = {name.removeprefix(full): value for name, value in state.items() if name.startswith(full)}
        state.update({fast + name: value for name, value in fast_from_full(weights, codec.shape).items()})
