"""Tables, JSON and a plot of the rate-distortion benchmark."""

from __future__ import annotations

import math
from collections.abc import Iterable
from dataclasses import asdict, dataclass
from pathlib import Path

import numpy as np
from bd_rate import Point, bd_rate, common_range, rising
from image_codecs import ImageCodec
from measures import SCALES
from pictures import print_table
from rd_measure import CurvePoint, Sample, Timing, average_curve, score_of

RATES = (0.25, 0.5, 1.0)
"""Bits per pixel at which the summary gives the interpolated PSNR."""

_TICKS = (0.1, 0.2, 0.3, 0.5, 0.7, 1.0, 2.0, 3.0, 5.0)
_PANELS_A_ROW = 3


@dataclass(frozen=True)
class Measured:
    """All that was measured of one codec."""

    codec: ImageCodec
    samples: list[Sample]
    timing: Timing | None = None

    @property
    def curve(self) -> list[CurvePoint]:
        return average_curve(self.samples)


@dataclass(frozen=True)
class Comparison:
    """BD-rates of one codec against an anchor, in percent; ``None`` where the curves cannot be compared.

    ``measure`` is its title, and the range on its scale (:data:`measures.SCALES`).
    """

    codec: str
    anchor: str
    measure: str
    low: float
    high: float
    on_averages: float | None
    mean_of_pictures: float | None


def compare(test: Measured, anchor: Measured, measure: str) -> Comparison:
    """BD-rate on the averaged curves, and the mean of the pictures' own BD-rates, by the measure of that name."""
    test_curve, anchor_curve = (_points(each.curve, measure) for each in (test, anchor))
    low, high = common_range(anchor_curve, test_curve)
    on_averages, of_pictures = _bd_rate(anchor_curve, test_curve), _picture_mean(test, anchor, measure)
    return Comparison(
        test.codec.name, anchor.codec.name, SCALES[measure].title, low, high, on_averages, of_pictures
    )  # fmt: skip


def measures(measured: list[Measured]) -> list[str]:
    """Names of the measures that were taken in this run."""
    extra = set(measured[0].samples[0].scores)
    return [name for name in SCALES if name in ("psnr", "ms_ssim") or name in extra]


def _points(values: Iterable[Sample | CurvePoint], measure: str) -> list[Point]:
    quality = SCALES[measure].quality
    return [(value.bpp, quality(score_of(value, measure))) for value in values]


def _bd_rate(anchor: list[Point], test: list[Point]) -> float | None:
    try:
        return bd_rate(anchor, test)
    except ValueError:
        return None


def _picture_mean(test: Measured, anchor: Measured, measure: str) -> float | None:
    rates = []
    for name in dict.fromkeys(sample.picture for sample in test.samples):
        curves = [
            _points((sample for sample in each.samples if sample.picture == name), measure) for each in (anchor, test)
        ]
        rates.append(_bd_rate(curves[0], curves[1]))
    known = [rate for rate in rates if rate is not None]
    return sum(known) / len(known) if len(known) == len(rates) else None


def psnr_at(curve: list[CurvePoint], bpp: float) -> float | None:
    """PSNR at a rate, straight between neighbouring points over the logarithm of the rate; ``None`` outside."""
    points = rising((point.bpp, point.psnr) for point in curve)
    if not points or not points[0][0] <= bpp <= points[-1][0]:
        return None
    return float(np.interp(math.log(bpp), [math.log(rate) for rate, _ in points], [quality for _, quality in points]))


def print_points(measured: list[Measured]) -> None:
    print("\nMeans over the pictures at each setting")
    taken = [(name, SCALES[name]) for name in measures(measured)]
    rows = []
    for each in measured:
        for point in each.curve:
            scores = [f"{score_of(point, name):.{scale.digits}f}" for name, scale in taken]
            rows.append([each.codec.name, f"{point.setting:g}", f"{point.bpp:.4f}", *scores, f"{point.ms_ssim_db:.3f}"])
    print_table(["codec", "setting", "bpp", *(scale.title for _, scale in taken), "MS-SSIM dB"], rows)


