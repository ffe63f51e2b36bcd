"""Verbs about the models: each builds an operation for the task runner and does nothing itself."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

import engine
from desktop.work.task_runner import Operation
from engine.errors import ModelError
from engine.progress import Progress


@dataclass(frozen=True)
class EngineFacts:
    """What the models run on, how many denoisers there are to choose from, and ids of codecs of one's own."""

    provider: engine.ProviderReport
    denoisers: int
    own_codecs: tuple[str, ...] = ()


@dataclass(frozen=True)
class InstalledModel:
    """A model's card, the sizes of its files, and what is wrong with these, empty where they are as released."""

    card: engine.ModelCard
    sizes: dict[str, int]
    damage: str

    @property
    def bytes(self) -> int:
        return sum(self.sizes.values())


@dataclass(frozen=True)
class Memory:
    """Bytes: of the machine, of it in use, and of this app with the processes that work for it."""

    total: int
    used: int
    own: int


def look_at_engine() -> Operation[EngineFacts]:
    """Find out what the models really run on; slow the first time."""

    def run(_: Progress) -> EngineFacts:
        denoisers = sum(card.kind == "denoiser" and card.is_default for card in engine.installed_models())
        own = tuple(card.id for card in engine.codecs() if card.is_own)
        return EngineFacts(engine.provider_report(), denoisers, own)

    return Operation(run)


@dataclass(frozen=True)
class Refused:
    """A folder among one's own models that cannot be used, and why."""

    path: str
    reason: str


@dataclass(frozen=True)
class Installed:
    """All models, and the folders that should be some."""

    models: list[InstalledModel]
    refused: list[Refused]


def look_at_models() -> Operation[Installed]:
    """Read all cards, and compare the files with their checksums; of each kind the one in use first, own ones last."""

    def run(progress: Progress) -> Installed:
        found = []
        cards = engine.installed_models()
        for card in sorted(cards, key=lambda card: (card.is_own, card.kind, not card.is_default, card.id)):
            progress.check()
            found.append(InstalledModel(card, card.sizes(), _damage(card)))
        refused = [Refused(problem.path or "", problem.reason) for problem in engine.model_problems()]
        return Installed(found, refused)

    return Operation(run)


def add_models(sources: Sequence[Path]) -> Operation[list[str]]:
    """Add models from folders and zips; returns their ids."""

    def run(progress: Progress) -> list[str]:
        from engine.models import installed  # here: the window is painted before it is loaded
        from engine.pipeline.model_check import check_model

        added = []
        for source in sources:
            progress.check()
            added.append(installed.add_model(source, check_model).id)
        return added

    return Operation(run)


def remove_model(model_id: str) -> Operation[None]:
    """Delete a model that was added."""

    def run(_: Progress) -> None:
        from engine.models import installed

        installed.remove_model(model_id)

    return Operation(run)


def export_model(model_id: str, target: Path, *, overwrite: bool) -> Operation[Path]:
    """Pack up a model that was added."""

    def run(_: Progress) -> Path:
        from engine.models import installed

        return installed.export_model(model_id, target, overwrite=overwrite)

    return Operation(run)


def look_at_memory() -> Operation[Memory]:
    """Ask how much memory there is, and how much of it is taken."""

    def run(_: Progress) -> Memory:
        import psutil

        whole = psutil.virtual_memory()
        own = psutil.Process()
        taken = own.memory_info().rss
        for worker in own.children(recursive=True):
            try:
                taken += worker.memory_info().rss
            except psutil.Error:
                continue  # it has just ended
        return Memory(whole.total, whole.total - whole.available, taken)

    return Operation(run)


def _damage(card: engine.ModelCard) -> str:
    try:
        card.verify()
    except ModelError as error:
        return error.reason
    return ""
