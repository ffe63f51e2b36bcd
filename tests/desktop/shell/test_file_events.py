"""Files that the system asks a running app to open, as Finder does."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.shell.file_events import FileEvents
from desktop.shell.main_window import MainWindow
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine

ROOT = Path(__file__).resolve().parents[3]
RUNNING = """
import sys
from PySide6.QtCore import QTimer, QUrl
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication
from desktop.app import main
from desktop.shell.main_window import MainWindow
def come_forward(window, paths, task=""):
    print(*paths)
    QTimer.singleShot(0, window.close)
MainWindow.come_forward = come_forward
MainWindow.begin = lambda window, *_: QTimer.singleShot(
    0, lambda: QApplication.sendEvent(QApplication.instance(), QFileOpenEvent(QUrl.fromLocalFile(sys.argv[1])))
)
sys.exit(main([]))
"""


@pytest.fixture
def events(qapp: QApplication) -> Iterator[FileEvents]:
    made = FileEvents(qapp)
    yield made
    qapp.removeEventFilter(made)
    made.deleteLater()


def ask(application: QApplication, path: Path) -> None:
    QApplication.sendEvent(application, QFileOpenEvent(QUrl.fromLocalFile(str(path))))


def test_files_chosen_together_are_opened_together(events: FileEvents, qapp: QApplication, qtbot: QtBot) -> None:
    asked: list[list[Path]] = []
    events.asked.connect(asked.append)
    for name in ("ä b.png", "c.latent", "ä b.png"):
        ask(qapp, Path("/pictures") / name)
    qtbot.waitUntil(lambda: bool(asked), timeout=PATIENCE)
    ask(qapp, Path("/pictures/later.png"))
    qtbot.waitUntil(lambda: len(asked) == 2, timeout=PATIENCE)
    assert asked == [[Path("/pictures/ä b.png"), Path("/pictures/c.latent")], [Path("/pictures/later.png")]]


def test_an_address_that_is_no_file_is_left_to_others(events: FileEvents, qapp: QApplication, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(events.asked, wait=200):
        QApplication.sendEvent(qapp, QFileOpenEvent(QUrl("https://example.org/a.png")))


def test_the_window_opens_it(
    events: FileEvents, fake: FakeEngine, window: MainWindow, qapp: QApplication, qtbot: QtBot, png: Path
) -> None:
    events.asked.connect(window.come_forward)
    ask(qapp, png)
    qtbot.waitUntil(lambda: window.picture.session.document is not None, timeout=PATIENCE)


def test_the_app_listens(tmp_path: Path) -> None:
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT), "HOME": str(tmp_path)}
    environment |= {"XDG_CONFIG_HOME": str(tmp_path), "XDG_RUNTIME_DIR": str(tmp_path)}
    call = [sys.executable, "-c", RUNNING, "/pictures/one.png"]
    done = subprocess.run(call, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "/pictures/one.png"
