"""Recent files: the newest first, each once, only what is still there."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QSettings
from pytestqt.qtbot import QtBot

from desktop.settings import MOST_RECENT, Settings
from desktop.shell.main_window import MainWindow
from desktop.shell.recent import RecentMenu
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine, drawn_picture, write_png


def listed(menu: RecentMenu) -> list[str]:
    return [action.text() for action in menu.actions() if action is not menu.clear_list and not action.isSeparator()]


def test_what_was_opened_is_listed_and_opened_again(
    make_window: Callable[[], MainWindow], fake: FakeEngine, qtbot: QtBot, tmp_path: Path
) -> None:
    first, second = (write_png(tmp_path / name, drawn_picture()) for name in ("a&b.png", "c.png"))
    window = make_window()
    for path in (first, second, first):
        with qtbot.waitSignal(window.picture.session.opened, timeout=PATIENCE):
            window.open_paths([path])
    assert listed(window.recent) == ["a&&b.png", "c.png"]
    window.recent.actions()[1].trigger()
    qtbot.waitUntil(lambda: window.picture.bar.name.text() == "c.png", timeout=PATIENCE)
    assert listed(window.recent)[0] == "c.png"
    window.recent.clear_list.trigger()
    assert listed(window.recent) == [] and not window.recent.menuAction().isEnabled()


def test_only_what_is_still_there_is_shown(window: MainWindow, settings: Settings, qtbot: QtBot, png: Path) -> None:
    settings.recent = [png.with_name("gone.png"), png]
    window.recent.look()
    qtbot.waitUntil(lambda: listed(window.recent) == [png.name], timeout=PATIENCE)
    assert settings.recent == [png.with_name("gone.png"), png], "a disk that is away may come back"


def test_files_of_one_name_are_told_apart(window: MainWindow, tmp_path: Path) -> None:
    for folder in ("north", "south"):
        window.recent.add(tmp_path / folder / "x.png")
    assert listed(window.recent) == ["x.png   (south)", "x.png   (north)"]


def test_what_could_not_be_opened_and_the_sample_are_not_recent(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, tmp_path: Path, settings: Settings
) -> None:
    bad = tmp_path / "bad.png"
    bad.write_bytes(b"no picture")
    window.open_paths([bad])
    qtbot.waitUntil(window.picture.banner.isVisible, timeout=PATIENCE)
    with qtbot.waitSignal(window.picture.session.opened, timeout=PATIENCE):
        window.picture.empty.sample.click()
    assert window.picture.bar.name.text() == "lighthouse.jpg"
    assert settings.recent == []


def test_the_list_is_no_longer_than_it_may_be(tmp_path: Path) -> None:
    store = QSettings(str(tmp_path / "s.ini"), QSettings.Format.IniFormat)
    settings = Settings(store)
    assert settings.recent == []
    settings.recent = [tmp_path / str(number) for number in range(40)]
    assert settings.recent == [tmp_path / str(number) for number in range(MOST_RECENT)]
    settings.recent = [tmp_path / "one"]
    settings.sync()
    assert Settings(QSettings(store.fileName(), QSettings.Format.IniFormat)).recent == [tmp_path / "one"]
