"""Measuring rate, distortion and time of one codec."""

from __future__ import annotations

import hashlib
import json
import os
import time
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from pathlib import Path

from image_codecs import ImageCodec
from measures import Measure, decibels
from pictures import Pixels, Source, each_source, read_rgb

from engine.image.metrics import ms_ssim, psnr


@dataclass(frozen=True)
class Sample:
    """One picture at one setting; ``scores`` are those of the measures that were asked for, by their names."""

    picture: str
    setting: float
    bytes: int
    bpp: float
    psnr: float
    ms_ssim: float
    scores: dict[str, float] = field(default_factory=dict)


@dataclass(frozen=True)
class CurvePoint:
    """Means over pictures at one setting: of bits per pixel, of PSNR in dB, of MS-SSIM, of the other measures."""

    setting: float
    bpp: float
    psnr: float
    ms_ssim: float
    scores: dict[str, float] = field(default_factory=dict)

    @property
    def ms_ssim_db(self) -> float:
        return decibels(self.ms_ssim)


@dataclass(frozen=True)
class Timing:
    """Seconds per megapixel at ``setting``."""

    setting: float
    encode: float
    decode: float


def score_of(point: Sample | CurvePoint, measure: str) -> float:
    """What ``measure``, by its name, says of a sample or of a mean."""
    return {"psnr": point.psnr, "ms_ssim": point.ms_ssim, **point.scores}[measure]


class SampleCache:
    """Samples of earlier runs in a JSON file, by codec version, setting and the picture's pixels.

    Scores of another measure are entries of their own, beside those of the same sample. The file is whole at any time;
    of two runs that keep their points in one file at the same time, the later one to save wins.
    """

    def __init__(self, path: Path | None) -> None:
        self._path = path
        self._known: dict[str, list[float]] = {}
        if path is not None and path.exists():
            self._known = json.loads(path.read_text(encoding="utf-8"))

    @staticmethod
    def key(codec: ImageCodec, setting: float, pixels: Pixels) -> str:
        digest = hashlib.sha256(repr(pixels.shape).encode("ascii") + pixels.tobytes()).hexdigest()[:24]
        return f"{codec.name} | {codec.version} | {setting:g} | {digest}"

    def get(self, key: str) -> tuple[int, float, float] | None:
        """File bytes, PSNR and MS-SSIM, if measured before."""
        known = self._known.get(key)
        return None if known is None else (int(known[0]), known[1], known[2])

    def put(self, key: str, size: int, psnr_db: float, likeness: float) -> None:
        self._known[key] = [size, psnr_db, likeness]

    def get_score(self, key: str, measure: Measure) -> float | None:
        """The score by ``measure`` of the sample at ``key``, if taken before."""
        known = self._known.get(f"{key} | {measure.version}")
        return None if known is None else known[0]

    def put_score(self, key: str, measure: Measure, score: float) -> None:
        self._known[f"{key} | {measure.version}"] = [score]

    def save(self) -> None:
        if self._path is not None:
            fresh = self._path.with_name(f"{self._path.name}.{os.getpid()}.new")
            fresh.write_text(json.dumps(self._known, indent=0), encoding="utf-8")
            fresh.replace(self._path)


def measure_sample(
    codec: ImageCodec, source: Source, setting: float, cache: SampleCache, wanted: Sequence[Measure] = ()
) -> Sample:
    """Encode, decode and compare, unless an earlier run did; of what it did not measure, only that."""
    key = cache.key(codec, setting, source.pixels)
    known = cache.get(key) if codec.keeps else None
    scores = {each.name: cache.get_score(key, each) if codec.keeps else None for each in wanted}
    if known is None or None in scores.values():
        data = codec.encode(source.pixels, setting)
        decoded = codec.decode(data)
        if known is None or known[0] != len(data):  # all measures of a sample are of one file
            known = (len(data), psnr(source.pixels, decoded), ms_ssim(source.pixels, decoded))
            scores = dict.fromkeys(scores)
            if codec.keeps:
                cache.put(key, *known)
        for each in wanted:
            if scores[each.name] is None:
                scores[each.name] = each.score(source.pixels, decoded)
            if codec.keeps:
                cache.put_score(key, each, scores[each.name])
    found = {name: score for name, score in scores.items() if score is not None}
    return Sample(source.name, setting, known[0], known[0] * 8e-6 / source.megapixels, known[1], known[2], found)


def measure_codec(
    codec: ImageCodec, files: list[Path], cache: SampleCache, wanted: Sequence[Measure] = ()
) -> list[Sample]:
    """Every picture at every setting; the cache on disk is up to date after every picture."""
    samples = []
    for source in each_source(files, codec.name):
        samples += [measure_sample(codec, source, setting, cache, wanted) for setting in codec.settings]
        cache.save()
    return samples


def average_curve(samples: Iterable[Sample]) -> list[CurvePoint]:
    """Means over the pictures at each setting, every picture with the same weight."""
    by_setting: dict[float, list[Sample]] = {}
    for sample in samples:
        by_setting.setdefault(sample.setting, []).append(sample)
    return [
        CurvePoint(
            setting,
            sum(sample.bpp for sample in group) / len(group),
            sum(sample.psnr for sample in group) / len(group),
            sum(sample.ms_ssim for sample in group) / len(group),
            {name: sum(sample.scores[name] for sample in group) / len(group) for name in group[0].scores},
        )
        for setting, group in by_setting.items()
    ]


def time_codec(codec: ImageCodec, files: list[Path], setting: float) -> Timing:
    """Seconds per megapixel of encoding and of decoding, over all the pictures; a first run is not counted."""
    codec.decode(codec.encode(read_rgb(files[0]), setting))
    encode_seconds = decode_seconds = megapixels = 0.0
    for source in each_source(files, f"timing {codec.name}"):
        start = time.perf_counter()
        data = codec.encode(source.pixels, setting)
        middle = time.perf_counter()
        codec.decode(data)
        decode_seconds += time.perf_counter() - middle
        encode_seconds += middle - start
        megapixels += source.megapixels
    return Timing(setting, encode_seconds / megapixels, decode_seconds / megapixels)
