"""A small bundle, made of files of the packages that are installed here."""

from __future__ import annotations

import shutil
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
from bundle import Bundle, key, read_bundle

ROOT = Path(__file__).resolve().parents[2]
MODEL = "safelight-noise-1"


def installed_files(package: str, start: str) -> list[str]:
    """Files of a package whose paths begin so."""
    files = [file.as_posix() for file in metadata.files(package) or ()]
    return [file for file in files if file.startswith(start) and "__pycache__" not in file]


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """A bundle with pi_heif and its libraries, one module of Pillow, a model, and Python's own."""
    home = tmp_path / "safelight"
    inside = home / "_internal"
    for package, start in (
        ("pi-heif", "pi_heif/"),
        ("pi-heif", "_pi_heif"),
        ("pi-heif", "pi_heif.libs/"),
        ("pillow", "PIL/Image.py"),
    ):
        for name in installed_files(package, start):
            put(inside / name, Path(str(metadata.distribution(package).locate_file(name))))
    for name in ("licences", f"models/{MODEL}"):
        shutil.copytree(ROOT / "assets" / name, inside / "assets" / name)
    (inside / "argparse.pyc").touch()
    (inside / "libQt6Core.so.6").symlink_to("nowhere/libQt6Core.so.6")
    return home


@pytest.fixture
def look(folder: Path) -> Callable[[], Bundle]:
    """Looks into the bundle as it is now."""
    return lambda: read_bundle(folder)


def put(target: Path, source: Path) -> None:
    """Copy a file, making its folder."""
    target.parent.mkdir(parents=True, exist_ok=True)
    shutil.copyfile(source, target)


def names(bundle: Bundle) -> list[str]:
    """Names of the packages inside."""
    return [key(package.name) for package in bundle.packages]
