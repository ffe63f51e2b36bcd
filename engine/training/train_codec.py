"""Train the variable-rate codec: ``python -m engine.training.train_codec RUN.toml --data FOLDER --out FOLDER``.

Stops after the run's budget of minutes (or ``--session`` minutes, to be resumed by the same command) and leaves
``weights.pt``, ``checkpoint.pt``, ``log.jsonl`` and ``loss.png`` in the output folder.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Literal

import torch
from torch import Tensor

from engine.training import runs
from engine.training.blocks import Depthwise, matrices, muon
from engine.training.codec_model import Codec
from engine.training.codec_transforms import CodecShape
from engine.training.data import CropSampler, PhotoSet, Pixels
from engine.training.loop import Loop, arguments
from engine.training.noise import Mixture, degrade
from engine.training.perceptual import ms_ssim, ssimulacra2, ssimulacra2_error

STRUCTURE_SCALE = 1300.0
"""1 - MS-SSIM times this weighs as much as 255^2 * MSE where published models trained for either meet."""
VISIBLE_SCALE = 6.5
"""The error sum of SSIMULACRA 2 times this is of the size of 255^2 * MSE from quality 25 to 75."""


@dataclass(frozen=True)
class CodecRun:
    """Settings of a run; see ``configs/codec.toml`` for what each does."""

    minutes: float
    max_steps: int = 10_000_000
    batch: int = 12
    crop: int = 192
    final_batch: int = 7
    final_crop: int = 256
    final_part: float = 0.3
    learning_rate: float = 1e-3
    transform_rate: float = 2e-4
    gain_rate: float = 3e-3
    matrix_rate: float = 0.0
    clip: float = 1.0
    average: float = 0.998
    noisy_part: float = 1 / 6
    noise_max: float = 50.0
    camera_share: float = 0.3
    lambda_low: float = 0.0008
    lambda_high: float = 0.5
    loss_weight: float = 0.4
    structure_part: float = 0.0
    visible_part: float = 0.0
    decoder_part: float = 0.0
    fast_blocks: int = 0
    width: int = 192
    latents: int = 512
    base: int = 64
    blocks: int = 4
    seed: int = 1
    device: str = "auto"
    held_out: int = 8
    limit: int | None = None
    compile: Literal["no", "measures", "step"] = "no"


def build_model(run: CodecRun) -> Codec:
    shape = CodecShape(
        width=run.width, latents=run.latents, base=run.base, analysis_blocks=run.blocks, synthesis_blocks=run.blocks,
        fast_blocks=run.fast_blocks,
    )  # fmt: skip
    return Codec(shape, (run.lambda_low, run.lambda_high))


def build_optimizers(model: Codec, run: CodecRun) -> list[torch.optim.Optimizer]:
    """Muon for the matrices of the residual blocks, Adam for all else.

    The few gain vectors move faster, the transforms that start as DCT and Haar slower.
    """
    gains = [model.log_gain, model.log_z_gain, model.log_z_scale]
    dct_layers = (model.g_a.patch, model.g_a.down, model.g_s.up, model.g_s.patch)
    transforms = [p for layer in dct_layers for p in layer.parameters()]
    weights = matrices(model) if run.matrix_rate else []
    apart = {id(p) for p in gains + transforms + weights}
    groups = [
        {"params": [p for p in model.parameters() if id(p) not in apart], "factor": 1.0},
        {"params": transforms, "factor": run.transform_rate / run.learning_rate},
        {"params": gains, "factor": run.gain_rate / run.learning_rate},
    ]
    optimizers: list[torch.optim.Optimizer] = [torch.optim.Adam(groups, run.learning_rate, (0.9, 0.99), fused=True)]
    return [*optimizers, muon(weights, run.matrix_rate / run.learning_rate)] if weights else optimizers


def initialise_scales(model: Codec, sampler: CropSampler, run: CodecRun) -> None:
    """Start the entropy parameters from the latents' own statistics: a transform codec with one Gaussian a channel."""
    with torch.no_grad():
        x = sampler.batch(16, run.crop).to(memory_format=torch.channels_last)
        model.calibrate(model.g_a(x, torch.zeros((16, 1), device=x.device)), 1.0)


