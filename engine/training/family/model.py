"""The model that a recipe describes: the five parts, joined."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.errors import OptionError
from engine.training.family.bottlenecks import ContractiveBottleneck, VariationalBottleneck, drawn, kl_to_prior
from engine.training.family.coders import OUTPUTS, Shape
from engine.training.family.recipe import Recipe


@dataclass(frozen=True)
class Objective:
    """What a step makes smaller, and the figures of the log: scalars."""

    loss: Tensor
    figures: dict[str, Tensor]


class Autoencoder(nn.Module):
    """``x -> corruption -> encoder -> bottleneck -> decoder -> x_hat``.

    Pictures are float32 ``(N, C, H, W)`` in [0, 1], codes ``(N, K)``.
    """

    def __init__(self, recipe: Recipe, shape: Shape) -> None:
        super().__init__()
        self.recipe, self.shape = recipe, shape
        self.encoder = recipe.encoder.build(shape)
        self.bottleneck = recipe.bottleneck.build(self.encoder.features)
        self.decoder = recipe.decoder.build(self.bottleneck.size, shape)

    def encode(self, x: Tensor) -> Tensor:
        """The code of each picture, without chance; the mean where the code is a distribution."""
        return self.bottleneck.code(self.encoder(x))

    def decode(self, z: Tensor) -> Tensor:
        """The picture of each code."""
        picture: Tensor = OUTPUTS[self.recipe.decoder.output](self.decoder(z))
        return picture

    def forward(self, x: Tensor) -> Tensor:
        """Reconstructions, without corruption and without chance."""
        return self.decode(self.encode(x))

    def objective(self, x: Tensor, done: float = 1.0) -> Objective:
        """The loss of a batch, with corruption and chance as the recipe says; ``done`` of the training is over."""
        given = self.recipe.corruption(x)
        if isinstance(self.bottleneck, ContractiveBottleneck):
            given = given.detach().requires_grad_()
        self.bottleneck.done = done
        code = self.bottleneck(self.encoder(given), given)
        raw = self.decoder(code.z)
        reconstruction = self.recipe.loss(raw, self.recipe.decoder.output, x).mean()
        return Objective(reconstruction + code.penalty, {"reconstruction": reconstruction, **code.figures})

    @torch.no_grad()
    def elbo(self, x: Tensor, samples: int = 1) -> Tensor:
        """Evidence lower bound of each picture in nats, ``(N,)``; for variational members with ``bce`` as loss."""
        assert isinstance(self.bottleneck, VariationalBottleneck)
        mean, log_variance = self.bottleneck.gaussian(self.encoder(x))
        total = -kl_to_prior(mean, log_variance)
        for _ in range(samples):
            raw = self.decoder(drawn(mean, log_variance))
            total = total - self.recipe.loss(raw, self.recipe.decoder.output, x) / samples
        return total


def build(recipe: Recipe, shape: Shape, path: Path) -> Autoencoder:
    """The untrained model of a recipe for pictures of ``shape``.

    Raises:
        OptionError: the pictures are too small for it; names the recipe's ``path``.
    """
    try:
        return Autoencoder(recipe, shape)
    except ValueError as error:
        raise OptionError(str(error), path) from error


@torch.no_grad()
def in_batches(function: torch.nn.Module | object, x: Tensor, size: int = 1000) -> Tensor:
    """``function`` of ``x``, ``size`` at a time, joined."""
    assert callable(function)
    return torch.cat([function(part) for part in x.split(size)])
