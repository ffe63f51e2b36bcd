"""Completion of the command line in the usual shells, made from its parser."""

from __future__ import annotations

import argparse

import shtab

from engine.cli.arguments import build_parser

PLACES = {
    "bash": "bash-completion/completions/safelight",
    "zsh": "zsh/site-functions/_safelight",
    "fish": "fish/vendor_completions.d/safelight.fish",
}
"""Where shells look, below ``share``."""
_FILES = {"INPUT", "FILE"}
_FOLDERS = {"DIR", "IN_DIR", "OUT_DIR"}


def completion(shell: str) -> str:
    """The script for one of :data:`PLACES`."""
    parser = build_parser()
    _point_to_files(parser)
    return str(shtab.complete(parser, shell=shell))


def _point_to_files(parser: argparse.ArgumentParser) -> None:
    """Say which arguments are files and folders; what they are called tells it."""
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                _point_to_files(below)
        elif str(action.metavar).partition(".")[0] in _FILES:
            action.complete = shtab.FILE  # type: ignore[attr-defined]
        elif action.metavar in _FOLDERS:
            action.complete = shtab.DIRECTORY  # type: ignore[attr-defined]
