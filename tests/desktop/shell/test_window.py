"""The window as a whole: what it remembers, themes, keys, names for screen readers, and the pin of Qt."""

from __future__ import annotations

import os
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QObject, QSettings, QSize, Qt, Signal
from pytestqt.qtbot import QtBot

import engine
from desktop.app import main
from desktop.look.theme import DARK, LIGHT, theme_of
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from desktop.viewer.compare_view import CompareMode
from engine.errors import SafelightError
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine

ROOT = Path(__file__).resolve().parents[3]


def test_size_is_remembered(make_window: Callable[[], MainWindow], qtbot: QtBot) -> None:
    first = make_window()
    first.resize(760, 700)  # smaller than the screen of the tests, to which a window is fitted
    first.close()
    qtbot.waitUntil(lambda: not first.isVisible(), timeout=PATIENCE)
    assert make_window().size() == QSize(760, 700)


def test_mode_and_sliders_are_remembered(make_window: Callable[[], MainWindow], qtbot: QtBot) -> None:
    first = make_window()
    first.picture.set_mode(CompareMode.WIPE)
    first.picture.controls.compress.quality.set_value(77)
    first.close()
    qtbot.waitUntil(lambda: not first.isVisible(), timeout=PATIENCE)
    second = make_window()
    assert second.picture.view.mode is CompareMode.WIPE
    assert second.picture.controls.compress.quality.value == 77


def test_noise_and_goals_are_remembered_by_each_page(
    make_window: Callable[[], MainWindow], settings: Settings, qtbot: QtBot
) -> None:
    first = make_window()
    pages = (first.picture.controls.compress, first.batch.form)
    assert [page.quality.goal.choice for page in pages] == ["quality", "quality"]
    first.picture.controls.compress.noise.set_value(22)
    first.batch.form.quality.aim("size")
    first.batch.form.quality.size_box.setValue(35)
    first.close()
    qtbot.waitUntil(lambda: not first.isVisible(), timeout=PATIENCE)
    second = make_window()
    compress = second.picture.controls.compress
    assert compress.noise.value == 22 and compress.quality.target is None
    assert second.batch.form.noise.value == 22 and second.batch.form.quality.target == 35
    second.batch.form.quality.aim("quality")
    second.picture.controls.compress.quality.aim("size")
    second.close()
    qtbot.waitUntil(lambda: not second.isVisible(), timeout=PATIENCE)
    third = make_window()
    assert third.batch.form.quality.target is None and third.picture.controls.compress.quality.target is not None


def test_damaged_settings_read_as_defaults(tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "bad.ini"), QSettings.Format.IniFormat)
    damaged = {"language": "xx", "theme": 5, "quality": "high", "compare_mode": "?", "layout/window": 1}
    damaged |= {"noise": "much", "goal/batch": "speed", "target_percent": 0, "threads": "all", "page": 17, "recent": 3}
    for key, value in damaged.items():
        store.setValue(key, value)
    settings = Settings(store)
    assert (settings.language, settings.theme, settings.quality) == ("system", "system", 50)
    assert (settings.noise, settings.goal("batch"), settings.target_percent) == (0, "quality", 1)
    assert (settings.threads, settings.page, settings.recent) == (0, 3, [Path("3")])
    assert settings.compare_mode is CompareMode.SIDE and settings.layout("window").isEmpty()


def test_the_theme_is_switched_at_once_and_remembered(window: MainWindow, settings: Settings) -> None:
    window.menus.themes["light"].trigger()
    assert theme_of(window.picture.view) == LIGHT and settings.theme == "light"
    window.menus.themes["dark"].trigger()
    assert theme_of(window.picture.view) == DARK


def test_keys_reach_the_viewer(window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path) -> None:
    view = window.picture.view
    with qtbot.waitSignal(window.picture.session.answered, timeout=PATIENCE):
        window.open_paths([png])
    qtbot.keyClick(window, Qt.Key.Key_1, Qt.KeyboardModifier.ControlModifier)
    assert view.viewport.scale == 1.0
    qtbot.keyClick(window, Qt.Key.Key_W)
    assert view.mode is CompareMode.WIPE and window.picture.bar.wipe.isChecked()
    qtbot.keyClick(window, Qt.Key.Key_2, Qt.KeyboardModifier.AltModifier)
    assert window.pages.currentWidget() is window.batch


def test_the_provider_is_shown_with_its_reason(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    report = engine.ProviderReport("CPU", "no CUDA device")
    monkeypatch.setattr(engine, "provider_report", lambda: report)
    monkeypatch.setattr(engine, "installed_models", lambda: [])
    window.look_at_engine()
    qtbot.waitUntil(lambda: bool(window.provider.text()), timeout=PATIENCE)
    assert window.provider.text() == "CPU" and window.provider.toolTip() == "no CUDA device"


def test_no_screen_is_told_in_one_line(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "platform", "linux")
    for place in ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM"):
        monkeypatch.delenv(place, raising=False)
    with pytest.raises(SafelightError, match="no screen"):
        main([])


@pytest.mark.skipif(sys.platform != "linux", reason="elsewhere there always is a screen")
def test_the_program_itself_ends_with_that_line() -> None:
    places = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    environment = {name: value for name, value in os.environ.items() if name not in places}
    command = [sys.executable, "-m", "desktop"]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 1
    assert done.stderr.startswith("safelight: there is no screen") and len(done.stderr.splitlines()) == 1


class _Emitter(QObject):
    fired = Signal(object)


def test_signals_do_not_eat_references(qtbot: QtBot) -> None:
    """PySide6 6.12.0 frees True a little with every emit, until a Python before 3.12 falls over: hence the pin."""
    emitter = _Emitter()
    before = sys.getrefcount(True)
    for _ in range(200):
        emitter.fired.emit(1)
    assert sys.getrefcount(True) > before - 100
