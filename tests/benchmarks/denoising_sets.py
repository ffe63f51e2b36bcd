"""The pictures of the denoising benchmark: clean ones, and what noise or a JPEG file made of them.

Every set gives the same pixels in every run: noise comes from a seed, a picture's place in its folder, and sigma.
"""

from __future__ import annotations

import io
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

import numpy as np
from pictures import Pixels, Source, each_source, png_files, read_rgb
from PIL import Image

REAL, MEAN = "_real.png", "_mean.png"
"""How the names end of one exposure, and of the mean of many of the same scene."""


@dataclass(frozen=True)
class Pair:
    """One picture: what it is held against, and what the methods get; both RGB, uint8, shape ``(H, W, 3)``."""

    name: str
    clean: Pixels
    noisy: Pixels

    @property
    def megapixels(self) -> float:
        return self.clean.size / 3e6

    def middle(self, side: int) -> Pair:
        """What is in the middle of both, at most ``side`` pixels high and wide, cut at whole blocks of a JPEG file."""
        top, left = (max(length - side, 0) // 32 * 16 for length in self.clean.shape[:2])
        place = np.s_[top : top + side, left : left + side]
        return Pair(self.name, self.clean[place], self.noisy[place])


Spoil = Callable[[int, Source], Pair]


@dataclass(frozen=True)
class NoisySet:
    """Pictures with one kind of noise.

    Attributes:
        folder: its name, for titles.
        noise: what was done to the pictures, in words; part of a cache's keys.
        files: what is read, one picture each.
        spoil: a picture's place in the list and what was read, to the pair.
        crop: side of the middle that is taken of every picture; 0 takes all.
        step: of so many pictures, the first is taken; its noise is what it is where all are taken.
    """

    folder: str
    noise: str
    files: list[Path]
    spoil: Spoil
    crop: int = 0
    step: int = 1

    def pairs(self, label: str) -> Iterator[Pair]:
        """One after the other; stderr says which."""
        chosen = self.files[:: self.step]
        for index, source in enumerate(each_source(chosen, f"{self.folder}, {self.noise}, {label}")):
            pair = self.spoil(index * self.step, source)
            yield pair.middle(self.crop) if self.crop else pair


def add_noise(clean: Pixels, sigma: float, seed: tuple[int, ...]) -> Pixels:
    """White Gaussian noise added in float64, then rounded and clipped to uint8; the same for the same seed."""
    noise = np.random.default_rng(seed).normal(0.0, sigma, clean.shape)
    return np.clip(np.rint(clean + noise), 0, 255).astype(np.uint8)


def through_jpeg(clean: Pixels, quality: int) -> Pixels:
    """What is left after a JPEG file of Pillow's, with its default of 4:2:0."""
    file = io.BytesIO()
    Image.fromarray(clean).save(file, "JPEG", quality=quality)
    with Image.open(file) as image:
        return np.array(image.convert("RGB"))


def white_noise(sigma: float, seed: int) -> Spoil:
    """Adds noise that depends on the seed, a picture's place in the list and sigma only."""

    def spoil(index: int, source: Source) -> Pair:
        noisy = add_noise(source.pixels, sigma, (seed, index, round(100 * sigma)))
        return Pair(source.name, source.pixels, noisy)

    return spoil


def noisy_pairs(files: list[Path], sigma: float, seed: int, label: str) -> Iterator[tuple[Pixels, Pixels]]:
    """Clean and noisy pixels of each file, with the noise of :func:`white_noise`."""
    spoil = white_noise(sigma, seed)
    for index, source in enumerate(each_source(files, label)):
        pair = spoil(index, source)
        yield pair.clean, pair.noisy


def white_set(folder: Path, limit: int | None, sigma: float, seed: int) -> NoisySet:
    """Clean pictures with white Gaussian noise."""
    noise = f"white noise of sigma {sigma:g}"
    return NoisySet(folder.resolve().name, noise, png_files(folder, limit), white_noise(sigma, seed))


def jpeg_set(folder: Path, limit: int | None, quality: int) -> NoisySet:
    """Clean pictures that went through a JPEG file."""

    def spoil(index: int, source: Source) -> Pair:
        return Pair(source.name, source.pixels, through_jpeg(source.pixels, quality))

    return NoisySet(folder.resolve().name, f"JPEG quality {quality}", png_files(folder, limit), spoil)


def clean_set(folder: Path, limit: int | None) -> NoisySet:
    """Clean pictures as they are."""
    return _untouched(folder, png_files(folder, limit))


def mean_set(folder: Path, limit: int | None) -> NoisySet:
    """The means of a folder of real noise as they are."""
    return _untouched(folder, [_mean_of(path) for path in _real_files(folder, limit)])


def real_set(folder: Path, limit: int | None) -> NoisySet:
    """One exposure each of a scene, held against the mean of many.

    Raises:
        SystemExit: if the folder has none, or the mean of one is missing.
    """

    def spoil(index: int, source: Source) -> Pair:
        return Pair(source.name, read_rgb(_mean_of(folder / source.name)), source.pixels)

    return NoisySet(folder.resolve().name, "real noise", _real_files(folder, limit), spoil)


def _untouched(folder: Path, files: list[Path]) -> NoisySet:
    def leave(index: int, source: Source) -> Pair:
        return Pair(source.name, source.pixels, source.pixels)

    return NoisySet(folder.resolve().name, "clean", files, leave)


def _real_files(folder: Path, limit: int | None) -> list[Path]:
    files = sorted(folder.glob(f"*{REAL}"))[:limit]
    if not files:
        raise SystemExit(f"{folder}: no pairs NAME{REAL} and NAME{MEAN} there")
    missing = next((path for path in files if not _mean_of(path).is_file()), None)
    if missing is not None:
        raise SystemExit(f"{missing}: no {_mean_of(missing).name} beside it")
    return files


def _mean_of(real: Path) -> Path:
    return real.with_name(real.name.removesuffix(REAL) + MEAN)
