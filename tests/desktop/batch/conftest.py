"""A folder for batches."""

from __future__ import annotations

from pathlib import Path

import pytest


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Three files of 4,000 bytes, which only a fake engine takes for pictures."""
    made = tmp_path / "photos"
    made.mkdir()
    for name in ("a.png", "b.png", "c.png"):
        (made / name).write_bytes(bytes(4000))
    return made
