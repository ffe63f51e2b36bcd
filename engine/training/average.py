"""Average the weights of several runs: ``python -m engine.training.average WEIGHTS... --out FILE``.

Runs that began with the same weights and went different ways lie in one valley, and their mean is often better than
each of them (model soups, Wortsman et al. 2022): it costs no training, and the average takes away what small batches
and high rates left in each as noise.
"""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import torch
from torch import Tensor


def average_weights(files: Sequence[Path]) -> dict[str, Tensor]:
    """The mean of several ``weights.pt``, float16, name by name.

    What only some of them have is left out: a fast synthesis, for instance, which begins anew from the full one. What
    is no floating-point number is taken from the first.

    Raises:
        ValueError: no file, or weights of one name and different shapes.
    """
    if not files:
        raise ValueError("no weights to average")
    states = [torch.load(file, map_location="cpu", weights_only=True) for file in files]
    found = {}
    for name, first in states[0].items():
        values = [state[name] for state in states if name in state]
        if len(values) < len(states):
            continue
        if any(value.shape != first.shape for value in values):
            raise ValueError(f"{name} has different shapes in these files")
        found[name] = torch.stack([v.float() for v in values]).mean(0).half() if first.is_floating_point() else first
    return found


def main() -> None:
    parser = argparse.ArgumentParser(description="Average the weights of several runs.")
    parser.add_argument("weights", type=Path, nargs="+", help="weights.pt of runs that began with the same weights")
    parser.add_argument("--out", type=Path, required=True, help="file for the average")
    args = parser.parse_args()
    torch.save(average_weights(args.weights), args.out)


if __name__ == "__main__":
    main()
