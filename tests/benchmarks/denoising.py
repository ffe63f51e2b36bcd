"""Denoising of Safelight and of classical methods on the same noisy pictures in one run.

    python tests/benchmarks/denoising.py FOLDER... --sigmas 15 25 50 --real FOLDER... --jpeg 10 20 30 40 --clean

White noise on the clean PNGs of a folder, noise of cameras, JPEG files, and clean pictures that should stay as they
are; see the README beside this file.
"""

from __future__ import annotations

import argparse
import json
import sys
from collections.abc import Callable, Iterator
from dataclasses import replace
from functools import partial
from pathlib import Path

from denoisers import DENOISERS, Denoiser, UnavailableError, open_denoiser
from denoising_cache import OutcomeCache
from denoising_measure import (
    AT_BEST,
    Row,
    best_for_all,
    best_for_each,
    estimated_strengths,
    gaps_of,
    measure,
    measure_input,
)
from denoising_report import Table, as_json, print_gaps, print_scores
from denoising_sets import NoisySet, clean_set, jpeg_set, mean_set, real_set, white_set
from denoising_sets import add_noise as add_noise
from denoising_sets import noisy_pairs as noisy_pairs  # for the other scripts that add noise

REAL_SIGMAS = (2.0, 3.0, 4.0, 5.0, 6.0, 8.0, 10.0, 13.0)
STRENGTHS = (0.0, 1.0, 2.0, 3.0, 4.0, 6.0, 8.0, 10.0, 12.0, 16.0, 20.0, 26.0, 32.0)
"""Where the best one is searched, for peers and for Safelight, when nobody knows how much noise there is."""


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folders", type=Path, nargs="*", metavar="folder", help="folder of clean PNG files")
    parser.add_argument(
        "--sigmas", type=float, nargs="*", default=[15.0, 25.0, 50.0], help="of white noise, on the 0..255 scale"
    )
    parser.add_argument(
        "--real", type=Path, nargs="+", default=[], metavar="FOLDER", help="pairs NAME_real.png and NAME_mean.png"
    )
    parser.add_argument("--jpeg", type=int, nargs="+", default=[], metavar="QUALITY", help="JPEG files to clean")
    parser.add_argument("--clean", action="store_true", help="what happens to the clean pictures themselves")
    parser.add_argument("--methods", nargs="+", choices=list(DENOISERS), default=list(DENOISERS))
    parser.add_argument(
        "--real-sigmas", type=float, nargs="+", default=REAL_SIGMAS, help="tried by peers on real noise"
    )
    parser.add_argument("--strengths", type=float, nargs="+", default=STRENGTHS, help="tried by Safelight, 0..100")
    parser.add_argument("--limit", type=int, help="take only the first N pictures of a folder")
    parser.add_argument("--every", type=int, default=1, metavar="N", help="take only every Nth of them")
    parser.add_argument("--crop", type=int, default=0, metavar="SIDE", help="take only the middle: BM3D is slow")
    parser.add_argument("--seed", type=int, default=0, help="seed of the noise")
    parser.add_argument("--threads", type=int, default=0, help="threads of the methods that have any; 0: one a core")
    parser.add_argument("--cache", type=Path, help="JSON file that keeps the other methods' results between runs")
    parser.add_argument("--json", type=Path, help="JSON file to write")
    parser.add_argument("--verbose", action="store_true", help="list every picture with real noise")
    options = parser.parse_args(arguments)
    if not options.folders and (not options.real or options.jpeg):
        parser.error("a folder of clean PNG files is needed" + ("" if options.jpeg else ", or --real"))
    return options


def open_all(names: list[str], threads: int) -> list[Denoiser]:
    """The methods that can run; stderr says which cannot."""
    found = []
    for name in names:
        try:
            found.append(open_denoiser(name, threads))
        except UnavailableError as reason:
            print(f"{name}: left out, {reason}", file=sys.stderr)
    return found


def white_table(pictures: NoisySet, methods: list[Denoiser], cache: OutcomeCache, sigma: float) -> Table:
    """All methods, told the sigma unless they are blind."""
    rows = [Row("(noisy)", measure_input(pictures))]
    rows.extend(Row(method.name, measure(method, pictures, cache, [sigma]), method.kmac) for method in methods)
    return Table("white", pictures.folder, pictures.noise, rows)


