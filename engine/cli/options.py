"""Groups of options that commands share, as argparse's parent parsers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import engine
from engine.batch.arrivals import SETTLE_SECONDS
from engine.cli import value_types
from engine.files.patterns import NAME_FIELDS


class Parser(argparse.ArgumentParser):
    """Takes no abbreviated options: one that is unique today may not be so in the next release."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, allow_abbrev=False)


def _options() -> Parser:
    """An empty set of options, for the commands that share them."""
    return Parser(add_help=False)


def common(*, json_help: str = "print one JSON document") -> Parser:
    """Options of every command."""
    options = _options()
    options.add_argument("--json", action="store_true", help=json_help)
    options.add_argument("--debug", action="store_true", help="show where an unexpected problem comes from")
    return options


def writing() -> Parser:
    """Options of all that write files: what is there already, metadata and originals."""
    options = _options()
    existing = options.add_mutually_exclusive_group()
    existing.add_argument(
        "--existing", choices=("skip", "rename", "replace"),
        help="what to do where an output is there: skip the file, write name-2, or replace it",
    )  # fmt: skip
    existing.add_argument(
        "--overwrite", dest="existing", action="store_const", const="replace", help="short for --existing replace"
    )
    options.add_argument(
        "--strip", choices=("gps", "all"), default="none",
        help="leave out private metadata: the position, or all of Exif, XMP and IPTC",
    )  # fmt: skip
    options.add_argument("--keep-times", action="store_true", help="give outputs the times of their originals")
    options.add_argument(
        "--originals", choices=("keep", "bin"), default="keep",
        help="bin moves each original to the system's bin once its output has been read back; default keep",
    )  # fmt: skip
    return options


def limits() -> Parser:
    """Options of all that write files: what work may take."""
    options = _options()
    options.add_argument(
        "--threads", type=value_types.threads, default=0, metavar="N", help="CPU threads (default: all cores)"
    )
    options.add_argument(
        "--workers", type=value_types.workers, default=0, metavar="N",
        help="files worked on at a time (default: what suits the cores and the memory)",
    )  # fmt: skip
    options.add_argument(
        "--memory", type=value_types.memory, metavar="SIZE",
        help="of all workers together (default: three quarters of the machine's)",
    )  # fmt: skip
    options.add_argument("--time-limit", type=value_types.seconds, metavar="SECONDS", help="a file may take")
    options.add_argument(
        "--stall-limit", type=value_types.seconds, default=300.0, metavar="SECONDS",
        help="give up a file that makes no progress for this long; default 300",
    )  # fmt: skip
    return options


def max_pixels() -> Parser:
    """The limit on the size of pictures."""
    options = _options()
    options.add_argument(
        "--max-pixels", type=value_types.pixels, default=500_000_000, metavar="N",
        help="refuse larger pictures; default 500 million",
    )  # fmt: skip
    return options


def naming() -> Parser:
    """What outputs are called."""
    options = _options()
    fields = ", ".join(f"{{{field}}}" for field in NAME_FIELDS)
    options.add_argument(
        "--name", type=value_types.name_pattern, metavar="PATTERN",
        help=f"name of each output without its suffix, such as {{name}}-{{quality}}; fields: {fields}",
    )  # fmt: skip
    return options


def reports() -> Parser:
    """Reports at the end."""
    options = _options()
    options.add_argument(
        "--report", dest="reports", type=Path, action="append", default=[], metavar="FILE",
        help="write what became of every file to a .csv or .json file; may be repeated",
    )  # fmt: skip
    options.add_argument(
        "--no-psnr", action="store_true", help="do not decode what was compressed to tell its PSNR in a report"
    )
    return options


def selection() -> Parser:
    """Which files of a folder."""
    options = _options()
    for name, text in (("--include", "only files"), ("--exclude", "leave out files and folders")):
        options.add_argument(
            name, type=value_types.pattern, action="append", default=[], metavar="PATTERN",
            help=f"{text} like this, as *.jpg or 2024/**/raw; may be repeated",
        )  # fmt: skip
    options.add_argument("--hidden", action="store_true", help="take hidden files and folders too")
    return options


def keep_larger() -> Parser:
    """Files that compressing does not make smaller."""
    options = _options()
    options.add_argument(
        "--keep-larger", action="store_true",
        help="keep compressed files that are larger than their originals, which are copied otherwise",
    )  # fmt: skip
    return options


def quality() -> Parser:
    """What compressing aims at."""
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
        "--model", dest="codec", type=value_types.codec, metavar="ID",
        help="a codec of your own, as `safelight models` lists them; default: the program's",
    )  # fmt: skip
    options.add_argument(
        "--denoise", type=value_types.strength, default=0.0, metavar="0..100|auto",
        help="strength with which noise is left out; auto: estimated from each picture; default 0, off",
    )  # fmt: skip
    return options


def parts(*, with_region: bool) -> Parser:
    """Less than the whole of a ``.latent`` file."""
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


def picture_format() -> Parser:
    """The format of the pictures written."""
    options = _options()
    known = ", ".join(engine.WRITABLE_FORMATS)
    options.add_argument(
        "--format", type=value_types.picture_format, metavar="NAME", help=f"of the pictures written: {known}"
    )
    return options


def strength() -> Parser:
    """How denoising is done."""
    options = _options()
    options.add_argument(
        "--strength", type=value_types.strength, default=None, metavar="0..100|auto",
        help="0 leaves the picture alone; default auto: estimated from the picture",
    )  # fmt: skip
    options.add_argument(
        "--colour-noise", type=value_types.percent, default=None, metavar="0..100",
        help="strength against noise in the colours; default: as --strength",
    )  # fmt: skip
    options.add_argument(
        "--detail", type=value_types.percent, default=0.0, metavar="0..100",
        help="%% of the removed structure that comes back; default 0",
    )  # fmt: skip
    options.add_argument("--model", choices=("fast", "best"), default="fast", help="denoiser; default fast")
    return options


def arrivals() -> Parser:
    """How a folder is watched."""
    options = _options()
    options.add_argument(
        "--settle", type=value_types.settling, default=SETTLE_SECONDS, metavar="SECONDS",
        help="a file is taken once it has not changed for this long; default 2",
    )  # fmt: skip
    options.add_argument(
        "--poll", action="store_true", help="look again and again: for network folders, whose changes no system tells"
    )
    return options
