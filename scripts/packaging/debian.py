"""Which Debian package a system library came from, on the machine that makes the bundle."""

from __future__ import annotations

import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DOCUMENTS = Path("/usr/share/doc")


@dataclass(frozen=True)
class DebianPackage:
    """An installed package, with what it says of its licence."""

    name: str
    version: str
    copyright: str


def package_of(library: str) -> DebianPackage | None:
    """The package with a library of that file name; None on other systems, and for what was installed otherwise."""
    if not shutil.which("dpkg-query"):
        return None
    for path in _places(library):
        # The two names of a folder that Debian merged: packages may know a file by the older one.
        for name in (path, path.removeprefix("/usr")):
            told = _ask("-S", name)
            if told:
                return _package(told.partition(": ")[0].partition(",")[0])
    return None


def _places(library: str) -> list[str]:
    lines = re.findall(r"=> (\S+)$", _cache_of_linker(), re.MULTILINE)
    return [str(Path(line).resolve()) for line in lines if Path(line).name == library]


@cache
def _cache_of_linker() -> str:
    program = shutil.which("ldconfig") or "/sbin/ldconfig"
    return subprocess.run([program, "-p"], capture_output=True, text=True, check=True).stdout


def _package(name: str) -> DebianPackage:
    bare = name.partition(":")[0]
    return DebianPackage(bare, _ask("-W", "-f", "${Version}", name), _copyright(bare))


def _copyright(name: str) -> str:
    path = _DOCUMENTS / name / "copyright"
    return path.read_text(encoding="utf-8", errors="replace").strip() if path.is_file() else ""


def _ask(*arguments: str) -> str:
    result = subprocess.run(["dpkg-query", *arguments], capture_output=True, text=True, check=False)
    return result.stdout.strip() if result.returncode == 0 else ""
