"""Groups of options that commands share, as argparse's parent parsers."""

from __future__ import annotations

import argparse
from pathlib import Path
from typing import Any

import engine
from engine.batch.arrivals import SETTLE_SECONDS
from engine.cli import value_types
from engine.files.settings import Limits, OutputPolicy, TaskOptions
from engine.option import options_of


class Parser(argparse.ArgumentParser):
    """Takes no abbreviated options: one that is unique today may not be so in the next release."""

    def __init__(self, **settings: Any) -> None:
        super().__init__(**settings, allow_abbrev=False)


def _options() -> Parser:
    """An empty set of options, for the commands that share them."""
    return Parser(add_help=False)


def add_option(parser: argparse._ActionsContainer, holder: Any, name: str, **other: Any) -> None:
    """An argument for an option of a dataclass, as it is declared there; ``other`` replaces what is."""
    known, default = options_of(holder)[name]
    given: dict[str, Any] = {"dest": name, "help": known.help, "default": default}
    if known.range is not None:
        given["type"] = value_types.in_range(*known.range, is_automatic=known.is_automatic)
    elif known.choices:
        given["choices"] = known.choices
    elif known.kind:
        given["type"] = getattr(value_types, known.kind)
    else:
        given |= {"action": "store_true", "default": False}
    if known.metavar is not None:
        given["metavar"] = known.metavar
    parser.add_argument(known.flag, **(given | other))


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
    add_option(existing, OutputPolicy, "existing", default=None)  # unless it is said, what is there is a failure
    existing.add_argument(
        "--overwrite", dest="existing", action="store_const", const="replace", help="short for --existing replace"
    )
    for name in ("strip", "keep_times", "originals", "accepted_losses"):
        add_option(options, OutputPolicy, name)
    return options


def limits() -> Parser:
    """Options of all that write files: what work may take."""
    options = _options()
    options.add_argument(
        "--threads", type=value_types.threads, default=0, metavar="N", help="CPU threads (default: all cores)"
    )
    for name in options_of(Limits):
        add_option(options, Limits, name)
    return options


def only(holder: type, *names: str) -> Parser:
    """These options of a dataclass."""
    options = _options()
    for name in names:
        add_option(options, holder, name)
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


def quality() -> Parser:
    """What compressing aims at."""
    options = _options()
    aim = options.add_mutually_exclusive_group()
    add_option(aim, engine.CompressOptions, "quality")
    aim.add_argument(
        "--target-size", type=value_types.size, metavar="SIZE",
        help="the best quality for this size: bytes, kB, MB, KiB, MiB or %% of the original",
    )  # fmt: skip
    add_option(aim, engine.CompressOptions, "target_psnr")
    options.add_argument(
        "--max-size", type=value_types.size, metavar="SIZE", help="lower the quality of files that would be larger"
    )
    for name in ("model", "denoise"):
        add_option(options, engine.CompressOptions, name)
    return options


def parts(*, with_region: bool) -> Parser:
    """Less than the whole of a ``.latent`` file."""
    options = _options()
    part = options.add_mutually_exclusive_group()
    for name in ("recover", "thumbnail", "region") if with_region else ("recover", "thumbnail"):
        add_option(part, TaskOptions, name)
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
