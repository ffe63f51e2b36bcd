"""Noisy pictures through the codec: as they are, denoised before, and with the noise left out on the way.

    python tests/benchmarks/denoise_while_compressing.py FOLDER --sigmas 15 25

Gaussian noise is added to the clean PNGs of a folder. All ways get the same noisy pixels and are told the noise's
strength; PSNR is against the clean pictures. Seconds are of the whole way to bytes and relative to the plain codec.
"""

from __future__ import annotations

import argparse
import time
from collections.abc import Callable
from dataclasses import dataclass
from pathlib import Path

from denoising import noisy_pairs
from pictures import Pixels, png_files, print_table

import engine
from engine.image.metrics import psnr

QUALITIES = (10.0, 30.0, 50.0, 70.0)
FULL_STRENGTH = 50.0
"""Deviation of the noise, 0..255 scale, that strength 100 stands for."""


def plainly(noisy: engine.Picture, quality: float, strength: float) -> bytes:
    return engine.compress(noisy, engine.CompressOptions(quality=quality))


def denoised_before(noisy: engine.Picture, quality: float, strength: float) -> bytes:
    clean = engine.denoise(noisy, engine.DenoiseOptions(strength=strength))
    return engine.compress(clean, engine.CompressOptions(quality=quality))


def on_the_way(noisy: engine.Picture, quality: float, strength: float) -> bytes:
    return engine.compress(noisy, engine.CompressOptions(quality=quality, denoise=strength))


WAYS: dict[str, Callable[[engine.Picture, float, float], bytes]] = {
    "codec alone": plainly,
    "denoiser, then codec": denoised_before,
    "codec with --denoise": on_the_way,
}


@dataclass(frozen=True)
class Point:
    """Means over the pictures: bits per pixel, PSNR in dB against the clean ones; seconds in all."""

    bpp: float
    psnr: float
    seconds: float


def measure(way: str, files: list[Path], sigma: float, quality: float) -> Point:
    """One way at one quality."""
    bpp: list[float] = []
    decibels: list[float] = []
    seconds = 0.0
    for clean, noisy in noisy_pairs(files, sigma, 0, f"{way}, sigma {sigma:g}, quality {quality:g}"):
        start = time.perf_counter()
        data = WAYS[way](engine.Picture(noisy), quality, 100.0 * sigma / FULL_STRENGTH)
        seconds += time.perf_counter() - start
        bpp.append(8.0 * len(data) / (clean.shape[0] * clean.shape[1]))
        decoded: Pixels = engine.reconstruct(data).pixels
        decibels.append(psnr(clean, decoded))
    return Point(sum(bpp) / len(bpp), sum(decibels) / len(decibels), seconds)


def main(arguments: list[str] | None = None) -> None:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="folder of clean PNG files")
    parser.add_argument("--sigmas", type=float, nargs="+", default=[15.0, 25.0], help="on the 0..255 scale")
    parser.add_argument("--limit", type=int, help="take only the first N pictures")
    options = parser.parse_args(arguments)
    files = png_files(options.folder, options.limit)
    for sigma in options.sigmas:
        print(f"\nsigma {sigma:g}: bits per pixel, PSNR in dB, seconds")
        rows = []
        for quality in QUALITIES:
            base = measure("codec alone", files, sigma, quality)
            for way in WAYS:
                point = base if way == "codec alone" else measure(way, files, sigma, quality)
                ratio = f"{point.seconds / base.seconds:.2f}"
                rows.append([way, f"{quality:g}", f"{point.bpp:.3f}", f"{point.psnr:.2f}", ratio])
        print_table(["way", "quality", "bpp", "dB", "time"], rows)


if __name__ == "__main__":
    main()
