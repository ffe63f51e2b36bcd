"""ONNX Runtime keeps to itself: no identifier, no reports."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[3]
WORK = """
import numpy as np
import engine
engine.compress(engine.Picture(np.zeros((32, 32, 3), np.uint8)))
"""


def files_after(code: str, home: Path) -> list[str]:
    """What a fresh interpreter leaves in an empty home."""
    places = {"HOME": str(home), "XDG_CACHE_HOME": str(home / "cache"), "PYTHONPATH": str(ROOT)}
    env = {key: value for key, value in os.environ.items() if "TELEMETRY" not in key and key not in ("CI", "TF_BUILD")}
    command = [sys.executable, "-B", "-c", code]
    subprocess.run(command, check=True, env=env | places, cwd=home, capture_output=True)
    return sorted(str(path.relative_to(home)) for path in home.rglob("*") if path.is_file())


def test_nothing_is_left_in_the_users_home(tmp_path: Path) -> None:
    assert files_after(WORK, tmp_path) == []


def test_the_test_can_fail(tmp_path: Path) -> None:
    if not files_after("import onnxruntime", tmp_path):
        pytest.skip("this build of ONNX Runtime reports nothing by itself")
    assert any("onnxruntime" in name for name in files_after("import onnxruntime", tmp_path))


@pytest.mark.parametrize("module", ["engine.runtime.session", "engine.pipeline.compress", "engine.training.onnx_file"])
def test_every_way_to_it_opts_out_first(module: str, tmp_path: Path) -> None:
    if module.startswith("engine.training"):
        pytest.importorskip("torch")
    found = files_after(f"import {module}", tmp_path)
    assert not [name for name in found if "onnxruntime" in name.lower()]
