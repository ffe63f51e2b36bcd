"""Recipes to choose from: their files, with what stands in the first line of each."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass
from pathlib import Path

from PySide6.QtCore import QCoreApplication

from desktop.work.task_runner import Operation
from engine.assets import recipes_dir
from engine.errors import InputError
from engine.progress import Progress

MOST_BYTES = 100_000
"""Of a recipe; a larger file is something else."""


@dataclass(frozen=True)
class Recipe:
    """A recipe that can be chosen.

    Attributes:
        name: its file's, without the suffix.
        path: of its file.
        title, about: from the comment in the first line, ``# Title: about``.
        is_own: a person has chosen its file; it did not come with the program.
    """

    name: str
    path: Path
    title: str
    about: str = ""
    is_own: bool = False

    @property
    def argument(self) -> str:
        """What the command line takes: a name, or a path."""
        return str(self.path) if self.is_own else self.name

    def title_text(self) -> str:
        """Its title in the language of the app."""
        return QCoreApplication.translate("Recipes", self.title)

    def about_text(self) -> str:
        """What it is about, in the language of the app."""
        return QCoreApplication.translate("Recipes", self.about) if self.about else ""


def read_recipe(path: Path, *, is_own: bool = False) -> Recipe:
    """The recipe in a file.

    Raises:
        InputError: it is none.
    """
    try:
        if path.stat().st_size > MOST_BYTES:
            raise InputError("is no recipe", path)
        text = path.read_text(encoding="utf-8")
        tomllib.loads(text)
    except (OSError, ValueError) as error:
        raise InputError("is no recipe", path) from error
    first = text.partition("\n")[0]
    comment = first.removeprefix("#").strip() if first.startswith("#") else ""
    title, colon, about = comment.partition(": ")
    about = about if colon else comment
    return Recipe(path.stem, path, title if colon else path.stem, about[:1].upper() + about[1:], is_own)


def look_at_recipes() -> Operation[list[Recipe]]:
    """Those that come with the program, by their names."""

    def run(_: Progress) -> list[Recipe]:
        return [read_recipe(path) for path in sorted(recipes_dir().glob("*.toml"))]

    return Operation(run)


def look_at_recipe(path: Path) -> Operation[Recipe]:
    """A recipe of one's own."""
    return Operation(lambda _: read_recipe(path, is_own=True))
