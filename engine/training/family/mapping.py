"""The ``map`` command: codes in two dimensions beside the first two principal components of the pixels.

Codes of two dimensions are shown as they are, larger ones by their first two principal components.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass
from pathlib import Path

import numpy as np
import torch

from engine.arrays import Float32Array
from engine.autoencoders.measures import Labels, neighbour_agreement
from engine.autoencoders.pca import first_two
from engine.errors import OutputError
from engine.training.family.data import PictureSet
from engine.training.family.model import in_batches
from engine.training.family.trained import Trained, load_run

MOST_POINTS = 5000


@dataclass(frozen=True)
class Maps:
    """Points ``(N, 2)`` of the same pictures, and their labels where they have any.

    Attributes:
        codes, pca: of the codes and of PCA.
        own: whether the codes have just two dimensions.
    """

    codes: Float32Array
    pca: Float32Array
    labels: Labels | None
    own: bool

    def agreement(self) -> tuple[float, float]:
        """Share of pictures whose label is the most common one among their ten nearest neighbours, on either map."""
        assert self.labels is not None
        return neighbour_agreement(self.codes, self.labels), neighbour_agreement(self.pca, self.labels)


@torch.no_grad()
def maps(member: Trained, train: PictureSet, test: PictureSet) -> Maps:
    """Both maps of the first pictures of ``test``; components are those of the pictures of ``train``."""
    test = test.some(slice(MOST_POINTS))
    known = slice(2 * MOST_POINTS)
    codes = in_batches(member.model.encode, test.values()).numpy()
    own = codes.shape[1] == 2
    if not own:
        codes = first_two(codes, in_batches(member.model.encode, train.values(known)).numpy())
    labels = None if test.labels is None else test.labels.numpy()
    return Maps(codes, first_two(test.rows(), train.rows(known)), labels, own)


def draw(found: Maps, classes: tuple[str, ...], title: str, path: Path) -> None:
    """Both maps side by side, written to ``path`` in one move.

    Raises:
        OutputError: it cannot be written.
    """
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    figure, axes = plt.subplots(1, 2, figsize=(9, 4.4))
    colours = found.labels if found.labels is not None else np.zeros(len(found.codes))
    code_title = title if found.own else f"{title}, first two components"
    for axis, points, text in ((axes[0], found.codes, code_title), (axes[1], found.pca, "PCA of the pixels")):
        shown = axis.scatter(*points.T, c=colours, s=3, cmap="tab10", linewidths=0)
        axis.set_title(text, fontsize=10)
        axis.set_xticks([])
        axis.set_yticks([])
    if 1 < len(classes) <= 20:
        handles, _ = shown.legend_elements(num=len(classes))
        figure.legend(handles, classes[: len(handles)], loc="center right", fontsize=8, frameon=False)
    figure.tight_layout(rect=(0, 0, 0.94, 1))
    temporary = path.with_name(f".{path.stem}.safelight-tmp{path.suffix}")
    try:
        path.parent.mkdir(parents=True, exist_ok=True)
        figure.savefig(temporary, dpi=100)
        temporary.replace(path)
    except (OSError, ValueError) as error:
        temporary.unlink(missing_ok=True)
        raise OutputError(f"cannot be written: {error}", path) from error
    finally:
        plt.close(figure)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder of a trained member")
    parser.add_argument("--data", type=Path, required=True, help="folder of idx files or of pictures, or a tar shard")
    parser.add_argument("--out", type=Path, required=True, help="the map, PNG, SVG or PDF")


def run(args: argparse.Namespace) -> int:
    """The command; returns its exit code."""
    member = load_run(args.folder)
    train, test = (member.pictures(args.data, split) for split in ("train", "test"))
    found = maps(member, train, test)
    draw(found, test.classes, member.recipe.name, args.out)
    if found.labels is not None and len(found.labels) > 10:
        codes, pca = found.agreement()
        print(f"nearest neighbours of the same label: {codes:.1%} on the map of the codes, {pca:.1%} on PCA's")
    return 0
