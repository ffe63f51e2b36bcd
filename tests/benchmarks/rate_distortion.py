"""Rate and distortion of Safelight and of other codecs on the same pictures in one run.

    python tests/benchmarks/rate_distortion.py FOLDER --out results

Counts the bytes of whole files. See the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import sys
from dataclasses import replace
from pathlib import Path

from image_codecs import CODECS, UnavailableError, open_codec
from perceptual import open_ssimulacra2
from pictures import png_files
from rd_measure import SampleCache, measure_codec, time_codec
from rd_report import (
    Comparison,
    Measured,
    as_json,
    compare,
    measures,
    print_comparisons,
    print_points,
    print_summary,
    print_timings,
    save_plot,
)

ANCHORS = ("jpeg", "webp", "avif")


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="folder of PNG files")
    parser.add_argument("--codecs", nargs="+", choices=list(CODECS), default=list(CODECS))
    parser.add_argument("--limit", type=int, help="take only the first N pictures")
    parser.add_argument("--threads", type=int, default=0, help="threads of the codecs that have any; 0: one a core")
    parser.add_argument("--timed", type=int, default=4, help="pictures to time; 0: no timing")
    parser.add_argument("--timed-at", type=float, default=34.0, help="time each codec at its setting next to this PSNR")
    parser.add_argument("--ssimulacra2", action="store_true", help="measure SSIMULACRA 2 as well, which takes its time")
    parser.add_argument("--cache", type=Path, help="JSON file that keeps the other codecs' points between runs")
    parser.add_argument("--out", type=Path, help="folder for rate_distortion.png and rate_distortion.json")
    parser.add_argument("--json", type=Path, help="JSON file to write")
    return parser.parse_args(arguments)


def measure_all(options: argparse.Namespace, files: list[Path]) -> list[Measured]:
    """Measure every codec that can run; say on stderr which cannot."""
    cache = SampleCache(options.cache)
    try:
        perceptual = open_ssimulacra2() if options.ssimulacra2 else None
    except UnavailableError as reason:
        raise SystemExit(str(reason)) from None
    measured = []
    for name in options.codecs:
        try:
            codec = open_codec(name, options.threads)
        except UnavailableError as reason:
            print(f"{name}: left out, {reason}", file=sys.stderr)
            continue
        measured.append(Measured(codec, measure_codec(codec, files, cache, perceptual)))
    if not measured:
        raise SystemExit("none of the codecs can run here")
    return measured


def time_all(measured: list[Measured], files: list[Path], target_db: float) -> list[Measured]:
    """Time every codec where its mean PSNR is nearest to ``target_db``, one after the other in this run."""
    timed = []
    for each in measured:
        setting = min(each.curve, key=lambda point: abs(point.psnr - target_db)).setting
        timed.append(replace(each, timing=time_codec(each.codec, files, setting)))
    return timed


def compare_all(measured: list[Measured]) -> list[Comparison]:
    """Every codec against every anchor, by each measure."""
    anchors = [each for each in measured if each.codec.name in ANCHORS]
    return [
        compare(test, anchor, measure)
        for measure in measures(measured)
        for anchor in anchors
        for test in measured
        if test is not anchor
    ]


def write_results(options: argparse.Namespace, measured: list[Measured], comparisons: list[Comparison]) -> None:
    """The JSON files and the plot that were asked for."""
    targets = [] if options.json is None else [options.json]
    if options.out is not None:
        options.out.mkdir(parents=True, exist_ok=True)
        targets.append(options.out / "rate_distortion.json")
        title = f"{options.folder.name}, {len(measured[0].samples) // len(measured[0].codec.settings)} pictures"
        if not save_plot(measured, options.out / "rate_distortion.png", title):
            print("no plot: matplotlib is not installed", file=sys.stderr)
    for target in targets:
        target.write_text(json.dumps(as_json(measured, comparisons), indent=1) + "\n", encoding="utf-8")


def main(arguments: list[str] | None = None) -> None:
    options = parse_arguments(arguments)
    files = png_files(options.folder, options.limit)
    measured = measure_all(options, files)
    if options.timed > 0:
        measured = time_all(measured, files[: options.timed], options.timed_at)
    comparisons = compare_all(measured)
    print(f"{len(files)} pictures of {options.folder}")
    for each in measured:
        print(f"  {each.codec.name}: {each.codec.version}")
    print_points(measured)
    print_summary(measured)
    print_comparisons(comparisons)
    if options.timed > 0:
        print_timings(measured)
    write_results(options, measured, comparisons)


if __name__ == "__main__":
    main()
