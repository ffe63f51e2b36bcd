"""The denoiser's network: a U-Net of cheap blocks on 2x2-unshuffled pixels with a noise-level plane.

Data path::

    x, sigma ── unshuffle 2 ── stem ── level 1/2 ──┬── level 1/4 ──┬── level 1/8 ──┬── level 1/16
                                                   +               +               +
    x - sigma * n_hat ◄── shuffle 2 ◄── head ◄── level 1/2 ◄── level 1/4 ◄── level 1/8 ◄──┘

The network predicts noise of unit deviation, so strength 0 is the identity by construction. The noise-level plane is
FFDNet's (Zhang et al. 2018), the U-Net with added skips DRUNet's (Zhang et al. 2021).
"""

from __future__ import annotations

from dataclasses import dataclass
from itertools import pairwise

import torch
from torch import Tensor, nn

from engine.training.blocks import Block


@dataclass(frozen=True)
class DenoiserShape:
    """Channels and blocks of each level, from 1/2 scale down; each level has its blocks both ways."""

    widths: tuple[int, ...] = (32, 64, 128, 192)
    blocks: tuple[int, ...] = (2, 2, 2, 1)

    @property
    def unit(self) -> int:
        """Pictures must have sides that are multiples of this."""
        return int(2 ** len(self.widths))


class Denoiser(nn.Module):
    """See the module's data path."""

    def __init__(self, shape: DenoiserShape) -> None:
        super().__init__()
        self.shape = shape
        widths = shape.widths
        self.unshuffle, self.shuffle = nn.PixelUnshuffle(2), nn.PixelShuffle(2)
        self.rise: nn.Module = nn.PixelShuffle(2)
        self.stem = nn.Conv2d(13, widths[0], 3, padding=1)
        self.encoder = nn.ModuleList(self._level(w, n) for w, n in zip(widths[:-1], shape.blocks, strict=False))
        self.bottom = self._level(widths[-1], shape.blocks[-1])
        self.decoder = nn.ModuleList(self._level(w, n) for w, n in zip(widths[:-1], shape.blocks, strict=False))
        pairs = list(pairwise(widths))
        self.down = nn.ModuleList(nn.Conv2d(a, b, 2, stride=2) for a, b in pairs)
        self.up = nn.ModuleList(nn.Conv2d(b, 4 * a, 1) for a, b in pairs)
        self.head = nn.Conv2d(widths[0], 12, 3, padding=1)
        nn.init.normal_(self.head.weight, std=0.01)
        nn.init.zeros_(self.head.bias)  # type: ignore[arg-type]

    @staticmethod
    def _level(width: int, blocks: int) -> nn.Sequential:
        return nn.Sequential(*(Block(width) for _ in range(blocks)))

    def forward(self, x: Tensor, sigma: Tensor) -> Tensor:
        """Clean estimate of ``x`` ``(B, 3, H, W)`` in [0, 1]; ``sigma`` ``(B, 1)`` on the 0..255 scale."""
        level = sigma[:, :, None, None] / 255.0
        h = self.unshuffle(x - 0.5)
        plane = (4.0 * level).expand(-1, 1, *h.shape[2:])
        # Never in bfloat16, which rounds bright and dark pixels to two levels: as if they had noise of their own.
        with torch.autocast(x.device.type, enabled=False):
            h = self.stem(torch.cat([2.0 * h, plane], 1))
        skips = []
        for blocks, down in zip(self.encoder, self.down, strict=True):
            h = blocks(h)
            skips.append(h)
            h = down(h)
        h = self.bottom(h)
        for blocks, up, skip in zip(reversed(self.decoder), reversed(self.up), reversed(skips), strict=True):
            h = blocks(self.rise(up(h)) + skip)
        clean: Tensor = x - level * self.shuffle(self.head(h)).float()
        return clean
