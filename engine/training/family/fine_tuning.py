"""Fine-tunes the program's codec on the user's pictures.

Loss, optimiser and validation are those of :mod:`engine.training.train_codec`; the loop, the events and the run's
folder are those of the other members. Each step covers the whole range of rates, so that all qualities
remain available.
"""

from __future__ import annotations

import dataclasses
import math
import pickle
import sys
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import numpy as np
import torch
from torch import Tensor

from engine.errors import InputError, OptionError
from engine.models.card import DEFAULT_CODEC
from engine.training import runs
from engine.training.codec_model import Codec
from engine.training.data import CropSampler
from engine.training.family import sheets
from engine.training.family.choices import Choices
from engine.training.family.codec_recipe import CodecRecipe, codec_recipe_from
from engine.training.family.events import Control
from engine.training.family.fitting import Phase, fit, start
from engine.training.family.model import Objective
from engine.training.family.own_pictures import OwnPictures, read_own_pictures
from engine.training.family.recipe import read_values
from engine.training.family.trained import write_facts
from engine.training.train_codec import build_model, build_optimizers, prepare, rate_distortion_loss, validate

CHECKPOINTS = Path(__file__).parents[1] / "checkpoints"
LOOKED_AT = 8
"""Crops for validation."""
SHOWN, SHOWN_RATE = 6, 0.25
"""Crops on the sheet, and their rate, which is low enough to make losses visible."""
LOOK_EVERY = 60.0
"""Seconds between validations, each of which takes as long as several steps."""
Figures = dict[str, float]


def fine_tune(recipe_file: Path, folder: Path, out: Path, choices: Choices, control: Control) -> Figures:
    """Fine-tune a codec; returns its figures on the held-out pictures.

    Raises:
        SafelightError: recipe, pictures, weights or folder cannot be used.
    """
    values = read_values(recipe_file)
    recipe = codec_recipe_from(values, recipe_file)
    recipe = dataclasses.replace(recipe, training=choices.budget(recipe.training))
    if choices.without is not None:
        raise OptionError("--without is for members that learn from pictures with labels", recipe_file)
    pictures = read_own_pictures(folder, recipe.codec.crop)
    run = _FineTuning(recipe, pictures, out, choices, control)
    write_facts(out, {
        "recipe": {"name": recipe.name} | values, "shape": [3, recipe.codec.crop, recipe.codec.crop],
        "pictures": pictures.count, "held_out": pictures.held_count, "pixels": pictures.pixels,
        "data": folder.resolve().name, "without": None, "training": dataclasses.asdict(recipe.training),
        "started_from": run.started_from,
    })  # fmt: skip
    return run.run()


def load_start(model: Codec, given: Path | None) -> str:
    """Load the initial weights into ``model``; returns their name.

    Args:
        given: a file of weights or the folder of a run; ``None`` takes those of the program's codec.

    Raises:
        InputError: they cannot be read, or belong to another network.
    """
    path = CHECKPOINTS / f"{DEFAULT_CODEC}.pt" if given is None else given
    path = path / "weights.pt" if path.is_dir() else path
    if not path.is_file():
        raise InputError("no such weights to begin with", path)
    try:
        runs.load_weights(model, path)
    except (OSError, RuntimeError, ValueError, pickle.UnpicklingError, EOFError, AttributeError, TypeError) as error:
        raise InputError("does not hold the weights of a codec of the recipe's size", path) from error
    return path.resolve().parent.name if path.name == "weights.pt" else path.stem


def recoloured(x: Tensor, part: float) -> Tensor:
    """Crops ``(B, 3, H, W)``; in some, each channel is mapped from [0, 1] to a random interval.

    Scans have few colours, and a codec that is trained on them alone forgets other colours within minutes.
    """
    chosen = (torch.rand(len(x), 1, 1, 1) < part).to(x.device)
    low, high = torch.rand(2, len(x), 3, 1, 1).to(x.device)
    return torch.where(chosen, low + (high - low) * x, x)


def change_of_bits(before: Figures, after: Figures) -> float:
    """Change of the rate from ``before`` to ``after`` in percent at equal PSNR, from the codec's validation figures.

    The mean over the PSNR range of both; the logarithm of the rate is interpolated linearly.
    """
    curves = []
    for figures in (before, after):
        rates = [name.partition("@")[2] for name in figures if name.startswith("psnr@")]
        curves.append(sorted((figures[f"psnr@{rate}"], math.log(max(figures[f"bpp@{rate}"], 1e-9))) for rate in rates))
    low, high = (bound(bound_of(curve)[0] for curve in curves) for bound, bound_of in ((max, min), (min, max)))
    if not low < high:
        return 0.0
    places = np.linspace(low, high, 101)
    logs = [np.interp(places, [psnr for psnr, _ in curve], [log for _, log in curve]) for curve in curves]
    return float(100.0 * math.expm1((logs[1] - logs[0]).mean()))


