"""Whole batches against disks that are full, become so, or may not be written."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.image.picture import Picture
from engine.image.writer import write_picture
from tests.engine.conftest import DrawPhoto
from tests.engine.disks import small_disk

ROOT = Path(__file__).parents[3]
FILES = 12


@pytest.fixture
def pictures(tmp_path: Path, draw_photo: DrawPhoto) -> Path:
    folder = tmp_path / "in"
    folder.mkdir()
    for number in range(FILES):
        write_picture(Picture(draw_photo(160, 200, number)), folder / f"{number:02}.png")
    return folder


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    """Room for some of the outputs."""
    with small_disk(tmp_path / "disk", "24k") as made:
        yield made


def batch(source: Path, out: Path, *options: str) -> tuple[int, dict[str, object], str]:
    """Exit code, JSON and standard error of a batch."""
    command = [sys.executable, "-m", "engine", "batch", "compress", str(source), str(out), "--json", *options]
    done = subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)
    return done.returncode, json.loads(done.stdout), done.stderr


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.rglob("*"))


@pytest.mark.parametrize("workers", ["1", "2"])
def test_a_disk_that_fills_up_fails_files_and_not_the_batch(pictures: Path, disk: Path, workers: str) -> None:
    code, found, errors = batch(pictures, disk, "--quality", "90", "--workers", workers)
    counts = found["counts"]
    assert isinstance(counts, dict)
    assert code == 1 and counts["done"] > 0 and counts["failed"] > 0
    assert counts["done"] + counts["failed"] == FILES
    lines = errors.splitlines()
    assert len(lines) == counts["failed"] and all(line.endswith("the disk is full") for line in lines), errors
    assert len([name for name in names(disk) if name.endswith(".latent")]) == counts["done"]
    assert not [name for name in names(disk) if name.endswith(".safelight-tmp")]
    # With room made, the same command does the rest.
    subprocess.run(["mount", "-o", "remount,size=4m", str(disk)], check=True)
    code, found, errors = batch(pictures, disk, "--quality", "90", "--workers", workers)
    assert (code, errors) == (0, "")
    assert names(disk) == [f"{number:02}.latent" for number in range(FILES)]


def test_a_disk_that_may_not_be_written(pictures: Path, disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    code, _, errors = batch(pictures, disk)
    assert code == 1 and len(errors.splitlines()) == FILES
    assert all("read-only" in line or "no permission" in line for line in errors.splitlines()), errors
    assert names(disk) == []
    assert sorted(path.name for path in pictures.iterdir()) == [f"{number:02}.png" for number in range(FILES)]
