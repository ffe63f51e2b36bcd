"""The version stands in one place."""

from __future__ import annotations

import re
import subprocess
import sys
from pathlib import Path

import pytest
from version import HOME, version

import engine

ROOT = Path(__file__).resolve().parents[2]
PLACES = ("engine", "desktop", "scripts", "assets/installer", "tests", "docs", ".github", ".ci")
SUFFIXES = {
    "",
    ".py",
    ".toml",
    ".md",
    ".txt",
    ".in",
    ".spec",
    ".nsi",
    ".iss",
    ".plist",
    ".yml",
    ".yaml",
    ".xml",
    ".desktop",
    ".sh",
}


def test_it_is_the_engines() -> None:
    assert version() == engine.__version__


def test_build_scripts_can_ask_without_any_package() -> None:
    command = [sys.executable, "-I", "-S", str(ROOT / "scripts" / "packaging" / "version.py")]
    assert subprocess.run(command, capture_output=True, text=True, check=True).stdout == f"{engine.__version__}\n"


def test_no_other_file_repeats_it() -> None:
    pattern = re.compile(rf"(?<![\d.])(?<![<>=~!]=){re.escape(engine.__version__)}(?![\d.])")
    files = [
        path for place in PLACES for path in (ROOT / place).rglob("*") if path.suffix in SUFFIXES and path.is_file()
    ]
    files += [path for path in ROOT.iterdir() if path.suffix in SUFFIXES and path.is_file()]
    assert HOME in files and ROOT / "README.md" in files
    found = [
        path for path in files if path.name != "CHANGELOG.md" and pattern.search(path.read_text("utf-8", "ignore"))
    ]
    assert found == [HOME]


@pytest.mark.parametrize("text", ["", '__version__ = "1"\n__version__ = "2"\n'])
def test_a_file_that_does_not_tell_it_once_is_refused(text: str, tmp_path: Path) -> None:
    home = tmp_path / "__init__.py"
    home.write_text(text)
    with pytest.raises(SystemExit, match="expected one line"):
        version(home)
