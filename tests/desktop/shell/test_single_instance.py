"""A second start hands its files to the first window."""

from __future__ import annotations

import json
import os
import socket
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QDir, QLockFile
from PySide6.QtNetwork import QLocalSocket
from pytestqt.qtbot import QtBot

from desktop.shell import single_instance
from desktop.shell.single_instance import SingleInstance, server_name
from desktop.shell.wish import Wish, wish_of
from tests.desktop.conftest import PATIENCE

ROOT = Path(__file__).resolve().parents[3]
ASK = """
import sys
from PySide6.QtCore import QCoreApplication
from desktop.shell.single_instance import SingleInstance
from desktop.shell.wish import wish_of
app = QCoreApplication([])
sys.exit(0 if SingleInstance(sys.argv[1]).hand_over(wish_of(sys.argv[2:])) else 7)
"""
START = "import sys; from desktop.app import main; sys.exit(main(sys.argv[1:]))"
FIRST = """
import sys
from pathlib import Path
from PySide6.QtCore import QTimer
from desktop.app import main
from desktop.shell.main_window import MainWindow
ready, seen = map(Path, sys.argv[1:])
MainWindow.begin = lambda window, paths, task: ready.touch()
def come_forward(window, paths, task):
    seen.write_text(" ".join([*map(str, paths), task]))
    QTimer.singleShot(0, window.close)
MainWindow.come_forward = come_forward
sys.exit(main([]))
"""


@pytest.fixture
def place(tmp_path: Path) -> str:
    return str(tmp_path / "settings.ini")


@pytest.fixture
def first(qtbot: QtBot, place: str) -> Iterator[SingleInstance]:
    made = SingleInstance(place)
    assert not made.hand_over(Wish())
    yield made
    made.close()
    made.deleteLater()


def start(code: str, *arguments: str, **variables: str) -> subprocess.Popen[bytes]:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), **variables}
    return subprocess.Popen([sys.executable, "-c", code, *arguments], env=environment, cwd=ROOT)


def test_a_second_start_hands_its_files_over(first: SingleInstance, qtbot: QtBot, place: str) -> None:
    asked: list[Wish] = []
    first.asked.connect(asked.append)
    second = start(ASK, place, "--task", "denoise", "pictures/ä b.png", "/tmp/c.png")
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE)
    assert second.returncode == 0
    whole = ROOT / "pictures" / "ä b.png"
    assert asked == [Wish((whole, Path("/tmp/c.png")), "denoise")], "names are whole: it has another folder"


def test_others_settings_are_another_app(first: SingleInstance, qtbot: QtBot, tmp_path: Path) -> None:
    other = SingleInstance(str(tmp_path / "others.ini"))
    assert not other.hand_over(wish_of(["a.png"]))
    other.close()


def test_a_folder_of_ones_own_is_taken_where_there_is_one(
    qtbot: QtBot, place: str, monkeypatch: pytest.MonkeyPatch, tmp_path_factory: pytest.TempPathFactory
) -> None:
    own = tmp_path_factory.mktemp("r")
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(own))
    first = SingleInstance(place)
    assert not first.hand_over(Wish()) and [path.name for path in own.iterdir()] == [Path(first.name).name]
    if sys.platform != "win32":
        assert Path(first.name).stat().st_mode & 0o077 == 0, "nobody else may connect"
    monkeypatch.setenv("XDG_RUNTIME_DIR", str(own / "missing"))
    assert not Path(server_name(place)).is_absolute()
    monkeypatch.setenv("DISPLAY", ":77")
    assert server_name(place) != Path(first.name).name, "another screen is another app"
    first.close()


