"""Verbs about the models: each builds an operation for the task runner and does nothing itself."""

from __future__ import annotations

from dataclasses import dataclass

import engine
from desktop.work.task_runner import Operation
from engine.progress import Progress


@dataclass(frozen=True)
class EngineFacts:
    """What the models run on, and how many denoisers there are to choose from."""

    provider: engine.ProviderReport
    denoisers: int


def look_at_engine() -> Operation[EngineFacts]:
    """Find out what the models really run on; slow the first time."""

    def run(_: Progress) -> EngineFacts:
        denoisers = sum(card.kind == "denoiser" for card in engine.models())
        return EngineFacts(engine.provider_report(), denoisers)

    return Operation(run)
