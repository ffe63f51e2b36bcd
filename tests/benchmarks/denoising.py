"""Denoising of Safelight and of classical methods on the same noisy pictures in one run.

    python tests/benchmarks/denoising.py FOLDER --sigmas 15 25 50

Gaussian noise is added to the clean PNGs of a folder; see the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import sys
import time
from collections.abc import Iterator, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from denoisers import DENOISERS, Denoiser, UnavailableError, open_denoiser
from pictures import Pixels, each_source, png_files, print_table, read_rgb

from engine.image.metrics import psnr, ssim

REFERENCES = ("opencv-nlm", "skimage-nlm")
"""The first of these that was measured is what seconds are held against."""


@dataclass(frozen=True)
class Score:
    """One method at one sigma: means over the pictures of PSNR in dB and of SSIM; seconds per megapixel over all."""

    method: str
    sigma: float
    psnr: float
    ssim: float
    seconds: float
    kmac: float | None


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="folder of clean PNG files")
    parser.add_argument("--sigmas", type=float, nargs="+", default=[15.0, 25.0, 50.0], help="on the 0..255 scale")
    parser.add_argument("--methods", nargs="+", choices=list(DENOISERS), default=list(DENOISERS))
    parser.add_argument("--limit", type=int, help="take only the first N pictures")
    parser.add_argument("--seed", type=int, default=0, help="seed of the noise")
    parser.add_argument("--threads", type=int, default=0, help="threads of the methods that have any; 0: one a core")
    parser.add_argument("--json", type=Path, help="JSON file to write")
    return parser.parse_args(arguments)


def add_noise(clean: Pixels, sigma: float, seed: tuple[int, ...]) -> Pixels:
    """White Gaussian noise added in float64, then rounded and clipped to uint8; the same for the same seed."""
    noise = np.random.default_rng(seed).normal(0.0, sigma, clean.shape)
    return np.clip(np.rint(clean + noise), 0, 255).astype(np.uint8)


def noisy_pairs(files: list[Path], sigma: float, seed: int, label: str) -> Iterator[tuple[Pixels, Pixels]]:
    """Clean and noisy pixels of each file; a file's noise depends on the seed, its place in the list and sigma only."""
    for index, source in enumerate(each_source(files, label)):
        yield source.pixels, add_noise(source.pixels, sigma, (seed, index, round(100 * sigma)))


def open_all(names: list[str], threads: int) -> list[Denoiser]:
    """The methods that can run; stderr says which cannot."""
    found = []
    for name in names:
        try:
            found.append(open_denoiser(name, threads))
        except UnavailableError as reason:
            print(f"{name}: left out, {reason}", file=sys.stderr)
    return found


def score_noise(files: list[Path], sigma: float, seed: int) -> Score:
    """What the noisy pictures themselves score."""
    pairs = noisy_pairs(files, sigma, seed, f"sigma {sigma:g} noisy")
    levels, likenesses = zip(*((psnr(clean, noisy), ssim(clean, noisy)) for clean, noisy in pairs), strict=True)
    return Score("(noisy)", sigma, _mean(levels), _mean(likenesses), 0.0, None)


def score_method(method: Denoiser, files: list[Path], sigma: float, seed: int) -> Score:
    """Run one method over all pictures; a first picture that is not counted warms it up."""
    method.clean(add_noise(read_rgb(files[0]), sigma, (seed,)), sigma)
    levels, likenesses, seconds, megapixels = [], [], 0.0, 0.0
    for clean, noisy in noisy_pairs(files, sigma, seed, f"sigma {sigma:g} {method.name}"):
        start = time.perf_counter()
        result = method.clean(noisy, sigma)
        seconds += time.perf_counter() - start
        megapixels += clean.shape[0] * clean.shape[1] / 1e6
        levels.append(psnr(clean, result))
        likenesses.append(ssim(clean, result))
    return Score(method.name, sigma, _mean(levels), _mean(likenesses), seconds / megapixels, method.kmac)


def _mean(values: Sequence[float]) -> float:
    return sum(values) / len(values)


def print_scores(scores: list[Score]) -> None:
    """One table a sigma."""
    names = {score.method for score in scores}
    reference = next((name for name in REFERENCES if name in names), "NL-means")
    header = ["method", "PSNR dB", "SSIM", "s/MP", f"time / {reference}", "KMAC/px"]
    for sigma in dict.fromkeys(score.sigma for score in scores):
        print(f"\nsigma {sigma:g}")
        group = [score for score in scores if score.sigma == sigma]
        base = next((score.seconds for score in group if score.method == reference), None)
        print_table(header, [_row(score, base) for score in group])


def _row(score: Score, base: float | None) -> list[str]:
    ran = score.seconds > 0.0
    seconds = f"{score.seconds:.3f}" if ran else "-"
    ratio = f"{score.seconds / base:.2f}" if ran and base else "-"
    kmac = "-" if score.kmac is None else f"{score.kmac:.1f}"
    return [score.method, f"{score.psnr:.2f}", f"{score.ssim:.4f}", seconds, ratio, kmac]


def main(arguments: list[str] | None = None) -> None:
    options = parse_arguments(arguments)
    files = png_files(options.folder, options.limit)
    methods = open_all(options.methods, options.threads)
    scores = []
    for sigma in options.sigmas:
        scores.append(score_noise(files, sigma, options.seed))
        scores.extend(score_method(method, files, sigma, options.seed) for method in methods)
    print(f"{len(files)} pictures of {options.folder}, noisy input rounded and clipped to uint8, seed {options.seed}")
    for method in methods:
        print(f"  {method.name}: {method.about}")
    print_scores(scores)
    if options.json is not None:
        options.json.write_text(json.dumps([asdict(score) for score in scores], indent=1) + "\n", encoding="utf-8")


if __name__ == "__main__":
    main()
