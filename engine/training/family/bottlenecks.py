"""Bottlenecks: from features to the code, with a penalty on it.

A bottleneck maps features ``(N, F)`` to a :class:`Code`, whose penalty is added to the loss. Loss and penalty are sums
over a picture's values and means over the batch, so that weights do not depend on the size of pictures.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from itertools import pairwise

import torch
from torch import Tensor, nn

from engine.training.family.coders import ACTIVATIONS
from engine.training.family.settings import choice, number


@dataclass(frozen=True)
class Code:
    """A bottleneck's output for a batch: ``z`` ``(N, K)`` for the decoder, and scalars for the loss and the log."""

    z: Tensor
    penalty: Tensor
    figures: dict[str, Tensor] = field(default_factory=dict)


class Bottleneck(nn.Module):
    """A linear layer and its activation, the base of all kinds.

    ``has_prior``: codes are trained to follow N(0, 1), so that new ones can be sampled. ``done``: share of the training
    that is over, for penalties that change with it.
    """

    has_prior = False
    done = 1.0

    def __init__(self, features: int, size: int, activation: str) -> None:
        super().__init__()
        self.size = size
        self.project = nn.Linear(features, size)
        self.act = ACTIVATIONS[activation]()

    def code(self, h: Tensor) -> Tensor:
        """The deterministic code of features: ``(N, F)`` to ``(N, K)``."""
        z: Tensor = self.act(self.project(h))
        return z

    def forward(self, h: Tensor, x: Tensor) -> Code:
        """The code for training, with noise and penalty; ``x`` is the encoder's input, for penalties on gradients."""
        return Code(self.code(h), h.new_zeros(()))


class SparseL1Bottleneck(Bottleneck):
    """ReLU codes with an L1 penalty; most values become exactly 0 (Ng 2011; Glorot et al. 2011 for the ReLU)."""

    def __init__(self, features: int, size: int, weight: float) -> None:
        super().__init__(features, size, "relu")
        self.weight = weight

    def forward(self, h: Tensor, x: Tensor) -> Code:
        z = self.code(h)
        return Code(z, self.weight * z.sum(1).mean(), {"zeros": (z == 0).float().mean()})


class SparseKLBottleneck(Bottleneck):
    """Sigmoid codes; a KL divergence pulls each unit's mean activity over the batch to ``rho`` (Ng 2011)."""

    def __init__(self, features: int, size: int, rho: float, weight: float) -> None:
        super().__init__(features, size, "sigmoid")
        self.rho, self.weight = rho, weight

    def forward(self, h: Tensor, x: Tensor) -> Code:
        z = self.code(h)
        mean = z.mean(0).clamp(1e-6, 1.0 - 1e-6)
        rho = torch.full_like(mean, self.rho)
        kl = rho * (rho / mean).log() + (1.0 - rho) * ((1.0 - rho) / (1.0 - mean)).log()
        return Code(z, self.weight * kl.sum(), {"activity": z.mean()})


class VariationalBottleneck(Bottleneck):
    """A Gaussian for every picture, from which the code is sampled by reparameterisation (Kingma & Welling 2014).

    The penalty is ``beta`` times the KL divergence to N(0, 1) in nats (Higgins et al. 2017); with ``beta`` 1 and the
    binary cross-entropy as loss, the sum is the negative ELBO. ``beta`` begins as ``start`` and changes evenly over the
    first half of training. If it starts far above, only the most informative dimensions stay in use; with fewer of
    them, fewer samples of the prior decode to no sensible picture.
    """

    has_prior = True

    def __init__(self, features: int, size: int, beta: float, start: float) -> None:
        super().__init__(features, size, "linear")
        self.log_variance = nn.Linear(features, size)
        self.beta, self.start = beta, start

    def gaussian(self, h: Tensor) -> tuple[Tensor, Tensor]:
        """Mean and logarithm of the variance, ``(N, K)`` each."""
        return self.project(h), self.log_variance(h).clamp(-12.0, 12.0)

    def forward(self, h: Tensor, x: Tensor) -> Code:
        mean, log_variance = self.gaussian(h)
        kl = kl_to_prior(mean, log_variance).mean()
        beta = self.beta + max(0.0, 1.0 - 2.0 * self.done) * (self.start - self.beta)
        return Code(drawn(mean, log_variance), beta * kl, {"kl": kl})


def drawn(mean: Tensor, log_variance: Tensor) -> Tensor:
    """A sample of each Gaussian, differentiable by reparameterisation."""
    return mean + torch.exp(0.5 * log_variance) * torch.randn_like(mean)


def kl_to_prior(mean: Tensor, log_variance: Tensor) -> Tensor:
    """KL divergence of every picture's Gaussian to N(0, 1), in nats, ``(N,)``."""
    return 0.5 * (mean.square() + log_variance.exp() - 1.0 - log_variance).sum(1)


