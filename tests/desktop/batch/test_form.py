"""The form of the batch page: names, places, presets, undo."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import QSize, Qt
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from desktop import dialogs
from desktop.batch.presets import shipped
from desktop.batch.rows import Column
from desktop.batch.state import FormState
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from tests.desktop.batch.helpers import planned, replanned, run
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeJobs, drawn_picture, write_png


def test_the_example_is_the_first_result_and_turns_into_an_error(
    window: MainWindow, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "in").mkdir()
    write_png(tmp_path / "in" / "sea.png", drawn_picture())
    planned(window, tmp_path / "in", qtbot)
    form, page = window.batch.form, window.batch
    qtbot.mouseClick(form.more, Qt.MouseButton.LeftButton)
    assert form.naming.example.text() == "sea.png  →  sea.latent"
    form.naming.pattern.setText("{name}-{quality}-{width}x{height}")
    qtbot.waitUntil(lambda: form.naming.example.text() == "sea.png  →  sea-50-96x64.latent", timeout=PATIENCE)
    form.quality.set_value(70)
    qtbot.waitUntil(lambda: "sea-70-" in form.naming.example.text(), timeout=PATIENCE)
    for wrong, told in (("{nme}", "no field {nme}"), ("../{name}", "cannot hold /"), ("{name", "a brace")):
        form.naming.pattern.setText(wrong)
        assert told in form.naming.example.text() and form.naming.example.property("wrong")
        assert not page.footer.start.isEnabled() and page.model.rowCount() == 1
    form.naming.pattern.setText("")
    qtbot.waitUntil(page.footer.start.isEnabled, timeout=PATIENCE)
    assert form.naming.example.text() == "sea.png  →  sea.latent" and not form.naming.example.property("wrong")


def test_a_field_is_added_from_the_menu(window: MainWindow, fake_jobs: FakeJobs) -> None:
    naming = window.batch.form.naming
    naming._actions[5].trigger()
    assert naming.value == "{name}-{quality}"
    naming._actions[4].trigger()
    assert naming.value == "{name}-{quality}{number}"


def test_results_beside_their_originals_have_a_journal_of_the_app(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, settings: Settings
) -> None:
    planned(window, folder, qtbot)
    form = window.batch.form
    form.where.choice.setCurrentIndex(1)
    replanned(window, qtbot)
    assert form.out_dir is None and not form.where.target.isEnabled()
    run(window, qtbot)
    assert fake_jobs.journal == settings.data_folder / "batch-journal.jsonl"
    assert window.batch.model.rows[0].result == folder / "a.png.latent"


def test_a_folder_that_was_named_stays(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    planned(window, folder, qtbot)
    form = window.batch.form
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_: folder.parent / "mine")
    qtbot.mouseClick(form.where.choose, Qt.MouseButton.LeftButton)
    replanned(window, qtbot)
    form.task.choose("denoise")
    assert form.where.target.text() == str(folder.parent / "mine") and form.out_dir == folder.parent / "mine"
    form.where.target.setFocus()
    form.where.target.selectAll()
    qtbot.keyClick(form.where.target, Qt.Key.Key_Delete)
    qtbot.keyClick(form.where.target, Qt.Key.Key_Return)
    assert form.where.target.text() == str(folder.with_name("photos-denoised"))


@pytest.mark.parametrize(("typed", "meant"), [("small", "small"), ("~no-such-person/x", "~no-such-person/x"), ("", "")])
def test_a_typed_folder_is_meant_from_where_the_originals_are(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, typed: str, meant: str
) -> None:
    planned(window, folder, qtbot)
    target = window.batch.form.where.target
    target.selectAll()
    qtbot.keyClicks(target, typed) if typed else qtbot.keyClick(target, Qt.Key.Key_Delete)
    qtbot.keyClick(target, Qt.Key.Key_Return)
    wanted = folder.parent / meant if meant else folder.with_name("photos-compressed")
    assert window.batch.form.out_dir == wanted and target.text() == str(wanted)


def test_measuring_shows_a_column_and_reaches_the_jobs(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    planned(window, folder, qtbot)
    page = window.batch
    assert page.table.isColumnHidden(Column.PSNR)
    page.form.options.measure.setChecked(True)
    assert not page.table.isColumnHidden(Column.PSNR)
    assert page.form.job_settings().output.measure
    page.form.task.choose("denoise")
    assert page.table.isColumnHidden(Column.PSNR) and not page.form.job_settings().output.measure


@pytest.mark.parametrize("name", ["Archive", "Small, no metadata", "Smallest", "Clean up scans"])
def test_presets_that_come_with_the_app_are_whole(window: MainWindow, fake_jobs: FakeJobs, name: str) -> None:
    form = window.batch.form
    form.where.choice.setCurrentIndex(1)
    box = form.presets.box
    box.setCurrentIndex(box.findText(name))
    box.activated.emit(box.currentIndex())
    assert form.state().beside  # which is no part of a preset
    for originals in (1, 0):
        form.options.originals.setCurrentIndex(originals)  # nor is this
        assert form.state().fits(shipped()[name]) and box.currentText() == name
    form.job_settings()


def test_a_preset_is_saved_chosen_updated_and_deleted(
    make_window: Callable[[], MainWindow], fake_jobs: FakeJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = make_window().batch.form
    form.quality.set_value(64)
    assert form.presets.box.currentText() == "Custom"
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("  For   print ", True))
    form.presets.save.trigger()
    assert form.presets.box.currentText() == "For print"
    form.quality.set_value(66)
    assert form.presets.box.currentText() == "Custom" and form.presets.update_it.isEnabled()
    form.presets.update_it.trigger()
    form.quality.set_value(10)
    again = make_window().batch.form
    box = again.presets.box
    box.setCurrentIndex(box.findText("For print"))
    box.activated.emit(box.currentIndex())
    assert again.quality.value == 66
    again.presets.delete.trigger()
    assert box.findText("For print") < 0 and box.currentText() == "Custom"
    assert not again.presets.delete.isEnabled()


def test_damaged_presets_are_none(settings: Settings, make_window: Callable[[], MainWindow]) -> None:
    settings.presets = "{broken"
    box = make_window().batch.form.presets.box
    assert [box.itemText(place) for place in range(box.count()) if box.itemText(place)] == [
        "Custom", "Archive", "Small, no metadata", "Smallest", "Clean up scans",
    ]  # fmt: skip


def test_settings_are_taken_back_and_made_again(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    planned(window, folder, qtbot)
    form = window.batch.form
    before = form.state()
    edits: list[FormState] = []
    form.edited.connect(lambda: edits.append(form.state()))
    form.task.choose("reconstruct")
    form.format.setCurrentIndex(form.format.findData("webp"))
    after = form.state()
    assert edits[-1] == after != before
    form.restore(before)
    assert form.state() == before and form.chosen_task == "compress"
    replanned(window, qtbot)
    form.restore(after)
    assert form.state() == after and form.job_settings().output.format == "webp"
    replanned(window, qtbot)


def test_a_state_takes_what_makes_sense_and_leaves_the_rest() -> None:
    odd = {"quality": 101, "percent": 0, "noise": True, "task": "sharpen", "name": 3, "dates": "yes", "future": 1}
    assert FormState().with_fields(odd) == FormState()
    good = dataclasses.replace(FormState(), task="denoise", strength=7, automatic=False, denoise_format="avif")
    assert FormState().with_fields(good.fields()) == good
    assert FormState(originals="bin", target="x").preset().keys().isdisjoint({"originals", "target", "beside"})


def test_the_strength_is_the_persons_only_where_it_is_not_automatic(window: MainWindow, fake_jobs: FakeJobs) -> None:
    form = window.batch.form
    form.task.choose("denoise")
    assert form.job_settings().task.denoise.strength is None
    form.sliders.strength.set_value(12)  # whoever moves it takes over
    assert not form.sliders.automatic.isChecked() and form.job_settings().task.denoise.strength == 12
    form.restore(FormState())
    assert form.sliders.automatic.isChecked()


@pytest.mark.parametrize("width", [790, 1280, 2000])
def test_names_have_room_at_any_width(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, width: int
) -> None:
    planned(window, folder, qtbot)
    window.resize(width, 760)
    window.batch.form.options.measure.setChecked(True)
    table = window.batch.table
    qtbot.waitUntil(lambda: table.viewport().width() > width - 200, timeout=PATIENCE)
    assert table.columnWidth(Column.NAME) >= 150
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0, timeout=PATIENCE)
    assert table.horizontalHeader().length() >= table.viewport().width() - 1


def test_names_and_measuring_are_remembered(make_window: Callable[[], MainWindow]) -> None:
    window = make_window()
    window.batch.form.naming.pattern.setText("{number}")
    window.batch.form.options.measure.setChecked(True)
    window.close()
    second = make_window()
    assert second.batch.form.naming.value == "{number}" and second.batch.form.options.measure.isChecked()
    second.batch.form.naming.pattern.setText("{wrong}")
    second.close()
    assert make_window().batch.form.naming.value == "{name}"


@pytest.mark.parametrize("more", [False, True])
def test_the_page_fits_the_smallest_window(window: MainWindow, fake_jobs: FakeJobs, more: bool) -> None:
    window.show_page(1)
    window.batch.form.more.setChecked(more)
    window.resize(790, 700)
    assert window.size() == QSize(790, 700)
    assert window.batch.form.width() <= window.batch.width()
    assert window.batch.footer.geometry().bottom() <= window.batch.rect().bottom()


def test_nothing_is_taken_back_under_a_running_batch(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    planned(window, folder, qtbot)
    page = window.batch
    page.form.task.button("denoise").click()
    replanned(window, qtbot)
    fake_jobs.gate.clear()
    page.run()
    rows = page.model.rows
    window.menus.undo.trigger()
    assert page.form.chosen_task == "denoise" and page.model.rows is rows and not page.sources.is_planning
    fake_jobs.gate.set()
    qtbot.waitUntil(lambda: not page.is_running, timeout=PATIENCE)
    window.menus.undo.trigger()
    assert page.form.chosen_task == "compress"
