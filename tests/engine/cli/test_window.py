"""Why the window does not open, in one line."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import pytest

from engine.cli import main, system_libraries, window


def run_gui(**environment: str) -> subprocess.CompletedProcess[str]:
    """``safelight gui`` in a process of its own: Qt aborts the process where it is not stopped in time."""
    unset = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    inherited = {name: value for name, value in os.environ.items() if name not in unset}
    command = [sys.executable, "-m", "engine", "gui"]
    return subprocess.run(command, env={**inherited, **environment}, capture_output=True, text=True, timeout=60)


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="only Linux lacks a screen")
@pytest.mark.parametrize("environment", [{}, {"DISPLAY": ":4711"}])
def test_no_screen_is_one_line(environment: dict[str, str]) -> None:
    result = run_gui(**environment)
    assert result.returncode == 1
    assert result.stderr.startswith("safelight: ") and result.stderr.count("\n") == 1


def test_missing_pyside_is_one_line(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setitem(sys.modules, "desktop.app", None)
    assert main(["gui"]) == 1
    error = capsys.readouterr().err
    assert error.startswith("safelight: the window cannot open: ") and error.count("\n") == 1


@pytest.mark.skipif(not sys.platform.startswith("linux"), reason="Qt brings its libraries elsewhere")
def test_missing_libraries_are_named_by_their_packages(monkeypatch: pytest.MonkeyPatch) -> None:
    libraries = {"libc.so.6": "libc6", "libnonsense.so.9": "libnonsense9"}
    monkeypatch.setattr(system_libraries, "DEBIAN_PACKAGES", libraries)
    assert system_libraries.missing_packages() == ["libnonsense9"]
    assert window._advice() == "; on Debian: sudo apt-get install libnonsense9"


def test_files_and_status_are_passed_on(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    opened: list[list[str]] = []

    class App:
        @staticmethod
        def main(files: list[str]) -> int:
            opened.append(list(files))
            return 3

    monkeypatch.setitem(sys.modules, "desktop.app", App)
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main(["gui", "a.png", "b.latent"]) == 3
    assert main(["gui", "--task", "denoise", "c.png"]) == 3
    assert opened == [["a.png", "b.latent"], ["--task", "denoise", "c.png"]]


def test_a_bundle_has_a_program_for_the_window(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str], tmp_path: Path
) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "executable", str(tmp_path / "safelight"))
    monkeypatch.setenv("QT_QPA_PLATFORM", "offscreen")
    assert main(["gui"]) == 1
    assert "the window is no part of this variant" in capsys.readouterr().err
    program = tmp_path / "Safelight-window"
    program.write_text('#!/bin/sh\necho "$@" >"$0.told"\nexit 5\n')
    program.chmod(0o755)
    assert main(["gui", "--task", "compress", "a b.png"]) == 5
    assert (tmp_path / "Safelight-window.told").read_text() == "--task compress a b.png\n"
