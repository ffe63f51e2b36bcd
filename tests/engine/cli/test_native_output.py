"""A damaged TIFF costs one line on standard error, whatever libtiff has to say about it."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PIL import Image

ROOT = Path(__file__).parents[3]


@pytest.fixture
def damaged(tmp_path: Path) -> Path:
    """A fax-coded page with a few bytes overwritten, which libtiff complains about and reads on."""
    path = tmp_path / "page.tif"
    noise = np.random.default_rng(0).integers(0, 2, (200, 200), dtype=np.uint8) * 255
    Image.fromarray(noise).convert("1").save(path, compression="group4")
    data = bytearray(path.read_bytes())
    middle = len(data) // 2
    data[middle : middle + 300] = b"\xff" * 300
    path.write_bytes(data)
    return path


def run(*arguments: str) -> subprocess.CompletedProcess[str]:
    command = [sys.executable, "-m", "engine", *arguments]
    return subprocess.run(command, capture_output=True, text=True, cwd=ROOT, check=False)


def test_libraries_are_not_heard(damaged: Path, tmp_path: Path) -> None:
    done = run("compress", str(damaged), "-o", str(tmp_path / "page.latent"))
    assert all(line.startswith("safelight: ") for line in done.stderr.splitlines()), done.stderr
    assert len(done.stderr.splitlines()) <= 1


def test_debugging_hears_them(damaged: Path, tmp_path: Path) -> None:
    done = run("compress", str(damaged), "-o", str(tmp_path / "page.latent"), "--debug")
    assert "Fax4Decode" in done.stderr


def test_workers_are_not_heard_either(damaged: Path, tmp_path: Path) -> None:
    folder = tmp_path / "in"
    folder.mkdir()
    for name in "abcd":
        (folder / f"{name}.tif").write_bytes(damaged.read_bytes())
    done = run("batch", "compress", str(folder), str(tmp_path / "out"), "--workers", "2")
    assert all(line.startswith("safelight: ") for line in done.stderr.splitlines()), done.stderr
