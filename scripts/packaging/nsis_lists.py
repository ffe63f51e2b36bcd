"""Writes for the NSIS script what only the program and its bundle know: which pictures it reads, what to remove."""

from __future__ import annotations

import sys
from collections.abc import Iterable
from pathlib import Path

from version import ROOT

sys.path.insert(0, str(ROOT))  # run from anywhere

from engine import READABLE_SUFFIXES

NOT_PICTURES = frozenset({".ico", ".cur", ".icns"})
"""Readable, but what a person has of these are icons of programs: no place for a verb."""


def picture_suffixes(bundle: Path) -> list[str]:
    """What the program in this bundle reads, camera RAW only where the library for it is inside."""
    from engine.image.formats.raw import SUFFIXES as RAW

    left_out = NOT_PICTURES if any(bundle.rglob("rawpy*")) else NOT_PICTURES | RAW
    return sorted(READABLE_SUFFIXES - left_out)


def pictures(suffixes: Iterable[str]) -> str:
    """``EachPicture`` inserts another macro once for each suffix."""
    lines = [f'    !insertmacro ${{DO}} "{suffix}"' for suffix in suffixes]
    return "\n".join(["!macro EachPicture DO", *lines, "!macroend", ""])


def removal(bundle: Path) -> str:
    """``RemoveFiles`` removes what was installed and nothing else, whatever folder a person has chosen."""
    inside = sorted(bundle.rglob("*"))
    files = [path for path in inside if path.is_symlink() or not path.is_dir()]
    folders = [path for path in inside if path.is_dir() and not path.is_symlink()]
    lines = [f'    Delete "{_place(bundle, path)}"' for path in files]
    lines += [f'    RMDir "{_place(bundle, path)}"' for path in reversed(folders)]  # the innermost first
    return "\n".join(["!macro RemoveFiles", *lines, "!macroend", ""])


def _place(bundle: Path, path: Path) -> str:
    inside = str(path.relative_to(bundle)).replace("/", "\\").replace("$", "$$")
    return f"$INSTDIR\\{inside}"


def write_lists(bundle: Path, folder: Path) -> Path:
    """Write both files; returns their folder."""
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "pictures.nsh").write_text(pictures(picture_suffixes(bundle)), encoding="utf-8-sig")
    (folder / "files.nsh").write_text(removal(bundle), encoding="utf-8-sig")
    return folder