def print_summary(measured: list[Measured]) -> None:
    print("\nPSNR in dB, interpolated")
    rows = [[each.codec.name, *(_shown(psnr_at(each.curve, rate), ".2f") for rate in RATES)] for each in measured]
    print_table(["codec", *(f"{rate:g} bpp" for rate in RATES)], rows)


def print_comparisons(comparisons: list[Comparison]) -> None:
    print("\nBD-rate in percent over the whole common range (PCHIP of log rate); negative: fewer bits than the anchor")
    rows = []
    for each in comparisons:
        common = f"{each.low:.1f}..{each.high:.1f}"
        rates = (_shown(rate, "+.1f") for rate in (each.on_averages, each.mean_of_pictures))
        rows.append([each.codec, each.anchor, each.measure, common, *rates])
    print_table(["codec", "anchor", "measure", "range", "averaged curve", "mean of pictures"], rows)


def print_timings(measured: list[Measured]) -> None:
    timings = {each.codec.name: each.timing for each in measured if each.timing is not None}
    anchors = [name for name in ("jpeg", "avif") if name in timings]
    print("\nSeconds per megapixel in this run, and ratios to " + " and ".join(anchors or ["nothing (none was timed)"]))
    rows = []
    for name, timing in timings.items():
        row = [name, f"{timing.setting:g}", f"{timing.encode:.3f}", f"{timing.decode:.3f}"]
        for anchor in anchors:
            row.append(f"{timing.encode / timings[anchor].encode:.2f}")
            row.append(f"{timing.decode / timings[anchor].decode:.2f}")
        rows.append(row)
    header = [f"{verb} / {anchor}" for anchor in anchors for verb in ("encode", "decode")]
    print_table(["codec", "setting", "encode s/MP", "decode s/MP", *header], rows)


def as_json(measured: list[Measured], comparisons: list[Comparison]) -> dict[str, object]:
    """Everything printed and every sample, for a JSON file."""
    return {
        "codecs": {
            each.codec.name: {
                "version": each.codec.version,
                "curve": [asdict(point) for point in each.curve],
                "timing": None if each.timing is None else asdict(each.timing),
                "samples": [asdict(sample) for sample in each.samples],
            }
            for each in measured
        },
        "bd_rates": [asdict(each) for each in comparisons],
    }


def save_plot(measured: list[Measured], path: Path, title: str) -> bool:
    """A panel for each measure over bits per pixel; ``False`` if matplotlib is not installed."""
    try:
        from matplotlib.figure import Figure
    except ImportError:
        return False
    panels = measures(measured)
    columns = min(len(panels), _PANELS_A_ROW)
    rows = math.ceil(len(panels) / columns)
    figure = Figure(figsize=(6.5 * columns, 5.5 * rows), layout="constrained")
    places = figure.subplots(rows, columns, squeeze=False).flat
    for measure, axes in zip(panels, places, strict=False):
        for each in measured:
            points = [(bpp, quality) for bpp, quality in _points(each.curve, measure) if math.isfinite(quality)]
            width = 2.4 if each.codec.is_own else 1.3
            axes.plot(*zip(*points, strict=True), marker="o", markersize=3, linewidth=width, label=each.codec.name)
        title, unit = SCALES[measure].title, SCALES[measure].unit
        axes.set(xscale="log", xlabel="bits per pixel (whole file)", ylabel=f"{title} in {unit}" if unit else title)
        axes.set_xticks(_TICKS, labels=[f"{tick:g}" for tick in _TICKS])
        axes.minorticks_off()
        axes.grid(True, alpha=0.3)
        axes.legend()
    for axes in places:  # those that are left over
        axes.set_axis_off()
    figure.suptitle(title)
    figure.savefig(path, dpi=120)
    return True


def _shown(value: float | None, form: str) -> str:
    return "-" if value is None else format(value, form)
