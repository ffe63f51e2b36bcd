"""Verbs of the studio page: each builds an operation for the task runner and does nothing itself."""

from __future__ import annotations

import contextlib
import shutil
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from PySide6.QtGui import QImage

import engine
from desktop.studio.images import Floats, to_heat, to_image, to_picture, to_sheet
from desktop.studio.plan import PLAN_FILE, Plan, stored_plan
from desktop.work.comparison import Comparison
from desktop.work.task_runner import Operation
from engine import LATENT_SUFFIX
from engine.errors import InputError, OutputError
from engine.messages import Message
from engine.models import installed
from engine.pipeline.model_check import check_model
from engine.progress import Progress

RUN_PREFIX = "run-"
SAMPLES, COLUMNS = 32, 8


@dataclass(frozen=True)
class LookedAt:
    """A picture as a model sees it: itself, brought back, and where the two differ.

    Attributes:
        comparison: the first two for the viewer.
    """

    picture: QImage
    again: QImage
    heat: QImage
    score: float
    code: Floats
    comparison: Comparison


def store_plan(plan: Plan) -> Operation[None]:
    """Make the run's folder, with the plan in it."""

    def run(_: Progress) -> None:
        try:
            plan.store()
        except OSError as error:
            raise OutputError(Message("cannot be written: {0}", error.strerror or str(error)), plan.out) from error

    return Operation(run)


def find_unfinished(runs: Path) -> Operation[Plan | None]:
    """The newest run that was stopped and not kept."""

    def run(_: Progress) -> Plan | None:
        found = sorted(runs.glob(f"{RUN_PREFIX}*"), reverse=True) if runs.is_dir() else []
        started = (folder for folder in found if (folder / "checkpoint.pt").is_file())
        return next((plan for folder in started if (plan := stored_plan(folder)) is not None), None)

    return Operation(run)


def discard_run(folder: Path) -> Operation[None]:
    """Delete a run's folder."""

    def run(_: Progress) -> None:
        try:
            shutil.rmtree(folder)
        except FileNotFoundError:
            pass
        except OSError as error:
            raise OutputError(Message("cannot be deleted: {0}", error.strerror or str(error)), folder) from error

    return Operation(run)


def keep_model(folder: Path, run_folder: Path) -> Operation[engine.ModelCard]:
    """Add an exported model to the others; the run's weights and log stay for whoever wants to go on with them."""

    def run(_: Progress) -> engine.ModelCard:
        card = installed.add_model(folder, check_model)
        with contextlib.suppress(OSError):
            (run_folder / PLAN_FILE).unlink(missing_ok=True)
            shutil.rmtree(folder.parent)
        return card

    return Operation(run)


def taken_names() -> Operation[list[engine.ModelCard]]:
    """All models: none of their ids is free, and some are autoencoders."""
    return Operation(lambda _: engine.installed_models())


def read_sheet(path: str) -> Operation[QImage]:
    """The sheet that training has drawn; a null picture where it is gone."""
    return Operation(lambda _: QImage(path))


def open_model(model_id: str, threads: int) -> Operation[engine.Autoencoder]:
    """Load an autoencoder, and try it: the first run takes longest."""

    def run(_: Progress) -> engine.Autoencoder:
        model = engine.load_autoencoder(model_id, threads)
        model.decode(model.mean[None])
        return model

    return Operation(run)


def decode(model: engine.Autoencoder, code: Floats) -> Operation[QImage]:
    """The picture of a code."""
    return Operation(lambda _: to_image(model.decode(code[None])[0]))


def draw_samples(model: engine.Autoencoder, seed: int) -> Operation[QImage]:
    """A sheet of pictures drawn from the prior."""
    return Operation(lambda _: to_sheet(model.decode(model.sample(SAMPLES, seed)), COLUMNS))


def look_at(model: engine.Autoencoder, picture: engine.FolderPicture) -> Operation[LookedAt]:
    """See a picture as the model does."""

    def run(progress: Progress) -> LookedAt:
        is_latent = picture.path is not None and picture.path.suffix.lower() == LATENT_SUFFIX
        pixels = _read(picture.path) if is_latent and picture.path is not None else engine.read_for(model, picture)
        progress.check()
        found = model.anomaly_map(pixels)
        code = model.encode(model.center_crop(pixels)[None])[0]
        seen, made = to_picture(found.pixels), to_picture(found.reconstruction)
        comparison = Comparison(picture.path, picture.name, model.card.id, seen, made)
        images = to_image(found.pixels), to_image(found.reconstruction), to_heat(found.heat)
        return LookedAt(*images, found.score, code, comparison)

    return Operation(run)


def codes_of(model: engine.Autoencoder, paths: Sequence[Path]) -> Operation[list[Floats]]:
    """The codes of pictures."""

    def run(progress: Progress) -> list[Floats]:
        squares = []
        for path in paths:
            progress.check()
            squares.append(model.center_crop(_read(path)))
        return list(model.encode(np.stack(squares)))

    return Operation(run)


def _read(path: Path) -> engine.Picture:
    if path.suffix.lower() == LATENT_SUFFIX:
        try:
            return engine.reconstruct(path.read_bytes())
        except OSError as error:
            raise InputError(error.strerror or "cannot be read", path) from error
    return engine.read_picture(path)
