"""A classifier of digits that no autoencoder has seen: it says whether drawn samples look like digits.

It learns from the training pictures alone, turned, moved, scaled and blurred a little at random: what a digit is must
not depend on that.
"""

from __future__ import annotations

import math
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.training.family.corruption import Warped
from engine.training.family.data import PictureSet
from engine.training.family.model import in_batches

STEPS = 5000
BATCH = 100
RATE = 2e-3
SEED = 99
"""None of the seeds that autoencoders are trained with."""
WARP = Warped(turn=12.0, scale=0.12, move=1.0 / 14.0)
BLURRED, BLUR = 0.5, 1.0
"""Share of the batches that are blurred, and the most, a deviation in pixels."""


def network() -> nn.Sequential:
    """Pictures ``(N, 1, 28, 28)`` to logits ``(N, 10)``."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 5, padding=2), nn.MaxPool2d(2), nn.BatchNorm2d(16), nn.ReLU(),
        nn.Conv2d(16, 32, 3, padding=1), nn.BatchNorm2d(32), nn.ReLU(), nn.MaxPool2d(2),
        nn.Conv2d(32, 64, 3, padding=1), nn.BatchNorm2d(64), nn.ReLU(),
        nn.Flatten(), nn.Dropout(0.3), nn.Linear(64 * 49, 128), nn.ReLU(), nn.Dropout(0.3), nn.Linear(128, 10),
    )  # fmt: skip


def judge(pictures: PictureSet, kept: Path) -> nn.Sequential:
    """The trained classifier, from ``kept`` where that exists."""
    if kept.exists():
        found = network()
        found.load_state_dict(torch.load(kept, weights_only=True))
        return found.eval()
    assert pictures.labels is not None
    torch.manual_seed(SEED)
    found = network().to(memory_format=torch.channels_last)  # twice as fast on processors
    optimiser = torch.optim.Adam(found.parameters(), RATE, fused=True)
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * 0.5 * (1.0 + math.cos(math.pi * step / STEPS))
        index = torch.randint(len(pictures), (BATCH,))
        loss = F.cross_entropy(found(varied(pictures.values(index))), pictures.labels[index])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    torch.save(found.state_dict(), kept)
    return found.eval()


def varied(x: Tensor) -> Tensor:
    """Each picture turned, moved and scaled at random; half of the batches are blurred."""
    x = WARP(x)
    return blurred(x, BLUR * float(torch.rand(()))) if float(torch.rand(())) < BLURRED else x


def blurred(x: Tensor, deviation: float) -> Tensor:
    """Pictures of one channel behind a Gaussian blur."""
    line = torch.exp(-0.5 * (torch.arange(-3.0, 4.0) / max(deviation, 0.1)).square())
    line = line / line.sum()
    return F.conv2d(F.conv2d(x, line.view(1, 1, 1, -1), padding=(0, 3)), line.view(1, 1, -1, 1), padding=(3, 0))


def confidence(classifier: nn.Module, pictures: Tensor) -> Tensor:
    """The likeliest digit's probability of each picture, ``(N,)``."""
    return in_batches(classifier, pictures).softmax(1).max(1).values
