"""Train a denoiser: ``python -m engine.training.train_denoiser RUN.toml --data FOLDER --out FOLDER``.

Stops after the run's budget of minutes (or ``--session`` minutes, to be resumed by the same command) and leaves
``weights.pt``, ``checkpoint.pt``, ``log.jsonl`` and ``loss.png`` in the output folder.
"""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

import torch
from torch import Tensor

from engine.training import runs
from engine.training.blocks import matrices, muon
from engine.training.data import CropSampler, PhotoSet, held_out_crops
from engine.training.denoiser_model import Denoiser, DenoiserShape
from engine.training.growing import grow
from engine.training.loop import Loop, arguments
from engine.training.noise import VALIDATION, Mixture, degrade, sample_sigma

LEAST = 0.5
"""The lowest level that the network is told, on the 0..255 scale: at 0 it is the identity and learns nothing."""


@dataclass(frozen=True)
class DenoiserRun:
    """Settings of a run; see ``configs/denoiser_fast.toml`` for what each does."""

    minutes: float
    max_steps: int = 10_000_000
    batch: int = 16
    crop: int = 128
    final_batch: int = 8
    final_crop: int = 192
    final_part: float = 0.2
    learning_rate: float = 1e-3
    average: float = 0.998
    clip: float = 1.0
    sigma_max: float = 55.0
    camera_share: float = 0.25
    jpeg_share: float = 0.15
    banding_share: float = 0.03
    clean_share: float = 0.03
    grey_share: float = 0.0
    uncertainty: float = 0.25
    max_noise: float = 4.0
    scales: list[float] = field(default_factory=lambda: [1.0, 0.7, 0.5])
    emphasis: float = 1.0
    usual_part: float = 1.0
    matrix_rate: float = 0.0
    widths: list[int] = field(default_factory=lambda: [32, 64, 128, 192])
    blocks: list[int] = field(default_factory=lambda: [2, 2, 2, 1])
    seed: int = 1
    device: str = "auto"
    held_out: int = 12
    limit: int | None = None


def build_model(run: DenoiserRun) -> Denoiser:
    return Denoiser(DenoiserShape(tuple(run.widths), tuple(run.blocks)))


def decibel_loss(clean: Tensor, target: Tensor, sigma: Tensor, usual_part: float) -> Tensor:
    """Minus the PSNR, averaged over the samples: every noise level counts alike (Chen et al. 2022, NAFNet).

    A part of the error that whole photographs are left with at that level is added to each: a crop of sky, whose own
    error is a hundredth of it, would else count as much as the rest of its photograph.
    """
    mse = (clean - target).float().pow(2).mean((1, 2, 3))
    usual = 0.0112 * (sigma.squeeze(1) / 255.0).pow(1.1)
    return 10.0 * torch.log10(mse + usual_part * usual + 1e-7).mean()


def build_optimizers(model: Denoiser, run: DenoiserRun) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the residual blocks, Adam for all else."""
    weights = matrices(model) if run.matrix_rate else []
    apart = {id(p) for p in weights}
    others = [p for p in model.parameters() if id(p) not in apart]
    optimizers: list[torch.optim.Optimizer] = [torch.optim.Adam(others, run.learning_rate, (0.9, 0.99), fused=True)]
    return [*optimizers, muon(weights, run.matrix_rate / run.learning_rate)] if weights else optimizers


@torch.no_grad()
def validate(model: Denoiser, pictures: list[Tensor]) -> dict[str, float]:
    """PSNR on held-out pictures by deviation of white noise, and of other kinds of noise; the same in every call."""
    model.eval()
    figures = {}
    with torch.random.fork_rng():
        torch.manual_seed(7)
        for name, (sigma, mixture) in VALIDATION.items():
            values = []
            for x in pictures:
                noisy, level = degrade(x, torch.full((1, 1), sigma, device=x.device), mixture)
                values.append(-10.0 * torch.log10((model(noisy, level).clamp(0, 1) - x).pow(2).mean()).item())
            figures[f"psnr@{name}"] = sum(values) / len(values)
    model.train()
    return figures


def train(run: DenoiserRun, data: Path, out: Path, session: float, weights: Path | None) -> None:
    torch.manual_seed(run.seed)
    device = runs.choose_device(run.device)
    photos = PhotoSet(data, min_side=run.final_crop, limit=run.limit)
    targets = photos.clean_targets(run.scales, run.max_noise, run.final_crop)
    held = held_out_crops(targets[: run.held_out], device)
    model = build_model(run).to(device)
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if weights is not None:
        grow(model, torch.load(weights, map_location="cpu", weights_only=True))
    loop = Loop(
        out, model, build_optimizers(model, run), minutes=run.minutes, max_steps=run.max_steps, session=session,
        rate=run.learning_rate, clip=run.clip, average=run.average, validate=lambda average: validate(average, held),
    )  # fmt: skip
    sampler = CropSampler(targets[run.held_out :], device, run.seed + loop.clock.step, run.emphasis)
    size = sum(p.numel() for p in model.parameters())
    print(f"{device}, {size:,} weights, {len(targets)} pictures, from step {loop.clock.step}")
    model.train()
    mixture = Mixture(
        run.camera_share, run.jpeg_share, run.banding_share, run.clean_share, run.grey_share, run.uncertainty
    )
    for done in loop.steps():
        late = done >= 1.0 - run.final_part
        batch, crop = (run.final_batch, run.final_crop) if late else (run.batch, run.crop)
        target = sampler.batch(batch, crop)
        sigma = sample_sigma(batch, run.sigma_max, device)
        noisy, level = degrade(target, sigma, mixture)
        level = level.clamp_min(LEAST)
        with runs.mixed_precision(device):
            clean = model(noisy.contiguous(memory_format=torch.channels_last), level)
        loop.update(decibel_loss(clean, target, level, run.usual_part), {}, batch)


def main() -> None:
    args = arguments("Train a denoiser.")
    run = runs.load_config(args.run, DenoiserRun, {"minutes": args.minutes, "device": args.device})
    train(run, args.data, args.out, args.session, args.weights)


if __name__ == "__main__":
    main()
