"""``train`` and ``family`` are another process; without torch they say what to do."""

from __future__ import annotations

import importlib.util
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.cli import main, train

STUB = "import sys, json; print(json.dumps(sys.argv[1:])); sys.exit(3)"


@pytest.fixture
def stub(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> Path:
    """A module in place of the training's own."""
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: object())
    monkeypatch.setenv("PYTHONPATH", str(tmp_path))
    monkeypatch.setattr(train, "MODULE", "stub_of_training")
    path = tmp_path / "stub_of_training.py"
    path.write_text(STUB, encoding="utf-8")
    return path


def test_everything_is_passed_on_and_the_exit_code_back(stub: Path, capfd: pytest.CaptureFixture[str]) -> None:
    assert main(["train", "basic", "--data", "x y", "--json", "-o", "--help"]) == 3
    assert main(["family", "--help"]) == 3
    lines = capfd.readouterr().out.splitlines()
    assert lines == ['["train", "basic", "--data", "x y", "--json", "-o", "--help"]', '["--help"]']


def test_without_torch_it_says_what_to_install(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(importlib.util, "find_spec", lambda name: None if name == "torch" else object())
    assert main(["train", "basic"]) == 1
    told = capsys.readouterr().err
    assert "training needs torch: " in told and "safelight[training]" in told and "Traceback" not in told


def test_the_installed_app_says_that_it_cannot(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    assert main(["family", "recipes"]) == 1
    assert "the installed app does not contain" in capsys.readouterr().err


@pytest.mark.skipif(sys.platform == "win32", reason="Windows has no SIGTERM to pass on")
def test_a_child_that_is_asked_to_stop_is_waited_for(stub: Path, tmp_path: Path) -> None:
    ready, tidied = tmp_path / "ready", tmp_path / "tidied"
    stub.write_text(
        "import pathlib, signal, sys, time\n"
        f"def tidy(*_): time.sleep(0.3); pathlib.Path({str(tidied)!r}).touch(); sys.exit(0)\n"
        "signal.signal(signal.SIGTERM, tidy)\n"
        f"pathlib.Path({str(ready)!r}).touch()\ntime.sleep(60)\n",
        encoding="utf-8",
    )
    code = "import sys; from engine.cli import train; train.check_installed = lambda: None\n"
    code += "train.MODULE = 'stub_of_training'; sys.exit(train.run_family([]))"
    root = Path(__file__).resolve().parents[3]
    paths = os.pathsep.join([str(tmp_path), str(root)])
    process = subprocess.Popen([sys.executable, "-c", code], env=os.environ | {"PYTHONPATH": paths})
    for _ in range(600):
        if ready.exists():
            break
        time.sleep(0.05)
    process.send_signal(signal.SIGTERM)
    assert process.wait(30) == 0
    assert tidied.exists()
