"""A folder of pictures compressed by workers and by a single process, side by side.

    python tests/benchmarks/batch_throughput.py FOLDER --files 240

See the README beside this file.
"""

from __future__ import annotations

import argparse
import os
import resource
import shutil
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

from pictures import png_files, print_table

from engine.batch.planning import plan_batch
from engine.batch.run import run_batch
from engine.files.settings import JobSettings
from engine.pipeline.options import CompressOptions


@dataclass(frozen=True)
class Way:
    """One way to share out the same files."""

    name: str
    settings: JobSettings


@dataclass(frozen=True)
class Run:
    """Seconds that a way took, by the clock and on processors."""

    seconds: float
    processor: float


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, help="PNG files, repeated until there are enough")
    parser.add_argument("--files", type=int, default=240)
    parser.add_argument("--rounds", type=int, default=1, help="runs of each way, in turn; the quickest counts")
    return parser.parse_args(arguments)


def ways() -> list[Way]:
    """The one to compare with first. It uses all cores too, but inside of each picture."""
    one_thread = CompressOptions(threads=1)
    return [
        Way("one process, all threads", JobSettings.of(workers=1)),
        Way("one process, one thread", JobSettings.of(workers=1, compress=one_thread)),
        Way("workers, as chosen", JobSettings()),
    ]


def repeat(folder: Path, count: int, target: Path) -> int:
    """Fill ``target`` with so many files; returns their bytes."""
    files, size = png_files(folder), 0
    for number in range(count):
        source = files[number % len(files)]
        shutil.copyfile(source, target / f"{number:05}.png")
        size += source.stat().st_size
    return size


def processor_seconds() -> float:
    """Of this process and of those that it has waited for."""
    spent = [resource.getrusage(who) for who in (resource.RUSAGE_SELF, resource.RUSAGE_CHILDREN)]
    return sum(usage.ru_utime + usage.ru_stime for usage in spent)


def measure(way: Way, pictures: Path, out: Path) -> Run:
    """Run a batch to its end.

    Raises:
        SystemExit: if a file fails.
    """
    plan = plan_batch("compress", pictures, out, way.settings)
    clock, processor = time.perf_counter(), processor_seconds()
    outcomes = run_batch(plan.jobs, way.settings, sizes=plan.sizes)
    run = Run(time.perf_counter() - clock, processor_seconds() - processor)
    failed = [outcome for outcome in outcomes if outcome.state != "done"]
    if failed:
        raise SystemExit(f"{failed[0].source}: {failed[0].reason}")
    shutil.rmtree(out)
    return run


def main(arguments: list[str] | None = None) -> None:
    options = parse_arguments(arguments)
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    with tempfile.TemporaryDirectory() as name:
        pictures = Path(name) / "in"
        pictures.mkdir()
        size = repeat(options.folder, options.files, pictures)
        print(f"{options.files} files, {size / 1e6:.1f} MB; {cores} cores")
        runs: dict[str, list[Run]] = {way.name: [] for way in ways()}
        for _ in range(options.rounds):
            for way in ways():
                runs[way.name].append(measure(way, pictures, Path(name) / "out"))
    best = {name: min(of_way, key=lambda run: run.seconds) for name, of_way in runs.items()}
    base = best[ways()[0].name].seconds
    rows = [
        [
            name,
            f"{run.seconds:.1f}",
            f"{options.files / run.seconds:.2f}",
            f"{base / run.seconds:.2f}",
            f"{100 * run.processor / run.seconds / cores:.0f}",
        ]
        for name, run in best.items()
    ]
    print_table(["way", "seconds", "files/s", "speed, ratio", "CPU %"], rows)


if __name__ == "__main__":
    main()
