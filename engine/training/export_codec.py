"""Turn a training run into a model: ``python -m engine.training.export_codec RUN_FOLDER --data FOLDER --out FOLDER``.

Writes the ONNX files (with a parity check), the tables and the model card. The frequency tables are measured: symbols
of real crops, counted by scale index, refine the Gaussians that training assumed.
"""

from __future__ import annotations

import argparse
import json
from pathlib import Path
from typing import Any

import numpy as np
import torch
import torch.nn.functional as F

from engine.entropy import tables as entropy
from engine.training import onnx_file
from engine.training.codec_model import SCALE_MIN, Codec
from engine.training.data import CropSampler, PhotoSet
from engine.training.export_networks import INDEX_UNIT, INDICES, SCALE_MAX, Heads, export_networks
from engine.training.runs import kept_weights, load_config
from engine.training.train_codec import CodecRun, build_model

RATE_ROWS = 129
FIRST_CODED = 3
"""Indices below this, standard deviations below 0.16, are taken as zero: their symbols are one in a thousand."""


@torch.no_grad()
def rate_arrays(codec: Codec, heads: Heads) -> dict[str, np.ndarray[Any, Any]]:
    """Everything that depends on the quality, at evenly spaced rates; the layout that ``RateTables`` reads."""
    t = torch.linspace(0, 1, RATE_ROWS, dtype=torch.float64)[:, None]
    double = codec.double()
    gain, z_gain, z_scale = (part(t)[:, :, 0, 0] for part in (double.gain, double.z_gain, double.z_scale))
    unit = gain * double.std
    arrays = {
        "gain": gain,
        "log2_unit": (unit / SCALE_MIN).log2(),
        "z_gain": z_gain,
        "z_index": (z_scale / SCALE_MIN).log2() / INDEX_UNIT,
        "std": double.std,
        "base": torch.tensor(codec.shape.base),
    }
    for number, head in enumerate(heads, 1):
        arrays |= {f"mean_step_{number}": head.mean_step, f"index_step_{number}": head.log_step}
    result = {name: np.asarray(value.numpy(), dtype=np.float64) for name, value in arrays.items()}
    codec.float()
    return result


@torch.no_grad()
def thumbnail_arrays(
    codec: Codec, sampler: CropSampler, crop: int, batches: int = 12
) -> dict[str, np.ndarray[Any, Any]]:
    """Least-squares map from the base latents of a position to its 4 x 4 thumbnail pixels, RGB in 0..255.

    Arrays ``thumbnail_weight`` ``(48, base)`` and ``thumbnail_bias`` ``(48,)``; rows in colour, row, column order.
    """
    base, side = codec.shape.base, crop // 16 * 16
    gram = torch.zeros(base + 1, base + 1, dtype=torch.float64)
    cross = torch.zeros(base + 1, 48, dtype=torch.float64)
    for _ in range(batches):
        x = sampler.batch(8, side)
        y = codec.g_a(x, torch.zeros(8, 1))[:, :base].permute(0, 2, 3, 1).reshape(-1, base).double()
        inputs = torch.cat([y, torch.ones(len(y), 1, dtype=torch.float64)], 1)
        blocks = F.pixel_unshuffle(F.avg_pool2d(255.0 * x, 4), 4).permute(0, 2, 3, 1).reshape(-1, 48).double()
        gram += inputs.T @ inputs
        cross += inputs.T @ blocks
    solved = torch.linalg.solve(gram + 1e-6 * torch.eye(base + 1, dtype=torch.float64), cross).float().numpy()
    return {"thumbnail_weight": solved[:base].T.copy(), "thumbnail_bias": solved[base]}


