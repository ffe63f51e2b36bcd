"""A small bundle in place of the real one, which takes minutes to make."""

from __future__ import annotations

import shutil
import sys
from collections.abc import Callable
from pathlib import Path

import pytest

if not sys.platform.startswith("linux"):
    collect_ignore_glob = ["test_*.py"]

import release
from release import Release

PROGRAM = '#!/bin/sh\necho "safelight 9.8.7"\n'


@pytest.fixture
def make_release(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Callable[[str], Release]:
    """Releases whose bundle is a script and a library."""
    monkeypatch.setattr(release, "ROOT", tmp_path)
    monkeypatch.setenv("SAFELIGHT_VERSION", "9.8.7")
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")

    def make(variant: str) -> Release:
        made = release.release(variant)
        (made.bundle / "_internal").mkdir(parents=True)
        for name in ("safelight", *(["Safelight-window"] if made.with_window else [])):
            (made.bundle / name).write_text(PROGRAM)
            (made.bundle / name).chmod(0o755)
        shutil.copy(Path(sys.executable).resolve(), made.bundle / "_internal" / "library.so")
        (made.bundle / "_internal" / "link.so").symlink_to("library.so")
        return made

    return make
