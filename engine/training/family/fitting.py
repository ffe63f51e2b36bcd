"""Runs one phase of training with the shared loop; a :class:`~.events.Control` gets events and may stop it."""

from __future__ import annotations

from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import torch
from torch import Tensor, nn

from engine.errors import OptionError
from engine.training.family.events import FIRST_LOOK, LOOK_EVERY, STEP_EVERY, Control, Pace
from engine.training.family.model import Objective
from engine.training.loop import Loop

NO_LIMIT = 10**9


@dataclass(frozen=True)
class Phase:
    """The model, objective and budget of a phase.

    Attributes:
        name: of the layer that is trained alone; empty for the whole model.
        out: folder for its checkpoint and log.
        objective: the loss of a batch, given the share of the budget that is spent.
        validate: measures the averaged model.
        session: minutes after which to stop; the run can be resumed.
        look_every: seconds between two validations, when another program listens.
    """

    name: str
    out: Path
    model: nn.Module
    optimiser: torch.optim.Optimizer
    objective: Callable[[Tensor, float], Objective]
    validate: Callable[[Any], dict[str, float]]
    steps: int | None
    minutes: float | None
    rate: float
    clip: float
    average: float
    session: float = float("inf")
    look_every: float = LOOK_EVERY


def start(phase: Phase, *, quiet: bool) -> Loop:
    """The phase's loop, resumed from its folder's checkpoint if there is one.

    Raises:
        OptionError: the checkpoint does not fit.
    """
    try:
        return Loop(
            phase.out, phase.model, [phase.optimiser], minutes=phase.minutes or float("inf"),
            max_steps=phase.steps or NO_LIMIT, session=phase.session, rate=phase.rate, clip=phase.clip or float("inf"),
            average=phase.average, validate=phase.validate, quiet=quiet,
        )  # fmt: skip
    except (RuntimeError, ValueError, KeyError) as error:
        raise OptionError("has a checkpoint that does not fit; choose an empty folder", phase.out) from error


def fit(phase: Phase, loop: Loop, batches: Iterator[Tensor], control: Control) -> None:
    """Train until the budget is spent or it is stopped; the averaged weights are in ``loop.average.module``."""
    first = FIRST_LOOK * phase.look_every / LOOK_EVERY
    telling, looking = Pace(0.0, STEP_EVERY), Pace(first, phase.look_every)
    for done in loop.steps():
        x = next(batches)
        objective = phase.objective(x, done)
        loop.update(objective.loss, objective.figures, len(x))
        if control.is_watched and telling.is_due():
            figures = {key: float(value) for key, value in objective.figures.items()}
            loss = float(objective.loss)
            control.tell("step", phase=phase.name, step=loop.clock.step + 1, done=done, loss=loss, **figures)
        if control.is_watched and looking.is_due():
            phase.validate(loop.average.module)
            loop.average.module.train()
        if control.wait():
            loop.clock.start()  # a pause is not training time
        if control.is_stopped:
            loop.stop()
