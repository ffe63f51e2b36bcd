"""Greedy layer-wise pre-training (Bengio et al. 2007).

Layer k of the encoder and its mirror in the decoder are trained as an autoencoder of the codes of layer k-1. Afterwards
the whole model is trained from these weights.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from engine.training.family.model import Autoencoder, Objective


class LayerPair(nn.Module):
    """A layer of the encoder and its mirror in the decoder; it shares the model's weights.

    Args:
        index: from 0, at the pictures, to the bottleneck.
    """

    def __init__(self, model: Autoencoder, index: int) -> None:
        super().__init__()
        layers = list(model.encoder.stages)[1:]  # the first only flattens
        self.is_top = index == len(layers)
        self.up: nn.Module = model.bottleneck if self.is_top else layers[index]
        self.down: nn.Module = list(model.decoder.stages)[::-1][index]

    def code(self, h: Tensor) -> Tensor:
        """``(N, F)`` to ``(N, K)``."""
        encode: Callable[[Tensor], Tensor] = self.up.code if self.is_top else self.up  # type: ignore[assignment]
        return encode(h)


def layer_pairs(model: Autoencoder) -> list[LayerPair]:
    """All layers with their mirrors, the one at the pictures first."""
    return [LayerPair(model, index) for index in range(len(model.encoder.stages))]


def layer_objective(model: Autoencoder, pairs: list[LayerPair], x: Tensor) -> Objective:
    """The loss of the last of ``pairs`` on a batch of pictures; the earlier ones encode its input."""
    recipe, pair = model.recipe, pairs[-1]
    with torch.no_grad():
        target = below = x.flatten(1)
        for lower in pairs[:-1]:
            target = below = lower.code(below)
    raw = pair.down(pair.code(recipe.corruption(below)))
    if len(pairs) == 1:
        loss = recipe.loss(raw, recipe.decoder.output, x).mean()
    else:
        loss = (raw - target).square().sum(1).mean()
    return Objective(loss, {})