def add_noise_to_some(x: Tensor, t: Tensor, run: CodecRun) -> tuple[Tensor, Tensor, Tensor]:
    """Noise on the last samples of a batch: input ``(B, 3, H, W)``, rates ``(B, 1)`` and strengths ``(B, 1)``.

    Noisy samples keep to the lower rates: at the highest, the error that no denoiser can avoid would drown all else.
    """
    count = int(len(x) * run.noisy_part + torch.rand(()).item())  # of small batches, every so many have one
    strength = torch.zeros_like(t)
    if count == 0:
        return x, t, strength
    sigma = run.noise_max * torch.rand_like(t[-count:]) ** 1.5
    rates = torch.cat([t[:-count], 0.6 * t[-count:]])
    noisy, level = degrade(x[-count:], sigma, Mixture(camera=run.camera_share))
    strength[-count:] = (level / run.noise_max).clamp_max(1.0)
    return torch.cat([x[:-count], noisy]), rates, strength


def rate_distortion_loss(
    model: Codec, noisy: Tensor, x: Tensor, t: Tensor, strength: Tensor, run: CodecRun
) -> tuple[Tensor, dict[str, Tensor]]:
    """Mean over the batch of bits per pixel + lambda * distortion, each sample weighted by lambda^-loss_weight.

    The distortion is 255^2 * MSE, but for ``structure_part`` of it, which is 1300 * (1 - MS-SSIM), and for
    ``visible_part``, which is 6.5 times the error sum of SSIMULACRA 2: both are of its size. The weight evens out the
    rates: without it the gradient belongs to the few samples of the highest quality.

    Args:
        noisy: what the encoder is given, ``(B, 3, H, W)``, and ``x``, what shall come out.
        t, strength: rate and denoising strength of every sample, ``(B, 1)``.
    """
    out = model(noisy, t, strength)
    pixels = x.shape[2] * x.shape[3]
    distortion, figures = distortion_of(out.x_hat, x, run)
    if out.x_fast is not None:
        fast, fast_figures = distortion_of(out.x_fast, x, run)
        distortion = distortion + fast
        figures |= {f"fast_{name}": value for name, value in fast_figures.items()}
    bpp = (out.y_bits + out.z_bits) / pixels
    lam = model.lambda_of(t.squeeze(1))
    weight = (lam / math.sqrt(run.lambda_low * run.lambda_high)) ** -run.loss_weight
    loss = (weight * (bpp + lam * distortion)).mean()
    return loss, figures | {"bpp": bpp.mean(), "z_bpp": out.z_bits.mean() / pixels}


def distortion_of(decoded: Tensor, x: Tensor, run: CodecRun) -> tuple[Tensor, dict[str, Tensor]]:
    """How far decoded crops are from ``x``, both ``(B, 3, H, W)``: ``(B,)`` of the size of 255^2 * MSE, and figures."""
    with torch.autocast(x.device.type, enabled=False):
        decoded = decoded.float()
        mse = (decoded - x).pow(2).mean((1, 2, 3)) * 255.0**2
        figures = {"psnr": (10 * torch.log10(255.0**2 / mse.detach())).mean()}
        distortion = (1.0 - run.structure_part - run.visible_part) * mse
        if run.structure_part:
            distortion = distortion + run.structure_part * STRUCTURE_SCALE * (1.0 - ms_ssim(decoded, x))
        if run.visible_part:
            error = visible_error(run)(x, decoded)
            distortion = distortion + run.visible_part * VISIBLE_SCALE * error
            figures["visible"] = error.mean()
    return distortion, figures


def visible_error(run: CodecRun) -> Callable[[Tensor, Tensor], Tensor]:
    """The error sum of SSIMULACRA 2, compiled if the run says so: on a CPU a quarter of the time."""
    return _compiled_error() if run.compile == "measures" else ssimulacra2_error


@lru_cache(maxsize=1)
def _compiled_error() -> Callable[[Tensor, Tensor], Tensor]:
    compiled: Callable[[Tensor, Tensor], Tensor] = torch.compile(ssimulacra2_error, dynamic=False)
    return compiled


@torch.no_grad()
def validate(model: Codec, pictures: list[Tensor]) -> dict[str, float]:
    """Estimated bits per pixel, PSNR and SSIMULACRA 2 of held-out pictures at five rates, and one loss over all."""
    model.eval()
    figures: dict[str, float] = {}
    total = 0.0
    for t in (0.0, 0.25, 0.5, 0.75, 1.0):
        bpp = psnr = score = 0.0
        for x in pictures:
            rate = torch.full((1, 1), t, device=x.device)
            out = model(x, rate, torch.zeros_like(rate))
            mse = (out.x_hat.clamp(0, 1) - x).pow(2).mean().item() * 255.0**2
            bpp += (out.y_bits + out.z_bits).item() / (x.shape[2] * x.shape[3]) / len(pictures)
            psnr += 10 * torch.log10(torch.tensor(255.0**2 / mse)).item() / len(pictures)
            score += ssimulacra2(x, out.x_hat.clamp(0, 1)).item() / len(pictures)
        lam = model.lambda_of(torch.tensor(t)).item()
        total += torch.log(torch.tensor(bpp + lam * 255.0**2 / 10 ** (psnr / 10))).item() / 5
        figures |= {f"bpp@{t}": bpp, f"psnr@{t}": psnr, f"ssimulacra2@{t}": score}
    model.train()
    return figures | {"validation": total}


