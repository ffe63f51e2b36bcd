"""Everything that can be dropped or pasted finds its page."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QColor, QDragEnterEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from desktop.shell.drops import MANY_FILES, sort_paths
from desktop.shell.main_window import MainWindow
from desktop.work.task_runner import TaskProgress
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine

NOTHING = Qt.KeyboardModifier.NoModifier


@pytest.fixture
def taken(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> dict[str, list[object]]:
    """What reaches the pages, which open nothing."""
    found: dict[str, list[object]] = {"pictures": [], "batch": [], "image": []}
    monkeypatch.setattr(window.picture, "open_files", found["pictures"].extend)
    monkeypatch.setattr(window.picture, "paste", found["image"].append)
    monkeypatch.setattr(window.batch, "take_paths", found["batch"].extend)
    return found


def of_files(*paths: Path) -> QMimeData:
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    return data


def drag(window: MainWindow, data: QMimeData, *, drop: bool = True) -> bool:
    """Drag something over the window, and let go where that is allowed."""
    place, left, copy = QPointF(300, 300), Qt.MouseButton.LeftButton, Qt.DropAction.CopyAction
    enter = QDragEnterEvent(place.toPoint(), copy, data, left, NOTHING)
    QApplication.sendEvent(window, enter)
    if enter.isAccepted() and drop:
        QApplication.sendEvent(window, QDropEvent(place, copy, data, left, NOTHING))
    return enter.isAccepted()


def test_files_are_pictures_and_folders_a_batch(
    window: MainWindow, taken: dict[str, list[object]], qtbot: QtBot, png: Path, tmp_path: Path
) -> None:
    folder = tmp_path / "holidays"
    folder.mkdir()
    assert drag(window, of_files(png))
    qtbot.waitUntil(lambda: taken["pictures"] == [png], timeout=PATIENCE)
    assert window.pages.index == 0 and taken["batch"] == []
    drag(window, of_files(folder))
    qtbot.waitUntil(lambda: taken["batch"] == [folder], timeout=PATIENCE)
    assert window.pages.index == 1


def test_the_batch_page_takes_everything_while_it_is_shown(
    window: MainWindow, taken: dict[str, list[object]], qtbot: QtBot, png: Path
) -> None:
    window.show_page(1)
    drag(window, of_files(png))
    qtbot.waitUntil(lambda: taken["batch"] == [png], timeout=PATIENCE)
    assert window.pages.index == 1 and taken["pictures"] == []


def test_many_files_are_work_for_a_batch(tmp_path: Path) -> None:
    progress = TaskProgress(lambda _: None, lambda _: None)
    some, many = ([tmp_path / f"{n}.png" for n in range(count)] for count in (MANY_FILES, MANY_FILES + 1))
    assert sort_paths(some, on_batch_page=False).run(progress).pictures == some
    found = sort_paths(many, on_batch_page=False).run(progress)
    assert found.batch == many and not found.pictures


def test_a_picture_from_a_browser_is_opened_without_a_file(
    window: MainWindow, taken: dict[str, list[object]], qtbot: QtBot
) -> None:
    image = QImage(8, 6, QImage.Format.Format_RGB32)
    image.fill(QColor("orange"))
    data = QMimeData()
    data.setImageData(image)
    data.setUrls([QUrl("https://example.org/orange.png")])
    window.show_page(1)
    assert drag(window, data)
    assert [picture.size() for picture in taken["image"]] == [image.size()]  # type: ignore[attr-defined]
    assert window.pages.index == 0


def test_what_is_no_picture_is_not_taken(window: MainWindow, taken: dict[str, list[object]]) -> None:
    text = QMimeData()
    text.setText("some words")
    link = QMimeData()
    link.setUrls([QUrl("https://example.org/")])
    assert not drag(window, text) and not drag(window, link)
    assert taken == {"pictures": [], "batch": [], "image": []}


def test_the_empty_page_lights_up_while_something_hovers(window: MainWindow, png: Path) -> None:
    drag(window, of_files(png), drop=False)
    assert window.pages.welcome.frame.property("over") == "true", "no page is made for a mere hover"
    empty = window.picture.empty
    drag(window, of_files(png), drop=False)
    assert empty.frame.property("over") == "true"
    drag(window, QMimeData(), drop=False)
    assert empty.frame.property("over") == "false"


def test_pasting_takes_files_and_pictures(
    window: MainWindow, taken: dict[str, list[object]], qtbot: QtBot, png: Path
) -> None:
    clipboard = QGuiApplication.clipboard()
    clipboard.setMimeData(of_files(png))
    qtbot.keyClick(window, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: taken["pictures"] == [png], timeout=PATIENCE)
    clipboard.setImage(QImage(str(png)))
    window.menus.paste.trigger()
    assert len(taken["image"]) == 1
    clipboard.setText("words")
    window.menus.paste.trigger()
    assert window.statusBar().currentMessage() == "There is no picture on the clipboard"


def test_a_pasted_picture_is_shown(window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path) -> None:
    QGuiApplication.clipboard().setImage(QImage(str(png)))
    with qtbot.waitSignal(window.picture.session.opened, timeout=PATIENCE):
        window.menus.paste.trigger()
    assert window.recent.menuAction().isEnabled() is False, "it has no place that one could find again"


def test_the_fields_of_pages_leave_drops_to_the_window(window: MainWindow) -> None:
    fields = [*window.picture.findChildren(QLineEdit), *window.batch.findChildren(QLineEdit)]
    assert fields and not any(field.acceptDrops() for field in fields)
