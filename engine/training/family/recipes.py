"""Lists the recipes that come with the program, each with the first line of its file."""

from __future__ import annotations

import argparse

from engine.training.family.recipe import RECIPES, own_recipes


def add_arguments(parser: argparse.ArgumentParser) -> None:
    """Nothing can be chosen."""


def run(args: argparse.Namespace) -> int:
    """The command; returns its exit code."""
    for name in own_recipes():
        first = (RECIPES / f"{name}.toml").read_text(encoding="utf-8").splitlines()[0]
        print(f"{name:<16}{first.removeprefix('# ')}")
    return 0
