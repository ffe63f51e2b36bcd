"""The ``train`` command: ``python -m engine.training.family.train RECIPE --data FOLDER --out FOLDER``.

``RECIPE`` is a TOML file, or the name of a recipe that ships with the program. The same command resumes a stopped run.
The folder gets ``run.json``, ``weights.pt``, ``checkpoint.pt``, ``log.jsonl``, ``loss.png`` and ``sheet.png``, and a
sub-folder for each layer that is pre-trained. ``--events`` is for control by other programs; see
:mod:`engine.training.family.events`.
"""

from __future__ import annotations

import argparse
import dataclasses
import math
import signal
import sys
import threading
import tomllib
from pathlib import Path
from typing import Any

import torch

from engine.errors import InputError, OptionError
from engine.training import runs
from engine.training.family import data, sheets
from engine.training.family.bottlenecks import Adversarial
from engine.training.family.choices import Choices
from engine.training.family.codec_recipe import is_codec_file
from engine.training.family.data import PictureSet
from engine.training.family.events import Control, Events
from engine.training.family.fine_tuning import fine_tune
from engine.training.family.fitting import Phase, fit, start
from engine.training.family.model import Autoencoder, build, in_batches
from engine.training.family.optimisers import parameter_groups
from engine.training.family.pretraining import layer_objective, layer_pairs
from engine.training.family.recipe import Recipe, read_recipe, recipe_path
from engine.training.family.trained import write_facts

HELD_OUT = 0.05
MOST_HELD_OUT = 1000
"""Share of the training set that is held out for validation, and the largest number of pictures."""
SHOWN = 12
"""Pictures on the sheet."""


def train(recipe_file: Path, folder: Path, out: Path, choices: Choices, control: Control) -> dict[str, float]:
    """Train; returns the figures on the held-out pictures.

    Raises:
        SafelightError: recipe, pictures or folder cannot be used.
    """
    if is_codec_file(recipe_file):
        return fine_tune(recipe_file, folder, out, choices, control)
    if choices.start is not None:
        raise OptionError("--from is for the codec: all other members begin from nothing", recipe_file)
    recipe = read_recipe(recipe_file)
    recipe = dataclasses.replace(recipe, training=choices.budget(recipe.training))
    pictures = data.load(folder, recipe.data, "train").without(choices.without, folder)
    if len(pictures) < 2:
        raise InputError("holds too few pictures to learn from", folder)
    held = min(MOST_HELD_OUT, max(1, round(HELD_OUT * len(pictures))))
    order = torch.randperm(len(pictures), generator=torch.Generator().manual_seed(0))
    run = _Run(recipe, pictures.some(order[held:]), pictures.some(order[:held]), out, choices, control, recipe_file)
    tables = {"name": recipe.name} | tomllib.loads(recipe_file.read_text(encoding="utf-8"))
    write_facts(out, {
        "recipe": tables, "shape": list(pictures.shape), "pictures": len(pictures), "data": folder.resolve().name,
        "without": choices.without, "training": dataclasses.asdict(recipe.training),
    })  # fmt: skip
    return run.run()


