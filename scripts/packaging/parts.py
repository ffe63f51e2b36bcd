"""The parts of a bundle with versions, licences and their texts: the one list that SBOM and licences are made from."""

from __future__ import annotations

import json
import platform
import re
from collections.abc import Iterator
from importlib import metadata
from pathlib import Path
from typing import Any

from bundle import Bundle, key
from libraries import libraries
from licence_texts import ROOT, extra_texts, python_text, read_text, texts_of
from license_expression import LicenseSymbol, LicenseWithExceptionSymbol, get_spdx_licensing
from part import UNKNOWN, Part, facts
from version import version

LOCK = ROOT / "assets" / "installer" / "requirements.lock"


def find_parts(bundle: Bundle) -> list[Part]:
    """All parts: the app first, then models, Python, packages and libraries by name, and PyInstaller's loader last."""
    native = libraries(bundle)
    packages = [_package(package, bundle, native) for package in bundle.packages]
    return [_app(), *_models(bundle), _python(), *packages, *native, _loader()]


def publishable(bundle: Bundle) -> list[Part]:
    """All parts of a bundle that may be published.

    Raises:
        SystemExit: if something in it must not be.
    """
    parts = find_parts(bundle)
    if found := problems(bundle, parts):
        raise SystemExit(f"{bundle.root}: must not be published\n" + "\n".join(f"  {line}" for line in found))
    return parts


def problems(bundle: Bundle, parts: list[Part]) -> list[str]:
    """What forbids to publish a bundle, one line each.

    Licences that are not allowed, parts without a licence text, packages that the app does not ask for (what is
    installed for building slips in easily), and files that no one knows.
    """
    locked = locked_names(LOCK)
    found = [f"{name}: of no known package" for name in bundle.unexplained()]
    for part in parts:
        if part.kind == "package" and key(part.name) not in locked:
            found.append(f"{part.name}: not among the packages of {LOCK.name}; exclude it in build.spec")
        if not is_allowed(part.licence):
            found.append(f"{_where(part)}: the licence {part.licence!r} is not among those that parts.toml allows")
        if not part.texts and not part.brought_by:
            found.append(f"{_where(part)}: no licence text")
    return found


def locked_names(lock: Path) -> set[str]:
    """Names of the packages in a lock file."""
    return {key(name) for name in re.findall(r"^([A-Za-z0-9._-]+)==", lock.read_text(encoding="utf-8"), re.MULTILINE)}


def is_allowed(licence: str) -> bool:
    """Whether an SPDX expression can be met with the licences that ``parts.toml`` allows."""
    parsed = get_spdx_licensing().parse(licence)
    return parsed is not None and _is_met(parsed, frozenset(facts()["allowed"]))


def _is_met(parsed: Any, allowed: frozenset[str]) -> bool:
    if isinstance(parsed, LicenseSymbol | LicenseWithExceptionSymbol):
        return parsed.render() in allowed
    met = [_is_met(argument, allowed) for argument in parsed.args]
    return any(met) if parsed.operator.strip() == "OR" else all(met)


def _where(part: Part) -> str:
    return f"{part.name} ({', '.join(part.files[:3])})" if part.kind == "library" and part.files else part.name


def _app() -> Part:
    text = read_text(ROOT / "LICENSE")
    return Part("app", "Safelight", version(), "MIT", f"pkg:generic/safelight@{version()}", texts=(("LICENSE", text),))


def _models(bundle: Bundle) -> Iterator[Part]:
    for name, path in bundle.files.items():
        if not re.fullmatch(r"assets/models/[^/]+/model\.json", name):
            continue
        card = json.loads(path.read_text(encoding="utf-8"))
        folder = name.removesuffix("model.json")
        files = tuple(sorted(folder + file for file in card["files"]))
        licence = card.get("licence", "MIT")  # as engine/models/card.py reads it
        texts = (("LICENSE", read_text(ROOT / "LICENSE")),) if licence == "MIT" else ()
        yield Part("model", card["id"], "", licence, files=files, texts=texts, digest=card["sha256"])


def _python() -> Part:
    told = platform.python_version()
    purl = f"pkg:generic/python@{told}"
    return Part("python", "Python", told, "PSF-2.0", purl, "https://www.python.org/", texts=(python_text(),))


def _loader() -> Part:
    package = metadata.distribution("pyinstaller")
    licence = "GPL-2.0-or-later WITH Bootloader-exception AND Apache-2.0"
    return Part(
        "loader", "PyInstaller bootloader", package.version, licence, f"pkg:pypi/pyinstaller@{package.version}",
        "https://pyinstaller.org/", texts=tuple(texts_of(package)),
    )  # fmt: skip


def _package(package: metadata.Distribution, bundle: Bundle, native: list[Part]) -> Part:
    name = key(package.name)
    told = facts()["package"].get(name, {})
    mine = {part.name for part in native if part.brought_by == package.name}
    brought = [entry for entry in facts()["library"] if entry["name"] in mine]
    elsewhere = [
        *told.get("texts", ()),
        *(f"assets/licences/{text}" for entry in brought for text in entry.get("here", ())),
    ]
    if "folder" in told:
        elsewhere += [f"{told['folder']}/{text}" for entry in brought for text in sorted(entry.get("texts", ()))]
    texts = [*texts_of(package), *extra_texts(package, dict.fromkeys(elsewhere))]
    files = tuple(sorted(file for file, owner in bundle.owners.items() if owner is package and file in bundle.files))
    licence = told.get("licence") or _licence_of(package)
    purl = f"pkg:pypi/{name}@{package.version}"
    return Part("package", package.name, package.version, licence, purl, files=files, texts=tuple(texts))


def _licence_of(package: metadata.Distribution) -> str:
    """What a package's metadata call its licence, spelled as SPDX does where that is known."""
    told = package.metadata
    classified = [line.removeprefix("License :: ") for line in told.get_all("Classifier", []) if "License ::" in line]
    expressions, names = told.get_all("License-Expression", []), told.get_all("License", [])
    candidates = [*expressions, *(line for name in names for line in name.splitlines()[:1]), *classified]
    named = [facts()["spelling"].get(name, name) for name in candidates if name]
    return named[0] if named else UNKNOWN
