"""The picture page of the real window, driven as a person drives it."""

from __future__ import annotations

import dataclasses
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QLabel
from pytestqt.qtbot import QtBot

import engine
from desktop import dialogs
from desktop.shell.main_window import MainWindow
from engine.errors import ModelError
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine, drawn_picture, write_png
from tests.desktop.picture.helpers import answer_of, drop


def test_a_dropped_picture_is_compressed_and_its_figures_shown(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer = answer_of(window, qtbot)
    assert answer.mode == "compress" and answer.setting == 50 and answer.data is not None
    figures = window.picture.figures.shown()
    assert figures["Result"] == "1.5 kB"  # 96 x 64 x 50 / 200 bytes
    assert figures["Bits per pixel"] == "2.000"
    assert figures["Ratio"].endswith(": 1") and figures["PSNR"].endswith(" dB")
    assert None not in window.picture.view.pictures
    assert window.picture.bar.name.text() == "photo.png"
    assert window.picture.controls.save.isEnabled()


def test_engine_work_is_never_done_on_the_gui_thread(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    import threading

    drop(window, png)
    answer_of(window, qtbot)
    assert fake.threads and threading.get_ident() not in fake.threads


def test_a_slider_in_motion_asks_once(window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    for value in range(51, 91):
        window.picture.controls.compress.quality.set_value(value)
    qtbot.waitUntil(lambda: answer_of(window, qtbot).setting == 90, timeout=PATIENCE)
    assert fake.qualities == [50.0, 90.0]


def test_a_stale_answer_is_dropped_and_its_work_cancelled(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    answers: list[float] = []
    window.picture.session.answered.connect(lambda answer: answers.append(answer.setting))
    fake.gate.clear()
    drop(window, png)
    qtbot.waitUntil(lambda: fake.qualities == [50.0], timeout=PATIENCE)
    window.picture.controls.compress.quality.set_value(70)
    qtbot.waitUntil(lambda: fake.qualities == [50.0, 70.0], timeout=PATIENCE)  # the first was cancelled at the gate
    fake.gate.set()
    answer_of(window, qtbot)
    assert answers == [70.0]


def test_work_shows_itself_and_can_be_cancelled_and_begun_again(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    fake.gate.clear()
    work = window.picture.controls.work
    drop(window, png)
    qtbot.waitUntil(work.cancel.isVisible, timeout=PATIENCE)
    assert window.picture.controls.save.isEnabled()  # what is saved now is written once it is there
    qtbot.mouseClick(work.cancel, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(work.restart.isVisible, timeout=PATIENCE)
    assert window.picture.session.answer is None and window.picture.banner.isHidden()  # cancelled is no error
    fake.gate.set()
    qtbot.mouseClick(work.restart, Qt.MouseButton.LeftButton)
    answer_of(window, qtbot)
    qtbot.waitUntil(work.isHidden, timeout=PATIENCE)


def test_denoise_finds_its_strength_until_the_person_sets_one(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    controls = window.picture.controls
    qtbot.mouseClick(controls.mode.button("denoise"), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: answer_of(window, qtbot).mode == "denoise", timeout=PATIENCE)
    assert fake.strengths == [37.0] and controls.denoise.sliders.strength.value == 37
    assert window.picture.figures.shown()["Strength"] == "37"
    controls.denoise.sliders.automatic.click()
    controls.denoise.sliders.strength.set_value(80)
    qtbot.waitUntil(lambda: answer_of(window, qtbot).setting == 80, timeout=PATIENCE)
    assert fake.strengths[-1] == 80.0


def test_a_bad_file_is_told_in_the_page_and_the_open_one_stays(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, tmp_path: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    bad = tmp_path / "notes.txt"
    bad.write_text("no picture")
    drop(window, bad)
    banner = window.picture.banner
    qtbot.waitUntil(banner.isVisible, timeout=PATIENCE)
    assert banner.text.text() == "notes.txt: not a picture that Safelight can read"
    assert window.picture.bar.name.text() == "photo.png"
    qtbot.mouseClick(banner.close_button, Qt.MouseButton.LeftButton)
    assert banner.isHidden()


@pytest.mark.parametrize(
    ("failure", "told"),
    [(ModelError("the model is damaged"), "photo.png: the model is damaged"), (ZeroDivisionError("oops"), "oops")],
)
def test_a_failing_verb_is_told_in_the_page(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, failure: Exception, told: str
) -> None:
    fake.failure = failure
    drop(window, png)
    qtbot.waitUntil(window.picture.banner.isVisible, timeout=PATIENCE)
    assert told in window.picture.banner.text.text()
    assert not window.picture.controls.save.isEnabled()


def test_a_latent_file_is_shown_alone_and_saved_as_a_picture(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    import engine

    latent = tmp_path / "photo.latent"
    latent.write_bytes(fake.compress(drawn_picture(), engine.CompressOptions(quality=40)))
    drop(window, latent)
    page = window.picture
    qtbot.waitUntil(page.controls.save.isEnabled, timeout=PATIENCE)
    original, result = page.view.pictures
    assert original is not None and result is None
    assert page.figures.shown()["Model"] == "fake-codec" and page.figures.shown()["Quality"] == "40"
    wanted = tmp_path / "out" / "photo.png"
    wanted.parent.mkdir()
    offered: list[str] = []
    monkeypatch.setattr(dialogs, "ask_save", lambda _, name, kinds: offered.append(name.suffix) or (wanted, True))
    qtbot.mouseClick(page.controls.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(wanted.exists, timeout=PATIENCE)
    assert offered == [".jpg"] and wanted.read_bytes()[1:4] == b"PNG"


def test_save_writes_exactly_the_bytes_that_were_measured(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(window, png)
    answer = answer_of(window, qtbot)
    target = tmp_path / "photo.latent"
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: (target, False))
    window.menus.save.trigger()
    qtbot.waitUntil(target.exists, timeout=PATIENCE)
    assert target.read_bytes() == answer.data
    qtbot.waitUntil(
        window.picture.controls.save.isEnabled, timeout=PATIENCE
    )  # the file is there a moment before saving is over
    window.menus.save.trigger()  # again, without leave to replace it
    qtbot.waitUntil(window.picture.banner.isVisible, timeout=PATIENCE)
    assert "photo.latent" in window.picture.banner.text.text()


def test_what_is_saved_while_it_is_being_made_is_written_once_it_is_there(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, target = window.picture, tmp_path / "photo.latent"
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: (target, False))
    fake.gate.clear()
    drop(window, png)
    qtbot.waitUntil(lambda: fake.qualities == [50.0], timeout=PATIENCE)
    window.menus.save.trigger()
    assert "photo.latent" in page.controls.note.text.text() and page.session.is_saving and not target.exists()
    fake.gate.set()
    answer = answer_of(window, qtbot)
    qtbot.waitUntil(target.exists, timeout=PATIENCE)
    assert target.read_bytes() == answer.data
    qtbot.waitUntil(page.controls.note.reveal.isVisible, timeout=PATIENCE)
    assert not page.session.is_saving


def test_what_is_saved_keeps_its_setting_when_the_slider_moves_on(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    page, target = window.picture, tmp_path / "photo.latent"
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: (target, False))
    fake.gate.clear()
    drop(window, png)
    qtbot.waitUntil(lambda: fake.qualities == [50.0], timeout=PATIENCE)
    page.save_as()
    page.controls.compress.quality.set_value(20)
    fake.gate.set()
    answer = answer_of(window, qtbot)
    qtbot.waitUntil(target.exists, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not page.session.is_saving, timeout=PATIENCE)
    saved = fake.compress(drawn_picture(), engine.CompressOptions(quality=50))
    assert answer.setting == 20 and target.read_bytes() == saved != answer.data


@pytest.mark.parametrize("name", ["itself", "link"])
def test_the_opened_original_is_never_replaced_by_the_result(
    window: MainWindow,
    fake: FakeEngine,
    qtbot: QtBot,
    png: Path,
    tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch,
    name: str,
) -> None:
    before, target = png.read_bytes(), png
    if name == "link":
        target = tmp_path / "same.png"
        target.hardlink_to(png)
    drop(window, png)
    window.picture.controls.mode.choose("denoise")
    answer_of(window, qtbot)
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: (target, True))  # the dialog's general question was agreed to
    qtbot.mouseClick(window.picture.controls.save, Qt.MouseButton.LeftButton)
    banner = window.picture.banner
    assert banner.isVisible() and banner.text.text().startswith(f"{target.name}: this is the opened original")
    assert not window.picture.session.is_busy and png.read_bytes() == before
    assert window.picture.controls.save.isEnabled()
    other = tmp_path / "other.png"
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: (other, True))
    qtbot.mouseClick(window.picture.controls.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(other.exists, timeout=PATIENCE)
    assert png.read_bytes() == before


def test_what_a_format_cannot_hold_is_told_when_it_is_saved(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    read = fake.read_picture
    clear = np.arange(96 * 64, dtype=np.uint32).reshape(64, 96).astype(np.uint8)
    monkeypatch.setattr(
        engine, "read_picture", lambda path: dataclasses.replace(read(path), alpha=clear), raising=False
    )
    drop(window, png)
    window.picture.controls.mode.choose("denoise")
    answer_of(window, qtbot)
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: (tmp_path / "photo.jpg", False))
    window.picture.save_as()
    qtbot.waitUntil(window.picture.banner.isVisible, timeout=PATIENCE)
    assert window.picture.banner.text.text() == "photo.jpg: saved without the transparency"
    assert window.picture.banner.accessibleName() == "Message"
    assert (tmp_path / "photo.jpg").exists()


def test_the_difference_is_worked_out_where_it_is_looked_at(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    page = window.picture
    drop(window, png)
    answer_of(window, qtbot)
    assert page.view.difference is None
    window.menus.modes["difference"].trigger()
    qtbot.waitUntil(lambda: page.view.difference is not None, timeout=PATIENCE)
    first = page.view.difference
    assert page.bar.difference.isChecked() and not page.bar.side.isChecked()
    page.controls.compress.quality.set_value(20)
    qtbot.waitUntil(lambda: page.view.difference not in (None, first), timeout=PATIENCE)
    answer_of(window, qtbot)


def test_the_title_names_the_open_picture(window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path) -> None:
    assert window.windowTitle() == "Safelight" and not window.menus.save.isEnabled()
    drop(window, png)
    answer_of(window, qtbot)
    assert window.windowTitle() == "photo.png – Safelight" and window.menus.save.isEnabled()
    window.show_page(1)
    assert window.windowTitle() == "Safelight" and not window.menus.save.isEnabled()
    window.show_page(0)
    window.menus.close.trigger()
    assert window.windowTitle() == "Safelight" and not window.menus.save.isEnabled()


def test_the_other_pictures_of_the_folder_are_a_step_away(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, tmp_path: Path
) -> None:
    files = [write_png(tmp_path / name, drawn_picture()) for name in ("p2.png", "p10.png", "p1.png")]
    (tmp_path / "notes.txt").write_text("no picture")
    drop(window, files[0])
    qtbot.waitUntil(window.picture.bar.next.isVisible, timeout=PATIENCE)
    answer_of(window, qtbot)
    window.menus.next.trigger()
    qtbot.waitUntil(lambda: window.picture.bar.name.text() == "p10.png", timeout=PATIENCE)
    assert not window.picture.bar.next.isEnabled()
    for _ in range(2):
        window.menus.previous.trigger()
    qtbot.waitUntil(lambda: window.picture.bar.name.text() == "p1.png", timeout=PATIENCE)
    answer_of(window, qtbot)


def test_full_screen_shows_the_picture_alone(window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    page = window.picture
    window.menus.full_screen.trigger()
    others = (window.sidebar, window.menuBar(), page.bar, page.choice, page.strip, page.controls)
    assert not any(widget.isVisible() for widget in others) and page.view.isVisible()
    qtbot.keyClick(window, Qt.Key.Key_Escape)
    assert all(widget.isVisible() for widget in others)


def test_several_files_are_a_step_apart(window: MainWindow, fake: FakeEngine, qtbot: QtBot, tmp_path: Path) -> None:
    files = [write_png(tmp_path / f"{i}.png", drawn_picture(seed=i)) for i in range(3)]
    drop(window, *files)
    answer_of(window, qtbot)
    bar = window.picture.bar
    assert bar.next.isVisible() and not bar.previous.isEnabled()
    qtbot.mouseClick(bar.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: bar.name.text() == "1.png", timeout=PATIENCE)
    window.menus.previous.trigger()
    qtbot.waitUntil(lambda: bar.name.text() == "0.png", timeout=PATIENCE)


def test_a_dropped_folder_goes_to_the_batch_page(
    window: MainWindow, fake_jobs: object, qtbot: QtBot, png: Path
) -> None:
    drop(window, png.parent)
    qtbot.waitUntil(lambda: window.pages.currentWidget() is window.batch, timeout=PATIENCE)
    assert tuple(window.batch.sources.paths) == (png.parent,)
    qtbot.waitUntil(lambda: bool(window.batch.model.rows), timeout=PATIENCE)


def test_closing_in_the_middle_of_work_ends_cleanly(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    fake.gate.clear()
    drop(window, png)
    qtbot.waitUntil(lambda: bool(fake.qualities), timeout=PATIENCE)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)


def test_a_file_that_was_just_read_begins_nothing_as_the_window_closes(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    """Its answer would be worked on for minutes, and keep the app alive."""
    window.picture.open_files([png])
    window.runner._pool.waitForDone()  # it is read, and this thread has not heard of it yet
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible() and not window.picture.session.is_busy, timeout=PATIENCE)
    assert fake.qualities == [] and not window.runner.is_busy


def test_the_window_fits_a_small_screen_with_everything_in_it(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    window.picture.strip.details.click()
    assert window.batch is not None and window.models is not None  # made, so that they count
    window.resize(790, 700)
    qtbot.waitUntil(lambda: window.width() == 790, timeout=PATIENCE)
    least = window.minimumSizeHint()
    assert least.width() <= 790 and least.height() <= 700
    assert not window.picture.bar.larger.isVisible() and window.picture.bar.fit.isVisible()
    assert not window.picture.strip.histogram.isVisible()
    labels = [label for label in window.picture.figures.findChildren(QLabel) if label.isVisible()]
    assert labels
    qtbot.waitUntil(lambda: not [label for label in labels if "…" in label.text()], timeout=PATIENCE)
    window.resize(1500, 700)
    qtbot.waitUntil(window.picture.bar.larger.isVisible, timeout=PATIENCE)
    assert window.picture.strip.histogram.isVisible()
