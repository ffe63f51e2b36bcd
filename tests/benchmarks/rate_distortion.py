"""Rate and distortion of Safelight and of other codecs on the same pictures in one run.

    python tests/benchmarks/rate_distortion.py FOLDER --out results

Counts the bytes of whole files. See the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable
from dataclasses import replace
from functools import partial
from pathlib import Path

from image_codecs import CODECS, ImageCodec, UnavailableError, open_codec, safelight
from measures import MEASURES, open_measure
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

ANCHORS = ("jpeg", "webp", "avif", "avif-best")


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="folder of PNG files")
    parser.add_argument("--codecs", nargs="+", choices=list(CODECS), default=list(CODECS))
    parser.add_argument(
        "--model", nargs="+", default=[], metavar="ID",
        help="Safelight with the codecs of these ids in place of its own; of several, the first is an anchor too",
    )  # fmt: skip
    parser.add_argument(
        "--measures", nargs="+", choices=list(MEASURES), default=[], help="take these beside PSNR and MS-SSIM"
    )  # fmt: skip
    parser.add_argument("--limit", type=int, help="take only the first N pictures")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take only every Nth of them")
    parser.add_argument("--threads", type=int, default=0, help="threads of the codecs that have any; 0: one a core")
    parser.add_argument("--timed", type=int, default=4, help="pictures to time; 0: no timing")
    parser.add_argument("--timed-at", type=float, default=34.0, help="time each codec at its setting next to this PSNR")
    parser.add_argument("--cache", type=Path, help="JSON file that keeps the other codecs' points between runs")
    parser.add_argument("--keep-own", action="store_true", help="keep Safelight's points too, by the model's checksum")
    parser.add_argument("--out", type=Path, help="folder for rate_distortion.png and rate_distortion.json")
    parser.add_argument("--json", type=Path, help="JSON file to write")
    return parser.parse_args(arguments)


def open_codecs(options: argparse.Namespace) -> list[ImageCodec]:
    """Every codec that was asked for and can run; say on stderr which cannot.

    Raises:
        SystemExit: none can.
    """
    wanted: dict[str, Callable[[], ImageCodec]] = {}
    for name in options.codecs:
        if name != "safelight":
            wanted[name] = partial(open_codec, name, options.threads)
            continue
        for model in options.model or [None]:
            wanted[model or name] = partial(safelight, options.threads, model, keeps=options.keep_own)
    codecs = []
    for name, open_it in wanted.items():
        try:
            codecs.append(open_it())
        except UnavailableError as reason:
            print(f"{name}: left out, {reason}", file=sys.stderr)
    if not codecs:
        raise SystemExit("none of the codecs can run here")
    return codecs


def measure_all(options: argparse.Namespace, files: list[Path]) -> list[Measured]:
    """Measure every codec with every measure that was asked for."""
    cache = SampleCache(options.cache)
    try:
        wanted = [open_measure(name) for name in options.measures]
    except UnavailableError as reason:
        raise SystemExit(str(reason)) from None
    return [Measured(codec, measure_codec(codec, files, cache, wanted)) for codec in open_codecs(options)]


def time_all(measured: list[Measured], files: list[Path], target_db: float) -> list[Measured]:
    """Time every codec where its mean PSNR is nearest to ``target_db``, one after the other in this run."""
    timed = []
    for each in measured:
        setting = min(each.curve, key=lambda point: abs(point.psnr - target_db)).setting
        timed.append(replace(each, timing=time_codec(each.codec, files, setting)))
    return timed


def compare_all(measured: list[Measured]) -> list[Comparison]:
    """Every codec against every anchor, by each measure."""
    own = [each for each in measured if each.codec.is_own]
    anchors = [each for each in measured if each.codec.name in ANCHORS] + own[: len(own) > 1]
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
    files = png_files(options.folder, options.limit, options.every)
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