class _FineTuning:
    """One fine-tuning run."""

    def __init__(
        self, recipe: CodecRecipe, pictures: OwnPictures, out: Path, choices: Choices, control: Control
    ) -> None:
        self.recipe, self.pictures, self.out, self.choices, self.control = recipe, pictures, out, choices, control
        torch.manual_seed(recipe.training.seed)
        self.settings = recipe.run()
        self.device = runs.choose_device(choices.device)
        self.model = build_model(self.settings)
        self.started_from = load_start(self.model, choices.start)
        self.model.to(self.device).to(memory_format=torch.channels_last)  # type: ignore[call-overload]
        looked_at = CropSampler(pictures.held or pictures.learned, self.device, 0, is_turned=False)
        self.looked_at = [looked_at.batch(1, recipe.codec.crop) for _ in range(LOOKED_AT)]
        self.before: Figures = {}
        self.figures: Figures = {}

    def run(self) -> Figures:
        size, budget = sum(weight.numel() for weight in self.model.parameters()), self.recipe.training
        self.control.tell(
            "start", recipe=self.recipe.name, parameters=size, pictures=self.pictures.count,
            held_out=self.pictures.held_count, shape=(3, self.recipe.codec.crop, self.recipe.codec.crop),
            out=str(self.out), steps=budget.steps, minutes=budget.minutes, device=str(self.device),
        )  # fmt: skip
        if not self.control.is_quiet:
            megapixels, held = self.pictures.pixels / 1e6, self.pictures.held_count
            apart = f"{held} of them held out" if held else "too few to hold any out"
            print(f"{self.started_from} on {self.device}: {self.pictures.count} pictures, {apart}, {megapixels:.1f} MP")
        self.before = validate(self.model, self.looked_at)
        phase = self._phase()
        loop = start(phase, quiet=self.control.is_quiet)
        self.model.train()
        seed = self.recipe.training.seed + loop.clock.step
        torch.manual_seed(seed)  # new random numbers after resuming
        fit(phase, loop, self._batches(seed), self.control)
        reason = "budget" if loop.clock.done >= 1.0 else "stopped" if self.control.is_stopped else "session"
        if self.figures.get("bits", 0.0) > 0.0:
            print("takes more bits than the codec that it began as: train it longer", file=sys.stderr)
        self.control.tell("done", reason=reason, step=loop.clock.step, **self.figures)
        return self.figures

    def _phase(self) -> Phase:
        budget, rate = self.recipe.training, self.recipe.codec.learning_rate
        (optimiser,) = build_optimizers(self.model, self.settings)
        return Phase(
            "", self.out, self.model, optimiser, self._objective, self._validate, budget.steps, budget.minutes, rate,
            budget.clip, budget.average, self.choices.session, LOOK_EVERY,
        )  # fmt: skip

    def _batches(self, seed: int) -> Iterator[Tensor]:
        codec = self.recipe.codec
        sampler = CropSampler(self.pictures.learned, self.device, seed, is_turned=codec.turned)
        while True:
            yield recoloured(sampler.batch(codec.batch, codec.crop), codec.recoloured)

    def _objective(self, x: Tensor, _: float) -> Objective:
        with runs.mixed_precision(self.device):
            return Objective(*rate_distortion_loss(self.model, *prepare(x, self.settings), self.settings))

    def _validate(self, model: Any) -> Figures:
        """Measure rate and distortion on held-out crops, compare with the initial codec, and draw the sheet."""
        found = validate(model, self.looked_at)
        psnr = found["psnr@0.5"]
        self.figures = {
            "bits": change_of_bits(self.before, found), "cost": math.exp(found["validation"]),
            "mse": 10.0 ** (-psnr / 10.0), "psnr": psnr, "bpp": found["bpp@0.5"],
        }  # fmt: skip
        path = self.out / "sheet.png"
        self._draw(model, path)
        self.control.tell("validation", phase="", sheet=str(path), **self.figures)
        return found | {"bits": self.figures["bits"]}

    @torch.no_grad()
    def _draw(self, model: Any, path: Path) -> None:
        model.eval()
        shown = torch.cat(self.looked_at[:SHOWN])
        rate = torch.full((len(shown), 1), SHOWN_RATE, device=self.device)
        sheets.save(sheets.sheet([shown, model(shown, rate, torch.zeros_like(rate)).x_hat]), path)
        model.train()
