"""Running denoisers over a set of pictures, and which of the sigmas that they were told suited them best."""

from __future__ import annotations

import math
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from denoisers import Denoiser
from denoising_cache import Outcome, OutcomeCache
from denoising_sets import NoisySet, Pair

import engine
from engine.image.metrics import psnr, ssim

AT_BEST, BLIND = ", best strength", "-blind"
"""How the names of Safelight's rows end: at the best strength for every picture, and estimating it."""
WARM_UP = 128
"""Pixels a side of the corner that warms a peer up: on whole pictures BM3D would take too long."""


@dataclass(frozen=True)
class Sample:
    """One picture cleaned by one method.

    Attributes:
        picture: name of its file.
        sigma: what the method was told; ``None`` for blind ones.
        before: PSNR of the noisy picture, in dB.
        psnr, ssim: of the cleaned one.
        seconds: of the method alone.
        megapixels: of the picture.
        cached: whether the outcome, time and all, is of an earlier run.
    """

    picture: str
    sigma: float | None
    before: float
    psnr: float
    ssim: float
    seconds: float
    megapixels: float
    cached: bool = False

    @property
    def gain(self) -> float:
        """Decibels over the noisy picture."""
        return self.psnr - self.before


@dataclass(frozen=True)
class Row:
    """A line of a table: one sample of every picture. Means weigh every picture the same."""

    method: str
    samples: list[Sample]
    kmac: float | None = None

    @property
    def psnr(self) -> float:
        return mean(sample.psnr for sample in self.samples)

    @property
    def gain(self) -> float:
        return mean(sample.gain for sample in self.samples)

    @property
    def ssim(self) -> float:
        return mean(sample.ssim for sample in self.samples)

    @property
    def seconds(self) -> float:
        """Per megapixel, over all pictures together."""
        return sum(sample.seconds for sample in self.samples) / sum(sample.megapixels for sample in self.samples)

    @property
    def cached(self) -> bool:
        return any(sample.cached for sample in self.samples)

    @property
    def altered(self) -> list[float]:
        """PSNR of the pictures that did not come out exactly as they should be."""
        return [sample.psnr for sample in self.samples if math.isfinite(sample.psnr)]


@dataclass(frozen=True)
class Gap:
    """What estimating the strength costs on one set, in dB of PSNR.

    Attributes:
        method: the denoiser.
        blind, best: means with the strength estimated, and with the best of the grid for every picture.
        mean: of the pictures' differences; below 0 where the estimate is better than the grid.
        worst: the largest of them, and the picture that it is of.
        halved: pictures that gain less than half of what the best strength gains.
        pictures: of the set.
    """

    method: str
    blind: float
    best: float
    mean: float
    worst: tuple[float, str]
    halved: int
    pictures: int


def gaps_of(rows: Sequence[Row]) -> list[Gap]:
    """Of every denoiser that has both a blind row and one at the best strength."""
    blind = {row.method.removesuffix(BLIND): row for row in rows if row.method.endswith(BLIND)}
    best = {row.method.removesuffix(AT_BEST): row for row in rows if row.method.endswith(AT_BEST)}
    return [_gap(name, blind[name], best[name]) for name in blind if name in best]


def _gap(name: str, blind: Row, best: Row) -> Gap:
    at_best = {sample.picture: sample for sample in best.samples}
    pairs = [(sample, at_best[sample.picture]) for sample in blind.samples]
    lost = [(other.psnr - sample.psnr, sample.picture) for sample, other in pairs]
    halved = sum(sample.gain < other.gain / 2.0 for sample, other in pairs)
    return Gap(name, blind.psnr, best.psnr, mean(loss for loss, _ in lost), max(lost), halved, len(lost))


def mean(values: Iterable[float]) -> float:
    listed = list(values)
    return sum(listed) / len(listed)


def measure_input(pictures: NoisySet) -> list[Sample]:
    """What the noisy pictures themselves score, in no time."""
    samples = []
    for pair in pictures.pairs("input"):
        level = psnr(pair.clean, pair.noisy)
        samples.append(Sample(pair.name, None, level, level, ssim(pair.clean, pair.noisy), 0.0, pair.megapixels))
    return samples


def measure(method: Denoiser, pictures: NoisySet, cache: OutcomeCache, sigmas: Sequence[float]) -> list[Sample]:
    """Every picture at every sigma; a blind method runs once a picture."""
    runner, samples = _Runner(method, pictures.noise, cache), []
    for pair in pictures.pairs(method.name):
        before = psnr(pair.clean, pair.noisy)
        for sigma in [None] if method.blind else sigmas:
            outcome, cached = runner.outcome(pair, sigma or 0.0)
            result = (outcome.psnr, outcome.ssim, outcome.seconds)
            samples.append(Sample(pair.name, sigma, before, *result, pair.megapixels, cached))
    return samples


class _Runner:
    """Times a method where the cache does not know the outcome; a first run that is not counted warms it up."""

    def __init__(self, method: Denoiser, noise: str, cache: OutcomeCache) -> None:
        self._method, self._noise, self._cache = method, noise, cache
        self._is_warm = False

    def outcome(self, pair: Pair, sigma: float) -> tuple[Outcome, bool]:
        """The outcome, and whether it came from the cache."""
        if self._method.own:
            return self._run(pair, sigma), False
        key = self._cache.key(self._method, pair, self._noise, sigma)
        known = self._cache.get(key)
        if known is not None:
            return known, True
        found = self._run(pair, sigma)
        self._cache.put(key, found)
        return found, False

    def _run(self, pair: Pair, sigma: float) -> Outcome:
        if not self._is_warm:
            # Networks prepare themselves for the very size that they are given.
            self._method.clean(pair.noisy if self._method.own else pair.noisy[:WARM_UP, :WARM_UP].copy(), sigma)
            self._is_warm = True
        start = time.perf_counter()
        result = self._method.clean(pair.noisy, sigma)
        seconds = time.perf_counter() - start
        return Outcome(psnr(pair.clean, result), ssim(pair.clean, result), seconds)


def best_for_all(samples: list[Sample]) -> list[Sample]:
    """Those at the one sigma that has the highest mean PSNR."""
    by_sigma: dict[float | None, list[Sample]] = {}
    for sample in samples:
        by_sigma.setdefault(sample.sigma, []).append(sample)
    return max(by_sigma.values(), key=lambda group: mean(sample.psnr for sample in group))


def best_for_each(samples: list[Sample]) -> list[Sample]:
    """Of every picture the one with the highest PSNR."""
    best: dict[str, Sample] = {}
    for sample in samples:
        if sample.picture not in best or sample.psnr > best[sample.picture].psnr:
            best[sample.picture] = sample
    return list(best.values())


def estimated_strengths(pictures: NoisySet) -> dict[str, float]:
    """What Safelight takes the noise of each picture for, 0..100."""
    pairs = pictures.pairs("estimate")
    return {pair.name: engine.estimate_strength(engine.Picture(pair.noisy)) for pair in pairs}
