"""Lists the messages and the reasons of errors that the window translates, as Python source that lupdate reads."""

from __future__ import annotations

import ast
import inspect
import sys
from collections.abc import Iterator
from pathlib import Path

from engine import errors

ROOT = Path(errors.__file__).parents[1]
NOT_SHOWN = (ROOT / "engine" / "cli", ROOT / "engine" / "training")
"""Folders whose messages the window never shows."""
_ERRORS = inspect.getmembers(errors, lambda kind: inspect.isclass(kind) and kind.__module__ == errors.__name__)
MAKERS = {"Message", *(name for name, _ in _ERRORS)}
"""Classes whose first argument is a text for users."""


def templates(source: str) -> Iterator[str]:
    """Templates of messages and reasons of errors in a module; those that only join others are left out."""
    for node in ast.walk(ast.parse(source)):
        if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args and node.func.id in MAKERS:
            yield from (text for text in _texts(node.args[0]) if any(map(str.isalpha, text)))


def _texts(node: ast.expr) -> Iterator[str]:
    if isinstance(node, ast.IfExp):
        yield from _texts(node.body)
        yield from _texts(node.orelse)
    elif isinstance(node, ast.Constant) and isinstance(node.value, str):
        yield node.value


def modules() -> list[Path]:
    """The modules whose messages the window may show."""
    files = sorted(path for folder in ("engine", "desktop") for path in (ROOT / folder).rglob("*.py"))
    return [path for path in files if not any(path.is_relative_to(folder) for folder in NOT_SHOWN)]


def all_templates() -> list[str]:
    """Those of all modules, in order of their files."""
    return list(dict.fromkeys(text for path in modules() for text in templates(path.read_text(encoding="utf-8"))))


if __name__ == "__main__":
    sys.stdout.writelines(f'QT_TRANSLATE_NOOP("Engine", {text!r})\n' for text in all_templates())
