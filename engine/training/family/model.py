"""The model of a recipe: its five parts in one module."""

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
    """The loss of a step, and scalars for the log."""

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
        """Pictures ``(N, C, H, W)`` to deterministic codes ``(N, K)``; variational members give the mean."""
        return self.bottleneck.code(self.encoder(x))

    def decode(self, z: Tensor) -> Tensor:
        """Codes ``(N, K)`` to pictures ``(N, C, H, W)``."""
        picture: Tensor = OUTPUTS[self.recipe.decoder.output](self.decoder(z))
        return picture

    def forward(self, x: Tensor) -> Tensor:
        """Deterministic reconstructions of pictures ``(N, C, H, W)``, without corruption."""
        return self.decode(self.encode(x))

    def objective(self, x: Tensor, done: float = 1.0) -> Objective:
        """The training loss of a batch; ``done`` is the share of the training that is over, 0..1."""
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
    """Apply ``function`` to ``x`` in batches of ``size``, and concatenate the results."""
    assert callable(function)
    return torch.cat([function(part) for part in x.split(size)])
