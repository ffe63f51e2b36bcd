"""What every training run shares: its configuration file, clock, log, checkpoint and loss plot."""

from __future__ import annotations

import json
import math
import time
import tomllib
from dataclasses import dataclass, fields
from pathlib import Path
from typing import Any, TypeVar

import torch
from torch import nn
from torch.optim.swa_utils import AveragedModel

Config = TypeVar("Config")


def load_config(path: Path, kind: type[Config], overrides: dict[str, Any]) -> Config:
    """Read a run's TOML into the dataclass ``kind``; an unknown key is an error that names the file and the key."""
    values = tomllib.loads(path.read_text(encoding="utf-8"))
    known = {f.name for f in fields(kind)}  # type: ignore[arg-type]
    for key in values:
        if key not in known:
            raise ValueError(f"{path}: unknown setting {key!r}; known are {', '.join(sorted(known))}")
    values.update({key: value for key, value in overrides.items() if value is not None})
    return kind(**values)


def choose_device(name: str) -> torch.device:
    """``auto`` takes CUDA where there is one."""
    return torch.device(("cuda" if torch.cuda.is_available() else "cpu") if name == "auto" else name)


def mixed_precision(device: torch.device) -> torch.autocast:
    """bfloat16 where the device computes in it; a processor that has to imitate it is ten times slower for it."""
    able: dict[str, Any] = getattr(torch.cpu, "get_capabilities", dict)()
    is_fast = device.type != "cpu" or able.get("avx512_bf16", False) or able.get("amx_bf16", False)
    return torch.autocast(device.type, torch.bfloat16, enabled=is_fast)


def cosine_rate(base: float, done: float, *, warmup: float = 0.01, flat: float = 0.3, last: float = 0.005) -> float:
    """Learning rate at the fraction ``done`` of a run: warm-up, a flat part, then a cosine to ``last * base``."""
    if done < warmup:
        return base * (0.05 + 0.95 * done / warmup)
    part = min(max((done - flat) / (1.0 - flat), 0.0), 1.0)
    return base * (last + (1.0 - last) * 0.5 * (1.0 + math.cos(math.pi * part)))


@dataclass
class Clock:
    """Training time and steps over all sessions of a run, and how far along its budget they are.

    The schedule follows whichever of the two budgets is nearer its end, so a run can be given minutes or steps.
    """

    minutes: float
    max_steps: int
    seconds: float = 0.0
    step: int = 0
    _since: float = 0.0

    def start(self) -> None:
        self._since = time.monotonic()

    def tick(self) -> None:
        now = time.monotonic()
        self.seconds += now - self._since
        self._since = now
        self.step += 1

    @property
    def done(self) -> float:
        return min(1.0, max(self.seconds / (60.0 * self.minutes), self.step / self.max_steps))


def save_checkpoint(
    folder: Path, model: nn.Module, average: AveragedModel, optimizers: list[torch.optim.Optimizer], clock: Clock
) -> None:
    """Write ``checkpoint.pt`` (all that resuming needs) and ``weights.pt`` (the average, float16), each in one move."""
    state = {
        "model": model.state_dict(),
        "average": average.state_dict(),
        "optimizers": [optimizer.state_dict() for optimizer in optimizers],
        "seconds": clock.seconds,
        "step": clock.step,
    }
    half = {k: v.half() if v.is_floating_point() else v for k, v in average.module.state_dict().items()}
    for name, value in (("checkpoint.pt", state), ("weights.pt", half)):
        temporary = folder / f".{name}.tmp"
        torch.save(value, temporary)
        temporary.replace(folder / name)


def resume(
    folder: Path, model: nn.Module, average: AveragedModel, optimizers: list[torch.optim.Optimizer], clock: Clock
) -> bool:
    """Continue from ``folder/checkpoint.pt`` if there is one; says whether there was."""
    path = folder / "checkpoint.pt"
    if not path.exists():
        return False
    state = torch.load(path, map_location="cpu", weights_only=True)
    model.load_state_dict(state["model"])
    average.load_state_dict(state["average"])
    for optimizer, saved in zip(optimizers, state["optimizers"], strict=True):
        optimizer.load_state_dict(saved)
    clock.seconds, clock.step = state["seconds"], state["step"]
    return True


def kept_weights(folder: Path) -> dict[str, torch.Tensor]:
    """The weights that a run keeps in ``weights.pt``, as float32: what is exported."""
    state = torch.load(folder / "weights.pt", map_location="cpu", weights_only=True)
    return {name: value.float() if value.is_floating_point() else value for name, value in state.items()}


def load_weights(model: nn.Module, path: Path) -> None:
    """Start from the weights in ``path``, as :func:`save_checkpoint` left them in ``weights.pt``."""
    model.load_state_dict(torch.load(path, map_location="cpu", weights_only=True))


def continue_from(folder: Path, weights: Path, model: nn.Module, clock: Clock) -> None:
    """Take over what a run left on another machine: its averaged weights, and its log, which says how far it came.

    The optimiser begins anew.
    """
    load_weights(model, weights)
    log = weights.with_suffix(".jsonl").read_text(encoding="utf-8")
    (folder / "log.jsonl").write_text(log, encoding="utf-8")
    last = json.loads(log.splitlines()[-1])
    clock.seconds, clock.step = 60.0 * last["minutes"], int(last["step"])


def append_log(folder: Path, entry: dict[str, float]) -> None:
    """Add one line to ``log.jsonl``."""
    with (folder / "log.jsonl").open("a", encoding="utf-8") as file:
        file.write(json.dumps({k: round(float(v), 6) for k, v in entry.items()}) + "\n")


def plot_log(folder: Path, key: str, label: str) -> None:
    """Draw the column ``key`` of ``log.jsonl`` over the training minutes into ``loss.png``."""
    import matplotlib

    matplotlib.use("Agg")
    from matplotlib import pyplot as plt

    lines = [json.loads(line) for line in (folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    points = [(entry["minutes"], entry[key]) for entry in lines if key in entry]
    figure, axes = plt.subplots(figsize=(7, 4))
    axes.plot(*zip(*points, strict=True), linewidth=1)
    axes.set_xlabel("minutes")
    axes.set_ylabel(label)
    axes.grid(alpha=0.3)
    figure.tight_layout()
    figure.savefig(folder / "loss.png", dpi=120)
    plt.close(figure)
