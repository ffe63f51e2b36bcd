"""Which system libraries a bundle needs on Linux, read from its ELF files, and which Debian packages bring them."""

from __future__ import annotations

import re
import subprocess
from collections.abc import Iterable
from dataclasses import dataclass
from pathlib import Path

from engine.cli.system_libraries import DEBIAN_PACKAGES

OPTIONAL = ("platformthemes/libqgtk3.so",)
"""Plugins that Qt passes over where their libraries are missing."""
SUGGESTED = ("libgtk-3-0",)
"""Packages that those plugins need."""
OPENED_LATER = ("libdbus-1.so.3",)
"""Libraries that Qt opens by name."""
KNOWN = DEBIAN_PACKAGES | {
    "libwayland-client.so.0": "libwayland-client0",
    "libwayland-cursor.so.0": "libwayland-cursor0",
}
"""Packages of libraries that a machine which builds need not have."""
_COMPILERS = {"3.4.25": "8", "3.4.26": "9", "3.4.28": "10", "3.4.29": "11", "3.4.30": "12", "3.4.32": "13"}
"""Releases of GCC that brought versions of the C++ library's symbols."""


@dataclass(frozen=True)
class Needs:
    """What ELF files ask of the system: libraries by name, and the latest versions of symbols."""

    libraries: frozenset[str]
    glibc: str
    cxx: str


def elf_files(bundle: Path) -> list[Path]:
    """Programs and libraries of the bundle, links left out."""
    return [path for path in sorted(bundle.rglob("*")) if path.is_file() and not path.is_symlink() and _is_elf(path)]


def _is_elf(path: Path) -> bool:
    with path.open("rb") as file:
        return file.read(4) == b"\x7fELF"


def needs(bundle: Path) -> Needs:
    """What the bundle asks of the system that runs it."""
    files = [path for path in elf_files(bundle) if not str(path).endswith(OPTIONAL)]
    command = ["readelf", "--wide", "--dynamic", "--version-info", *map(str, files)]
    told = subprocess.run(command, capture_output=True, text=True, check=True).stdout
    inside = {path.name for path in bundle.rglob("*.so*")}
    wanted = {*re.findall(r"\(NEEDED\).*\[(.+)\]", told), *(OPENED_LATER if "libQt6DBus.so.6" in inside else ())}
    return Needs(
        frozenset(wanted - inside),
        _latest(re.findall(r"Name: GLIBC_([0-9.]+)", told)),
        _latest(re.findall(r"Name: GLIBCXX_([0-9.]+)", told)),
    )


def _latest(versions: Iterable[str]) -> str:
    return max(versions, key=_numbers, default="0")


def _numbers(version: str) -> tuple[int, ...]:
    return tuple(map(int, version.split(".")))


def depends(bundle: Path) -> list[str]:
    """The field ``Depends`` for Debian.

    Raises:
        SystemExit: a library is neither in the bundle nor of a package that is installed here.
    """
    asked = needs(bundle)
    found = {_package(library) for library in asked.libraries}
    exact = {"libc6": f"libc6 (>= {asked.glibc})"}
    compilers = [gcc for symbols, gcc in _COMPILERS.items() if _numbers(symbols) >= _numbers(asked.cxx)]
    exact["libstdc++6"] = f"libstdc++6 (>= {compilers[0]})" if compilers else "libstdc++6"
    return [exact.get(package, package) for package in sorted(found)]


def _package(library: str) -> str:
    if library in KNOWN:
        return KNOWN[library]
    for path in (folder / library for folder in _folders() if (folder / library).exists()):
        for name in (path, path.resolve()):  # packages may know a file by the path that it had before /usr took it in
            for spelled in (str(name), str(name).removeprefix("/usr")):
                command = ["dpkg-query", "--search", spelled]
                said = subprocess.run(command, capture_output=True, text=True, check=False).stdout
                if said:
                    return said.partition(":")[0]
    raise SystemExit(f"{library}: needed by the bundle, but of no package that is installed here")


def _folders() -> list[Path]:
    told = subprocess.run(["dpkg", "--print-architecture"], capture_output=True, text=True, check=True).stdout.strip()
    tuples = {"amd64": "x86_64-linux-gnu", "arm64": "aarch64-linux-gnu"}
    return [Path(base) / tuples.get(told, "") for base in ("/usr/lib", "/lib")]
