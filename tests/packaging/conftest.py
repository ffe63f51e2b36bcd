"""Small bundles in place of the real one, which takes minutes to make."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from importlib import metadata
from pathlib import Path

import pytest
import release
from bundle import Bundle, key, read_bundle
from release import Release

if not sys.platform.startswith("linux"):
    collect_ignore = [f"test_{name}.py" for name in ("checks", "linux_tree", "man_page", "packages")]

ROOT = Path(__file__).resolve().parents[2]
MODEL = "safelight-noise-3"
PROGRAM = '#!/bin/sh\necho "safelight 9.8.7"\n'


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


@pytest.fixture
def make_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Release]:
    """Releases whose bundle is a script and a library."""
    monkeypatch.setattr(release, "ROOT", tmp_path)
    monkeypatch.setenv("SAFELIGHT_VERSION", "9.8.7")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    def make(variant: str) -> Release:
        made = release.release(variant)
        (made.bundle / "_internal").mkdir(parents=True)
        for name in ("safelight", *(["Safelight-window"] if made.with_window else [])):
            (made.bundle / name).write_text(PROGRAM)
            (made.bundle / name).chmod(0o755)
        shutil.copy(Path(sys.executable).resolve(), made.bundle / "_internal" / "library.so")
        (made.bundle / "_internal" / "link.so").symlink_to("library.so")
        return made

    return make
