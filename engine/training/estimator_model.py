"""The network that says how noisy a picture is, so that the strength of the denoiser is preset.

Data path::

    crops ─┬── 5x5 filters ── energy over 8x8 pixels ── logarithm ──┐
           ├── 16x16 filters, one an 8x8 block ── energy, logarithm ┼── three layers ── level, confidence of every block
           └── mean colour of 8x8 pixels ───────────────────────────┘

and the mean of all levels, weighted by confidence, is the picture's. The first filters do what the wavelet detail of
Donoho and Johnstone (1994) does, and learn what that is blind to: noise that a camera softened, and the blocks of JPEG,
on whose grid the others lie. Having the network say the level is CBDNet's (Guo et al. 2019).
"""

from __future__ import annotations

import torch
import torch.nn.functional as F
from torch import Tensor, nn

BLOCK = 8
FINE, COARSE, WIDTH = 24, 48, 96
_LEAST = 1e-7
"""Added to energies of pictures in [0, 1]: a fiftieth of what rounding to 8 bits leaves."""


class Detail(nn.Conv2d):
    """Convolution whose every kernel sums up to 0 in every colour, so that plain areas leave nothing."""

    def forward(self, x: Tensor) -> Tensor:
        return F.conv2d(x, self.weight - self.weight.mean((2, 3), keepdim=True), stride=self.stride)


class NoiseEstimator(nn.Module):
    """``(N, 3, H, W)`` in [0, 1] to the logarithm of 1 + level, the level on the 0..255 scale, one a crop."""

    def __init__(self) -> None:
        super().__init__()
        self.fine = Detail(3, FINE, 5, stride=2, bias=False)
        self.coarse = Detail(3, COARSE, 2 * BLOCK, stride=BLOCK, bias=False)
        self.layers = nn.Sequential(
            nn.Conv2d(FINE + COARSE + 3, WIDTH, 1), nn.LeakyReLU(0.1),
            nn.Conv2d(WIDTH, WIDTH, 3, padding=1), nn.LeakyReLU(0.1),
            nn.Conv2d(WIDTH, 2, 1),
        )  # fmt: skip

    def maps(self, x: Tensor) -> tuple[Tensor, Tensor]:
        """Logarithm of 1 + level, and logarithm of the confidence, of every block: ``(N, h w)`` each."""
        fine = F.avg_pool2d(self.fine(F.pad(x, (2, 1, 2, 1), mode="replicate")).square(), BLOCK // 2)
        coarse = self.coarse(F.pad(x, (4, 4, 4, 4), mode="replicate")).square() / (4 * BLOCK * BLOCK)
        logs = 0.3 * torch.log(torch.cat([fine, coarse], 1) + _LEAST) + 2.5
        found = self.layers(torch.cat([logs, F.avg_pool2d(x, BLOCK) - 0.5], 1))
        level, confidence = found.flatten(2).unbind(1)
        return level, confidence

    def forward(self, x: Tensor) -> Tensor:
        """One a crop, ``(N, 1)``."""
        level, confidence = self.maps(x)
        return (torch.softmax(confidence, 1) * level).sum(1, keepdim=True)

    def together(self, x: Tensor) -> Tensor:
        """Level of the picture that all crops come from, on the 0..255 scale: ``(1, 1)``."""
        level, confidence = (values.reshape(1, -1) for values in self.maps(x))
        found = (torch.softmax(confidence, 1) * level).sum(1, keepdim=True)
        return (torch.exp(found) - 1.0).clamp_min(0.0)
