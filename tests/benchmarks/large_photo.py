"""Seconds and peak memory of compressing, reconstructing and denoising one large photo, next to AVIF in the same run.

    python tests/benchmarks/large_photo.py FOLDER --megapixels 24
    python tests/benchmarks/large_photo.py FOLDER --previous COMMIT --repetitions 5

The second holds this checkout against an earlier release in place of AVIF, both in turn.

Every step is a process of its own; see the README beside this file. This process imports nothing large, because a child
on Linux is born with the peak memory of its parent.
"""

from __future__ import annotations

import argparse
import os
import shutil
import sys
import tempfile
from dataclasses import dataclass
from pathlib import Path

from child_process import Run, own_seconds, run, work
from large_photo_pairs import HEADER, TASKS, in_turn, prepare, releases, tasks
from large_photo_pairs import row as pair_row
from previous_release import installed


@dataclass(frozen=True)
class Step:
    """One measured step: what it is called, the command, the file it makes, and the step it is held against."""

    name: str
    command: list[str]
    output: Path
    against: str


def parse_arguments(arguments: list[str] | None = None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else None)
    parser.add_argument("folder", type=Path, nargs="?", help="PNG files to make the photo of; drawn without")
    parser.add_argument("--megapixels", type=float, default=24.0)
    parser.add_argument("--quality", type=float, default=50.0, help="of Safelight")
    parser.add_argument("--avif-quality", type=int, default=60)
    parser.add_argument("--previous", metavar="WHEEL|COMMIT", help="an earlier release to be held against, not AVIF")
    parser.add_argument("--repetitions", type=int, default=3, help="pairs of runs with --previous")
    parser.add_argument("--tasks", nargs="+", choices=TASKS, default=TASKS, help="with --previous, only these")
    return parser.parse_args(arguments)


def plan(folder: Path, photo: Path, quality: float, avif_quality: int) -> list[Step]:
    """All steps; ``avifenc`` and ``avifdec`` among them where they are installed."""
    avif, latent, program = folder / "pillow.avif", folder / "photo.latent", folder / "program.avif"
    avif_png, latent_png, program_png = folder / "pillow.png", folder / "safelight.png", folder / "program.png"
    encode, decode = "Pillow AVIF encode", "Pillow AVIF decode"
    steps = [
        Step(encode, work("avif-encode", photo, avif, avif_quality), avif, encode),
        Step("avifenc", avifenc(photo, program, avif_quality), program, encode),
        Step("Safelight compress", work("safelight-encode", photo, latent, quality), latent, encode),
        Step(decode, work("avif-decode", avif, avif_png), avif_png, decode),
        Step("avifdec", ["avifdec", "--jobs", "all", str(program), str(program_png)], program_png, decode),
        Step("Safelight reconstruct", work("safelight-decode", latent, latent_png), latent_png, decode),
    ]
    for model in ("fast", "best"):
        cleaned = folder / f"{model}.png"
        command = work("safelight-denoise", photo, model, cleaned)
        steps.append(Step(f"Safelight denoise {model}", command, cleaned, encode))
    installed = shutil.which("avifenc") and shutil.which("avifdec")
    return [step for step in steps if installed or not step.name.startswith("avif")]


def avifenc(photo: Path, target: Path, quality: int) -> list[str]:
    """The command that stands nearest to Pillow's settings."""
    # The scale that every version of avifenc knows, from what libavif itself takes a quality to mean.
    quantizer = str(((100 - quality) * 63 + 50) // 100)
    chroma = "420" if quality <= 85 else "444"
    options = ["--speed", "6", "--yuv", chroma, "--jobs", "all", "--min", quantizer, "--max", quantizer]
    return ["avifenc", *options, str(photo), str(target)]


def row(step: Step, runs: dict[str, Run], pixels: int, photo: Path) -> list[str]:
    """One line of the table."""
    taken, base = runs[step.name], runs[step.against]
    alone, base_alone = own_seconds(taken), own_seconds(base)
    both = alone is not None and base_alone is not None
    cells = [step.name, f"{alone:.2f}" if both else "-", f"{alone / base_alone:.2f}" if both else "-"]
    cells += [f"{taken.seconds:.2f}", f"{taken.seconds / base.seconds:.2f}", f"{taken.peak / 2**20:.0f}"]
    if step.output.suffix == ".png":
        return [*cells, "-", run(work("score", photo, step.output)).printed.strip()]
    return [*cells, f"{step.output.stat().st_size * 8 / pixels:.3f}", "-"]


def print_rows(header: list[str], rows: list[list[str]]) -> None:
    widths = [max(len(line[column]) for line in [header, *rows]) for column in range(len(header))]
    for line in [header, ["-" * width for width in widths], *rows]:
        print("  ".join([line[0].ljust(widths[0]), *(map(str.rjust, line[1:], widths[1:]))]))


def beside_avif(options: argparse.Namespace, folder: Path, photo: Path, pixels: int) -> None:
    """Every step once, and its ratio to Pillow's AVIF."""
    print(f"Safelight quality {options.quality:g}, AVIF quality {options.avif_quality} at speed 6")
    steps = plan(folder, photo, options.quality, options.avif_quality)
    runs = {}
    for step in steps:
        print(f"{step.name} ...", file=sys.stderr)
        runs[step.name] = run(step.command)
    header = ["step", "codec s", "/ AVIF", "process s", "/ AVIF", "peak MiB", "bpp", "PSNR dB"]
    print_rows(header, [row(step, runs, pixels, photo) for step in steps])


def beside_previous(options: argparse.Namespace, folder: Path, photo: Path, pixels: int) -> None:
    """Every task several times in turn with the earlier release, and the medians of the ratios."""
    both = releases(installed(options.previous, folder), folder)
    wanted = [task for task in tasks(options.quality) if task.name in options.tasks]
    prepare(photo, both, options.quality)
    for release in both:
        size, decoded = (release.folder / "photo.latent").stat().st_size, release.folder / "scored.png"
        run(work("safelight-decode", release.folder / "photo.latent", decoded), release.folder, release.environment)
        likeness = run(work("score", photo, decoded)).printed.strip()
        print(f"{release.name}: quality {options.quality:g}, {size * 8 / pixels:.3f} bpp, {likeness} dB")
    rows = [pair_row(task, list(in_turn(task, photo, both, options.repetitions))) for task in wanted]
    print(f"medians of {options.repetitions} pairs; ratios are this to previous")
    print_rows(HEADER, rows)


def main(arguments: list[str] | None = None) -> None:
    options = parse_arguments(arguments)
    if not hasattr(os, "wait4"):
        raise SystemExit("peak memory of a child can be read on Unix only")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photo = folder / "photo.png"
        drawn = run(work("draw", photo, options.megapixels, *([options.folder.resolve()] if options.folder else [])))
        width, height = (int(side) for side in drawn.printed.split())
        print(f"{width} x {height} pixels")
        compare = beside_avif if options.previous is None else beside_previous
        compare(options, folder, photo, width * height)


if __name__ == "__main__":
    main()
