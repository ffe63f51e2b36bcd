"""Pictures in files, and a bin to look into."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

from engine.image.picture import Picture
from engine.image.writer import write_picture
from tests.engine.conftest import DrawPhoto


@pytest.fixture
def photo_file(tmp_path: Path, draw_photo: DrawPhoto) -> Path:
    path = tmp_path / "in" / "a.png"
    path.parent.mkdir()
    write_picture(Picture(draw_photo(40, 60)), path)
    return path


@pytest.fixture
def tiny(tmp_path: Path) -> Path:
    """A picture that no codec makes smaller than its PNG."""
    path = tmp_path / "in" / "tiny.png"
    path.parent.mkdir(exist_ok=True)
    write_picture(Picture(np.full((1, 1, 3), 90, np.uint8)), path)
    return path


@pytest.fixture
def bin_contents(monkeypatch: pytest.MonkeyPatch) -> list[Path]:
    """What has been moved to the bin, in place of which it is deleted."""
    moved: list[Path] = []

    def bin_it(path: Path) -> None:
        moved.append(Path(path))
        Path(path).unlink()

    monkeypatch.setattr("send2trash.send2trash", bin_it)
    return moved
