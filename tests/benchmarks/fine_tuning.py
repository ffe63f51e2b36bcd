"""What training the codec on with one's own pages is worth: bits at equal PSNR on pages that it has not seen.

    python tests/benchmarks/fine_tuning.py --out runs/pages --photos FOLDER

Draws scanned pages, trains, exports and adds the model, and compresses other pages with it and with the program's own
codec, whole files. Started again, it goes on where it was. One thread: processor seconds can be compared.
"""

from __future__ import annotations

import argparse
import json
import math
import os
import time
from dataclasses import replace
from pathlib import Path
from typing import Any

import torch
from bd_rate import Point, bd_rate
from drawn_pages import write_pages
from image_codecs import ImageCodec, UnavailableError, safelight
from pictures import png_files, print_table
from rd_measure import Sample, SampleCache, measure_codec

from engine.models import installed
from engine.pipeline.model_check import check_model
from engine.training.family.__main__ import main as family

MODEL = "drawn-pages"
LEARNED_SEED, HELD_OUT_SEED = 1000, 2000
"""Of the first page of each kind."""
RANGES = {"all": (0.0, 100.0), "0 to 50": (0.0, 50.0), "50 to 100": (50.0, 100.0)}
"""Qualities whose points make a curve."""


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("--out", type=Path, required=True, help="folder for pages, run, model and figures")
    parser.add_argument("--pages", type=int, default=24, help="to learn from")
    parser.add_argument("--held-out", type=int, default=6, help="pages to measure")
    parser.add_argument("--steps", type=int, default=1400, help="of training")
    parser.add_argument("--recipe", default="codec", help="a recipe's TOML, in place of the program's own")
    parser.add_argument("--qualities", type=float, nargs="+", default=[0.0, 25.0, 50.0, 75.0, 100.0])
    parser.add_argument("--photos", type=Path, help="folder of PNG photos, to see what is lost there")
    parser.add_argument("--limit", type=int, default=3, help="photos to measure")
    return parser.parse_args(arguments)


def train(options: argparse.Namespace, pages: Path) -> dict[str, float]:
    """Train on the pages and add the model; returns what it took, over all runs of this script."""
    out = options.out
    took = _read(out / "took.json") or {"cpu_minutes": 0.0, "wall_minutes": 0.0}
    if not (out / MODEL).exists():
        cpu, wall = time.process_time(), time.perf_counter()
        command = [options.recipe, "--data", str(pages), "--steps", str(options.steps), "--minutes", "100000"]
        code = family(["train", *command, "--threads", "1", "--device", "cpu", "--out", str(out / "run")])
        took["cpu_minutes"] += (time.process_time() - cpu) / 60.0
        took["wall_minutes"] += (time.perf_counter() - wall) / 60.0
        (out / "took.json").write_text(json.dumps(took), encoding="utf-8")
        if code or family(["export", str(out / "run"), "--data", str(pages), "--out", str(out / MODEL)]):
            raise SystemExit("the codec could not be trained")
    if not (out / "models" / MODEL).exists():
        installed.add_model(out / MODEL, check_model)
    card = _read(out / MODEL / "model.json")
    return took | {key: card["training"][key] for key in ("steps", "pictures")}


def _read(path: Path) -> Any:
    return json.loads(path.read_text(encoding="utf-8")) if path.is_file() else None


def measured(codec: ImageCodec, files: list[Path], options: argparse.Namespace, name: str) -> list[Sample]:
    """The codec's samples of the files, of an earlier run if it measured the same."""
    path = options.out / f"{name}-{codec.name}.json"
    known = [Sample(**sample) for sample in _read(path) or []]
    wanted = {(file.name, quality) for file in files for quality in options.qualities}
    if {(sample.picture, sample.setting) for sample in known} != wanted:
        known = measure_codec(replace(codec, settings=tuple(options.qualities)), files, SampleCache(None))
        path.write_text(json.dumps([vars(sample) for sample in known], indent=1) + "\n", encoding="utf-8")
    return known


def rates(own: list[Sample], tuned: list[Sample], measure: str) -> dict[str, dict[str, float]]:
    """BD-rate of the tuned codec against the program's own by picture and range of qualities, in percent."""
    return {
        picture: {name: _rate(_curve(own, picture, bounds, measure), _curve(tuned, picture, bounds, measure))
                  for name, bounds in RANGES.items()}
        for picture in sorted({sample.picture for sample in own})
    }  # fmt: skip


def _rate(own: list[Point], tuned: list[Point]) -> float:
    """Not a number where the curves have no quality in common."""
    try:
        return bd_rate(own, tuned)
    except ValueError:
        return math.nan


def _curve(samples: list[Sample], picture: str, bounds: tuple[float, float], measure: str) -> list[Point]:
    chosen = (s for s in samples if s.picture == picture and bounds[0] <= s.setting <= bounds[1])
    return [(sample.bpp, float(getattr(sample, measure))) for sample in chosen]


def report(title: str, files: list[Path], options: argparse.Namespace, codecs: list[ImageCodec]) -> dict[str, Any]:
    """Measure files with both codecs and print what the second takes; returns all of it."""
    own, tuned = (measured(codec, files, options, title) for codec in codecs)
    print(f"\n{title}: bits against the program's own codec at equal PSNR, by quality; at equal MS-SSIM")
    by_psnr, by_structure = rates(own, tuned, "psnr"), rates(own, tuned, "ms_ssim")
    rows = {picture: [*found.values(), by_structure[picture]["all"]] for picture, found in by_psnr.items()}
    means = [sum(column) / len(rows) for column in zip(*rows.values(), strict=True)]
    header = ["picture", *RANGES, "MS-SSIM"]
    print_table(header, [[name, *(f"{rate:+.1f} %" for rate in row)] for name, row in [*rows.items(), ("mean", means)]])
    return {"pictures": rows, "mean": dict(zip(header[1:], means, strict=True))}


def main(arguments: list[str] | None = None) -> None:
    options = parse_arguments(arguments)
    torch.set_num_threads(1)
    options.out.mkdir(parents=True, exist_ok=True)
    os.environ["SAFELIGHT_MODELS"] = str(options.out / "models")
    learned = range(LEARNED_SEED, LEARNED_SEED + options.pages)
    held_out = write_pages(options.out / "held out", range(HELD_OUT_SEED, HELD_OUT_SEED + options.held_out))
    write_pages(options.out / "pages", learned)
    took = train(options, options.out / "pages")
    print(", ".join(f"{name} {value:.1f}" for name, value in took.items()))
    try:
        codecs = [safelight(1), safelight(1, MODEL)]
    except UnavailableError as reason:
        raise SystemExit(str(reason)) from None
    results: dict[str, Any] = {"took": took, "pages": report("pages", held_out, options, codecs)}
    if options.photos is not None:
        results["photos"] = report("photos", png_files(options.photos, options.limit), options, codecs)
    (options.out / "fine_tuning.json").write_text(json.dumps(results, indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
