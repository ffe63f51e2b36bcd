"""Which Debian package a system library came from, on the machine that makes the bundle."""

from __future__ import annotations

import filecmp
import re
import shutil
import subprocess
from dataclasses import dataclass
from functools import cache
from pathlib import Path

_DOCUMENTS, _COMMON = Path("/usr/share/doc"), Path("/usr/share/common-licenses")


@dataclass(frozen=True)
class DebianPackage:
    """An installed package, with what it says of its licence."""

    name: str
    version: str
    copyright: str


def package_of(library: Path) -> DebianPackage | None:
    """The package that a library in a bundle was copied from.

    None on other systems, and where the system's library of that name is another: Python may have been built by hand.
    """
    if not shutil.which("dpkg-query"):
        return None
    for path in _places(library.name):
        if not filecmp.cmp(library, path, shallow=False):
            continue
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


def common_texts(package: DebianPackage, licence: str) -> list[tuple[str, str]]:
    """The texts that a package leaves to Debian's collection, of the families of licences that ``licence`` names."""
    named = sorted(set(re.findall(rf"{_COMMON}/([\w.-]*[\w])", package.copyright)))
    wanted = [name for name in named if re.search(rf"\b{re.escape(name.partition('-')[0])}\b", licence)]
    paths = [_COMMON / name for name in wanted]
    return [(path.name, path.read_text(encoding="utf-8").strip()) for path in paths if path.is_file()]


def _ask(*arguments: str) -> str:
    result = subprocess.run(["dpkg-query", *arguments], capture_output=True, text=True, check=False)
    return result.stdout.strip() if result.returncode == 0 else ""
