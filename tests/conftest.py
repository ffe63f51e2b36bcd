"""Set up before any test module is imported: no screen, and none of the models of whoever runs the tests."""

from __future__ import annotations

import gc
import os
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
os.environ.setdefault("OMP_WAIT_POLICY", "PASSIVE")  # as training has it: other programs want the cores too
os.environ["SAFELIGHT_MODELS"] = str(Path(tempfile.gettempdir()) / "safelight-tests-have-none")  # whoever runs them may


@pytest.fixture(scope="session", autouse=True)
def quick_collections() -> Iterator[None]:
    """Python's collector passes over what was imported before the first test: hundreds of tests ask it to look."""
    gc.collect()
    gc.freeze()
    yield
    gc.unfreeze()


@pytest.fixture
def own_home(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    """The folder for models of one's own, which is not there yet."""
    home = tmp_path / "own models"
    monkeypatch.setenv("SAFELIGHT_MODELS", str(home))
    return home
