"""Pictures that the tests draw themselves, in files too, and a bin to look into."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import numpy as np
import pytest

from engine.image.picture import Picture, Pixels
from engine.image.writer import write_picture

DrawPhoto = Callable[..., Pixels]


def _draw(height: int = 96, width: int = 128, seed: int = 0) -> Pixels:
    """A smooth sky, a few shapes with soft edges and some texture: what codecs meet in photographs."""
    random = np.random.default_rng(seed)
    rows, columns = np.mgrid[0:height, 0:width].astype(np.float64)
    picture = np.stack([120 + 90 * rows / height, 140 + 40 * columns / width, 200 - 80 * rows / height], axis=-1)
    for _ in range(6):
        y, x = random.uniform(0, height), random.uniform(0, width)
        radius = random.uniform(0.08, 0.25) * min(height, width)
        cover = 1 / (1 + np.exp(np.clip(np.hypot(rows - y, columns - x) - radius, -30, 30)))[:, :, None]
        shade = random.uniform(60, 195, 3) + 12 * np.sin(columns / random.uniform(3, 8))[:, :, None]
        picture = cover * shade + (1 - cover) * picture
    return np.clip(np.rint(picture), 0, 255).astype(np.uint8)


@pytest.fixture
def draw_photo() -> DrawPhoto:
    return _draw


@pytest.fixture
def photo() -> Picture:
    return Picture(_draw())


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
