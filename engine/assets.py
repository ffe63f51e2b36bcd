"""Paths of the files that ship with the program (in a checkout, installed or frozen) and of the user's models."""

from __future__ import annotations

import os
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


def recipes_dir() -> Path:
    """Folder with one TOML per recipe of the autoencoder family; may not exist."""
    bundled = assets_dir() / "recipes"
    return bundled if bundled.is_dir() else Path(__file__).resolve().parent / "training" / "recipes"


def own_models_dir() -> Path:
    """Folder of the models that the user has added; may not exist. ``SAFELIGHT_MODELS`` overrides it."""
    named = os.environ.get("SAFELIGHT_MODELS")
    if named:
        return Path(os.path.expanduser(named))  # noqa: PTH111 - pathlib's raises where there is no home
    home = Path(os.path.expanduser("~"))  # noqa: PTH111
    if sys.platform == "win32":
        return Path(os.environ.get("LOCALAPPDATA") or home / "AppData" / "Local") / "Safelight" / "models"
    if sys.platform == "darwin":
        return home / "Library" / "Application Support" / "Safelight" / "models"
    data = os.environ.get("XDG_DATA_HOME", "")
    return (Path(data) if data.startswith("/") else home / ".local" / "share") / "safelight" / "models"