class _Run:
    """The phases of a run."""

    def __init__(
        self, recipe: Recipe, pictures: PictureSet, held: PictureSet, out: Path, choices: Choices, control: Control,
        recipe_file: Path,
    ) -> None:  # fmt: skip
        self.recipe, self.pictures, self.out, self.control, self.choices = recipe, pictures, out, control, choices
        torch.manual_seed(recipe.training.seed)
        self.device = runs.choose_device(choices.device)
        self.model = build(recipe, pictures.shape, recipe_file).to(self.device)
        self.held = held.values().to(self.device)
        self.figures: dict[str, float] = {}

    def run(self) -> dict[str, float]:
        size = sum(weight.numel() for weight in self.model.parameters())
        budget = self.recipe.training
        self.control.tell(
            "start", recipe=self.recipe.name, parameters=size, pictures=len(self.pictures), shape=self.pictures.shape,
            out=str(self.out), steps=budget.steps, minutes=budget.minutes, device=str(self.device),
        )  # fmt: skip
        if not self.control.is_quiet:
            print(f"{self.recipe.name} on {self.device}: {size:,} weights, {len(self.pictures):,} pictures")
        if budget.layer_steps and not (self.out / "checkpoint.pt").exists():
            self._train_layers()
        done, step = self._train_whole() if not self.control.is_stopped else (0.0, 0)
        reason = "budget" if done >= 1.0 else "stopped" if self.control.is_stopped else "session"
        self.control.tell("done", reason=reason, step=step, **self.figures)
        return self.figures

    def _train_layers(self) -> None:
        pairs = layer_pairs(self.model)
        for index, pair in enumerate(pairs):
            known = pairs[: index + 1]
            phase = self._phase(
                f"layer {index + 1}", self.out / f"layer-{index + 1}", pair,
                lambda x, _, known=known: layer_objective(self.model, known, x),
                lambda _: {}, self.recipe.training.layer_steps, None, {},
            )  # fmt: skip
            self._fit(phase)
            if self.control.is_stopped:
                return

    def _train_whole(self) -> tuple[float, int]:
        training, bottleneck = self.recipe.training, self.recipe.bottleneck
        factors = {"bottleneck.discriminator": bottleneck.rate} if isinstance(bottleneck, Adversarial) else {}
        phase = self._phase(
            "", self.out, self.model, self.model.objective, self._validate, training.steps, training.minutes, factors
        )
        return self._fit(phase)

    def _phase(
        self, name: str, out: Path, model: torch.nn.Module, objective: Any, validate: Any, steps: int | None,
        minutes: float | None, factors: dict[str, float],
    ) -> Phase:  # fmt: skip
        settings, training = self.recipe.optimiser, self.recipe.training
        optimiser = settings.build(parameter_groups(model, settings.weight_decay, factors))
        return Phase(
            name, out, model, optimiser, objective, validate, steps, minutes, settings.learning_rate, training.clip,
            training.average, self.choices.session,
        )  # fmt: skip

    def _fit(self, phase: Phase) -> tuple[float, int]:
        loop = start(phase, quiet=self.control.is_quiet)
        phase.model.train()
        torch.manual_seed(self.recipe.training.seed + loop.clock.step)  # new random numbers after resuming
        seed = self.recipe.training.seed + loop.clock.step
        fit(phase, loop, data.batches(self.pictures, self.recipe.optimiser.batch, self.device, seed), self.control)
        phase.model.load_state_dict(loop.average.module.state_dict())
        return loop.clock.done, loop.clock.step

    def _validate(self, model: Autoencoder) -> dict[str, float]:
        """Measure the error on held-out pictures, with corruption, and draw the sheet."""
        model.eval()
        with torch.no_grad(), torch.random.fork_rng():
            torch.manual_seed(7)
            given = self.recipe.corruption(self.held)
            again = in_batches(model, given)
            mse = float((again - self.held).square().mean())
        self.figures = {"mse": mse, "psnr": -10.0 * math.log10(max(mse, 1e-12))}
        rows = [self.held[:SHOWN], given[:SHOWN], again[:SHOWN]]
        path = self.out / "sheet.png"
        sheets.save(sheets.sheet(rows if given is not self.held else rows[::2]), path)
        self.control.tell("validation", phase="", sheet=str(path), **self.figures)
        model.train()
        return self.figures


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The arguments of the command."""
    parser.add_argument("recipe", help="a recipe's TOML, or the name of one of the program's own")
    parser.add_argument("--data", type=Path, required=True, help="folder of idx files or of pictures, or a tar shard")
    parser.add_argument("--out", type=Path, required=True, help="folder for weights, checkpoint, log and sheet")
    parser.add_argument("--steps", type=int, help="the run's budget, in place of the recipe's")
    parser.add_argument("--minutes", type=float, help="the run's budget, in place of the recipe's")
    parser.add_argument("--session", type=float, default=float("inf"), help="stop after these minutes, to resume later")
    parser.add_argument("--seed", type=int, help="in place of the recipe's")
    parser.add_argument("--from", dest="start", type=Path, help="codec: weights, or a run, to begin with")
    parser.add_argument("--without", metavar="LABEL", help="leave out the pictures of this label")
    parser.add_argument("--device", default="auto", choices=("auto", "cpu", "cuda"))
    parser.add_argument("--threads", type=int, default=0, help="of the processor; 0 leaves it to torch")
    parser.add_argument("--events", action="store_true", help="print JSON, obey words on standard input")


def run(args: argparse.Namespace) -> int:
    """The command; returns its exit code."""
    if args.threads:
        torch.set_num_threads(args.threads)
    control: Control = Events() if args.events else Control()
    choices = Choices(args.steps, args.minutes, args.seed, args.without, args.session, args.device, args.start)
    before = _stopped_by_signals(control)
    try:
        figures = train(recipe_path(args.recipe), args.data, args.out, choices, control)
    except Exception as error:
        control.tell("error", reason=str(error))
        raise
    finally:
        for number, handler in before.items():
            signal.signal(number, handler)
    if not args.events:
        text = ", ".join(f"{name} {value:.5g}" for name, value in figures.items())
        print(text or "stopped before anything was learned")
    return 0


def _stopped_by_signals(control: Control) -> dict[signal.Signals, Any]:
    """Make the first Ctrl-C or SIGTERM save and end; returns the previous handlers."""
    if threading.current_thread() is not threading.main_thread():
        return {}

    def stop(number: int, _: Any) -> None:
        control.stop()
        signal.signal(number, signal.default_int_handler)

    return {number: signal.signal(number, stop) for number in (signal.SIGINT, signal.SIGTERM)}


def main() -> None:
    from engine.training.family.__main__ import main as command

    sys.exit(command(["train", *sys.argv[1:]]))


if __name__ == "__main__":
    main()
