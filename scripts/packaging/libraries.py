"""Native libraries of a bundle: in files of their own, or linked into the modules of packages."""

from __future__ import annotations

import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from bundle import Bundle, key
from debian import DebianPackage, common_texts, package_of
from library_versions import version_of
from part import UNKNOWN, Part, facts

_SUFFIX = re.compile(r"(\.so(\.\d+)*|\.dll|\.dylib)$")
PYTHON = "Python"


def libraries(bundle: Bundle) -> list[Part]:
    """All of them, by name and by the package that brought them."""
    found = [*_brought_by_packages(bundle), *_from_the_system(bundle)]
    return sorted(found, key=lambda part: (part.name.lower(), part.brought_by, part.purl))


def bare_name(file: str) -> str:
    """The name of a library without ``lib``, the hash that repairing tools add, version and suffix."""
    stem = _SUFFIX.sub("", file).removeprefix("lib")
    stem = re.sub(r"-[0-9a-f]{8,}(?=-|\.|$)", "", stem)
    if file.endswith(".dll"):
        stem = re.sub(r"-\d+$", "", stem)  # the version of an interface
    return re.sub(r"(\.\d+)+$", "", stem)


def _brought_by_packages(bundle: Bundle) -> Iterator[Part]:
    lying: dict[tuple[str, str], list[str]] = {}
    for file in bundle.libraries():
        owner = bundle.owners[file].name if file in bundle.owners else ""
        if not owner or _is_package_itself(file, owner):
            continue
        entry = _entry_for(file, owner)
        if entry is None:
            yield Part("library", Path(file).name, "", UNKNOWN, brought_by=owner, files=(file,))
        else:
            lying.setdefault((entry["name"], owner), []).append(file)
    for name, owner in sorted({*lying, *_linked(bundle)}):
        entry, files = _entries()[name], tuple(lying.get((name, owner), ()))
        told = _version(entry, owner, files)
        yield Part("library", name, told, entry["licence"], "", entry.get("site", ""), owner, files)


def _is_package_itself(file: str, owner: str) -> bool:
    """Whether a library is the heart of its package, as ``onnxruntime/capi/libonnxruntime.so`` is."""
    stem = key(owner).replace("-", "_")
    return file.startswith(stem + "/") and Path(file).name.removeprefix("lib").startswith(stem) and stem != "shiboken6"


def _linked(bundle: Bundle) -> set[tuple[str, str]]:
    """Libraries that modules of packages hold, with those packages."""
    found = set()
    for entry in facts()["inside"]:
        holders = [file for file in bundle.owners if file.startswith(entry["where"]) and file in bundle.files]
        found |= {(name, bundle.owners[file].name) for file in holders for name in entry["libraries"]}
    return found


def _from_the_system(bundle: Bundle) -> Iterator[Part]:
    """Libraries of the system that made the bundle, by the system's package; Python's own counts as Python."""
    groups: dict[tuple[str, DebianPackage | None], list[str]] = {}
    for file in bundle.libraries():
        if file in bundle.owners:
            continue
        entry = _entry_for(file, "")
        if entry is None:
            yield Part("library", Path(file).name, "", UNKNOWN, files=(file,))
        elif entry["name"] != PYTHON:
            groups.setdefault((entry["name"], package_of(bundle.files[file])), []).append(file)
    for (name, package), files in groups.items():
        yield _system_library(_entries()[name], package, tuple(files))


def _system_library(entry: dict[str, Any], package: DebianPackage | None, files: tuple[str, ...]) -> Part:
    name, licence, site = entry["name"], entry["licence"], entry.get("site", "")
    if package is None:  # came along with Python, whose licence names it
        return Part("library", name, _version(entry, "", files), licence, "", site, PYTHON, files)
    purl = f"pkg:deb/debian/{package.name}@{package.version}"
    texts = (("copyright", package.copyright), *common_texts(package, licence)) if package.copyright else ()
    return Part("library", name, package.version, licence, purl, site, "", files, texts)


def _entries() -> dict[str, dict[str, Any]]:
    return {entry["name"]: entry for entry in facts()["library"]}


def _entry_for(file: str, owner: str) -> dict[str, Any] | None:
    stem = bare_name(Path(file).name)
    for entry in facts()["library"]:
        fits = "files" in entry and re.fullmatch(entry["files"], stem, re.IGNORECASE)
        if fits and entry.get("owner", key(owner)) == key(owner):
            return dict(entry)
    return None


def _version(entry: dict[str, Any], owner: str, files: tuple[str, ...]) -> str:
    """A library's version: from its file name where that tells it, else from whoever brought it."""
    asker = str(entry.get("version", ""))
    if asker == "soname" and files:
        return version_of(asker, files[0])
    if key(owner) == "imagecodecs":
        return version_of(f"imagecodecs {entry.get('in_imagecodecs', '')}")
    answers_for = {"pillow": "pillow", "pi_heif": "pi-heif", "numpy": "numpy"}.get(asker.partition(" ")[0], key(owner))
    return version_of(asker) if answers_for == key(owner) else ""
