"""Anomaly detection: pictures unlike those that were learned from come back badly (Sakurada & Yairi 2014).

The score of a picture is its squared error, or minus its ELBO where the member is variational. A model that never saw
one kind of pictures (``train --without LABEL``) is tested on how well the score tells that kind from the rest, beside
PCA's error.
"""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

import torch
from torch import Tensor

from engine.errors import OptionError, OutputError
from engine.training.family import sheets
from engine.training.family.bottlenecks import VariationalBottleneck
from engine.training.family.data import PictureSet
from engine.training.family.losses import BinaryCrossEntropy
from engine.training.family.measures import roc_auc
from engine.training.family.model import Autoencoder, in_batches
from engine.training.family.pca import Pca, fit_pca
from engine.training.family.trained import Trained, load_run

ELBO_SAMPLES = 8
SHOWN = 12


@torch.no_grad()
def scores(model: Autoencoder, x: Tensor) -> Tensor:
    """Score of every picture, ``(N,)``; the higher, the stranger."""
    if isinstance(model.bottleneck, VariationalBottleneck) and isinstance(model.recipe.loss, BinaryCrossEntropy):
        torch.manual_seed(0)
        return -in_batches(lambda part: model.elbo(part, ELBO_SAMPLES), x)
    return in_batches(lambda part: (model(part) - part).square().flatten(1).sum(1), x)


@torch.no_grad()
def error_maps(model: Autoencoder, x: Tensor) -> Tensor:
    """Where pictures come back badly: squared error of every pixel, the mean of the channels, ``(N, H, W)``."""
    return in_batches(lambda part: (model(part) - part).square().mean(1), x)


def anomaly_sheet(model: Autoencoder, x: Tensor) -> Tensor:
    """Pictures, reconstructions and heat maps, as three rows ``(3, N, 3, H, W)`` that share one scale of heat."""
    with torch.no_grad():
        again = model(x)
    maps = error_maps(model, x)
    rows = [x.expand(-1, 3, -1, -1), again.clamp(0, 1).expand(-1, 3, -1, -1), sheets.heat(maps, float(maps.max()))]
    return torch.stack(rows)


def pca_of_normal(member: Trained, train: PictureSet, path: Path) -> Pca:
    """PCA of the same size, of pictures that the member learned from."""
    normal = train.without(member.facts.get("without"), path)
    return fit_pca(normal.values(slice(20_000)), member.model.bottleneck.size)


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder of a trained member")
    parser.add_argument("--data", type=Path, required=True, help="folder of idx files or of pictures, or a tar shard")
    parser.add_argument("--anomaly", metavar="LABEL", help="what should be found; default: what training left out")
    parser.add_argument("--out", type=Path, required=True, help="sheet of the strangest pictures, with heat maps")
    parser.add_argument("--scores", type=Path, metavar="FILE.csv", help="score of every picture")


def run(args: argparse.Namespace) -> int:
    """The command; returns its exit code."""
    member = load_run(args.folder)
    test = member.pictures(args.data, "test")
    x = test.values()
    found = scores(member.model, x)
    strangest = found.argsort(descending=True)[:SHOWN]
    sheets.save(sheets.sheet(list(anomaly_sheet(member.model, x[strangest]))), args.out)
    if args.scores is not None:
        _write_scores(args.scores, found, test)
    label = args.anomaly if args.anomaly is not None else member.facts.get("without")
    if label is not None:
        is_anomaly = test.known_labels(args.data) == test.label_number(label, args.data)
        if is_anomaly.all() or not is_anomaly.any():
            raise OptionError(f"needs test pictures with the label {label!r} and others", args.data)
        pca = pca_of_normal(member, member.pictures(args.data, "train"), args.data)
        print(f"ROC-AUC for {label}: {roc_auc(found, is_anomaly):.4f}, PCA {roc_auc(pca.errors(x), is_anomaly):.4f}")
    print(f"score: median {found.median():.4g}, highest {found.max():.4g}")
    return 0


def _write_scores(path: Path, found: Tensor, test: PictureSet) -> None:
    text = io.StringIO()
    table = csv.writer(text, lineterminator="\n")
    table.writerow(["picture", "score", "label"])
    for index, score in enumerate(found.tolist()):
        label = "" if test.labels is None else test.classes[int(test.labels[index])]
        table.writerow([test.names[index] if test.names else index, f"{score:.6g}", label])
    temporary = path.with_name(f".{path.name}.safelight-tmp")
    try:
        temporary.write_text(text.getvalue(), encoding="utf-8")
        temporary.replace(path)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror}", path) from error
