"""Turn a training run into a model: ``python -m engine.training.export_codec RUN_FOLDER --data FOLDER --out FOLDER``.

Writes the ONNX files (with a parity check), the tables and the model card. The frequency tables are measured: symbols
of real crops, counted by scale index, refine the Gaussians that training assumed.
"""

from __future__ import annotations

import argparse
import json
import math
from pathlib import Path
from typing import Any

import numpy as np
import torch

from engine.entropy import tables as entropy
from engine.training import onnx_file
from engine.training.codec_model import SCALE_MIN, Codec
from engine.training.data import CropSampler, PhotoSet
from engine.training.export_graphs import (
    AnalysisGraph,
    ContextGraph,
    ExactHead,
    HyperAnalysisGraph,
    HyperSynthesisGraph,
    SynthesisGraph,
)
from engine.training.runs import load_config
from engine.training.train_codec import CodecRun, build_model

INDICES = 64
SCALE_MAX = 320.0
INDEX_UNIT = math.log2(SCALE_MAX / SCALE_MIN) / (INDICES - 1)
RATE_ROWS = 129
FIRST_CODED = 3
"""Indices below this, standard deviations below 0.16, are taken as zero: their symbols are one in a thousand."""


@torch.no_grad()
def rate_arrays(codec: Codec, heads: tuple[ExactHead, ExactHead]) -> dict[str, np.ndarray[Any, Any]]:
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
    }
    for number, head in enumerate(heads, 1):
        arrays |= {f"mean_step_{number}": head.mean_step, f"index_step_{number}": head.log_step}
    result = {name: np.asarray(value.numpy(), dtype=np.float64) for name, value in arrays.items()}
    codec.float()
    return result


@torch.no_grad()
def count_symbols(codec: Codec, sampler: CropSampler, crop: int, batches: int) -> list[np.ndarray[Any, Any]]:
    """Absolute values of symbols by scale index, over crops at all rates."""
    codec.eval()
    counts = [np.zeros(4096, dtype=np.int64) for _ in range(INDICES)]
    for number in range(batches):
        x = sampler.batch(8, crop)
        t = ((torch.arange(8) + (number + 0.5) / batches) / 8)[:, None]
        found = codec.parameters_of(codec.g_a(x, t), t)
        symbols = (found.y_gained - found.mean).round().abs().int().clamp(max=4095).numpy()
        index = ((found.scale / SCALE_MIN).log2() / INDEX_UNIT).round().clamp(0, INDICES - 1).byte().numpy()
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


def export_networks(codec: Codec, out: Path) -> tuple[tuple[ExactHead, ExactHead], dict[str, float]]:
    """Write the five ONNX files; returns the heads and the parity differences."""
    shape = codec.shape
    heads = (ExactHead(codec.head, INDEX_UNIT, INDICES), ExactHead(codec.context.head, INDEX_UNIT, INDICES))
    generator = torch.Generator().manual_seed(0)
    rate = torch.full((1, 1), 0.5)
    picture = torch.randint(0, 256, (1, 3, 128, 192), generator=generator, dtype=torch.uint8)
    y = torch.randn((1, shape.latents, 8, 12), generator=generator) * codec.std[:, None, None]
    z = torch.randint(-127, 128, (1, shape.hyper + 1, 2, 3), generator=generator).float()
    features = torch.randint(0, 256, (1, shape.context_width, 8, 12), generator=generator).float()
    fixed = torch.randint(-2000, 2001, (1, shape.latents, 8, 12), generator=generator).float()
    factor, offset = torch.full((1, shape.latents, 1, 1), 0.01), torch.full((1, shape.latents, 1, 1), 1000.0)
    plane = {2: "height", 3: "width"}
    graphs: dict[str, tuple[torch.nn.Module, dict[str, torch.Tensor], list[str], list[str]]] = {
        "analysis": (AnalysisGraph(codec), {"picture": picture, "rate": rate}, ["y"], ["picture"]),
        "synthesis": (SynthesisGraph(codec), {"y": y, "rate": rate}, ["picture"], ["y"]),
        "hyper_analysis": (HyperAnalysisGraph(codec), {"y": y}, ["z"], ["y"]),
        "hyper_synthesis": (
            HyperSynthesisGraph(codec, heads[0]),
            {"z": z, "mean_factor": factor, "index_offset": offset},
            ["features", "mean", "index"],
            ["z"],
        ),
        "context": (
            ContextGraph(codec, heads[1]),
            {
                "features": features, "first_half": fixed, "to_network": factor, "mean_factor": factor,
                "index_offset": offset,
            },
            ["mean", "index"],
            ["features", "first_half"],
        ),
    }  # fmt: skip
    differences = {}
    for name, (module, inputs, outputs, moving) in graphs.items():
        dynamic = {key: plane for key in moving}
        differences[name] = onnx_file.export(module, out / f"{name}.onnx", inputs, outputs, dynamic)
        print(f"{name}: largest difference between torch and ONNX Runtime {differences[name]:.3g}")
    for name in ("hyper_synthesis", "context"):
        if differences[name] != 0.0:
            raise ValueError(f"{name} must be exact, but differs by {differences[name]}")
    return heads, differences


def main() -> None:
    parser = argparse.ArgumentParser(description="Export a trained codec.")
    parser.add_argument("folder", type=Path, help="a run's output folder")
    parser.add_argument("--run", type=Path, required=True, help="the run's TOML")
    parser.add_argument("--data", type=Path, required=True, help="pictures to measure the symbols' frequencies on")
    parser.add_argument("--out", type=Path, required=True, help="the model's folder; its name is the model's id")
    parser.add_argument("--batches", type=int, default=40)
    args = parser.parse_args()
    run = load_config(args.run, CodecRun, {})
    codec = build_model(run)
    codec.load_state_dict(torch.load(args.folder / "checkpoint.pt", map_location="cpu", weights_only=True)["model"])
    codec.eval()
    args.out.mkdir(parents=True, exist_ok=True)
    heads, differences = export_networks(codec, args.out)
    photos = PhotoSet(args.data, min_side=run.final_crop, limit=run.limit).pictures
    sampler = CropSampler(photos, torch.device("cpu"), 0)
    scales = measured_tables(count_symbols(codec, sampler, run.final_crop, args.batches))
    arrays: dict[str, Any] = rate_arrays(codec, heads) | scales.to_arrays()
    np.savez_compressed(args.out / "tables.npz", **arrays)
    log = [json.loads(line) for line in (args.folder / "log.jsonl").read_text(encoding="utf-8").splitlines()]
    last = log[-1]
    onnx_file.write_card(args.out, {
        "id": args.out.name,
        "kind": "codec",
        "title": "Variable-rate codec: DCT start, hyperprior, checkerboard context",
        "architecture": vars(codec.shape) | {"parameters": sum(p.numel() for p in codec.parameters())},
        "training": {
            "run": vars(run), "data": "photos-0..4", "steps": last["step"], "minutes": last["minutes"],
            "loss_curve": [[e["minutes"], e["loss"]] for e in log if "loss" in e][::10],
            "validation": {k: v for k, v in last.items() if "@" in k},
        },
        "figures": {"parity": differences},
    })  # fmt: skip


if __name__ == "__main__":
    main()
