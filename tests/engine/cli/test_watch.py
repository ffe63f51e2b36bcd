"""``safelight watch``, as a real program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from engine.image.picture import Picture
from engine.image.writer import write_picture
from tests.engine.conftest import DrawPhoto

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")


@pytest.fixture
def folder(tmp_path: Path, draw_photo: DrawPhoto) -> Path:
    (tmp_path / "in").mkdir()
    write_picture(Picture(draw_photo(40, 60)), tmp_path / "in" / "a.png")
    return tmp_path / "in"


@pytest.fixture
def started(folder: Path) -> Iterator[list[subprocess.Popen[str]]]:
    processes: list[subprocess.Popen[str]] = []
    yield processes
    for process in processes:
        if process.poll() is None:
            process.kill()
        process.communicate()


def start(folder: Path, started: list[subprocess.Popen[str]], *options: str) -> subprocess.Popen[str]:
    command = [sys.executable, "-m", "engine", "watch", str(folder), str(folder.parent / "out"), "--settle", "0.3"]
    process = subprocess.Popen([*command, *options], stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True)
    started.append(process)
    return process


def wait_for(path: Path) -> None:
    deadline = time.monotonic() + 60
    while not path.exists():
        assert time.monotonic() < deadline
        time.sleep(0.02)


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM])
def test_a_stop_that_was_asked_for_is_no_failure(
    folder: Path, started: list[subprocess.Popen[str]], number: signal.Signals
) -> None:
    process = start(folder, started)
    wait_for(folder.parent / "out" / "a.latent")
    process.send_signal(number)
    printed, error = process.communicate(timeout=60)
    assert (process.returncode, error) == (0, "")
    assert printed.startswith(f"{folder / 'a.png'} -> ") and printed.count("\n") == 1


def test_json_is_an_object_a_line(folder: Path, started: list[subprocess.Popen[str]]) -> None:
    process = start(folder, started, "--json", "--exclude", "no*")
    assert process.stdout is not None
    first = json.loads(process.stdout.readline())
    assert (first["source"], first["state"]) == (str(folder / "a.png"), "done")
    (folder / "not-meant.png").write_bytes(b"no picture")
    (folder / "bad\n.png").write_bytes(b"no picture")
    second = json.loads(process.stdout.readline())
    assert (second["source"], second["state"]) == (str(folder / "bad\n.png"), "failed")
    assert second.keys() == first.keys()
    process.send_signal(signal.SIGINT)
    printed, error = process.communicate(timeout=60)
    assert (process.returncode, printed) == (0, "")
    assert error.startswith(f"safelight: {folder}/bad\\n.png: ") and error.count("\n") == 1
