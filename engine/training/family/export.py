"""Export: ``encoder.onnx`` and ``decoder.onnx`` with a model card of the kind ``autoencoder``.

A fine-tuned codec is exported by :mod:`engine.training.family.codec_export`.

The encoder maps ``picture`` float32 ``(N, C, H, W)`` in [0, 1] to ``code`` ``(N, K)``, the decoder ``code`` to
``picture``. The card has the mean and spread of codes, which set the range of sliders.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path

import torch
from torch import Tensor, nn

from engine.training import onnx_file
from engine.training.family.codec_export import export_codec
from engine.training.family.data import PictureSet
from engine.training.family.measures import decibels, moments, mse
from engine.training.family.model import Autoencoder, in_batches
from engine.training.family.model_folder import new_model
from engine.training.family.trained import Trained, is_codec_run, load_run

MOST_PICTURES = 2000
"""Pictures on which the card's figures are measured."""
MOST_AXES = 16
"""Axes of the code that the card has, one for each slider."""


def principal_axes(codes: Tensor, most: int) -> tuple[Tensor, Tensor]:
    """Principal axes ``(A, K)`` of codes ``(N, K)``, and the standard deviation along each, ``(A,)``."""
    _, lengths, axes = torch.linalg.svd(codes - codes.mean(0), full_matrices=False)
    known = max(1, int((lengths > 1e-4 * lengths[0]).sum()))  # the codes of a few pictures vary in fewer directions
    axes, lengths = axes[: min(most, known)], lengths[: min(most, known)]
    largest = axes.gather(1, axes.abs().argmax(1, keepdim=True))
    return axes * largest.sign(), lengths / max(1, len(codes) - 1) ** 0.5


class Encoding(nn.Module):
    """The exported encoder: ``picture`` to ``code``."""

    def __init__(self, model: Autoencoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, picture: Tensor) -> Tensor:
        return self.model.encode(picture)


class Decoding(nn.Module):
    """The exported decoder: ``code`` to ``picture``, clipped to [0, 1]."""

    def __init__(self, model: Autoencoder) -> None:
        super().__init__()
        self.model = model

    def forward(self, code: Tensor) -> Tensor:
        return self.model.decode(code).clamp(0.0, 1.0)


def export(member: Trained, pictures: PictureSet, out: Path, title: str | None = None) -> dict[str, float]:
    """Write the model's folder completely or not at all.

    Returns the largest difference between torch and ONNX Runtime for each network.

    Raises:
        OptionError: the folder exists (a model never changes under its id), or its name is not a valid id.
        OutputError: it cannot be written.
    """
    with new_model(out) as folder:
        return _write(member, pictures, folder, title)


def _write(member: Trained, pictures: PictureSet, folder: Path, title: str | None) -> dict[str, float]:
    model = member.model
    x = pictures.values(slice(MOST_PICTURES))
    with torch.no_grad():
        codes = in_batches(model.encode, x)
        error = mse(in_batches(model.decode, codes), x)
    parity = {
        "encoder": onnx_file.export(
            Encoding(model), folder / "encoder.onnx", {"picture": x[:2]}, ["code"],
            {"picture": {0: "pictures"}, "code": {0: "pictures"}},
        ),
        "decoder": onnx_file.export(
            Decoding(model), folder / "decoder.onnx", {"code": codes[:2]}, ["picture"],
            {"code": {0: "pictures"}, "picture": {0: "pictures"}},
        ),
    }  # fmt: skip
    log = [json.loads(line) for line in (member.folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    mean, variance, _ = moments(codes)
    axes, spread = principal_axes(codes, MOST_AXES)
    usual_title = f"Autoencoder: {member.recipe.name}, {member.facts['data']}"
    onnx_file.write_card(folder, {
        "id": folder.name, "kind": "autoencoder", "title": title or usual_title,
        "architecture": {
            "recipe": member.facts["recipe"], "picture": list(model.shape), "code": model.bottleneck.size,
            "has_prior": model.bottleneck.has_prior, "parameters": sum(p.numel() for p in model.parameters()),
            "code_mean": [round(value, 4) for value in mean.tolist()],
            "code_deviation": [round(value, 4) for value in variance.sqrt().tolist()],
            "code_axes": [[round(value, 4) for value in axis] for axis in axes.tolist()],
            "axis_deviation": [round(value, 4) for value in spread.tolist()],
        },
        "training": {
            "run": member.facts["training"], "data": member.facts["data"], "pictures": member.facts["pictures"],
            "without": member.facts["without"], "steps": log[-1]["step"], "minutes": log[-1]["minutes"],
            "loss_curve": [[entry["minutes"], entry["loss"]] for entry in log if "loss" in entry],
        },
        "figures": {"mse": round(error, 6), "psnr": round(decibels(error), 3), "parity": parity},
    })  # fmt: skip
    return parity


def add_arguments(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("folder", type=Path, help="folder of a trained member")
    parser.add_argument("--data", type=Path, required=True, help="pictures to measure it on, as for training")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder, which is new; its name is the id")
    parser.add_argument("--title", help="a short description for the card")


def run(args: argparse.Namespace) -> int:
    """The command; returns its exit code."""
    if is_codec_run(args.folder):
        export_codec(args.folder, args.data, args.out, args.title)  # prints the difference of each network
        return 0
    member = load_run(args.folder)
    parity = export(member, member.pictures(args.data, "test"), args.out, args.title)
    for name, difference in parity.items():
        print(f"{name}: largest difference between torch and ONNX Runtime {difference:g}")
    return 0
