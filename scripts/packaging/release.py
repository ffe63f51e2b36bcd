"""What is being packed: which variant, of which version and time, for which machine."""

from __future__ import annotations

import os
import platform
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

from project import package_time
from version import ROOT, version

DEBIAN_NAMES = {"x86_64": "amd64", "aarch64": "arm64"}


@dataclass(frozen=True)
class Release:
    """One variant of one version.

    Attributes:
        name: of the package, and of its folder in ``dist``.
        epoch: seconds since 1970 that everything inside is dated to.
        machine: as ``uname`` calls it.
    """

    name: str
    with_window: bool
    version: str
    epoch: int
    machine: str

    @property
    def bundle(self) -> Path:
        return ROOT / "dist" / self.name

    @property
    def date(self) -> datetime:
        return datetime.fromtimestamp(self.epoch, UTC)

    @property
    def debian_machine(self) -> str:
        return DEBIAN_NAMES[self.machine]

    @property
    def package(self) -> Path:
        """The package for Debian."""
        return ROOT / "dist" / f"{self.name}_{self.version}_{self.debian_machine}.deb"

    @property
    def licences(self) -> Path:
        """The texts that ``licences.py`` has written for the bundle."""
        return ROOT / "dist" / f"{self.name}-{version()}-linux-{self.machine}-licences.txt"

    @property
    def tarball(self) -> Path:
        """The archive for other distributions."""
        return ROOT / "dist" / f"{self.name}-{self.version}-linux-{self.machine}.tar.xz"


def release(variant: str) -> Release:
    """The release of this checkout: ``full`` with the window, ``cli`` without.

    ``SAFELIGHT_VERSION`` packs it under another version, for trying an upgrade.
    """
    with_window = variant != "cli"
    number = os.environ.get("SAFELIGHT_VERSION") or version()
    name = "safelight" if with_window else "safelight-cli"
    return Release(name, with_window, number, package_time(), platform.machine())


def tightness() -> int:
    """How hard to compress, 0..9: ``SAFELIGHT_XZ``; for trying packages out, 1 takes a fifth of the time."""
    return int(os.environ.get("SAFELIGHT_XZ") or 6)
