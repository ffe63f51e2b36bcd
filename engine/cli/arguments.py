"""What can be typed after ``safelight``. Wrong use ends with exit code 2 and one line that says what is wrong."""

from __future__ import annotations

import argparse
from collections.abc import Sequence
from pathlib import Path

import engine
from engine.cli import commands
from engine.image.writer import WRITABLE_FORMATS


def _percent(text: str) -> float:
    try:
        value = float(text)
    except ValueError:
        raise argparse.ArgumentTypeError(f"not a number: {text!r}") from None
    if not 0.0 <= value <= 100.0:
        raise argparse.ArgumentTypeError(f"must be from 0 to 100, not {text}")
    return value


def _strength(text: str) -> float | None:
    return None if text == "auto" else _percent(text)


def _threads(text: str) -> int:
    if not text.isdecimal():
        raise argparse.ArgumentTypeError(f"must be a whole number, 0 for all cores, not {text!r}")
    return int(text)


def _format(text: str) -> str:
    name = {"jpg": "jpeg", "tif": "tiff"}.get(text.lower(), text.lower())
    if name not in WRITABLE_FORMATS:
        raise argparse.ArgumentTypeError(f"unknown format {text!r}; known are {', '.join(WRITABLE_FORMATS)}")
    return name


def _common() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--overwrite", action="store_true", help="replace outputs that are there")
    parent.add_argument("--threads", type=_threads, default=0, metavar="N", help="CPU threads (default: all cores)")
    parent.add_argument("--json", action="store_true", help="print one JSON document")
    return parent


def _quality() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument(
        "--quality", type=_percent, default=50.0, metavar="0..100", help="0 smallest file, 100 best picture; default 50"
    )
    return parent


def _strengths() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument(
        "--strength", type=_strength, default=None, metavar="0..100|auto",
        help="0 leaves the picture alone; default auto: estimated from the picture",
    )  # fmt: skip
    parent.add_argument("--model", choices=("fast", "best"), default="fast", help="denoiser; default fast")
    return parent


def _output_format() -> argparse.ArgumentParser:
    parent = argparse.ArgumentParser(add_help=False)
    parent.add_argument("--format", type=_format, metavar="NAME", help=f"of pictures: {', '.join(WRITABLE_FORMATS)}")
    return parent


def _add_files(parser: argparse.ArgumentParser) -> None:
    parser.add_argument("inputs", nargs="+", type=Path, metavar="INPUT")
    where = parser.add_mutually_exclusive_group()
    where.add_argument("-o", "--output", type=Path, metavar="FILE", help="name of the one output")
    where.add_argument("--out-dir", type=Path, metavar="DIR", help="folder for outputs; default: beside each input")


def build_parser() -> argparse.ArgumentParser:
    """The parser of the whole command line."""
    parser = argparse.ArgumentParser(
        prog="safelight", description="Compress photos to .latent files, bring them back, and denoise them."
    )
    parser.add_argument("--version", action="version", version=f"safelight {engine.__version__}")
    verbs = parser.add_subparsers(required=True, metavar="COMMAND")
    parents = {
        "compress": ("pictures to .latent files", [_quality(), _common()]),
        "reconstruct": (".latent files to pictures", [_output_format(), _common()]),
        "denoise": ("noisy pictures to clean ones", [_strengths(), _output_format(), _common()]),
    }
    for name, (text, options) in parents.items():
        verb = verbs.add_parser(name, help=text, description=text, parents=options)
        _add_files(verb)
        verb.set_defaults(command=commands.run_files, task=name)
    batch = verbs.add_parser("batch", help="a whole folder, with its sub-folders").add_subparsers(
        required=True, metavar="TASK"
    )
    for name, (text, options) in parents.items():
        verb = batch.add_parser(name, help=text, description=f"{text}, for a whole folder", parents=options)
        verb.add_argument("in_dir", type=Path, metavar="IN_DIR")
        verb.add_argument("out_dir", type=Path, metavar="OUT_DIR")
        verb.set_defaults(command=commands.run_folder, task=name)
    for name, text, command in (
        ("info", "what files say of themselves", commands.info),
        ("verify", "decode .latent files and check everything, writing nothing", commands.verify),
    ):
        verb = verbs.add_parser(name, help=text, description=text)
        verb.add_argument("inputs", nargs="+", type=Path, metavar="INPUT")
        verb.add_argument("--json", action="store_true", help="print one JSON document")
        verb.set_defaults(command=command)
    gui = verbs.add_parser("gui", help="open the window")
    gui.add_argument("files", nargs="*", metavar="FILE")
    gui.set_defaults(command=commands.gui)
    return parser


def parse(arguments: Sequence[str]) -> argparse.Namespace:
    """Parse and check what argparse cannot; exits with 2 for wrong use."""
    parser = build_parser()
    chosen = parser.parse_args(arguments)
    if getattr(chosen, "output", None) is not None:
        if len(chosen.inputs) > 1:
            parser.error("-o names one output; use --out-dir for several inputs")
        if chosen.task == "compress" and chosen.output.suffix.lower() in WRITABLE_FORMATS.values():
            parser.error(f"{chosen.output} would not be a picture; compress writes .latent files")
        if chosen.task != "compress" and chosen.format is None and not _names_a_format(chosen.output):
            parser.error(f"cannot tell the format of {chosen.output}; use a known suffix or --format")
    return chosen


def _names_a_format(path: Path) -> bool:
    return path.suffix.lower() in {".jpeg", ".tiff", *WRITABLE_FORMATS.values()}
