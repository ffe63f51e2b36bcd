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
from engine.training.data import CropSampler, PhotoSet
from engine.training.denoiser_model import Denoiser, DenoiserShape
from engine.training.loop import Loop, arguments
from engine.training.noise import add_noise


@dataclass(frozen=True)
class DenoiserRun:
    """Settings of a run; see ``configs/denoiser.toml`` for what each does."""

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
    max_noise: float = 1.5
    widths: list[int] = field(default_factory=lambda: [32, 64, 128, 192])
    blocks: list[int] = field(default_factory=lambda: [2, 2, 2, 1])
    seed: int = 1
    device: str = "auto"
    held_out: int = 12
    limit: int | None = None


def build_model(run: DenoiserRun) -> Denoiser:
    return Denoiser(DenoiserShape(tuple(run.widths), tuple(run.blocks)))


def sample_sigma(count: int, highest: float, device: torch.device) -> Tensor:
    """One noise level from every slice of 0.5..``highest``, in random order; ``(count, 1)``."""
    place = (torch.randperm(count) + torch.rand(count)) / count
    return (0.5 + (highest - 0.5) * place)[:, None].to(device)


def decibel_loss(clean: Tensor, target: Tensor) -> Tensor:
    """Minus the PSNR, averaged over the samples: every noise level counts alike (Chen et al. 2022, NAFNet)."""
    mse = (clean - target).float().pow(2).mean((1, 2, 3))
    return 10.0 * torch.log10(mse + 1e-7).mean()


@torch.no_grad()
def validate(model: Denoiser, pictures: list[Tensor]) -> dict[str, float]:
    """PSNR on held-out pictures with white noise of deviation 15, 25 and 50, the same in every call."""
    model.eval()
    figures = {}
    with torch.random.fork_rng():
        torch.manual_seed(7)
        for sigma in (15.0, 25.0, 50.0):
            level = torch.full((1, 1), sigma, device=pictures[0].device)
            values = []
            for x in pictures:
                out = model(add_noise(x, level, 0.0), level)
                values.append(-10.0 * torch.log10((out.clamp(0, 1) - x).pow(2).mean()).item())
            figures[f"psnr@{sigma:g}"] = sum(values) / len(values)
    model.train()
    return figures


def train(run: DenoiserRun, data: Path, out: Path, session: float, weights: Path | None) -> None:
    torch.manual_seed(run.seed)
    device = runs.choose_device(run.device)
    photos = PhotoSet(data, min_side=run.final_crop, max_noise=run.max_noise, limit=run.limit).pictures
    side = min(run.final_crop, 192)
    held = [
        torch.from_numpy(photo[:side, :side].copy()).permute(2, 0, 1)[None].to(device) / 255.0
        for photo in photos[: run.held_out]
    ]
    model = build_model(run).to(device)
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if weights is not None:
        runs.load_weights(model, weights)
    optimizer = torch.optim.Adam(model.parameters(), lr=run.learning_rate, betas=(0.9, 0.99), fused=True)
    loop = Loop(
        out, model, [optimizer], minutes=run.minutes, max_steps=run.max_steps, session=session, rate=run.learning_rate,
        clip=run.clip, average=run.average, validate=lambda average: validate(average, held),
    )  # fmt: skip
    sampler = CropSampler(photos[run.held_out :], device, run.seed + loop.clock.step)
    size = sum(p.numel() for p in model.parameters())
    print(f"{device}, {size:,} weights, {len(photos)} photos, from step {loop.clock.step}")
    model.train()
    for done in loop.steps():
        late = done >= 1.0 - run.final_part
        batch, crop = (run.final_batch, run.final_crop) if late else (run.batch, run.crop)
        target = sampler.batch(batch, crop)
        sigma = sample_sigma(batch, run.sigma_max, device)
        noisy = add_noise(target, sigma, run.camera_share).contiguous(memory_format=torch.channels_last)
        with torch.autocast(device.type, torch.bfloat16):
            clean = model(noisy, sigma)
        loop.update(decibel_loss(clean, target), {}, batch)


def main() -> None:
    args = arguments("Train a denoiser.")
    run = runs.load_config(args.run, DenoiserRun, {"minutes": args.minutes, "device": args.device})
    train(run, args.data, args.out, args.session, args.weights)


if __name__ == "__main__":
    main()
