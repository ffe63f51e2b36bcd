"""What is inside the app, and under which licences. Reads files: for worker threads."""

from __future__ import annotations

import json
import platform
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from importlib import metadata
from pathlib import Path

import engine
from desktop.work.task_runner import Operation
from engine.assets import assets_dir
from engine.progress import Progress

DIRECT = (
    "numpy", "pillow", "onnxruntime", "onnxruntime-gpu", "constriction", "rich", "pi-heif", "imagecodecs", "simplejpeg",
    "tifffile",
    "psutil", "send2trash", "watchdog", "PySide6-Essentials", "rawpy",
)  # fmt: skip
"""Packages that the app asks for; what these need is found by their metadata."""
OWN_PARTS = ("Safelight", "Models")
QT_TEXTS = ("LGPL-3.0.txt", "GPL-3.0.txt")
"""PySide6's packages name these licences but do not carry them."""
BUNDLED = "parts.json"
"""Among the licences of an installed bundle: what lies in it, written when it was made (scripts/packaging)."""
_TEXT = re.compile(r"(^|[-_./])(licen[cs]es?|copying|notice|thirdpartynotices)([-_.]|$)", re.IGNORECASE)
_NAME = re.compile(r"^[A-Za-z0-9._-]+")


@dataclass(frozen=True)
class Package:
    """A part of the app.

    Attributes:
        texts: licence texts by file name, as far as the package carries them.
        libraries: native libraries that it brings, with their licences, where that is known: in a bundle.
    """

    name: str
    version: str
    licence: str
    texts: tuple[tuple[str, str], ...] = ()
    libraries: tuple[str, ...] = ()


def read_packages() -> Operation[list[Package]]:
    """Find the packages that are inside, and read their licences."""

    def run(progress: Progress) -> list[Package]:
        progress.check()
        listed = assets_dir() / "licences" / BUNDLED
        if listed.is_file():
            return [*_own(), *_bundled(listed)]
        found = []
        for name in package_names():
            progress.check()
            found.append(_package(metadata.distribution(name)))
        return [*_own(), _python(), *sorted(found, key=lambda package: package.name.lower())]

    return Operation(run)


def read_versions() -> Operation[str]:
    """The versions of everything, one a line, as a report of a bug begins."""
    return Operation(lambda _: versions())


def versions() -> str:
    """Versions of the app, the system and all packages; nothing in it names a person or a folder."""
    lines = [
        f"Safelight {engine.__version__}",
        f"Python {platform.python_version()} ({platform.python_implementation()}, {platform.machine()})",
        f"System {platform.platform()}",
        *(f"{name} {metadata.version(name)}" for name in package_names()),
    ]
    return "\n".join(lines)


def package_names() -> list[str]:
    """Installed packages that the app is made of, by what they ask for."""
    found: dict[str, None] = {}
    waiting = list(DIRECT)
    while waiting:
        name = waiting.pop(0)
        key = re.sub(r"[-_.]+", "-", name).lower()
        if key in found:
            continue
        try:
            wanted = metadata.distribution(key).requires or []
        except metadata.PackageNotFoundError:
            continue  # not for this system, or an extra that is not installed
        found[key] = None
        waiting += [match[0] for line in wanted if "extra ==" not in line and (match := _NAME.match(line))]
    return list(found)


def _bundled(path: Path) -> Iterator[Package]:
    for row in json.loads(path.read_text(encoding="utf-8")):
        texts = tuple((str(name), str(text)) for name, text in row["texts"])
        yield Package(row["name"], row["version"], row["licence"], texts, tuple(row["libraries"]))


def _package(found: metadata.Distribution) -> Package:
    facts = found.metadata.json
    licence = str(facts.get("license_expression") or facts.get("license") or _classified(facts.get("classifier", [])))
    first = licence.strip().splitlines()[0] if licence.strip() else ""
    texts = tuple(_texts(found))
    if not texts and first.startswith("LGPL-3.0"):
        texts = tuple((name, _shipped(name)) for name in QT_TEXTS)
    return Package(found.name, found.version, first, texts)


def _classified(classifiers: str | list[str]) -> str:
    names = [line.rpartition(" :: ")[2] for line in classifiers if line.startswith("License ::")]
    return ", ".join(names)


def _texts(found: metadata.Distribution) -> Iterator[tuple[str, str]]:
    for file in found.files or []:
        if file.suffix not in ("", ".txt", ".md", ".rst", ".APACHE", ".BSD") or not _TEXT.search(file.as_posix()):
            continue
        path = Path(str(found.locate_file(file)))
        if path.is_file():
            yield file.name, path.read_text(encoding="utf-8", errors="replace").strip()


def _own() -> Iterator[Package]:
    """The app and its models, which are of this project too unless their cards name another licence."""
    text = _shipped("Safelight.txt")
    yield Package(OWN_PARTS[0], engine.__version__, "MIT", (("LICENSE", text),))
    cards = [card for card in engine.installed_models() if not card.is_own]
    licences = sorted({card.licence for card in cards})
    names = "\n".join(f"{card.id}: {card.licence}" for card in cards)
    texts = [("Models", names), *([("LICENSE", text)] if "MIT" in licences else [])]
    yield Package(OWN_PARTS[1], "", ", ".join(licences), tuple(texts))


def _shipped(name: str) -> str:
    return (assets_dir() / "licences" / name).read_text(encoding="utf-8").strip()


def _python() -> Package:
    path = Path(sys.base_prefix) / "lib" / f"python{sys.version_info[0]}.{sys.version_info[1]}" / "LICENSE.txt"
    text = path.read_text(encoding="utf-8", errors="replace") if path.is_file() else sys.copyright
    return Package("Python", platform.python_version(), "PSF-2.0", (("LICENSE.txt", text),))
