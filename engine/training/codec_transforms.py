"""The codec's float half: the analysis transform, told the noise, and the synthesis transform, told the rate.

Low resolution throughout, as in DCVC-RT (Jia et al. 2025): 8x8 patches in, blocks at 1/8, latents at 1/16.
"""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.training import dct
from engine.training.blocks import Block


@dataclass(frozen=True)
class CodecShape:
    """Sizes of the network. ``patch`` pixels per block position; latents lie at twice that stride.

    The first ``base`` latents, the lowest frequencies, are coded before the others and give a thumbnail alone.
    ``fast_blocks`` of 0 leaves out the second, faster synthesis. With two blocks and kernels of 5x5 it sees as far as
    the full one with four blocks and 3x3, two latents, so that both run on the same tiles.
    """

    patch: int = 8
    width: int = 192
    latents: int = 512
    base: int = 64
    hyper: int = 64
    hyper_width: int = 128
    context_width: int = 192
    detail_width: int = 256
    near_width: int = 128
    analysis_blocks: int = 4
    synthesis_blocks: int = 4
    fast_blocks: int = 0
    fast_kernel: int = 5
    rate_nodes: int = 9

    @property
    def detail(self) -> int:
        """Latents that are not base."""
        return self.latents - self.base


class Condition(nn.Module):
    """From one number in [0, 1] to a scale and a shift per channel and block (FiLM, Perez et al. 2018)."""

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
    """g_a: picture ``(B, 3, H, W)`` in [0, 1], denoising strength ``(B, 1)`` to latents ``(B, latents, H/16, W/16)``.

    Knows nothing of the rate, so that one run serves every quality.
    """

    def __init__(self, shape: CodecShape) -> None:
        super().__init__()
        self.patch = nn.Conv2d(3, shape.width, shape.patch, stride=shape.patch)
        self.condition = Condition(shape.width, shape.analysis_blocks)
        self.blocks = nn.ModuleList(Block(shape.width) for _ in range(shape.analysis_blocks))
        self.down = nn.Conv2d(shape.width, shape.latents, 2, stride=2)
        kernel = dct.patch_dct_kernel(shape.patch)
        keep = dct.latent_order(shape.width, shape.latents, shape.patch)
        with torch.no_grad():
            self.patch.weight.copy_(kernel[: shape.width])
            self.down.weight.copy_(dct.haar_kernel(shape.width)[keep])
            self.patch.bias.zero_()  # type: ignore[union-attr]
            self.down.bias.zero_()  # type: ignore[union-attr]

    def forward(self, x: Tensor, strength: Tensor) -> Tensor:
        # The outer layers carry the picture itself: bfloat16 there would cap the quality.
        with torch.autocast(x.device.type, enabled=False):
            h = self.patch(2.0 * x - 1.0)
        for block, condition in zip(self.blocks, self.condition(strength), strict=True):
            h = block(h, condition)
        with torch.autocast(x.device.type, enabled=False):
            return self.down(h.float())  # type: ignore[no-any-return]


class Synthesis(nn.Module):
    """g_s: latents ``(B, latents, H/16, W/16)``, un-gained, and rate ``(B, 1)`` to a picture ``(B, 3, H, W)``.

    Args:
        blocks: residual blocks, and ``kernel`` the side of their depthwise convolutions.
    """

    def __init__(self, shape: CodecShape, blocks: int, kernel: int = 3) -> None:
        super().__init__()
        self.up = nn.ConvTranspose2d(shape.latents, shape.width, 2, stride=2)
        self.condition = Condition(shape.width, blocks)
        self.blocks = nn.ModuleList(Block(shape.width, kernel) for _ in range(blocks))
        # A transposed patch convolution, written as 1x1 and a shuffle: several times faster in ONNX Runtime.
        self.patch = nn.Conv2d(shape.width, 3 * shape.patch**2, 1)
        self.shuffle = nn.PixelShuffle(shape.patch)
        basis = dct.patch_dct_kernel(shape.patch)
        keep = dct.latent_order(shape.width, shape.latents, shape.patch)
        with torch.no_grad():
            self.up.weight.copy_(dct.haar_kernel(shape.width)[keep])
            self.patch.weight.copy_(basis[: shape.width].flatten(1).T[:, :, None, None])
            self.up.bias.zero_()  # type: ignore[union-attr]
            self.patch.bias.zero_()  # type: ignore[union-attr]

    def forward(self, y: Tensor, t: Tensor) -> Tensor:
        with torch.autocast(y.device.type, enabled=False):
            h = self.up(y)
        for block, condition in zip(self.blocks, self.condition(t), strict=True):
            h = block(h, condition)
        with torch.autocast(y.device.type, enabled=False):
            return 0.5 * self.shuffle(self.patch(h.float())) + 0.5  # type: ignore[no-any-return]


def fast_from_full(full: dict[str, Tensor], shape: CodecShape) -> dict[str, Tensor]:
    """Weights that the fast synthesis begins with, by name, from those of the full one.

    It takes over the outer layers, and blocks from the first to the last, whose kernels get a frame of zeros.
    """
    margin = (shape.fast_kernel - 3) // 2
    chosen = [round(float(place)) for place in torch.linspace(0, shape.synthesis_blocks - 1, shape.fast_blocks)]
    fast = {name: weight.clone() for name, weight in full.items() if not name.startswith("blocks.")}
    for number, source in enumerate(chosen):
        for name, weight in full.items():
            if name.startswith(f"blocks.{source}."):
                is_kernel = name.endswith("depthwise.weight")
                value = F.pad(weight, (margin,) * 4) if is_kernel else weight.clone()
                fast[name.replace(f"blocks.{source}.", f"blocks.{number}.")] = value
    for name in ("condition.out.weight", "condition.out.bias"):
        parts = torch.split(full[name], 2 * shape.width)
        fast[name] = torch.cat([parts[source] for source in chosen])
    return fast
