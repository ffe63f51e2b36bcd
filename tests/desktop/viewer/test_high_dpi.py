"""On screens with several device pixels in a logical one, or one and a half, nothing is left behind by short paints."""

from __future__ import annotations

import json
import os
import subprocess
import sys
from pathlib import Path

import pytest

from desktop.viewer.compare_view import CompareMode


@pytest.mark.parametrize("ratio", [1.25, 1.5, 2.0])
def test_what_was_moved_is_what_would_be_painted(ratio: float) -> None:
    root = Path(__file__).parents[3]
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "QT_SCALE_FACTOR": str(ratio), "PYTHONPATH": str(root)}
    command = [sys.executable, str(Path(__file__).with_name("high_dpi_worker.py"))]
    found = json.loads(subprocess.check_output(command, env=environment, cwd=root, text=True, timeout=120))
    assert found["ratio"] == ratio
    assert set(found["apart"]) == {mode.value for mode in CompareMode}
    assert max(found["apart"].values()) <= 3, found
