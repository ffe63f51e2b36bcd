"""What strength suits a picture: crops degraded at random, and the denoiser's error on each at several strengths.

``python -m engine.training.strengths RUN.toml --data FOLDER --denoiser WEIGHTS --out FILE`` writes them into one file.
The denoiser runs once for each; estimators then learn from its errors, not from a level of noise.
"""

from __future__ import annotations

import argparse
from dataclasses import dataclass, field
from pathlib import Path

import torch
import torch.nn.functional as F
from rich.progress import track
from torch import Tensor

from engine.training import runs
from engine.training.camera import uniform
from engine.training.data import CropSampler, PhotoSet
from engine.training.denoiser_model import Denoiser, DenoiserShape
from engine.training.noise import Mixture, degrade

STRENGTHS = (0.0, 2.5, 4.0, 6.5, 10.0, 16.0, 25.0, 40.0, 63.0, 100.0)
"""Where the errors are known, on the denoiser's scale of 0..100; a deviation of the noise is half of it."""
_WINDOW = (0.55, 4.5)
"""Strengths, as parts of twice the noise's root mean square, that the denoiser is run at."""
_ALWAYS = (5.0, 10.0)
"""Where the noise suits strengths up to the first, all up to the second are run at: clean crops suffer from them."""


@dataclass(frozen=True)
class StrengthRun:
    """Settings of the crops; see ``configs/strengths.toml`` for what each does."""

    crops: int
    crop: int = 128
    batch: int = 16
    sigma_max: float = 60.0
    weak_share: float = 0.5
    camera_share: float = 0.45
    jpeg_share: float = 0.1
    banding_share: float = 0.02
    clean_share: float = 0.25
    grey_share: float = 0.25
    soft_share: float = 0.5
    dark_share: float = 0.3
    drawn_share: float = 0.05
    max_noise: float = 3.0
    scales: list[float] = field(default_factory=lambda: [1.0, 0.7, 0.5])
    emphasis: float = 0.5
    seed: int = 1
    device: str = "auto"
    held_out: int = 24
    limit: int | None = None

    @property
    def mixture(self) -> Mixture:
        return Mixture(self.camera_share, self.jpeg_share, self.banding_share, self.clean_share, self.grey_share)


def scenes(crops: Tensor, soft_share: float, dark_share: float, drawn_share: float) -> Tensor:
    """The crops as a camera may have seen them: some enlarged, as photos at full size are soft, some dark or pale.

    Args:
        crops: ``(B, 3, H, W)`` in [0, 1], square.
        soft_share, dark_share, drawn_share: of the crops that are enlarged, dark, printed in halftone.
    """
    size = crops.shape[2]
    result = crops.clone()
    for number in torch.nonzero(torch.rand(len(crops)) < soft_share).flatten().tolist():
        part = round(size / (1.0 + 2.5 * float(torch.rand(()))))
        top, left = (int(n) for n in torch.randint(0, size - part + 1, (2,)))
        cut = crops[number : number + 1, :, top : top + part, left : left + part]
        result[number] = F.interpolate(cut, size=(size, size), mode="bicubic", align_corners=False)[0].clamp(0.0, 1.0)
    drawn = torch.rand(len(crops), device=crops.device) < drawn_share
    if drawn.any():
        result[drawn] = _halftone(result[drawn])
    dark = uniform(0.0, 1.0, crops) < dark_share
    gain = 2.0 ** (-1.4 * uniform(0.0, 1.0, crops))
    least = 0.15 * uniform(0.0, 1.0, crops)
    return torch.where(dark, least + (1.0 - least) * gain * result, result)


def _halftone(crops: Tensor) -> Tensor:
    """Printed in dots, a screen of its own angle for every colour, 2.5 to 8 pixels apart, with soft edges."""
    rows, columns = torch.meshgrid(*(torch.arange(n, dtype=torch.float32) for n in crops.shape[2:]), indexing="ij")
    angle = uniform(0.0, 1.6, crops) + torch.tensor([0.26, 1.31, 0.79])[None, :, None, None]
    pitch = 6.2832 / uniform(2.5, 8.0, crops)
    across = pitch * (columns * angle.cos() + rows * angle.sin())
    down = pitch * (rows * angle.cos() - columns * angle.sin())
    screen = 0.5 + 0.25 * (across.cos() + down.cos())
    hardness = 10.0 ** uniform(0.3, 1.3, crops)
    is_grey = uniform(0.0, 1.0, crops) < 0.3
    crops = torch.where(is_grey, crops.mean(1, keepdim=True), crops)
    screen = torch.where(is_grey, screen[:, :1], screen)
    return (0.5 + hardness * (crops - screen)).clamp(0.0, 1.0)


def levels(count: int, run: StrengthRun) -> Tensor:
    """Deviations ``(count, 1)`` up to ``sigma_max``; a share is weak, 0.6 to 15, each octave as likely."""
    weak = torch.exp(torch.log(torch.tensor(0.6)) + 3.2 * torch.rand(count, 1))
    return torch.where(torch.rand(count, 1) < run.weak_share, weak, 0.5 + run.sigma_max * torch.rand(count, 1))


