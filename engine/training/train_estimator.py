"""Train the noise estimator: ``python -m engine.training.train_estimator RUN.toml --data FOLDER --out FOLDER``.

Stops after the run's budget of minutes (or ``--session`` minutes, to be resumed by the same command) and leaves
``weights.pt``, ``checkpoint.pt``, ``log.jsonl`` and ``loss.png`` in the output folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import torch
import torch.nn.functional as F
from torch import Tensor

from engine.training import runs
from engine.training.data import CropSampler, PhotoSet, held_out_crops
from engine.training.estimator_model import NoiseEstimator
from engine.training.loop import Loop, arguments
from engine.training.noise import VALIDATION, Mixture, degrade, sample_sigma


@dataclass(frozen=True)
class EstimatorRun:
    """Settings of a run; see ``configs/estimator.toml`` for what each does."""

    minutes: float
    max_steps: int = 10_000_000
    batch: int = 32
    crop: int = 128
    learning_rate: float = 1e-3
    average: float = 0.998
    clip: float = 1.0
    sigma_max: float = 60.0
    camera_share: float = 0.3
    jpeg_share: float = 0.2
    banding_share: float = 0.02
    clean_share: float = 0.15
    grey_share: float = 0.0
    max_noise: float = 4.0
    scales: list[float] = field(default_factory=lambda: [1.0, 0.7, 0.5])
    emphasis: float = 0.5
    seed: int = 1
    device: str = "auto"
    held_out: int = 24
    limit: int | None = None


@torch.no_grad()
def validate(model: NoiseEstimator, pictures: list[Tensor]) -> dict[str, float]:
    """Mean absolute error of the logarithm of 1 + level, by kind of noise, on held-out pictures."""
    model.eval()
    figures = {}
    with torch.random.fork_rng():
        torch.manual_seed(7)
        for name, (sigma, mixture) in VALIDATION.items():
            errors = []
            for x in pictures:
                noisy, level = degrade(x, torch.full((1, 1), sigma, device=x.device), mixture)
                errors.append((model(noisy) - torch.log1p(level)).abs().item())
            figures[f"error@{name}"] = sum(errors) / len(errors)
    model.train()
    return figures


def train(run: EstimatorRun, data: Path, out: Path, session: float, weights: Path | None) -> None:
    torch.manual_seed(run.seed)
    device = runs.choose_device(run.device)
    targets = PhotoSet(data, min_side=run.crop, limit=run.limit).clean_targets(run.scales, run.max_noise, run.crop)
    held = held_out_crops(targets[: run.held_out], device)
    model = NoiseEstimator().to(device)
    if weights is not None:
        runs.load_weights(model, weights)
    optimizer = torch.optim.Adam(model.parameters(), run.learning_rate, (0.9, 0.99), fused=True)
    loop = Loop(
        out, model, [optimizer], minutes=run.minutes, max_steps=run.max_steps, session=session, rate=run.learning_rate,
        clip=run.clip, average=run.average, validate=lambda average: validate(average, held),
    )  # fmt: skip
    sampler = CropSampler(targets[run.held_out :], device, run.seed + loop.clock.step, run.emphasis)
    print(f"{device}, {len(targets)} pictures, from step {loop.clock.step}")
    mixture = Mixture(run.camera_share, run.jpeg_share, run.banding_share, run.clean_share, run.grey_share)
    model.train()
    for _ in loop.steps():
        clean = sampler.batch(run.batch, run.crop)
        noisy, level = degrade(clean, sample_sigma(run.batch, run.sigma_max, device), mixture)
        # In float32: bfloat16 rounds a bright picture to two levels, which would drown what is to be measured.
        loop.update(F.smooth_l1_loss(model(noisy), torch.log1p(level), beta=0.1), {}, run.batch)


def main() -> None:
    args = arguments("Train the noise estimator.")
    run = runs.load_config(args.run, EstimatorRun, {"minutes": args.minutes, "device": args.device})
    train(run, args.data, args.out, args.session, args.weights)


if __name__ == "__main__":
    main()
