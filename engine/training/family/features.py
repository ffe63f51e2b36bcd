"""The ``features`` command: linear probes of codes, pixels and PCA, and a fine-tuned classifier.

Unsupervised training helps most where few pictures have labels (Erhan et al. 2010).
"""

from __future__ import annotations

import argparse
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np
import numpy.typing as npt
import torch
import torch.nn.functional as F
from torch import Tensor, nn

from engine.autoencoders.linear_classifier import held_out_accuracy
from engine.autoencoders.measures import balanced_sample
from engine.autoencoders.pca import Pca
from engine.errors import OptionError
from engine.training.family.data import PictureSet
from engine.training.family.model import Autoencoder, build, in_batches
from engine.training.family.trained import Trained, load_run

TUNING_STEPS = 200
TUNING_RATE = 1e-3
TUNING_BATCH = 50


@dataclass(frozen=True)
class Accuracy:
    """Test accuracies 0..1, means over draws of the labelled pictures.

    Attributes:
        codes, pixels, pca: of linear classifiers on these features.
        tuned, fresh: of the encoder with one more layer, fine-tuned from its weights and trained from random ones.
    """

    codes: float
    pixels: float
    pca: float
    tuned: float
    fresh: float

    def __str__(self) -> str:
        linear = f"linear on codes {self.codes:.1%}, pixels {self.pixels:.1%}, PCA {self.pca:.1%}"
        return f"{linear}; network from these weights {self.tuned:.1%}, from random ones {self.fresh:.1%}"


def accuracy(
    member: Trained, train: PictureSet, test: PictureSet, count: int, *, draws: int, path: Path, tune: bool = True
) -> Accuracy:
    """Test accuracy of classifiers that are fitted on ``count`` labelled pictures.

    Raises:
        InputError: the pictures have no labels.
        OptionError: there are fewer labelled pictures than labels.
    """
    known, asked, classes = train.known_labels(path), test.known_labels(path), len(train.classes)
    if not classes <= count <= len(train):
        raise OptionError(f"labels should be from {classes}, one for each kind, to {len(train)}")
    pca = Pca(train.rows(slice(20_000)), member.model.bottleneck.size, is_exact=True)
    encoders: dict[str, Callable[[Tensor], npt.NDArray[Any]]] = {
        "codes": lambda x: in_batches(member.model.encode, x).numpy(),
        "pixels": _rows,
        "pca": lambda x: pca.encode(_rows(x)),
    }
    tested = test.values()
    found: dict[str, list[float]] = {}
    for draw in range(draws):
        index = torch.from_numpy(balanced_sample(known.numpy(), count, classes, _permutation(len(known), draw)))
        x, labels = train.values(index), known[index]
        for name, encode in encoders.items():
            fitted, order = (encode(x), labels.numpy()), _permutation(len(x), draw)
            share = held_out_accuracy(*fitted, encode(tested), asked.numpy(), classes, order=order)
            found.setdefault(name, []).append(share)
        for name, model in (("tuned", member.model), ("fresh", _untrained(member, draw))) if tune else ():
            network = tuned(model, x, labels, classes, draw)
            right = in_batches(network, tested).argmax(1) == asked
            found.setdefault(name, []).append(float(right.float().mean()))
    means = {name: sum(values) / len(values) for name, values in found.items()}
    return Accuracy(*(means.get(name, float("nan")) for name in ("codes", "pixels", "pca", "tuned", "fresh")))


def _rows(x: Tensor) -> npt.NDArray[np.float32]:
    rows: npt.NDArray[np.float32] = x.flatten(1).numpy()
    return rows


def _permutation(count: int, seed: int) -> npt.NDArray[np.int64]:
    """Drawn by torch, as for the figures in docs/autoencoders.md."""
    return torch.randperm(count, generator=torch.Generator().manual_seed(seed)).numpy()


def _untrained(member: Trained, seed: int) -> Autoencoder:
    torch.manual_seed(seed)
    return build(member.recipe, member.model.shape, member.folder)


class Classifier(nn.Module):
    """A copy of an encoder and bottleneck with one more layer: pictures ``(N, C, H, W)`` to logits ``(N, classes)``."""

    def __init__(self, model: Autoencoder, classes: int) -> None:
        super().__init__()
        copy = build(model.recipe, model.shape, Path())
        copy.load_state_dict(model.state_dict())
        self.encoder, self.bottleneck = copy.encoder, copy.bottleneck
        self.last = nn.Linear(copy.bottleneck.size, classes)

    def forward(self, x: Tensor) -> Tensor:
        logits: Tensor = self.last(self.bottleneck.code(self.encoder(x)))
        return logits


def tuned(model: Autoencoder, x: Tensor, labels: Tensor, classes: int, seed: int) -> Classifier:
    """A classifier that is fine-tuned from the weights of ``model`` on pictures ``x`` ``(N, C, H, W)``."""
    torch.manual_seed(seed)
    network = Classifier(model, classes)
    optimiser = torch.optim.Adam(network.parameters(), TUNING_RATE)
    for _ in range(TUNING_STEPS):
        chosen = torch.randint(len(x), (min(TUNING_BATCH, len(x)),))
        loss = F.cross_entropy(network(x[chosen]), labels[chosen])
        optimiser.zero_grad()
        loss.backward()  # type: ignore[no-untyped-call]
        optimiser.step()
    return network.eval()


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder of a trained member")
    parser.add_argument("--data", type=Path, required=True, help="folder of idx files, or with a sub-folder a label")
    parser.add_argument("--labels", type=int, nargs="+", default=[100, 1000], help="how many pictures have a label")
    parser.add_argument("--draws", type=int, default=3, help="of the labelled pictures, to average over")


def run(args: argparse.Namespace) -> int:
    """The command; returns its exit code."""
    member = load_run(args.folder)
    train, test = (member.pictures(args.data, split) for split in ("train", "test"))
    for count in args.labels:
        print(f"{count} labels: {accuracy(member, train, test, count, draws=max(1, args.draws), path=args.data)}")
    return 0
