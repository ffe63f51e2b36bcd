"""Reconstruction losses, summed over a picture's values, ``(N,)``."""

from __future__ import annotations

from dataclasses import dataclass

import torch.nn.functional as F
from torch import Tensor

from engine.training.family.coders import OUTPUTS


@dataclass(frozen=True)
class SquaredError:
    """Sum of squared differences: up to a constant and a factor the negative log-likelihood of a Gaussian."""

    def __call__(self, raw: Tensor, output: str, x: Tensor) -> Tensor:
        """``raw``: the decoder's last layer, before its ``output`` function."""
        reconstructed: Tensor = OUTPUTS[output](raw)
        return (reconstructed - x).square().flatten(1).sum(1)


@dataclass(frozen=True)
class BinaryCrossEntropy:
    """Negative Bernoulli log-likelihood in nats; needs a sigmoid output.

    Grey values are probabilities: the loss is the mean over all black-and-white pictures drawn with them.
    """

    def __call__(self, raw: Tensor, output: str, x: Tensor) -> Tensor:
        """``raw``: the decoder's last layer, before its ``output`` function."""
        return F.binary_cross_entropy_with_logits(raw, x, reduction="none").flatten(1).sum(1)


Loss = SquaredError | BinaryCrossEntropy

KINDS: dict[str, type[Loss]] = {"mse": SquaredError, "bce": BinaryCrossEntropy}