class AdversarialBottleneck(Bottleneck):
    """A discriminator learns to distinguish codes from N(0, 1), and the encoder to fool it (Makhzani et al. 2016).

    Both take one step: the penalty is the sum of the encoder's and the discriminator's losses, with the gradients of
    each detached from the other, so that one ``backward`` serves both.
    """

    has_prior = True

    def __init__(self, features: int, size: int, widths: tuple[int, ...], weight: float) -> None:
        super().__init__(features, size, "linear")
        self.weight = weight
        sizes = [size, *widths]
        layers: list[nn.Module] = []
        for a, b in pairwise(sizes):
            layers += [nn.Linear(a, b), nn.LeakyReLU(0.2)]
        self.discriminator = nn.Sequential(*layers, nn.Linear(sizes[-1], 1))

    def forward(self, h: Tensor, x: Tensor) -> Code:
        z = self.code(h)
        told_apart = _cross_entropy(self.discriminator(torch.randn_like(z)), 1.0)
        told_apart = 0.5 * (told_apart + _cross_entropy(self.discriminator(z.detach()), 0.0))
        frozen = {name: weight.detach() for name, weight in self.discriminator.named_parameters()}
        deceiving = _cross_entropy(torch.func.functional_call(self.discriminator, frozen, (z,)), 1.0)
        figures = {"discriminator": told_apart, "deceiving": deceiving}
        return Code(z, self.weight * deceiving + told_apart, figures)


def _cross_entropy(logits: Tensor, label: float) -> Tensor:
    return nn.functional.binary_cross_entropy_with_logits(logits, torch.full_like(logits, label))


class ContractiveBottleneck(Bottleneck):
    """Codes with a penalty on the squared norm of their Jacobian dz/dx (Rifai et al. 2011).

    The norm is estimated with one random projection ``v`` from N(0, 1) per picture: ``|J^T v|^2`` is ``|J|^2`` on
    average. It is a gradient of a gradient, so it works for any encoder.
    """

    def __init__(self, features: int, size: int, activation: str, weight: float) -> None:
        super().__init__(features, size, activation)
        self.weight = weight

    def forward(self, h: Tensor, x: Tensor) -> Code:
        z = self.code(h)
        if not x.requires_grad:
            return Code(z, h.new_zeros(()))
        (gradient,) = torch.autograd.grad((z * torch.randn_like(z)).sum(), x, create_graph=True)
        norm = gradient.flatten(1).square().sum(1).mean()
        return Code(z, self.weight * norm, {"jacobian": norm})


@dataclass(frozen=True)
class Plain:
    """A code without penalty; only its ``size`` limits it."""

    size: int = number(32, least=1)
    activation: str = choice("linear", *(name for name in ACTIVATIONS if name != "linear"))

    def build(self, features: int) -> Bottleneck:
        return Bottleneck(features, self.size, self.activation)


@dataclass(frozen=True)
class SparseL1:
    """``weight`` times the sum of the code's values."""

    size: int = number(256, least=1)
    weight: float = number(0.1, least=0.0)

    def build(self, features: int) -> Bottleneck:
        return SparseL1Bottleneck(features, self.size, self.weight)


@dataclass(frozen=True)
class SparseKL:
    """``weight`` times the KL divergence of each unit's mean activity from ``rho``, summed over the units."""

    size: int = number(256, least=1)
    rho: float = number(0.05, above=0.0, most=0.5)
    weight: float = number(1.0, least=0.0)

    def build(self, features: int) -> Bottleneck:
        return SparseKLBottleneck(features, self.size, self.rho, self.weight)


@dataclass(frozen=True)
class Variational:
    """``beta`` times the KL divergence of the code's Gaussian from N(0, 1); ``start`` is the initial beta."""

    size: int = number(20, least=1)
    beta: float = number(1.0, least=0.0)
    start: float | None = number(None, least=0.0)

    def build(self, features: int) -> Bottleneck:
        start = self.beta if self.start is None else self.start
        return VariationalBottleneck(features, self.size, self.beta, start)


@dataclass(frozen=True)
class Adversarial:
    """A discriminator with layers of ``widths``; ``rate`` is its learning rate as a multiple of the rest's."""

    size: int = number(8, least=1)
    weight: float = number(1.0, least=0.0)
    widths: tuple[int, ...] = number((256, 256), least=1)
    rate: float = number(1.0, above=0.0)

    def build(self, features: int) -> Bottleneck:
        return AdversarialBottleneck(features, self.size, self.widths, self.weight)


@dataclass(frozen=True)
class Contractive:
    """``weight`` times the squared Frobenius norm of the code's derivative by the picture."""

    size: int = number(128, least=1)
    activation: str = choice("sigmoid", *(name for name in ACTIVATIONS if name != "sigmoid"))
    weight: float = number(0.1, least=0.0)

    def build(self, features: int) -> Bottleneck:
        return ContractiveBottleneck(features, self.size, self.activation, self.weight)


Kind = Plain | SparseL1 | SparseKL | Variational | Adversarial | Contractive

KINDS: dict[str, type[Kind]] = {
    "plain": Plain, "sparse_l1": SparseL1, "sparse_kl": SparseKL, "variational": Variational,
    "adversarial": Adversarial, "contractive": Contractive,
}  # fmt: skip
