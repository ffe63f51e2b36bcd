"""Begin a larger network where a smaller one of the same kind stopped."""

from __future__ import annotations

import torch
from torch import Tensor, nn


@torch.no_grad()
def grow(model: nn.Module, small: dict[str, Tensor]) -> None:
    """Give ``model`` the weights of a smaller network, so that it computes the same before its first step.

    Wider layers hold the smaller one's in their leading channels, which get nothing from the new channels; blocks that
    are new stay as they were made, and are the identity where they start so. After Chen et al., "Net2Net" (2016).

    Args:
        model: a new network, whose residual branches end in zeros; its layers are at least as wide.
        small: the smaller network's weights by name.

    Raises:
        ValueError: if a layer of the smaller network is missing in the larger, or wider than there.
    """
    state = model.state_dict()
    for name, weight in small.items():
        if name not in state or any(a > b for a, b in zip(weight.shape, state[name].shape, strict=True)):
            raise ValueError(f"the layer {name!r} does not fit into the larger network")
        grown = state[name]
        if grown.ndim > 1:
            grown[: weight.shape[0]] = 0.0
        grown[tuple(slice(side) for side in weight.shape)] = weight
