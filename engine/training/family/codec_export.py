"""Exports a fine-tuned codec: the same files as the program's codec, under another id."""

from __future__ import annotations

import json
import pickle
from pathlib import Path

import torch

from engine.errors import InputError
from engine.training import onnx_file, runs
from engine.training.codec_model import Codec
from engine.training.data import CropSampler
from engine.training.export_codec import write_model
from engine.training.family.codec_recipe import CodecRecipe, codec_recipe_from
from engine.training.family.model_folder import new_model
from engine.training.family.own_pictures import read_own_pictures
from engine.training.family.trained import RUN_FILE, read_facts
from engine.training.train_codec import build_model

BATCHES = 24
"""Batches of eight crops on which the symbols' frequencies are measured."""


def export_codec(folder: Path, data: Path, out: Path, title: str | None = None) -> dict[str, float]:
    """Write the model's folder completely or not at all.

    Returns the largest difference between torch and ONNX Runtime for each network.

    Args:
        folder: the run's.
        data: pictures to measure the symbols' frequencies on, as for training.

    Raises:
        InputError: run or pictures cannot be used.
        OptionError: the folder exists, or its name is not a valid id.
        OutputError: it cannot be written.
    """
    facts = read_facts(folder)
    recipe = codec_recipe_from(facts["recipe"], folder / RUN_FILE)
    with new_model(out) as made:
        codec = _load(recipe, folder)
        pictures = read_own_pictures(data, recipe.codec.crop)
        sampler = CropSampler(
            pictures.learned, torch.device("cpu"), recipe.training.seed, is_turned=recipe.codec.turned
        )
        try:
            parity = write_model(codec, sampler, recipe.codec.crop, made, BATCHES)
        except ValueError as error:
            raise InputError(f"cannot be exported: {error}", folder) from error
        _write_card(made, folder, codec, title, parity)
    return parity


def _load(recipe: CodecRecipe, folder: Path) -> Codec:
    codec = build_model(recipe.run())
    try:
        codec.load_state_dict(runs.kept_weights(folder))
    except (OSError, RuntimeError, pickle.UnpicklingError, EOFError, AttributeError) as error:
        raise InputError("has no weights of this recipe; train it first", folder) from error
    return codec


def _write_card(made: Path, folder: Path, codec: Codec, title: str | None, parity: dict[str, float]) -> None:
    """Write the card: the initial weights and the amount of training, without names or paths of pictures."""
    facts = read_facts(folder)
    log = [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    last = next(entry for entry in reversed(log) if "validation" in entry)
    count, start = facts["pictures"], facts["started_from"]
    what = "1 picture" if count == 1 else f"{count:,} pictures"
    held = f", {facts['held_out']} of them to measure it on" if facts["held_out"] else ""
    onnx_file.write_card(made, {
        "id": made.name, "kind": "codec", "title": title or f"Codec trained on from {start} with {what}",
        "architecture": vars(codec.shape) | {"parameters": sum(p.numel() for p in codec.parameters())},
        "training": {
            "run": facts["recipe"] | {"training": facts["training"]}, "started_from": start,
            "data": f"{what} of one's own, {facts['pixels'] / 1e6:,.1f} megapixels{held}", "pictures": count,
            "steps": last["step"], "minutes": last["minutes"],
            "loss_curve": [[entry["minutes"], entry["loss"]] for entry in log if "loss" in entry],
            "validation": {key: value for key, value in last.items() if "@" in key},
        },
        "figures": {"bits_at_equal_psnr": round(last["bits"], 2), "parity": parity},
    })  # fmt: skip
