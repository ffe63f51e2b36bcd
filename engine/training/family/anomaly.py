"""The ``anomaly`` command: pictures unlike the training pictures have a large error (Sakurada & Yairi 2014).

The score of a picture is its squared error, or minus its ELBO for variational members. For a model that was trained
without one label (``train --without LABEL``) the command measures how well the score separates that label from the
others, beside the score of PCA.
"""

from __future__ import annotations

import argparse
import csv
import io
from pathlib import Path

import torch
from torch import Tensor

from engine.autoencoders.measures import roc_auc
from engine.autoencoders.pca import Pca
from engine.errors import OptionError, OutputError
from engine.training.family import sheets
from engine.training.family.bottlenecks import VariationalBottleneck
from engine.training.family.data import PictureSet
from engine.training.family.losses import BinaryCrossEntropy
from engine.training.family.model import Autoencoder, in_batches
from engine.training.family.trained import Trained, load_run

ELBO_SAMPLES = 8
SHOWN = 12


@torch.no_grad()
def scores(model: Autoencoder, x: Tensor) -> Tensor:
    """Anomaly score of every picture ``(N, C, H, W)``, ``(N,)``; the higher, the more anomalous."""
    if isinstance(model.bottleneck, VariationalBottleneck) and isinstance(model.recipe.loss, BinaryCrossEntropy):
        torch.manual_seed(0)
        return -in_batches(lambda part: model.elbo(part, ELBO_SAMPLES), x)
    return in_batches(lambda part: (model(part) - part).square().flatten(1).sum(1), x)


@torch.no_grad()
def error_maps(model: Autoencoder, x: Tensor) -> Tensor:
    """Squared error of every pixel of pictures ``(N, C, H, W)``, the mean over the channels, ``(N, H, W)``."""
    return in_batches(lambda part: (model(part) - part).square().mean(1), x)


def anomaly_sheet(model: Autoencoder, x: Tensor) -> Tensor:
    """Pictures, reconstructions and heat maps, as three rows ``(3, N, 3, H, W)`` that share one scale of heat."""
    with torch.no_grad():
        again = model(x)
    maps = error_maps(model, x)
    rows = [x.expand(-1, 3, -1, -1), again.clamp(0, 1).expand(-1, 3, -1, -1), sheets.heat(maps, float(maps.max()))]
    return torch.stack(rows)


def pca_of_normal(member: Trained, train: PictureSet, path: Path) -> Pca:
    """PCA with as many components as the member's code, fitted on the same pictures."""
    normal = train.without(member.facts.get("without"), path)
    return Pca(normal.rows(slice(20_000)), member.model.bottleneck.size, is_exact=True)


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
        auc, auc_of_pca = (roc_auc(scored, is_anomaly.numpy()) for scored in (found.numpy(), pca.errors(test.rows())))
        print(f"ROC-AUC for {label}: {auc:.4f}, PCA {auc_of_pca:.4f}")
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
