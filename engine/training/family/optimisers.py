"""Optimisers: SGD, mini-batch SGD with momentum, Adam; all with L2 decay of weights but not of biases."""

from __future__ import annotations

from dataclasses import dataclass
from typing import Any

import torch
from torch import nn

from engine.training.family.settings import number

Groups = list[dict[str, Any]]


@dataclass(frozen=True)
class Sgd:
    """Stochastic gradient descent with one picture per step (Robbins & Monro 1951)."""

    learning_rate: float = number(1e-3, least=0.0)
    batch: int = number(1, least=1)
    weight_decay: float = number(0.0, least=0.0)

    def build(self, groups: Groups) -> torch.optim.Optimizer:
        return torch.optim.SGD(groups, self.learning_rate)


@dataclass(frozen=True)
class Momentum:
    """Mini-batch SGD with momentum (Polyak 1964)."""

    learning_rate: float = number(1e-3, least=0.0)
    batch: int = number(128, least=1)
    momentum: float = number(0.9, least=0.0, most=0.9999)
    weight_decay: float = number(0.0, least=0.0)

    def build(self, groups: Groups) -> torch.optim.Optimizer:
        return torch.optim.SGD(groups, self.learning_rate, momentum=self.momentum)


@dataclass(frozen=True)
class Adam:
    """Adam (Kingma & Ba 2015)."""

    learning_rate: float = number(1e-3, least=0.0)
    batch: int = number(128, least=1)
    beta1: float = number(0.9, least=0.0, most=0.9999)
    beta2: float = number(0.99, least=0.0, most=0.9999)
    weight_decay: float = number(0.0, least=0.0)

    def build(self, groups: Groups) -> torch.optim.Optimizer:
        return torch.optim.Adam(groups, self.learning_rate, (self.beta1, self.beta2), fused=True)


Optimiser = Sgd | Momentum | Adam

KINDS: dict[str, type[Optimiser]] = {"sgd": Sgd, "momentum": Momentum, "adam": Adam}


def parameter_groups(model: nn.Module, weight_decay: float, factors: dict[str, float]) -> Groups:
    """Parameter groups of ``model``: weights with decay, biases without.

    Args:
        factors: of the learning rate, by name of a module; 1 for all others.
    """
    groups: dict[tuple[bool, float], list[nn.Parameter]] = {}
    for name, parameter in model.named_parameters():
        factor = next((f for prefix, f in factors.items() if name.startswith(f"{prefix}.")), 1.0)
        groups.setdefault((parameter.dim() > 1, factor), []).append(parameter)
    return [
        {"params": parameters, "weight_decay": weight_decay if decays else 0.0, "factor": factor}
        for (decays, factor), parameters in groups.items()
    ]
