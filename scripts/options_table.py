"""Writes ``docs/options.md``, the table of all options, from the parsers of the command line."""

from __future__ import annotations

import argparse
import sys
from collections.abc import Iterator
from pathlib import Path

ROOT = Path(__file__).resolve().parents[1]
sys.path.insert(0, str(ROOT))

from engine.cli.arguments import build_parser  # noqa: E402  # found beside this folder

PAGE = ROOT / "docs" / "options.md"
_HEAD = """# All options

Made by `scripts/options_table.py` from the declarations that the program itself uses. `batch TASK`
takes the options of the task. What the options do together: [the command line](command-line.md).

| option | value | what it does | where |
|---|---|---|---|
"""


def page() -> str:
    """The document."""
    rows: dict[tuple[str, str, str], list[str]] = {}
    for command, parser in _commands("safelight", build_parser()):
        for action in parser._actions:  # argparse has no public way to them
            if action.option_strings and action.help != argparse.SUPPRESS and action.dest != "help":
                rows.setdefault(_row(action, parser), []).append(command.removeprefix("safelight ") or "all")
    ordered = sorted(rows.items(), key=lambda row: row[0][0].lstrip("`-"))
    return _HEAD + "".join(f"| {' | '.join(row)} | {', '.join(_grouped(where))} |\n" for row, where in ordered)


def _commands(name: str, parser: argparse.ArgumentParser) -> Iterator[tuple[str, argparse.ArgumentParser]]:
    subparsers = [action for action in parser._actions if isinstance(action, argparse._SubParsersAction)]
    if not subparsers:
        yield name, parser
    for action in subparsers:
        for verb, inner in action.choices.items():
            yield from _commands(f"{name} {verb}", inner)


def _row(action: argparse.Action, parser: argparse.ArgumentParser) -> tuple[str, str, str]:
    names = ", ".join(f"`{name}`" for name in action.option_strings)
    value = action.metavar or ("|".join(map(str, action.choices)) if action.choices else "")
    if not value and action.nargs != 0:
        value = action.dest.upper()
    text = parser._get_formatter()._expand_help(action) if action.help else ""
    return names, f"`{value}`".replace("|", "\\|") if value else "", " ".join(text.split()).replace("|", "\\|")


def _grouped(commands: list[str]) -> list[str]:
    """Names of commands, ``batch`` once for all of its tasks that have the same options as the task itself."""
    return [name for name in commands if not name.startswith("batch ") or name.removeprefix("batch ") not in commands]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