def held_out_crops(photos: list[Pixels], count: int, device: torch.device) -> list[Tensor]:
    """Corners of the first ``count`` photos, float32 ``(1, 3, H, W)``, sides multiples of 64 up to 448."""
    crops = []
    for photo in photos[:count]:
        height, width = (min(side, 448) // 64 * 64 for side in photo.shape[:2])
        crops.append(torch.from_numpy(photo[:height, :width].copy()).permute(2, 0, 1)[None].to(device) / 255.0)
    return crops


def train(
    run: CodecRun, data: Path, out: Path, session: float, weights: Path | None, continues: Path | None = None
) -> None:
    torch.manual_seed(run.seed)
    device = runs.choose_device(run.device)
    photos = PhotoSet(data, min_side=run.final_crop, limit=run.limit).pictures
    held = held_out_crops(photos, run.held_out, device)
    model = build_model(run).to(device)
    model.to(memory_format=torch.channels_last)  # type: ignore[call-overload]
    if weights is not None:
        runs.load_weights(model, weights)
    loop = Loop(
        out, model, build_optimizers(model, run), minutes=run.minutes, max_steps=run.max_steps, session=session,
        rate=run.learning_rate, clip=run.clip, average=run.average, validate=lambda average: validate(average, held),
        continues=continues,
    )  # fmt: skip
    sampler = CropSampler(photos[run.held_out :], device, run.seed + loop.clock.step)
    if loop.clock.step == 0 and weights is None:
        initialise_scales(model, sampler, run)
    size = sum(p.numel() for p in model.parameters())
    print(f"{device}, {size:,} weights, {len(photos)} photos, from step {loop.clock.step}")
    model.train()
    step = compiled_step(model, sampler, run) if run.compile == "step" else rate_distortion_loss
    decoder_start = 1.0 - run.decoder_part
    is_new_part = loop.clock.done < decoder_start or loop.clock.step == 0  # a run may be that part alone
    for done in loop.steps():
        if done >= decoder_start and not model.rounds_in_training:
            if is_new_part:  # until now the fast synthesis was not trained, and the full one went on without it
                average = loop.average.module
                assert isinstance(average, Codec)
                model.begin_fast_synthesis()
                average.begin_fast_synthesis()
            model.freeze_encoder()
        late = done >= 1.0 - run.final_part
        batch, crop = (run.final_batch, run.final_crop) if late else (run.batch, run.crop)
        with runs.mixed_precision(device):
            loss, parts = step(model, *draw(sampler, batch, crop, run), run)
        loop.update(loss, parts, batch)


def draw(sampler: CropSampler, batch: int, crop: int, run: CodecRun) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """One batch: what goes in, what shall come out, rates and strengths."""
    return prepare(sampler.batch(batch, crop), run)


def prepare(x: Tensor, run: CodecRun) -> tuple[Tensor, Tensor, Tensor, Tensor]:
    """What goes in, what shall come out, rates and strengths for a batch of crops."""
    batch, x = len(x), x.contiguous(memory_format=torch.channels_last)
    # One rate from every slice of the range: each step sees low and high rates alike.
    t = ((torch.randperm(batch) + torch.rand(batch)) / batch)[:, None].to(x.device)
    noisy, t, strength = add_noise_to_some(x, t, run)
    return noisy.contiguous(memory_format=torch.channels_last), x, t, strength


def compiled_step(model: Codec, sampler: CropSampler, run: CodecRun) -> Callable[..., tuple[Tensor, dict[str, Tensor]]]:
    """:func:`rate_distortion_loss` compiled for the run's first batches, before the clock of the run starts."""
    for layer in model.modules():
        if isinstance(layer, Depthwise):
            layer.as_taps = True
    step = torch.compile(rate_distortion_loss, dynamic=False)
    with runs.mixed_precision(sampler.pixels.device):
        loss, _ = step(model, *draw(sampler, run.batch, run.crop, run), run)
    loss.backward()  # type: ignore[no-untyped-call]
    model.zero_grad(set_to_none=True)
    return step


def main() -> None:
    args = arguments("Train the codec.", can_continue=True)
    run = runs.load_config(args.run, CodecRun, {"minutes": args.minutes, "device": args.device})
    train(run, args.data, args.out, args.session, args.weights, args.continues)


if __name__ == "__main__":
    main()
