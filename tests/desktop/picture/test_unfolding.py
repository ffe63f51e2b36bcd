"""Large .latent files are seen while they are being decoded."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import engine
from desktop import dialogs
from desktop.shell.main_window import MainWindow
from engine.errors import ModelError
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine, drawn_picture
from tests.desktop.picture.helpers import answer_of, drop


@pytest.fixture
def large(fake: FakeEngine, tmp_path: Path) -> Path:
    path = tmp_path / "large.latent"
    path.write_bytes(fake.compress(drawn_picture(1300, 1200), engine.CompressOptions(quality=40)))
    fake.compressions.clear()
    return path


def seen_rows(window: MainWindow) -> int:
    tiles = window.picture.view.pictures[0]
    return 0 if tiles is None else tiles.known.boundingRect().height()


def test_what_has_been_decoded_is_seen(window: MainWindow, fake: FakeEngine, qtbot: QtBot, large: Path) -> None:
    fake.gate.clear()
    drop(window, large)
    qtbot.waitUntil(lambda: seen_rows(window) == 512, timeout=PATIENCE)
    assert window.picture.bar.name.text() == "large.latent" and window.picture.session.document is None
    assert window.picture.view.isVisible()
    fake.gate.set()
    qtbot.waitUntil(lambda: window.picture.session.document is not None, timeout=PATIENCE)
    document = window.picture.session.document
    assert document is not None and document.shown is window.picture.view.pictures[0]
    image = document.shown.region(0, document.shown.rect)
    for x, y in ((0, 0), (1299, 1199), (700, 600)):
        assert image.pixelColor(x, y).getRgb()[:3] == tuple(document.picture.pixels[y, x])


def test_a_first_file_that_ends_badly_leaves_the_empty_page(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, large: Path
) -> None:
    fake.gate.clear()
    fake.failure = ModelError("the model is damaged")
    drop(window, large)
    qtbot.waitUntil(lambda: seen_rows(window) == 512, timeout=PATIENCE)
    fake.gate.set()
    qtbot.waitUntil(window.picture.banner.isVisible, timeout=PATIENCE)
    assert window.picture.empty.isVisible() and window.picture.view.pictures == (None, None)


def test_a_stopped_file_gives_way_to_the_one_that_was_open(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, large: Path, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    page = window.picture
    before = page.view.pictures
    fake.gate.clear()
    drop(window, large)
    qtbot.waitUntil(lambda: seen_rows(window) == 512, timeout=PATIENCE)
    qtbot.waitUntil(page.controls.work.cancel.isVisible, timeout=PATIENCE)
    qtbot.mouseClick(page.controls.work.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.view.pictures == before, timeout=PATIENCE)
    assert page.bar.name.text() == "photo.png" and page.figures.shown()["Quality"] == "50"
    fake.gate.set()


def test_a_file_beside_another_is_complete_when_it_is_looked_at(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, large: Path, png: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    monkeypatch.setattr(dialogs, "ask_open", lambda *_: [large])
    window.picture.choice.file_asked.emit("right")
    qtbot.waitUntil(lambda: window.picture.choice.boxes["right"].currentText() == "large.latent", timeout=PATIENCE)
    right = window.picture.view.pictures[1]
    assert right is not None and right.known.boundingRect() == right.rect