def real_table(pictures: NoisySet, methods: list[Denoiser], cache: OutcomeCache, options: argparse.Namespace) -> Table:
    """Blind methods, Safelight at the best strength for every picture, peers at their best sigmas."""
    own = list(_own_rows(pictures, methods, cache, options.strengths))
    rows = [Row("(noisy)", measure_input(pictures)), *own]
    for method in methods:
        if not method.own:
            rows.extend(_peer_rows(method, pictures, cache, options.real_sigmas))
    estimates = estimated_strengths(pictures) if options.verbose else None
    return Table("real", pictures.folder, pictures.noise, rows, estimates, gaps_of(own))


def jpeg_table(pictures: NoisySet, methods: list[Denoiser], cache: OutcomeCache, options: argparse.Namespace) -> Table:
    """Safelight alone, blind and at the best strength for every picture."""
    rows = [Row("(JPEG)", measure_input(pictures)), *_own_rows(pictures, methods, cache, options.strengths)]
    return Table("jpeg", pictures.folder, pictures.noise, rows)


def clean_table(pictures: NoisySet, methods: list[Denoiser], cache: OutcomeCache) -> Table:
    """Safelight's blind methods on pictures that have nothing to remove."""
    blind = [method for method in methods if method.own and method.blind]
    rows = [Row(method.name, measure(method, pictures, cache, [])) for method in blind]
    return Table("clean", pictures.folder, pictures.noise, rows)


def _own_rows(
    pictures: NoisySet, methods: list[Denoiser], cache: OutcomeCache, strengths: list[float]
) -> Iterator[Row]:
    sigmas = [strength / 2.0 for strength in strengths]
    for method in sorted((method for method in methods if method.own), key=lambda method: not method.blind):
        samples = measure(method, pictures, cache, sigmas)
        name = method.name if method.blind else f"{method.name}{AT_BEST}"
        yield Row(name, best_for_each(samples), method.kmac)


def _peer_rows(method: Denoiser, pictures: NoisySet, cache: OutcomeCache, sigmas: list[float]) -> list[Row]:
    samples = measure(method, pictures, cache, sigmas)
    same = best_for_all(samples)
    return [
        Row(f"{method.name}, sigma {same[0].sigma:g}", same),
        Row(f"{method.name}, best sigma", best_for_each(samples)),
    ]


def planned(options: argparse.Namespace, methods: list[Denoiser]) -> list[Callable[[], Table]]:
    """What measures the tables, one each; all folders are looked into now, not after hours of other work.

    Raises:
        SystemExit: if a folder has no pictures, or the cache cannot be read.
    """
    cache, limit = OutcomeCache(options.cache), options.limit
    plan: list[Callable[[], Table]] = []

    def part(whole: NoisySet) -> NoisySet:
        cut = f"{whole.noise}, middle {options.crop}" if options.crop else whole.noise
        return replace(whole, noise=cut, crop=options.crop, step=options.every)

    for folder in options.folders:
        for sigma in options.sigmas:
            plan.append(
                partial(white_table, part(white_set(folder, limit, sigma, options.seed)), methods, cache, sigma)
            )
        for quality in options.jpeg:
            plan.append(partial(jpeg_table, part(jpeg_set(folder, limit, quality)), methods, cache, options))
    for folder in options.real:
        plan.append(partial(real_table, part(real_set(folder, limit)), methods, cache, options))
    if options.clean:
        sets = [clean_set(folder, limit) for folder in options.folders]
        sets.extend(mean_set(folder, limit) for folder in options.real)
        plan.extend(partial(clean_table, part(pictures), methods, cache) for pictures in sets)
    return plan


def main(arguments: list[str] | None = None) -> None:
    options = parse_arguments(arguments)
    methods = open_all(options.methods, options.threads)
    plan = planned(options, methods)
    about = {method.name: method.about for method in methods}
    print(f"white noise is rounded and clipped to uint8, seed {options.seed}; *: figures of an earlier run")
    for name, text in about.items():
        print(f"  {name}: {text}")
    tables: list[Table] = []
    for measure_table in plan:
        tables.append(measure_table())
        print_scores(tables[-1])
        sys.stdout.flush()
        if options.json is not None:
            options.json.write_text(json.dumps(as_json(tables, about), indent=1) + "\n", encoding="utf-8")
    print_gaps(tables)


if __name__ == "__main__":
    main()
