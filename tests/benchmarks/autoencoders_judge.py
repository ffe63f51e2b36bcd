"""A classifier of digits that no autoencoder has seen: it says whether drawn samples look like digits."""

from __future__ import annotations

from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.training.family.data import PictureSet
from engine.training.family.model import in_batches

STEPS = 3000
BATCH = 100
RATE = 2e-3
SEED = 99
"""None of the seeds that autoencoders are trained with."""


def network() -> nn.Sequential:
    """Pictures ``(N, 1, 28, 28)`` to logits ``(N, 10)``."""
    return nn.Sequential(
        nn.Conv2d(1, 16, 5, 2, 2), nn.ReLU(), nn.Conv2d(16, 32, 3, 2, 1), nn.ReLU(),
        nn.Flatten(), nn.Linear(32 * 49, 128), nn.ReLU(), nn.Dropout(0.2), nn.Linear(128, 10),
    )  # fmt: skip


def judge(pictures: PictureSet, kept: Path) -> nn.Sequential:
    """The trained classifier, from ``kept`` where that exists."""
    found = network()
    if kept.exists():
        found.load_state_dict(torch.load(kept, weights_only=True))
        return found.eval()
    assert pictures.labels is not None
    torch.manual_seed(SEED)
    generator = torch.Generator().manual_seed(SEED)
    optimiser = torch.optim.Adam(found.parameters(), RATE)
    for step in range(STEPS):
        for group in optimiser.param_groups:
            group["lr"] = RATE * (1.0 - step / STEPS)
        index = torch.randint(len(pictures), (BATCH,), generator=generator)
        loss = F.cross_entropy(found(pictures.values(index)), pictures.labels[index])
        optimiser.zero_grad()
        loss.backward()
        optimiser.step()
    torch.save(found.state_dict(), kept)
    return found.eval()


def confidence(classifier: nn.Module, pictures: Tensor) -> Tensor:
    """The likeliest digit's probability of each picture, ``(N,)``."""
    return in_batches(classifier, pictures).softmax(1).max(1).values
