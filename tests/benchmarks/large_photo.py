"""Seconds and peak memory of compressing, reconstructing and denoising one large photo, next to AVIF in the same run.

    python tests/benchmarks/large_photo.py FOLDER --megapixels 24

Every step is a process of its own; see the README beside this file. This process imports nothing large, because a child
on Linux is born with the peak memory of its parent.
"""

from __future__ import annotations

import argparse
import os
import shutil
import subprocess
import sys
import tempfile
import time
from dataclasses import dataclass
from pathlib import Path

WORKER = Path(__file__).with_name("large_photo_worker.py")


@dataclass(frozen=True)
class Run:
    """What one process took.

    Attributes:
        printed: its standard output.
        seconds: from its start to its end.
        peak: most resident memory, in bytes.
    """

    printed: str
    seconds: float
    peak: int


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
    return parser.parse_args(arguments)


def run(command: list[str]) -> Run:
    """Run a command to its end.

    Raises:
        SystemExit: if it fails.
    """
    start = time.perf_counter()
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        printed = process.stdout.read()
        _, status, usage = os.wait4(process.pid, 0)
        process.returncode = os.waitstatus_to_exitcode(status)
    seconds = time.perf_counter() - start
    if process.returncode != 0:
        raise SystemExit(f"{' '.join(command)}: ended with {process.returncode}")
    # Kibibytes on Linux, bytes on macOS.
    return Run(printed, seconds, usage.ru_maxrss * (1 if sys.platform == "darwin" else 1024))


def work(verb: str, *arguments: str | Path | float) -> list[str]:
    """The command of one of the worker's verbs."""
    return [sys.executable, str(WORKER), verb, *(str(argument) for argument in arguments)]


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
        command = work("safelight-denoise", photo, cleaned, model)
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


def codec_seconds(taken: Run) -> float | None:
    """Seconds of the codec's call alone, which the worker prints; other programs do not tell."""
    last = taken.printed.strip().rpartition("\n")[2]
    return float(last.removeprefix("seconds ")) if last.startswith("seconds ") else None


def row(step: Step, runs: dict[str, Run], pixels: int, photo: Path) -> list[str]:
    """One line of the table."""
    taken, base = runs[step.name], runs[step.against]
    alone, base_alone = codec_seconds(taken), codec_seconds(base)
    both = alone is not None and base_alone is not None
    cells = [step.name, f"{alone:.2f}" if both else "-", f"{alone / base_alone:.2f}" if both else "-"]
    cells += [f"{taken.seconds:.2f}", f"{taken.seconds / base.seconds:.2f}", f"{taken.peak / 2**20:.0f}"]
    if step.output.suffix == ".png":
        return [*cells, "-", run(work("score", photo, step.output)).printed.strip()]
    return [*cells, f"{step.output.stat().st_size * 8 / pixels:.3f}", "-"]


def print_rows(rows: list[list[str]]) -> None:
    header = ["step", "codec s", "/ AVIF", "process s", "/ AVIF", "peak MiB", "bpp", "PSNR dB"]
    widths = [max(len(line[column]) for line in [header, *rows]) for column in range(len(header))]
    for line in [header, ["-" * width for width in widths], *rows]:
        print("  ".join([line[0].ljust(widths[0]), *(map(str.rjust, line[1:], widths[1:]))]))


def main(arguments: list[str] | None = None) -> None:
    options = parse_arguments(arguments)
    if not hasattr(os, "wait4"):
        raise SystemExit("peak memory of a child can be read on Unix only")
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name)
        photo = folder / "photo.png"
        drawn = run(work("draw", photo, options.megapixels, *([options.folder] if options.folder else [])))
        width, height = (int(side) for side in drawn.printed.split())
        settings = f"Safelight quality {options.quality:g}, AVIF quality {options.avif_quality} at speed 6"
        print(f"{width} x {height} pixels, {settings}")
        steps = plan(folder, photo, options.quality, options.avif_quality)
        runs = {}
        for step in steps:
            print(f"{step.name} ...", file=sys.stderr)
            runs[step.name] = run(step.command)
        print_rows([row(step, runs, width * height, photo) for step in steps])


if __name__ == "__main__":
    main()
