"""What can be typed after ``safelight``. Wrong use ends with exit code 2 and a line that says what is wrong."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path
from typing import Any

import engine
from engine.cli import commands, value_types
from engine.cli.value_types import FORMAT_NAMES
from engine.jobs import PICTURE_SUFFIXES


class _Parser(argparse.ArgumentParser):
    """Takes no abbreviated options: one that is unique today may not be so in the next release."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, allow_abbrev=False)


def _options() -> _Parser:
    """An empty set of options, for the commands that share them."""
    return _Parser(add_help=False)


def _common() -> _Parser:
    options = _options()
    options.add_argument("--json", action="store_true", help="print one JSON document")
    options.add_argument("--debug", action="store_true", help="show where an unexpected problem comes from")
    return options


def _writing() -> _Parser:
    options = _options()
    options.add_argument("--overwrite", action="store_true", help="replace outputs that are there")
    options.add_argument(
        "--threads", type=value_types.threads, default=0, metavar="N", help="CPU threads (default: all cores)"
    )
    return options


def _quality() -> _Parser:
    options = _options()
    aim = options.add_mutually_exclusive_group()
    aim.add_argument(
        "--quality", type=value_types.percent, default=50.0, metavar="0..100",
        help="0 smallest file, 100 best picture; default 50",
    )  # fmt: skip
    aim.add_argument(
        "--target-size", type=value_types.size, metavar="SIZE",
        help="the best quality for this size: bytes, kB, MB, KiB, MiB or %% of the original",
    )  # fmt: skip
    aim.add_argument("--target-psnr", type=value_types.decibels, metavar="DB", help="the smallest file of this PSNR")
    options.add_argument(
        "--max-size", type=value_types.size, metavar="SIZE", help="lower the quality of files that would be larger"
    )
    options.add_argument(
        "--denoise", type=value_types.percent, default=0.0, metavar="0..100",
        help="strength with which noise is left out; default 0, off",
    )  # fmt: skip
    return options


def _max_pixels() -> _Parser:
    options = _options()
    options.add_argument(
        "--max-pixels", type=value_types.pixels, default=500_000_000, metavar="N",
        help="refuse larger pictures; default 500 million",
    )  # fmt: skip
    return options


def _part_options(*, with_region: bool) -> _Parser:
    options = _options()
    part = options.add_mutually_exclusive_group()
    part.add_argument("--recover", action="store_true", help="bring back what is left of damaged files")
    part.add_argument(
        "--thumbnail", type=value_types.pixels, metavar="SIDE", help="small pictures, the longest side at most this"
    )
    if with_region:
        part.add_argument(
            "--region", type=value_types.region, metavar="X,Y,WIDTH,HEIGHT", help="only this part, in pixels"
        )
    return options


def _format_option() -> _Parser:
    options = _options()
    known = ", ".join(engine.WRITABLE_FORMATS)
    options.add_argument(
        "--format", type=value_types.picture_format, metavar="NAME", help=f"of the pictures written: {known}"
    )
    return options


def _strength_options() -> _Parser:
    options = _options()
    options.add_argument(
        "--strength", type=value_types.strength, default=None, metavar="0..100|auto",
        help="0 leaves the picture alone; default auto: estimated from the picture",
    )  # fmt: skip
    options.add_argument("--model", choices=("fast", "best"), default="fast", help="denoiser; default fast")
    return options


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("-o", "--output", type=Path, metavar="FILE", help="name of the one output")
    where.add_argument("--out-dir", type=Path, metavar="DIR", help="folder for outputs; default: beside each input")


def _add_folders(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("in_dir", type=Path, metavar="IN_DIR")
    parser.add_argument("out_dir", type=Path, metavar="OUT_DIR")


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = _Parser(
        prog="safelight", description="Compress photos to .latent files, bring them back, and denoise them."
    )
    parser.add_argument("--version", action="version", version=f"safelight {engine.__version__}")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    _add_tasks(verbs, "", _add_files, commands.run_files)
    batch = verbs.add_parser("batch", help="a whole folder, with its sub-folders")
    tasks = batch.add_subparsers(required=True, metavar="TASK")
    _add_tasks(tasks, ", a whole folder", _add_folders, commands.run_folder)
    for name, text, command, options in (
        ("info", "what files say of themselves", commands.info, []),
        ("verify", "decode .latent files and check everything, writing nothing", commands.verify, [_max_pixels()]),
    ):
        verb = verbs.add_parser(name, help=text, description=text, parents=[*options, _common()])
        verb.add_argument("inputs", nargs="+", type=Path, metavar="INPUT")
        verb.set_defaults(command=command)
    gui = verbs.add_parser("gui", help="open the window", parents=[_common()])
    gui.add_argument("files", nargs="*", metavar="FILE")
    gui.set_defaults(command=commands.gui)
    return parser


def _add_tasks(verbs: Any, scope: str, add_places: Any, command: Any) -> None:
    """The three tasks, once for files and once for folders; argparse has no public types for what it takes."""
    part = _part_options(with_region=not scope)  # pictures of a whole folder hardly share a region
    for name, text, options in (
        ("compress", "pictures to .latent files", [_quality()]),
        ("reconstruct", ".latent files to pictures", [part, _max_pixels(), _format_option()]),
        ("denoise", "noisy pictures to clean ones", [_strength_options(), _format_option()]),
    ):
        verb = verbs.add_parser(name, help=text, description=text + scope, parents=[*options, _writing(), _common()])
        add_places(verb)
        verb.set_defaults(command=command, task=name)


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse and check what argparse cannot; exits with 2 for wrong use."""
    parser = build_parser()
    chosen = parser.parse_args(arguments)
    if getattr(chosen, "output", None) is not None:
        problem = _output_problem(chosen)
        if problem is not None:
            parser.error(problem)
    return chosen


def _output_problem(chosen: argparse.Namespace) -> str | None:
    output: Path = chosen.output
    suffix = output.suffix.lower()
    if len(chosen.inputs) > 1:
        return "-o names one output; use --out-dir for several inputs"
    if chosen.task == "compress":
        return f"{output} would not be a picture; compress writes .latent files" if suffix in PICTURE_SUFFIXES else None
    if suffix not in PICTURE_SUFFIXES:
        known = chosen.format is not None and suffix != ".latent"
        return None if known else f"cannot tell the format of {output}; use a known suffix or --format"
    named = FORMAT_NAMES.get(suffix[1:], suffix[1:])
    return f"{output} would not be a {chosen.format} file" if chosen.format not in (None, named) else None
