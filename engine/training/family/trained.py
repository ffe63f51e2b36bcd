"""Reads and writes the folder of a training run."""

from __future__ import annotations

import json
import pickle
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from engine.errors import InputError, OptionError
from engine.training import runs
from engine.training.family import data, model
from engine.training.family.coders import Shape
from engine.training.family.data import PictureSet
from engine.training.family.recipe import Recipe, is_codec, recipe_from

RUN_FILE = "run.json"
"""The recipe's tables, the shape of the pictures, and the options of the command, as JSON."""


@dataclass(frozen=True)
class Trained:
    """A trained model.

    Attributes:
        folder: of the run.
        facts: the contents of ``run.json``.
        model: with the averaged weights, in evaluation mode.
    """

    folder: Path
    facts: dict[str, Any]
    model: model.Autoencoder

    @property
    def recipe(self) -> Recipe:
        return self.model.recipe

    def pictures(self, path: Path, split: str) -> PictureSet:
        """Load the pictures at ``path`` in the same way as for training.

        Raises:
            InputError: they cannot be read or have another size.
        """
        found = data.load(path, self.recipe.data, split)
        if found.shape != self.model.shape:
            sizes = ("x".join(str(side) for side in shape) for shape in (found.shape, self.model.shape))
            raise InputError("pictures have {} values, the model learned from {}".format(*sizes), path)
        return found


def write_facts(folder: Path, facts: dict[str, Any]) -> None:
    """Write ``run.json`` atomically.

    Raises:
        OptionError: the folder holds a run of another recipe, other pictures or another start; its budget may differ.
    """
    if (folder / "checkpoint.pt").exists() and _kept_for_good(read_facts(folder)) != _kept_for_good(facts):
        raise OptionError("holds a run of another recipe or other pictures; choose an empty folder", folder)
    folder.mkdir(parents=True, exist_ok=True)
    temporary = folder / f".{RUN_FILE}.tmp"
    temporary.write_text(json.dumps(facts, indent=2, ensure_ascii=False) + "\n", encoding="utf-8")
    temporary.replace(folder / RUN_FILE)


def read_facts(folder: Path) -> dict[str, Any]:
    """Read ``run.json``.

    Raises:
        InputError: the folder is not a run's.
    """
    try:
        facts: dict[str, Any] = json.loads((folder / RUN_FILE).read_text(encoding="utf-8"))
        if not isinstance(facts["recipe"], dict):
            raise TypeError
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise InputError("is not the folder of a trained autoencoder", folder) from error
    return facts


def _kept_for_good(facts: dict[str, Any]) -> list[Any]:
    recipe = {table: values for table, values in facts["recipe"].items() if table not in ("name", "training")}
    return [recipe, facts["shape"], facts["without"], facts.get("started_from")]


def is_codec_run(folder: Path) -> bool:
    """Whether a folder belongs to a fine-tuning run of the codec."""
    try:
        return is_codec(read_facts(folder)["recipe"])
    except InputError:
        return False


def load_run(folder: Path) -> Trained:
    """Load the trained model from a run's folder.

    Raises:
        InputError: the folder is not a run's, or has no weights yet.
    """
    path, facts = folder / RUN_FILE, read_facts(folder)
    if is_codec(facts["recipe"]):
        raise InputError("is a run of the codec, which can be exported only", folder)
    try:
        channels, height, width = facts["shape"]
        shape: Shape = (int(channels), int(height), int(width))
        recipe = recipe_from(facts["recipe"], path)
    except (ValueError, KeyError, TypeError) as error:
        raise InputError("is not the folder of a trained autoencoder", folder) from error
    found = model.build(recipe, shape, path)
    try:
        found.load_state_dict(runs.kept_weights(folder))
    except (OSError, RuntimeError, pickle.UnpicklingError, EOFError, AttributeError) as error:
        raise InputError("has no weights of this recipe; train it first", folder) from error
    found.eval()
    for weight in found.parameters():
        weight.requires_grad_(False)
    return Trained(folder, facts, found)
