"""What ``build.spec`` puts into the app for macOS beside the two programs."""

from __future__ import annotations

import plistlib
from pathlib import Path
from typing import Any

from version import ROOT, version

FOLDER = ROOT / "assets" / "installer" / "macos"


def property_list(path: Path = FOLDER / "Info.plist") -> dict[str, Any]:
    """What macOS is told of the app, with the version."""
    info: dict[str, Any] = plistlib.loads(path.read_bytes())
    return {**info, "CFBundleShortVersionString": version(), "CFBundleVersion": version()}


def localised_names() -> list[tuple[str, str, str]]:
    """Its words in other languages: place in the app, place here, and PyInstaller's word for data."""
    files = sorted(FOLDER.glob("*.lproj/InfoPlist.strings"))
    return [(str(file.relative_to(FOLDER)), str(file), "DATA") for file in files]
