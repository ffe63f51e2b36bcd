"""What the makers of packages have in common: places, the version, and how a program is called."""

from __future__ import annotations

import os
import shutil
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from version import ROOT, version

INSTALLER = ROOT / "assets" / "installer"
BUILD = ROOT / "build"
DIST = ROOT / "dist"
VERSION = version()
IDENTIFIER = "app.safelight.Safelight"
COMMAND, WINDOW = "safelight", "Safelight-window"
"""The two programs of the bundle."""

EARLIEST = 315_532_800
"""1980, the earliest that archives know."""


def version_numbers() -> tuple[int, int, int, int]:
    """The version as Windows wants it."""
    major, minor, patch = (int(part) for part in VERSION.split("."))
    return major, minor, patch, 0


def package_time() -> int:
    """Seconds since 1970 that all in a package is dated to: ``SOURCE_DATE_EPOCH``, or the time of the last commit."""
    if set_one := os.environ.get("SOURCE_DATE_EPOCH"):
        return int(set_one)
    command = ["git", "-C", str(ROOT), "log", "-1", "--format=%ct"]
    found = subprocess.run(command, capture_output=True, text=True, check=False)
    return int(found.stdout) if found.returncode == 0 and found.stdout.strip() else EARLIEST


def program(name: str, why: str) -> str:
    """Where a tool lies.

    Raises:
        SystemExit: it is not installed.
    """
    found = shutil.which(name)
    if found is None:
        raise SystemExit(f"{name} is needed to {why}, and is not installed")
    return found


def run(*command: str | Path) -> None:
    """Run a command in the project's folder.

    Raises:
        SystemExit: it failed; what it said stands above.
    """
    done = subprocess.run([str(part) for part in command], cwd=ROOT, check=False)
    if done.returncode:
        raise SystemExit(f"{Path(str(command[0])).name} failed with exit code {done.returncode}")


def freeze() -> None:
    """Make the bundle (on macOS the app beside it) with PyInstaller: the same bytes from the same inputs."""
    os.environ.setdefault("PYTHONHASHSEED", "0")
    os.environ.setdefault("SOURCE_DATE_EPOCH", str(package_time()))
    call = [sys.executable, "-m", "PyInstaller", "--noconfirm", "--clean", "--log-level", "WARN"]
    run(*call, "--distpath", DIST, "--workpath", BUILD / "safelight", ROOT / "build.spec")


def papers(bundle: Path, dist: Path, system: str) -> list[Path]:
    """Write what is inside (CycloneDX) and under which licences."""
    contents = dist / f"safelight-{VERSION}-{system}-sbom.cdx.json"
    licences = dist / f"safelight-{VERSION}-{system}-licences.txt"
    run(sys.executable, ROOT / "scripts" / "packaging" / "sbom.py", bundle, contents)
    run(sys.executable, ROOT / "scripts" / "packaging" / "licences.py", bundle, licences)
    return [contents, licences]


def tell(made: Sequence[Path]) -> None:
    """Say what was made, and how large it is."""
    for path in made:
        print(f"{path.name}  {path.stat().st_size / 1e6:.1f} MB")
