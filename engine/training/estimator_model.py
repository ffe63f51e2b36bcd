"""The network that says what a denoiser's strengths would cost a picture, so that the best one is preset.

Data path::

    crops ─┬── 5x5 filters ── energy over 8x8 pixels, logarithm ───────────────┐
           ├── halved, 5x5 filters ── energy over the same, logarithm ─────────┤
           ├── 16x16 filters, one an 8x8 block ── energy, logarithm ───────────┼── layers ── features of every block
           └── mean colour of 8x8 pixels ──────────────────────────────────────┘                      │
                              costs ◄── two layers ◄── means, each weighed by where to look ◄─────────┘

A cost is how many decibels a strength falls short of the best one; what it takes from a picture counts twice. The first
filters do what the wavelet detail of Donoho and Johnstone (1994) does, and learn what that is blind to: noise that a
camera softened, and the blocks of JPEG, on whose grid the 16x16 filters lie.
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

BLOCK = 8
FINE, COARSE, WIDTH, HEADS = 24, 48, 96, 12
_LEAST = 1e-7
"""Added to energies of pictures in [0, 1]: a fiftieth of what rounding to 8 bits leaves."""


class Detail(nn.Conv2d):
    """Convolution whose every kernel sums up to 0 in every colour, so that plain areas leave nothing."""

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight - self.weight.mean((2, 3), keepdim=True), stride=self.stride)


class NoiseEstimator(nn.Module):
    """``(N, 3, H, W)`` in [0, 1] to the costs of all strengths, ``(N, strengths)``: decibels, of each crop."""

    def __init__(self, strengths: int) -> None:
        super().__init__()
        self.fine = Detail(3, FINE, 5, stride=2, bias=False)
        self.wide = Detail(3, FINE, 5, stride=1, bias=False)
        self.coarse = Detail(3, COARSE, 2 * BLOCK, stride=BLOCK, bias=False)
        self.layers = nn.Sequential(
            nn.Conv1d(2 * FINE + COARSE + 3, WIDTH, 1), nn.LeakyReLU(0.1),
            nn.Conv1d(WIDTH, WIDTH, 1), nn.LeakyReLU(0.1),
            nn.Conv1d(WIDTH, WIDTH + HEADS, 1),
        )  # fmt: skip
        self.head = nn.Sequential(nn.Linear(WIDTH, WIDTH), nn.LeakyReLU(0.1), nn.Linear(WIDTH, strengths))

    def features(self, x: Tensor) -> Tensor:
        """Logarithms of the filters' energies and the mean colour of every block: ``(N, features, blocks)``."""
        fine = F.avg_pool2d(self.fine(F.pad(x, (2, 1, 2, 1), mode="replicate")).square(), BLOCK // 2)
        halved = F.pad(F.avg_pool2d(x, 2), (2, 2, 2, 2), mode="replicate")
        wide = F.avg_pool2d(self.wide(halved).square(), BLOCK // 2)
        coarse = self.coarse(F.pad(x, (4, 4, 4, 4), mode="replicate")).square() / (4 * BLOCK * BLOCK)
        logs = 0.3 * torch.log(torch.cat([fine, wide, coarse], 1) + _LEAST) + 2.5
        return torch.cat([logs, F.avg_pool2d(x, BLOCK) - 0.5], 1).flatten(2)

    def costs(self, features: Tensor) -> Tensor:
        """What the strengths cost, of any number of blocks of one crop: ``(N, strengths)``."""
        found = self.layers(features)
        weights = torch.softmax(found[:, WIDTH:], 2).repeat_interleave(WIDTH // HEADS, 1)
        costs: Tensor = self.head((weights * found[:, :WIDTH]).sum(2))
        return costs

    def forward(self, x: Tensor) -> Tensor:
        return self.costs(self.features(x))

    def together(self, x: Tensor) -> Tensor:
        """What the strengths cost the picture that all crops come from, looking at the blocks of all: ``(1, n)``."""
        features = self.features(x).transpose(0, 1)
        return self.costs(features.reshape(1, features.shape[0], -1))
