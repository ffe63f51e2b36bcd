"""Ctrl-C and ``kill``, sent to the real program."""

from __future__ import annotations

import json
import os
import signal
import subprocess
import sys
import time
from pathlib import Path

import pytest

from engine.batch.journal import JOURNAL_NAME
from engine.cli import main
from engine.cli.interrupts import cancelled_by_signals
from engine.image.picture import Picture
from engine.image.writer import write_picture
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto

pytestmark = pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")


@pytest.mark.parametrize("number", [signal.SIGINT, signal.SIGTERM, getattr(signal, "SIGHUP", signal.SIGTERM)])
def test_what_is_done_stays_and_nothing_partial(tmp_path: Path, draw_photo: DrawPhoto, number: signal.Signals) -> None:
    pictures, out = tmp_path / "in", tmp_path / "out"
    pictures.mkdir()
    for index in range(40):
        write_picture(Picture(draw_photo(300, 400, index)), pictures / f"{index}.png")
    command = [sys.executable, "-m", "engine", "batch", "compress", str(pictures), str(out), "--json"]
    process = subprocess.Popen(
        command, stderr=subprocess.PIPE, stdout=subprocess.PIPE, text=True, start_new_session=True,
        preexec_fn=lambda: signal.signal(number, signal.SIG_DFL),  # the tests may run under nohup
    )  # fmt: skip
    deadline = time.monotonic() + 60
    while not list(out.glob("*.latent")) and time.monotonic() < deadline:
        time.sleep(0.02)
    os.killpg(process.pid, number)  # as a terminal does, whose workers hear it too
    printed, error = process.communicate(timeout=60)
    assert process.returncode == 128 + number
    assert error == "safelight: interrupted\n"
    made = sorted(path.name for path in out.iterdir() if not path.name.startswith("."))
    assert 0 < len(made) < 40 and all(name.endswith(".latent") for name in made)
    assert [path.name for path in out.iterdir() if path.name.startswith(".")] == [JOURNAL_NAME]
    report = json.loads(printed)
    assert report["counts"]["done"] == len(made) and report["counts"]["cancelled"] == 40 - len(made)
    assert main(["verify", *(str(out / name) for name in made)]) == 0


def test_a_second_signal_does_not_wait() -> None:
    progress = Progress()
    before = signal.getsignal(signal.SIGINT)
    with pytest.raises(KeyboardInterrupt), cancelled_by_signals(progress) as caught:
        os.kill(os.getpid(), signal.SIGINT)
        assert progress.cancelled and caught.number == signal.SIGINT
        os.kill(os.getpid(), signal.SIGINT)
    assert signal.getsignal(signal.SIGINT) is before


def test_nohup_is_heeded() -> None:
    progress = Progress()
    before = signal.signal(signal.SIGHUP, signal.SIG_IGN)
    try:
        with cancelled_by_signals(progress):
            os.kill(os.getpid(), signal.SIGHUP)
        assert not progress.cancelled and signal.getsignal(signal.SIGHUP) is signal.SIG_IGN
    finally:
        signal.signal(signal.SIGHUP, before)
