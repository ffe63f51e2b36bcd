"""The version of Safelight, read from the one place that has it. Run: ``python scripts/packaging/version.py``."""

from __future__ import annotations

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]
HOME = ROOT / "engine" / "__init__.py"


def version(home: Path = HOME) -> str:
    """The version, without importing the engine: build scripts run where its packages are not installed.

    Raises:
        SystemExit: if the file does not tell it, once.
    """
    found = re.findall(r'^__version__ = "([^"]+)"$', home.read_text(encoding="utf-8"), re.MULTILINE)
    if len(found) != 1:
        raise SystemExit(f"{home}: expected one line with __version__, found {len(found)}")
    return str(found[0])


if __name__ == "__main__":
    print(version())
