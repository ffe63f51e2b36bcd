"""Greedy layer-wise pre-training: each layer learns to encode what the layers below it say (Bengio et al. 2007).

Layer k and its mirror in the decoder are an autoencoder of their own, of the codes of layer k-1. Afterwards the whole
stack is trained together from there.
"""

from __future__ import annotations

from collections.abc import Callable

import torch
from torch import Tensor, nn

from engine.training.family.model import Autoencoder, Objective


class LayerPair(nn.Module):
    """One layer of the encoder and its mirror in the decoder; the weights are those of the model.

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
    """All layers with their mirrors, from the pictures on."""
    return [LayerPair(model, index) for index in range(len(model.encoder.stages))]


def layer_objective(model: Autoencoder, pairs: list[LayerPair], x: Tensor) -> Objective:
    """The loss of the last of ``pairs`` on a batch of pictures; the others only encode for it."""
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
