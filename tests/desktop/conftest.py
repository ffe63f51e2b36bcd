"""The real window on a fake engine, and a watch for whatever it leaves behind."""

from __future__ import annotations

import gc
import os
from collections.abc import Callable, Iterator
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from PySide6.QtCore import QSettings, QThreadPool, QTimer
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot
from shiboken6 import isValid

import engine
from desktop import app as desktop_app
from desktop import dialogs
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from tests.desktop.fakes import FakeEngine, FakeJobs, drawn_picture, write_png

PATIENCE = 60_000  # ms: a test waits for what must happen, never for a time to pass


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    """A store of its own, in English whatever the machine speaks."""
    made = Settings(QSettings(str(tmp_path / "settings.ini"), QSettings.Format.IniFormat))
    made.language = "en"
    return made


@pytest.fixture
def fake(monkeypatch: pytest.MonkeyPatch) -> FakeEngine:
    """The engine's verbs replaced."""
    made = FakeEngine()
    for verb in ("read_picture", "compress", "reconstruct", "denoise", "estimate_noise", "inspect", "read_metadata"):
        monkeypatch.setattr(engine, verb, getattr(made, verb), raising=False)
    monkeypatch.setattr(engine, "CompressPreview", made.preview, raising=False)
    return made


@pytest.fixture
def fake_jobs(monkeypatch: pytest.MonkeyPatch) -> FakeJobs:
    """The engine's batches replaced."""
    made = FakeJobs()
    monkeypatch.setattr("engine.batch.planning.plan_paths", made.plan_paths)
    monkeypatch.setattr("engine.batch.journal.past_outcomes", made.past_outcomes)
    monkeypatch.setattr("engine.batch.run.run_batch", made.run_batch)
    return made


@pytest.fixture
def make_window(
    qapp: QApplication, qtbot: QtBot, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> Iterator[Callable[[], MainWindow]]:
    """Makes windows, and fails the test if one of them leaves a thread, a timer or a widget behind."""
    before = set(QApplication.topLevelWidgets())
    windows: list[MainWindow] = []

    def make() -> MainWindow:
        window = desktop_app.build(settings).window
        windows.append(window)
        window.show()
        qtbot.waitExposed(window)
        return window

    yield make
    monkeypatch.setattr(dialogs, "_agree", lambda *_: True)  # a test that failed may have left work going on
    while windows:
        _end(windows.pop(), qtbot)
    gc.collect()
    left = [widget for widget in QApplication.topLevelWidgets() if widget not in before]
    assert not left, f"widgets left behind: {left}"
    assert QThreadPool.globalInstance().activeThreadCount() == 0


def _end(window: MainWindow, qtbot: QtBot) -> None:
    """Close a window as a person would, and look at what is still going on in it."""
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert not window.runner.is_busy
    qtbot.waitUntil(lambda: window.runner.thread_count == 0, timeout=PATIENCE)  # the last one has told, and is ending
    ticking = [timer for timer in window.findChildren(QTimer) if timer.isActive()]
    assert not ticking, f"timers still ticking: {[timer.parent() for timer in ticking]}"
    window.deleteLater()
    qtbot.waitUntil(lambda: not isValid(window), timeout=PATIENCE)


@pytest.fixture
def window(make_window: Callable[[], MainWindow]) -> MainWindow:
    """The real main window, shown."""
    return make_window()


@pytest.fixture
def png(tmp_path: Path) -> Path:
    """A picture file."""
    return write_png(tmp_path / "photo.png", drawn_picture())