def denoiser_errors(denoiser: Denoiser, noisy: Tensor, clean: Tensor) -> Tensor:
    """Mean squared error ``(B, len(STRENGTHS))``, on the 0..255 scale, of every crop denoised at every strength.

    Where the denoiser is not run it is found between those it is run at, on straight lines over the strength's
    logarithm; above the strongest, the last one stays.
    """
    errors = torch.zeros(len(noisy), len(STRENGTHS))
    errors[:, 0] = 255.0**2 * (noisy - clean).square().mean((1, 2, 3))
    suiting = 2.0 * errors[:, 0].sqrt()
    known = torch.zeros_like(errors, dtype=torch.bool)
    known[:, 0] = True
    for column, strength in enumerate(STRENGTHS[1:], start=1):
        wanted = (strength >= _WINDOW[0] * suiting) & (strength <= _WINDOW[1] * suiting)
        wanted |= (suiting <= _ALWAYS[0]) & (strength <= _ALWAYS[1])
        if strength == STRENGTHS[-1]:
            wanted |= strength < _WINDOW[0] * suiting  # noise beyond all strengths
        if wanted.any():
            x = noisy[wanted].contiguous(memory_format=torch.channels_last)
            found = denoiser(x, torch.full((len(x), 1), 0.5 * strength, device=x.device))
            rounded = torch.round(found.clamp(0.0, 1.0) * 255.0)
            errors[wanted, column] = (rounded - 255.0 * clean[wanted]).square().mean((1, 2, 3)).cpu()
            known[wanted, column] = True
    places = torch.log(torch.tensor(STRENGTHS) + 2.0)
    for row, there in zip(errors, known, strict=True):
        row.copy_(_between(places, places[there], row[there]))
    return errors


def _between(at: Tensor, places: Tensor, values: Tensor) -> Tensor:
    """``values`` at rising ``places``, on straight lines between them."""
    upper = torch.searchsorted(places, at).clamp(1, len(places) - 1)
    low, high = places[upper - 1], places[upper]
    part = ((at - low) / (high - low)).clamp(0.0, 1.0)
    return values[upper - 1] + part * (values[upper] - values[upper - 1])


def costs(errors: Tensor) -> Tensor:
    """Decibels ``(B, strengths)``, 0..8, that every strength falls short of the best; what it takes away counts more.

    A squared level and a half is added to every error: the difference between 46 and 60 dB is of little use to anybody.
    """
    decibels = 10.0 * torch.log10(errors + 1.5)
    short = decibels - decibels.min(1, keepdim=True).values
    taken = (decibels - decibels[:, :1]).clamp_min(0.0)
    return (short + 0.3 * taken).clamp_max(8.0)


@torch.no_grad()
def make(run: StrengthRun, data: Path, weights: Path) -> dict[str, Tensor]:
    """``noisy`` uint8 ``(n, 3, crop, crop)`` and ``errors`` float32 ``(n, strengths)``; ``held_`` both, held out."""
    torch.manual_seed(run.seed)
    device = runs.choose_device(run.device)
    denoiser = Denoiser(DenoiserShape())
    runs.load_weights(denoiser, weights)
    denoiser = denoiser.eval().to(device, memory_format=torch.channels_last)  # type: ignore[call-overload]
    targets = PhotoSet(data, min_side=run.crop, limit=run.limit).clean_targets(run.scales, run.max_noise, run.crop)
    # Scales of one picture stand together: what is held out is not seen at another scale.
    held = run.held_out * len(run.scales)
    found: dict[str, list[Tensor]] = {"noisy": [], "errors": [], "held_noisy": [], "held_errors": []}
    parts = [("", targets[held:], run.crops), ("held_", targets[:held], max(run.crops // 12, run.batch))]
    for prefix, pictures, count in parts:
        sampler = CropSampler(pictures, device, run.seed, run.emphasis)
        for _ in track(range(-(-count // run.batch)), f"{prefix or 'learned_'}crops"):
            clean = scenes(sampler.batch(run.batch, run.crop), run.soft_share, run.dark_share, run.drawn_share)
            clean = torch.round(clean * 255.0) / 255.0
            noisy, _ = degrade(clean, levels(run.batch, run).to(device), run.mixture)
            with runs.mixed_precision(device):
                errors = denoiser_errors(denoiser, noisy, clean)
            found[prefix + "noisy"].append(torch.round(noisy * 255.0).to(torch.uint8).cpu())
            found[prefix + "errors"].append(errors)
    return {name: torch.cat(values) for name, values in found.items()}


def main() -> None:
    parser = argparse.ArgumentParser(description="Make the crops that a noise estimator learns from.")
    parser.add_argument("run", type=Path, help="the run's TOML")
    parser.add_argument("--data", type=Path, required=True, help="folder of pictures or tar shards")
    parser.add_argument("--denoiser", type=Path, required=True, help="its weights, such as those in checkpoints")
    parser.add_argument("--out", type=Path, required=True, help="file for the crops and the errors")
    args = parser.parse_args()
    torch.save(make(runs.load_config(args.run, StrengthRun, {}), args.data, args.denoiser), args.out)


if __name__ == "__main__":
    main()
