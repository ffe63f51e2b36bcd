"""The man page, made of what the command line says of itself, so that it never falls behind it."""

from __future__ import annotations

import argparse
import re
from collections.abc import Iterator
from datetime import datetime

from engine.cli.arguments import build_parser

_END = """\
.SH FILES
.TP
.I .safelight\\-journal.jsonl
beside the outputs of a batch that was stopped: with it the batch goes on when it is started again.
.TP
.I *.safelight\\-tmp
outputs that a killed process did not finish; they can be deleted.
.SH ENVIRONMENT
.TP
.B SAFELIGHT_DEBUG
shows where an unexpected problem comes from, as
.B \\-\\-debug
does.
.SH EXIT STATUS
0 when all is done, 1 when some files failed, 2 for wrong use, 130 after Ctrl\\-C, 143 after SIGTERM, 129 when the
terminal closes.
.SH EXAMPLES
.nf
safelight compress photo.jpg
safelight compress *.jpg \\-\\-target\\-size 25% \\-\\-out\\-dir small
safelight reconstruct photo.latent \\-o photo.png
safelight denoise night.jpg \\-\\-model best
safelight batch compress Pictures Compressed \\-\\-exclude '*.gif'
.fi
"""


def man_page(version: str, date: datetime) -> str:
    """The page in troff, for section 1."""
    parser = build_parser()
    parts = [
        f'.TH SAFELIGHT 1 "{date:%Y-%m-%d}" "Safelight {version}" "User Commands"',
        ".SH NAME",
        r"safelight \- compress photos with a learned codec, bring them back, and denoise them",
        ".SH SYNOPSIS",
        ".B safelight",
        r".I COMMAND",
        ".RI [ OPTION ]...",
        ".SH DESCRIPTION",
        _text(parser.description or ""),
        "Everything happens on this machine, with the trained models that come with the program.",
        ".SH COMMANDS",
        *_commands(parser, ()),
        _END.rstrip("\n"),
    ]
    return "\n".join(parts) + "\n"


def _commands(parser: argparse.ArgumentParser, path: tuple[str, ...]) -> Iterator[str]:
    """Each command with its options, those below it after it."""
    inner = next((action for action in parser._actions if isinstance(action, argparse._SubParsersAction)), None)
    if inner is not None:
        for name, below in inner.choices.items():
            yield from _commands(below, (*path, name))
        return
    usage = " ".join(_metavar(action) for action in parser._actions if not action.option_strings)
    yield f'.SS "safelight {" ".join(path)} {_escaped(usage)}"'
    yield _text((parser.description or "").capitalize() + ".")
    for action in parser._actions:
        if action.option_strings and action.dest != "help":
            yield ".TP"
            yield ".BR " + ", ".join(f'"{_escaped(name)}"' for name in action.option_strings) + _value(action)
            yield _text(_help(action))


def _value(action: argparse.Action) -> str:
    """What follows the option, in roman type."""
    metavar = "" if action.nargs == 0 else _metavar(action)
    return f' " {_escaped(metavar)}"' if metavar else ""


def _metavar(action: argparse.Action) -> str:
    name = action.metavar if isinstance(action.metavar, str) else None
    if name is None:
        name = "|".join(map(str, action.choices)) if action.choices else action.dest.upper()
    return {"+": f"{name}...", "*": f"[{name}...]"}.get(str(action.nargs), name)


def _help(action: argparse.Action) -> str:
    return re.sub(r"%%", "%", action.help or "")


def _text(text: str) -> str:
    """A line that troff takes for text."""
    escaped = _escaped(text)
    return rf"\&{escaped}" if escaped.startswith((".", "'")) else escaped


def _escaped(text: str) -> str:
    return text.replace("\\", r"\e").replace("-", r"\-").replace('"', r"\(dq")