@torch.no_grad()
def count_symbols(
    codec: Codec, sampler: CropSampler, crop: int, batches: int, tables: entropy.ScaleTables
) -> list[np.ndarray[Any, Any]]:
    """Absolute values of symbols by scale index, over crops at all rates, as an encoder with ``tables`` makes them."""
    reach = torch.from_numpy(tables.zero_reach)
    codec.eval()
    counts = [np.zeros(4096, dtype=np.int64) for _ in range(INDICES)]
    for number in range(batches):
        x = sampler.batch(8, crop)
        t = ((torch.arange(8) + (number + 0.5) / batches) / 8)[:, None]
        found = codec.parameters_of(codec.g_a(x, torch.zeros_like(t)), t)
        places = ((found.scale / SCALE_MIN).log2() / INDEX_UNIT).round().clamp(0, INDICES - 1).long()
        magnitude = (found.y_gained - found.mean).abs()
        symbols = (magnitude.round() * (magnitude >= reach[places])).int().clamp(max=4095).numpy()
        index = places.numpy()
        for i in range(FIRST_CODED, INDICES):
            counts[i] += np.bincount(symbols[index == i], minlength=4096)
    return counts


def measured_tables(counts: list[np.ndarray[Any, Any]], prior: float = 2000.0) -> entropy.ScaleTables:
    """Gaussians refined by measured counts; ``prior`` is the number of observations that a Gaussian is worth."""
    tables = []
    for scale, count in zip(entropy.scale_steps(INDICES, SCALE_MIN, SCALE_MAX), counts, strict=True):
        reach = max(2, min(entropy.gaussian_reach(float(scale)), 2046))
        gaussian = entropy.gaussian_weights(float(scale), reach)
        side = count[1 : reach + 1] / 2.0
        seen = np.array([*side[::-1], count[0], *side, count[reach + 1 :].sum()], dtype=np.float64)
        tables.append(entropy.normalise(seen + prior * gaussian + 1e-3))
    return entropy.ScaleTables(tuple(tables), FIRST_CODED)


def write_model(codec: Codec, sampler: CropSampler, crop: int, out: Path, batches: int = 40) -> dict[str, float]:
    """Write networks and tables into ``out``; returns the networks' largest differences from torch.

    Args:
        sampler: pictures to measure the symbols' frequencies on, in ``batches`` of crops of ``crop`` pixels a side.

    Raises:
        ValueError: an integer network is not exact.
    """
    codec.eval()
    heads, differences = export_networks(codec, out)
    # Once with the tables that training assumed, then with what an encoder would do with the tables of that.
    scales = measured_tables([np.zeros(4096, dtype=np.int64)] * INDICES)
    for count in (max(1, batches // 4), batches):
        scales = measured_tables(count_symbols(codec, sampler, crop, count, scales))
    arrays: dict[str, Any] = rate_arrays(codec, heads) | thumbnail_arrays(codec, sampler, crop)
    np.savez_compressed(out / "tables.npz", **(arrays | scales.to_arrays()))
    return differences


def main() -> None:
    parser = argparse.ArgumentParser(description="Export a trained codec.")
    parser.add_argument("folder", type=Path, help="a run's output folder")
    parser.add_argument("--run", type=Path, required=True, help="the run's TOML")
    parser.add_argument("--data", type=Path, required=True, help="pictures to measure the symbols' frequencies on")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder; its name is the model's id")
    parser.add_argument("--batches", type=int, default=40)
    parser.add_argument("--started-from", help="for the card: the weights that the run began with, if any")
    args = parser.parse_args()
    run = load_config(args.run, CodecRun, {})
    codec = build_model(run)
    codec.load_state_dict(kept_weights(args.folder))
    args.out.mkdir(parents=True, exist_ok=True)
    photos = PhotoSet(args.data, min_side=run.final_crop, limit=run.limit).pictures
    sampler = CropSampler(photos, torch.device("cpu"), 0)
    differences = write_model(codec, sampler, run.final_crop, args.out, args.batches)
    log = [json.loads(line) for line in (args.folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    last = log[-1]
    onnx_file.write_card(args.out, {
        "id": args.out.name,
        "kind": "codec",
        "title": "Variable-rate codec: DCT start, hyperprior, context in four steps",
        "architecture": vars(codec.shape) | {"parameters": sum(p.numel() for p in codec.parameters())},
        "training": {
            "run": vars(run), "started_from": args.started_from, "data": "photos-0..4", "steps": last["step"],
            "minutes": last["minutes"],
            "loss_curve": [[e["minutes"], e["loss"]] for e in log if "loss" in e][::10],
            "validation": {k: v for k, v in last.items() if "@" in k},
        },
        "figures": {"parity": differences},
    })  # fmt: skip


if __name__ == "__main__":
    main()
