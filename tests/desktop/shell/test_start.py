"""The window is there before what is heavy, and rests when nothing happens."""

from __future__ import annotations

import os
import subprocess
import sys
import threading
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSettings, QTimer
from pytestqt.qtbot import QtBot

from desktop import dialogs
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from desktop.widgets.drop_zone import DropZone
from desktop.work.task_runner import Handlers, Operation
from engine.progress import Progress
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine, wait_at

ROOT = Path(__file__).resolve().parents[3]
HEAVY = (
    "numpy",
    "PIL",
    "onnxruntime",
    "psutil",
    "imagecodecs",
    "engine.batch.run",
    "engine.pipeline",
    "desktop.picture.page",
)
PAINT = f"""
import sys
from PySide6.QtCore import QSettings
from desktop import app
from desktop.settings import Settings
made = app.build(Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat)))
made.window.show()
made.application.processEvents()
assert not made.window.grab().isNull()
print([name for name in {HEAVY!r} if name in sys.modules])
"""


@pytest.mark.parametrize("page", [0, 1, 2])
def test_nothing_heavy_is_loaded_before_the_first_paint(tmp_path: Path, page: int) -> None:
    place = tmp_path / "settings.ini"
    settings = Settings(QSettings(str(place), QSettings.Format.IniFormat))
    settings.page = page
    settings.sync()
    environment = {**os.environ, "QT_QPA_PLATFORM": "offscreen", "PYTHONPATH": str(ROOT)}
    command = [sys.executable, "-c", PAINT, str(place)]
    done = subprocess.run(command, env=environment, cwd=ROOT, capture_output=True, text=True, timeout=120)
    assert done.returncode == 0, done.stderr
    assert done.stdout.strip() == "[]"


