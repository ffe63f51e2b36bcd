"""A linear classifier: what a code is worth to somebody with labels."""

from __future__ import annotations

from dataclasses import dataclass

import torch
import torch.nn.functional as F
from torch import Tensor

DECAYS = (1e-4, 1e-3, 1e-2, 1e-1)
"""Weight decays that cross-validation chooses from; features are scaled to a mean square of 1 before."""
FOLDS = 5


@dataclass(frozen=True)
class Linear:
    """Softmax regression on scaled features."""

    mean: Tensor
    scale: Tensor
    weight: Tensor
    bias: Tensor

    def logits(self, x: Tensor) -> Tensor:
        """``(N, D)`` to ``(N, classes)``."""
        return ((x - self.mean) / self.scale) @ self.weight.T + self.bias

    def accuracy(self, x: Tensor, labels: Tensor) -> float:
        """Share that is told right."""
        return float((self.logits(x).argmax(1) == labels).float().mean())


def fit_linear(x: Tensor, labels: Tensor, classes: int, decay: float) -> Linear:
    """Minimise the cross-entropy plus ``decay`` times the squared weights, to the end.

    One scale serves all features, so that those that say more are not drowned in those that say nothing.
    """
    mean = x.mean(0)
    scale = (x - mean).square().sum(1).mean().sqrt().clamp_min(1e-8) / x.shape[1] ** 0.5
    scaled = (x - mean) / scale
    weight = torch.zeros(classes, x.shape[1], requires_grad=True)
    bias = torch.zeros(classes, requires_grad=True)
    optimiser = torch.optim.LBFGS([weight, bias], max_iter=200, line_search_fn="strong_wolfe")

    def closure() -> Tensor:
        optimiser.zero_grad()
        loss = F.cross_entropy(scaled @ weight.T + bias, labels) + decay * weight.square().sum()
        loss.backward()  # type: ignore[no-untyped-call]
        return loss

    with torch.enable_grad():
        optimiser.step(closure)  # type: ignore[no-untyped-call]
    return Linear(mean, scale, weight.detach(), bias.detach())


def fit_validated(x: Tensor, labels: Tensor, classes: int, seed: int) -> Linear:
    """The same with the decay that cross-validation on these very samples finds best."""
    order = torch.randperm(len(x), generator=torch.Generator().manual_seed(seed))
    folds = torch.arange(len(x))[order].tensor_split(FOLDS)
    right = dict.fromkeys(DECAYS, 0.0)
    for fold in folds:
        rest = torch.ones(len(x), dtype=torch.bool)
        rest[fold] = False
        for decay in DECAYS:
            found = fit_linear(x[rest], labels[rest], classes, decay)
            right[decay] += found.accuracy(x[fold], labels[fold]) * len(fold)
    return fit_linear(x, labels, classes, max(right, key=lambda decay: right[decay]))
