"""The lock files hold what pyproject.toml asks for. Where one fails: scripts/lock."""

from __future__ import annotations

import re
import tomllib
from importlib import metadata
from pathlib import Path

import pytest
from packaging import requirements, utils

ROOT = Path(__file__).resolve().parents[2]
PROJECT = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
APP, TOOLS = (ROOT / "assets" / "installer" / name for name in ("requirements.lock", "build-tools.lock"))
SYSTEMS = {
    "Linux": {"sys_platform": "linux", "platform_machine": "x86_64", "platform_system": "Linux", "os_name": "posix"},
    "Windows": {"sys_platform": "win32", "platform_machine": "AMD64", "platform_system": "Windows", "os_name": "nt"},
    "Mac": {"sys_platform": "darwin", "platform_machine": "arm64", "platform_system": "Darwin", "os_name": "posix"},
    "old Mac": {
        "sys_platform": "darwin",
        "platform_machine": "x86_64",
        "platform_system": "Darwin",
        "os_name": "posix",
    },
}
PYTHON = {"python_version": "3.11", "python_full_version": "3.11.9", "implementation_name": "cpython"}


def entries(lock: Path) -> list[tuple[str, str]]:
    """Each requirement of a lock file, with what follows it up to the next."""
    text = re.sub(r"^\s*#.*\n", "", lock.read_text(encoding="utf-8"), flags=re.MULTILINE)
    return re.findall(r"^([A-Za-z0-9][^\\\n]*==[^\\\n]*?) ?\\\n((?: .*\n?)+)", text, re.MULTILINE)


def locked(lock: Path, system: str) -> dict[str, str]:
    """Versions by name, for one system."""
    found: dict[str, str] = {}
    for line, _ in entries(lock):
        asked = requirements.Requirement(line)
        if asked.marker is None or asked.marker.evaluate({**PYTHON, **SYSTEMS[system]}):
            name = utils.canonicalize_name(asked.name)
            assert name not in found, f"{name} stands twice for {system}"
            found[name] = next(iter(asked.specifier)).version
    return found


@pytest.mark.parametrize("system", SYSTEMS)
def test_the_app_gets_what_it_asks_for(system: str) -> None:
    check(PROJECT["dependencies"], locked(APP, system))


@pytest.mark.parametrize("system", SYSTEMS)
def test_builders_get_what_they_ask_for(system: str) -> None:
    app, tools = locked(APP, system), locked(TOOLS, system)
    check(PROJECT["optional-dependencies"]["installer"], tools)
    assert not set(app) & set(tools), "what the app asks for is locked once"


def check(asked: list[str], found: dict[str, str]) -> None:
    for line in asked:
        wanted = requirements.Requirement(line)
        name = utils.canonicalize_name(wanted.name)
        assert name in found and wanted.specifier.contains(found[name]), f"{line}, but {found.get(name)} is locked"


def test_what_packages_ask_for_in_turn_is_locked_too() -> None:
    names = locked(APP, "Linux")
    for name, version in names.items():
        try:
            package = metadata.distribution(name)
        except metadata.PackageNotFoundError:
            continue
        if package.version != version:
            continue
        for line in package.requires or ():
            wanted = requirements.Requirement(line)
            if wanted.marker is None or wanted.marker.evaluate({**PYTHON, **SYSTEMS["Linux"], "extra": ""}):
                assert utils.canonicalize_name(wanted.name) in names, f"{name} asks for {line}"


@pytest.mark.parametrize("lock", [APP, TOOLS], ids=lambda path: path.name)
def test_everything_has_hashes_and_nothing_names_a_place(lock: Path) -> None:
    text = lock.read_text(encoding="utf-8")
    found = entries(lock)
    assert len(found) == len(re.findall(r"^[A-Za-z0-9][^=\n]*==", text, re.MULTILINE)) > 10
    assert all(re.search(r"--hash=sha256:[0-9a-f]{64}", hashes) for _, hashes in found)
    assert "--only-binary :all:" in text
    assert not re.search(r"://|--(extra-)?index-url|--find-links|file:", text)
