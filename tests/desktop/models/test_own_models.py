"""Models of one's own in the window: added, packed up, removed, and chosen for compressing."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import engine
from desktop import dialogs
from desktop.models.page import ModelsPage
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine
from tests.made_models import change_card, write_autoencoder, write_codec


@pytest.fixture
def page(window: MainWindow, own_home: Path, qtbot: QtBot) -> ModelsPage:
    window.show_page(2)
    made = window.models
    qtbot.waitUntil(lambda: made.list.count() > 0, timeout=PATIENCE)
    return made


def listed(page: ModelsPage) -> list[str]:
    return [model.card.id for model in page._models]


def test_a_model_is_added_packed_up_and_removed(
    page: ModelsPage, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    source = write_autoencoder(tmp_path)
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_: source)
    page.add_folder.trigger()
    qtbot.waitUntil(lambda: page.chosen is not None and page.chosen.card.id == "tiny", timeout=PATIENCE)
    text = page.card.text()
    assert "Autoencoder" in text and "Added by you" in text and "as they were added" in text
    packed = tmp_path / "packed.zip"
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: (packed, False))
    page.card.export.click()
    qtbot.waitUntil(packed.is_file, timeout=PATIENCE)
    monkeypatch.setattr(dialogs, "agree_to_remove", lambda *_: False)
    page.card.remove.click()
    assert "tiny" in listed(page)
    monkeypatch.setattr(dialogs, "agree_to_remove", lambda *_: True)
    page.card.remove.click()
    qtbot.waitUntil(lambda: "tiny" not in listed(page), timeout=PATIENCE)
    monkeypatch.setattr(dialogs, "ask_file", lambda *_: packed)
    page.add_zip.trigger()
    qtbot.waitUntil(lambda: "tiny" in listed(page), timeout=PATIENCE)


def test_shipped_models_cannot_be_removed(page: ModelsPage) -> None:
    assert page.chosen is not None and not page.chosen.card.is_own
    assert not page.card.remove.isVisibleTo(page) and not page.card.export.isVisibleTo(page)


def test_what_is_no_model_is_told(page: ModelsPage, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    page.add_models([folder])
    qtbot.waitUntil(page.banner.isVisible, timeout=PATIENCE)
    assert "it has no model.json" in page.banner.text.text()


def test_a_foreign_folder_is_told_and_the_rest_is_listed(
    make_window: Callable[[], MainWindow], own_home: Path, qtbot: QtBot
) -> None:
    write_autoencoder(own_home)
    (own_home / "photos").mkdir()
    window = make_window()
    window.show_page(2)
    qtbot.waitUntil(window.models.banner.isVisible, timeout=PATIENCE)
    assert "the model card cannot be read" in window.models.banner.text.text() and "tiny" in listed(window.models)


def test_a_title_is_no_markup(make_window: Callable[[], MainWindow], own_home: Path, qtbot: QtBot) -> None:
    change_card(write_autoencoder(own_home), title='<img src="//somewhere/picture.png"> & more')
    window = make_window()
    window.show_page(2)
    qtbot.waitUntil(lambda: "tiny" in listed(window.models), timeout=PATIENCE)
    said = window.models.list.item(window.models.list.count() - 1).toolTip()
    assert "&lt;img" in said and "<img" not in said and "&amp; more" in said


def test_a_dropped_zip_is_added_from_any_page(window: MainWindow, own_home: Path, qtbot: QtBot, tmp_path: Path) -> None:
    folder = write_autoencoder(tmp_path)
    window.opening.take([folder])
    qtbot.waitUntil(lambda: window.pages.index == 2 and "tiny" in listed(window.models), timeout=PATIENCE)


def test_a_codec_of_ones_own_can_be_chosen_and_is_remembered(
    make_window: Callable[[], MainWindow], own_home: Path, qtbot: QtBot, settings: Settings, fake: FakeEngine,
    png: Path,
) -> None:  # fmt: skip
    write_codec(own_home)
    window = make_window()
    compress, form = window.picture.controls.compress, window.batch.form
    assert not compress.codec.isVisibleTo(window) and compress.options().model is None
    window.look_at_engine()
    qtbot.waitUntil(lambda: compress.codec.box.count() == 2, timeout=PATIENCE)
    window.picture.open_files([png])
    qtbot.waitUntil(lambda: window.picture.session.answer is not None, timeout=PATIENCE)
    compress.codec.box.setCurrentIndex(1)
    assert compress.options().model == "my-scans" and "my-scans" in compress.codec.hint.text()
    qtbot.waitUntil(lambda: not window.picture.session.is_busy, timeout=PATIENCE)
    assert fake.compressions[-1].model == "my-scans"
    window.settings_undo.undo()
    assert compress.options().model is None
    form.codec.box.setCurrentIndex(1)
    assert form.job_settings().task.compress.model == "my-scans" and form.state().codec == "my-scans"
    form.codec.offer([])
    assert form.job_settings().task.compress.model is None and form.state().codec == "my-scans", "it may come back"
    compress.codec.box.setCurrentIndex(1)
    window.picture.remember()
    assert settings.codec == "my-scans"


def test_a_file_whose_model_is_missing_says_so_in_a_line(
    window: MainWindow, own_home: Path, qtbot: QtBot, tmp_path: Path, png: Path
) -> None:
    folder = write_codec(own_home)
    data = engine.compress(engine.read_picture(png), engine.CompressOptions(model="my-scans"))
    path = tmp_path / "scan.latent"
    path.write_bytes(data)
    folder.rename(tmp_path / "gone")
    window.picture.open_files([path])
    qtbot.waitUntil(window.picture.banner.isVisible, timeout=PATIENCE)
    said = window.picture.banner.text.text()
    assert "'my-scans' is not installed" in said and "safelight models add" in said
