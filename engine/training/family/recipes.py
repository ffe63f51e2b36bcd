"""The ``recipes`` command: lists the recipes that ship with the program, with the first line of each file."""

from __future__ import annotations

import argparse

from engine.training.family.recipe import RECIPES, own_recipes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """The command has no arguments."""


def run(args: argparse.Namespace) -> int:
    """The command; returns its exit code."""
    for name in own_recipes():
        first = (RECIPES / f"{name}.toml").read_text(encoding="utf-8").splitlines()[0]
        print(f"{name:<16}{first.removeprefix('# ')}")
    return 0
