"""Finds the files that ship with the program: in a checkout, installed, or frozen into a bundle."""

from __future__ import annotations

import sys
from functools import cache
from pathlib import Path


@cache
def assets_dir() -> Path:
    """Folder that holds ``models/``, ``icons/`` and ``translations/``."""
    here = Path(__file__).resolve().parent
    bundle = getattr(sys, "_MEIPASS", None)  # set by PyInstaller's loader
    candidates = [Path(bundle) / "assets"] if bundle else [here / "_assets", here.parent / "assets"]
    return next((path for path in candidates if path.is_dir()), candidates[-1])


def models_dir() -> Path:
    """Folder with one sub-folder per model."""
    return assets_dir() / "models"