@pytest.mark.skipif(sys.platform == "win32", reason="pipes end with their process there")
def test_a_socket_left_by_a_crash_is_taken_over(qtbot: QtBot, place: str) -> None:
    left = socket.socket(socket.AF_UNIX)
    left.bind(str(Path(QDir.tempPath()) / server_name(place)))
    left.close()  # the file stays, and nobody listens
    first = SingleInstance(place)
    assert not first.hand_over(Wish())
    asked: list[object] = []
    first.asked.connect(asked.append)
    second = start(ASK, place)
    qtbot.waitUntil(lambda: second.poll() is not None, timeout=PATIENCE)
    assert second.returncode == 0 and asked == [Wish()]
    first.close()


def test_a_window_that_hangs_holds_nobody_up(place: str, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot) -> None:
    first, second = SingleInstance(place), SingleInstance(place)
    assert not first.hand_over(Wish())
    monkeypatch.setattr(single_instance, "ANSWER_MS", 50)  # the first one shares this thread, and cannot answer
    assert not second.hand_over(wish_of(["a.png"]))
    first.close()
    second.close()


@pytest.mark.parametrize("line", [
    b"nonsense\n", b"[]\n", b'{"files": ["relative.png"], "tokens": {}}\n', b'{"files": [1], "tokens": {}}\n',
    b'{"files": 3, "tokens": {}}\n', b'{"files": [], "tokens": {}, "task": "format"}\n',
    json.dumps({"files": []}).encode() + b"\n",
])  # fmt: skip
def test_what_is_not_from_one_of_ours_is_not_heard(first: SingleInstance, qtbot: QtBot, line: bytes) -> None:
    asked: list[object] = []
    first.asked.connect(asked.append)
    stranger = QLocalSocket()
    stranger.connectToServer(first.name)
    assert stranger.waitForConnected(PATIENCE)
    stranger.write(line)
    closed = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: stranger.state() == closed, timeout=PATIENCE)
    assert not asked


def test_endless_talk_is_cut_off(first: SingleInstance, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(single_instance, "MOST_BYTES", 1000)
    stranger = QLocalSocket()
    stranger.connectToServer(first.name)
    assert stranger.waitForConnected(PATIENCE)
    stranger.write(b"a" * 900)
    qtbot.wait(50)
    assert stranger.state() == QLocalSocket.LocalSocketState.ConnectedState
    stranger.write(b"a" * 900)
    closed = QLocalSocket.LocalSocketState.UnconnectedState
    qtbot.waitUntil(lambda: stranger.state() == closed, timeout=PATIENCE)


def test_two_starts_at_once_wait_for_one_another_but_not_for_ever(
    qtbot: QtBot, place: str, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(single_instance, "LOCK_MS", 300)
    lock = QLockFile(str(Path(QDir.tempPath()) / f"{server_name(place)}.lock"))
    assert lock.tryLock(0)
    first = SingleInstance(place)
    began = time.monotonic()
    assert not first.hand_over(Wish())
    assert time.monotonic() - began >= 0.3
    lock.unlock()
    monkeypatch.setattr(single_instance, "LOCK_MS", -1)  # for ever, if the lock were not free
    first.close()
    assert not first.hand_over(Wish())
    first.close()


@pytest.mark.skipif(sys.platform != "linux", reason="settings are moved by a variable of Linux")
def test_two_real_starts_are_one_app(tmp_path: Path, qtbot: QtBot) -> None:
    ready, seen = tmp_path / "ready", tmp_path / "seen"
    variables = {"XDG_CONFIG_HOME": str(tmp_path / "config")}
    processes = [start(FIRST, str(ready), str(seen), **variables)]
    try:
        qtbot.waitUntil(lambda: ready.exists() or processes[0].poll() is not None, timeout=PATIENCE)
        processes.append(start(START, "--task", "compress", "/tmp/a.png", "/tmp/b.png", **variables))
        assert [process.wait(PATIENCE / 1000) for process in reversed(processes)] == [0, 0]
        assert seen.read_text() == "/tmp/a.png /tmp/b.png compress"
    finally:
        for process in processes:
            process.kill()
            process.wait()
