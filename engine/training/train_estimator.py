"""Train the noise estimator: ``python -m engine.training.train_estimator RUN.toml --data CROPS --out FOLDER``.

``CROPS`` is what :mod:`engine.training.strengths` wrote: a file, or a folder of several. The filters stay as
``--weights`` has them (without it, random ones): the crops pass them once. With ``filters_only`` in the run, the
filters are all that is taken from ``--weights``, and the layers begin anew. Stops after the run's budget of minutes
(or ``--session`` minutes, to be resumed by the same command) and leaves ``weights.pt``, ``checkpoint.pt``,
``log.jsonl`` and ``loss.png`` in the output folder.
"""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.training import runs
from engine.training.estimator_model import NoiseEstimator
from engine.training.loop import Loop, arguments
from engine.training.strengths import STRENGTHS, costs

SHARPNESS = 4.0
"""How much likelier, per decibel, a strength is chosen in training that is thought to cost less."""


@dataclass(frozen=True)
class EstimatorRun:
    """Settings of a run; see ``configs/estimator.toml`` for what each does."""

    minutes: float
    max_steps: int = 10_000_000
    batch: int = 64
    blocks: int = 96
    learning_rate: float = 1e-3
    average: float = 0.998
    clip: float = 1.0
    decay: float = 0.01
    choice_part: float = 1.0
    filters_only: bool = False
    seed: int = 1
    device: str = "auto"


def read_crops(data: Path) -> dict[str, Tensor]:
    """Crops and errors of one file, or of all in a folder."""
    files = sorted(data.glob("*.pt")) if data.is_dir() else [data]
    if not files:
        raise FileNotFoundError(f"{data}: no file of crops")
    parts = [torch.load(file, map_location="cpu", weights_only=True) for file in files]
    crops = {name: torch.cat([part[name] for part in parts]) for name in parts[0]}
    for prefix in ("", "held_"):
        usable = crops[f"{prefix}errors"].isfinite().all(1)  # files of earlier versions hold a few NaN
        crops |= {name: crops[name][usable] for name in (f"{prefix}noisy", f"{prefix}errors")}
    return crops


def load_filters(model: NoiseEstimator, weights: Path) -> None:
    """Take the filters alone from a run's weights, which may tell the costs of other strengths."""
    state = torch.load(weights, map_location="cpu", weights_only=True)
    for name, filters in (("fine", model.fine), ("wide", model.wide), ("coarse", model.coarse)):
        filters.load_state_dict({"weight": state[f"{name}.weight"]})


@torch.no_grad()
def features_of(model: NoiseEstimator, noisy: Tensor) -> Tensor:
    """The features of all crops in half precision: found once, as the filters stay as they are."""
    return torch.cat([model.features(part.float() / 255.0).half() for part in torch.split(noisy, 64)])


def loss_of(found: Tensor, wanted: Tensor, choice_part: float) -> Tensor:
    """How wrong the costs are, and how much is lost by choosing according to them."""
    chosen = torch.softmax(-SHARPNESS * found, 1)
    return F.smooth_l1_loss(found, wanted) + choice_part * (chosen * wanted).sum(1).mean()


@torch.no_grad()
def validate(model: NoiseEstimator, features: Tensor, errors: Tensor) -> dict[str, float]:
    """Decibels lost on held-out crops by the strength that seems best, and taken from those it makes worse."""
    model.eval()
    found = torch.cat([model.costs(part.float()) for part in torch.split(features, 64)])
    model.train()
    place = found.argmin(1, keepdim=True)
    decibels = 10.0 * torch.log10(errors + 0.5)
    chosen = decibels.gather(1, place)
    return {
        "lost@held": float((chosen - decibels.min(1, keepdim=True).values).mean()),
        "harm@held": float((chosen - decibels[:, :1]).clamp_min(0.0).mean()),
        "cost_error@held": float((found - costs(errors)).abs().mean()),
    }


def train(run: EstimatorRun, data: Path, out: Path, session: float, weights: Path | None) -> None:
    torch.manual_seed(run.seed)
    device = runs.choose_device(run.device)
    crops = {name: values.to(device) for name, values in read_crops(data).items()}
    wanted = costs(crops["errors"])
    model = NoiseEstimator(len(STRENGTHS)).to(device)
    if weights is not None and run.filters_only:
        load_filters(model, weights)
    elif weights is not None:
        runs.load_weights(model, weights)
    trained = [*model.layers.parameters(), *model.head.parameters()]
    optimizer = torch.optim.AdamW(trained, run.learning_rate, (0.9, 0.99), weight_decay=run.decay, fused=True)
    features, held = (features_of(model, crops[name]) for name in ("noisy", "held_noisy"))
    loop = Loop(
        out, model, [optimizer], minutes=run.minutes, max_steps=run.max_steps, session=session, rate=run.learning_rate,
        clip=run.clip, average=run.average, validate=lambda average: validate(average, held, crops["held_errors"]),
    )  # fmt: skip
    print(f"{device}, {len(features)} crops, from step {loop.clock.step}")
    model.train()
    for _ in loop.steps():
        chosen = torch.randint(0, len(features), (run.batch,), device=device)
        blocks = torch.randperm(features.shape[2], device=device)[: run.blocks]
        found = model.costs(features[chosen][:, :, blocks].float())
        loop.update(loss_of(found, wanted[chosen], run.choice_part), {}, run.batch)


def main() -> None:
    args = arguments("Train the noise estimator.")
    run = runs.load_config(args.run, EstimatorRun, {"minutes": args.minutes, "device": args.device})
    train(run, args.data, args.out, args.session, args.weights)


if __name__ == "__main__":
    main()
