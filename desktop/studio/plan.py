"""What a person wants trained, as the command lines that do it."""

from __future__ import annotations

import json
import re
import shlex
import subprocess
import sys
import unicodedata
from collections.abc import Collection, Mapping
from dataclasses import asdict, dataclass
from pathlib import Path
from typing import Any

MODULE = "engine.training.family"
PLAN_FILE = "studio.json"
"""In a run's folder: the plan, so that the run can be gone on with after the app was closed."""
LONGEST_NAME = 64
_NAME = re.compile(r"[a-z0-9]([a-z0-9._-]*[a-z0-9])?")
_NOT_FREE = re.compile(r"safelight-.*|(con|prn|aux|nul|(com|lpt)[0-9])(\..*)?")
"""The program's own models, and Windows' devices."""


@dataclass(frozen=True)
class Plan:
    """One training.

    Attributes:
        recipe: a name of the program's, or the path of a TOML.
        data: folder of pictures, or of MNIST's files.
        minutes: budget; a recipe's own may be spent sooner.
        seed: fixes chance.
        name: the model's id.
        out: the run's folder.
        threads: of the processor; 0 leaves it to torch.
    """

    recipe: str
    data: str
    minutes: int
    seed: int
    name: str
    out: str
    threads: int = 0

    def train_arguments(self) -> list[str]:
        """Arguments of ``safelight train``."""
        threads = ["--threads", str(self.threads)] if self.threads else []
        return [
            self.recipe, "--data", self.data, "--out", self.out, "--minutes", str(self.minutes), "--seed",
            str(self.seed), *threads,
        ]  # fmt: skip

    @property
    def model_folder(self) -> Path:
        """Where the exported model is put before it is added to the others."""
        return Path(self.out) / "model" / self.name

    def training(self) -> list[str]:
        """Arguments for Python: train, told as it goes."""
        return ["-m", MODULE, "train", *self.train_arguments(), "--events"]

    def exporting(self) -> list[str]:
        """Arguments for Python: make a model of what was learned."""
        return ["-m", MODULE, "export", self.out, "--data", self.data, "--out", str(self.model_folder)]

    def command_line(self) -> str:
        """What does the same in a terminal."""
        return quoted("safelight", "train", *self.train_arguments())

    def store(self) -> None:
        """Write it into the run's folder, which is made."""
        folder = Path(self.out)
        folder.mkdir(parents=True, exist_ok=True)
        (folder / PLAN_FILE).write_text(json.dumps(asdict(self)), encoding="utf-8")


def quoted(*words: str) -> str:
    """Words of a command line as a terminal takes them."""
    return subprocess.list2cmdline(words) if sys.platform == "win32" else shlex.join(words)


def stored_plan(folder: Path) -> Plan | None:
    """The plan of a run that is not kept yet; ``None`` where there is none that can be read."""
    try:
        return _plan(json.loads((folder / PLAN_FILE).read_text(encoding="utf-8")), folder)
    except (OSError, ValueError, TypeError, KeyError, OverflowError, RecursionError):
        return None


def _plan(fields: Mapping[str, Any], folder: Path) -> Plan:
    recipe, data, name = (str(fields[key]) for key in ("recipe", "data", "name"))
    if name_problem(name):  # it becomes a folder's
        raise ValueError(name)
    minutes, seed, threads = (int(fields[key]) for key in ("minutes", "seed", "threads"))
    return Plan(recipe, data, minutes, seed, name, str(folder), threads)


def name_problem(name: str) -> bool:
    """Whether a model cannot have this name: before hours are spent on one that the engine would refuse."""
    is_name = len(name) <= LONGEST_NAME and ".." not in name and _NAME.fullmatch(name) is not None
    return not is_name or _NOT_FREE.fullmatch(name) is not None


def proposed_name(recipe: str, data: Path | None, taken: Collection[str]) -> str:
    """A name that is not taken: ``variational-mnist``, ``variational-mnist-2``."""
    parts = [Path(recipe).stem, "" if data is None else data.name]
    plain = unicodedata.normalize("NFKD", "-".join(filter(None, parts))).encode("ascii", "ignore").decode().lower()
    base = re.sub(r"[^a-z0-9]+", "-", plain).strip("-")[: LONGEST_NAME - 4].strip("-") or "model"
    base = f"my-{base}" if name_problem(base) else base
    names = [base, *(f"{base}-{count}" for count in range(2, len(taken) + 3))]
    return next(name for name in names if name not in taken)