def test_the_rest_is_loaded_after_it_and_the_files_are_opened(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    assert not window.pages.is_made(0) and window.pages.currentWidget() is window.pages.welcome
    window.begin([png])
    window.update()
    qtbot.waitUntil(lambda: window.pages.is_made(0), timeout=PATIENCE)
    qtbot.waitUntil(lambda: window.picture.session.document is not None, timeout=PATIENCE)
    qtbot.waitUntil(lambda: bool(window.provider.text()), timeout=PATIENCE)
    assert window.pages.currentWidget() is window.picture


def test_a_stopped_batch_is_taken_up_after_the_start(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.batch.page import BatchPage

    resumed: list[BatchPage] = []
    monkeypatch.setattr(BatchPage, "resume_last", lambda page: resumed.append(page))
    window.begin([])
    window.update()
    qtbot.waitUntil(lambda: resumed == [window.batch], timeout=PATIENCE)


def test_the_invitation_is_that_of_the_picture_page(window: MainWindow) -> None:
    def seen(zone: DropZone) -> list[str]:
        links = [zone.button.text(), zone.sample.text() if zone.sample.isVisibleTo(zone) else "no link"]
        return [zone.headline.text(), zone.detail.text(), *links, *(hint.text() for hint in zone.hints)]

    before = seen(window.pages.welcome)
    assert window.pages.welcome.hasFocus() and "no link" not in before
    assert before == seen(window.picture.empty), "nothing changes under the eye when the page takes its place"
    assert window.picture.empty.hasFocus()


def test_the_sample_is_opened_before_there_is_a_page(window: MainWindow, fake: FakeEngine, qtbot: QtBot) -> None:
    window.pages.welcome.sample.click()
    qtbot.waitUntil(lambda: window.picture.session.document is not None, timeout=PATIENCE)
    assert window.picture.bar.name.text() == "lighthouse.jpg"


def test_the_invitation_can_be_followed_at_once(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    asked: list[Path] = []
    monkeypatch.setattr(dialogs, "ask_open", lambda _, folder: asked.append(folder) or [])
    window.pages.welcome.button.click()
    assert len(asked) == 1


@pytest.mark.parametrize("index", [0, 1, 2])
def test_the_last_page_is_remembered(
    make_window: Callable[[], MainWindow], settings: Settings, qtbot: QtBot, index: int
) -> None:
    first = make_window()
    first.show_page(index)
    first.close()
    qtbot.waitUntil(lambda: not first.isVisible(), timeout=PATIENCE)
    second = make_window()
    assert second.pages.index == index and second.sidebar.buttons[index].isChecked()
    assert second.menus.pages[index].isChecked()
    second.begin([])
    second.update()
    qtbot.waitUntil(lambda: second.pages.is_made(index) and not second.runner.is_busy, timeout=PATIENCE)
    assert second.pages.currentWidget() is second.pages.page(index)


def test_a_window_at_rest_has_no_timer_that_ticks(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    window.begin([png])
    window.update()
    qtbot.waitUntil(lambda: window.pages.is_made(1) and not window.runner.is_busy, timeout=PATIENCE)
    for index in (2, 1, 0):
        window.show_page(index)

    def ticking() -> list[QTimer]:
        return [timer for timer in window.findChildren(QTimer) if timer.isActive() and not timer.isSingleShot()]

    qtbot.waitUntil(lambda: not window.runner.is_busy and not ticking(), timeout=PATIENCE)


def test_closing_before_the_rest_is_loaded_is_a_clean_end(window: MainWindow) -> None:
    window.begin([])
    window.update()  # closed by the fixture, which looks for what is left


def test_the_side_panel_and_the_full_screen_are_switched(
    make_window: Callable[[], MainWindow], fake: FakeEngine, qtbot: QtBot, png: Path, settings: Settings
) -> None:
    window = make_window()
    with qtbot.waitSignal(window.picture.session.opened, timeout=PATIENCE):
        window.open_paths([png])
    window.menus.side_panel.trigger()
    assert not window.picture.controls.isVisible()
    window.menus.full_screen.trigger()
    assert window.isFullScreen()
    window.menus.full_screen.trigger()
    assert not window.isFullScreen()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert settings.side_panel is False
    assert not make_window().picture.controls.isVisibleTo(None)


def test_the_menu_drives_the_picture_page(window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path) -> None:
    with qtbot.waitSignal(window.picture.session.opened, timeout=PATIENCE):
        window.open_paths([png])
    view, menus = window.picture.view, window.menus
    for name, action in menus.modes.items():
        action.trigger()
        assert view.mode.value == name
    menus.double.trigger()
    assert view.viewport.scale == 2.0
    menus.loupe.trigger()
    assert window.picture.bar.loupe.isChecked()
    window.picture.bar.loupe.click()
    assert not menus.loupe.isChecked()
    menus.close.trigger()
    assert window.picture.session.document is None and window.picture.empty.isVisible()


def test_closing_stops_whatever_is_under_way(window: MainWindow, qtbot: QtBot) -> None:
    gate = threading.Event()  # never opened
    started = threading.Event()

    def run(progress: Progress) -> None:
        started.set()
        wait_at(gate, progress)

    window.runner.start("something new", Operation(run), Handlers[None]())
    qtbot.waitUntil(started.is_set, timeout=PATIENCE)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)


def test_a_running_batch_is_asked_about(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    from desktop.batch.page import BatchPage

    answers = [False, True]
    window.show_page(1)
    with monkeypatch.context() as patch:
        patch.setattr(BatchPage, "is_running", property(lambda _: True))
        patch.setattr(dialogs, "agree_to_stop", lambda _: answers.pop(0))
        window.close()
        assert window.isVisible() and window.isEnabled() and answers == [True]
        window.close()
    assert answers == []


def test_an_unfinished_batch_is_shown_unless_a_picture_is(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    window.batch.offered.emit()
    assert window.pages.currentWidget() is window.batch
    window.show_page(0)
    window.open_paths([png])
    qtbot.waitUntil(lambda: window.picture.session.document is not None, timeout=PATIENCE)
    window.batch.offered.emit()
    assert window.pages.currentWidget() is window.picture
    assert "unfinished batch" in window.statusBar().currentMessage()
