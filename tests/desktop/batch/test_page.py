"""The batch page of the real window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop import dialogs
from desktop.batch.rows import Column
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from engine.files.job import Outcome
from tests.desktop.batch.helpers import planned, texts
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeJobs


def test_a_folder_becomes_rows_and_an_output_folder_beside_it(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    planned(window, folder, qtbot)
    page = window.batch
    assert texts(window, Column.NAME) == ["a.png", "b.png", "c.png"]
    assert texts(window, Column.STATE) == ["Waiting"] * 3
    assert texts(window, Column.BEFORE) == ["4.0 kB"] * 3
    assert page.form.where.target.text() == str(folder.with_name("photos-compressed"))
    qtbot.mouseClick(page.form.task.button("denoise"), Qt.MouseButton.LeftButton)
    assert page.form.where.target.text() == str(folder.with_name("photos-denoised"))
    assert page.form.out_dir == folder.with_name("photos-denoised")


def test_a_batch_runs_to_its_end_and_one_bad_file_keeps_its_reason(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    fake_jobs.bad["b.png"] = "empty file"
    planned(window, folder, qtbot)
    page = window.batch
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.mouseClick(page.footer.start, Qt.MouseButton.LeftButton)
    assert texts(window, Column.STATE) == ["Done", "Failed", "Done"]
    assert texts(window, Column.MESSAGE) == ["", "empty file", ""]
    assert texts(window, Column.RATIO) == ["4.00 : 1", "", "4.00 : 1"]
    tip = page.model.index(1, Column.STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "empty file"
    assert "3 of 3" in page.footer.summary.text() and "Failed: 1" in page.footer.summary.text()
    assert "Saved 6.0 kB (75 %)" in page.footer.summary.text()
    assert page.footer.reveal.isVisible() and page.footer.start.isVisible() and page.form.isEnabled()


def test_a_running_batch_shows_its_progress_and_can_be_cancelled(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    fake_jobs.gate.clear()
    planned(window, folder, qtbot)
    page = window.batch
    qtbot.mouseClick(page.footer.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts(window, Column.STATE)[0] == "50 %", timeout=PATIENCE)
    assert not page.form.isEnabled() and page.footer.cancel.isVisible() and not page.footer.start.isVisible()
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.mouseClick(page.footer.cancel, Qt.MouseButton.LeftButton)
    assert texts(window, Column.STATE) == ["Stopped"] * 3
    assert page.footer.start.isVisible() and page.banner.isHidden()
    fake_jobs.gate.set()
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.mouseClick(page.footer.start, Qt.MouseButton.LeftButton)
    assert texts(window, Column.STATE) == ["Done"] * 3


@pytest.mark.parametrize("agreed", [False, True])
def test_closing_during_a_batch_asks_first(
    window: MainWindow,
    fake_jobs: FakeJobs,
    qtbot: QtBot,
    folder: Path,
    monkeypatch: pytest.MonkeyPatch,
    agreed: bool,
) -> None:
    asked: list[bool] = []
    monkeypatch.setattr(dialogs, "agree_to_stop", lambda _: asked.append(agreed) or agreed)
    fake_jobs.gate.clear()
    planned(window, folder, qtbot)
    window.batch.run()
    qtbot.waitUntil(lambda: texts(window, Column.STATE)[0] == "50 %", timeout=PATIENCE)
    window.close()
    assert asked == [agreed]
    if agreed:
        qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
        assert not window.runner.is_busy
    else:
        assert window.isVisible() and window.batch.is_running
        fake_jobs.gate.set()
        qtbot.waitUntil(lambda: not window.batch.is_running, timeout=PATIENCE)
        assert texts(window, Column.STATE) == ["Done"] * 3


def test_an_empty_folder_says_so(window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, tmp_path: Path) -> None:
    empty = tmp_path / "nothing"
    empty.mkdir()
    window.open_paths([empty])
    qtbot.waitUntil(lambda: "No files" in window.batch.footer.summary.text(), timeout=PATIENCE)
    assert not window.batch.footer.start.isEnabled()


def test_a_plan_that_fails_is_told_in_the_page(
    window: MainWindow, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:

    from engine.errors import OutputError

    def refuse(*_: object) -> None:
        raise OutputError("cannot be inside the source folder", folder)

    monkeypatch.setattr("engine.batch.planning.plan_paths", refuse)
    window.open_paths([folder])
    qtbot.waitUntil(window.batch.banner.isVisible, timeout=PATIENCE)
    assert window.batch.banner.text.text() == "photos: cannot be inside the source folder"


def test_the_settings_of_the_form_reach_the_jobs(window: MainWindow, fake_jobs: FakeJobs) -> None:
    form = window.batch.form
    form.quality.set_value(72)
    form.options.existing.setCurrentIndex(2)
    settings = form.job_settings()
    assert settings.task.compress.quality == 72
    assert settings.output.existing == "replace" and settings.output.format is None
    form.task.choose("denoise")
    form.sliders.automatic.setChecked(False)
    form.sliders.strength.set_value(15)
    assert form.job_settings().task.denoise.strength == 15 and form.job_settings().output.format is None
    form.task.choose("reconstruct")
    form.format.setCurrentIndex(form.format.findData("avif"))
    assert form.job_settings().output.format == "avif"


def test_what_is_done_around_the_pictures_reaches_the_jobs(window: MainWindow, fake_jobs: FakeJobs) -> None:
    form = window.batch.form
    settings = form.job_settings()
    assert (settings.output.existing, settings.output.originals, settings.output.strip) == ("skip", "keep", "none")
    assert not settings.output.keep_larger and not settings.output.keep_times
    for box, index in ((form.options.existing, 1), (form.options.originals, 1), (form.options.private, 1)):
        box.setCurrentIndex(index)
    form.options.dates.setChecked(True)
    settings = form.job_settings()
    policy = settings.output
    assert (policy.existing, policy.originals, policy.strip) == ("rename", "bin", "gps") and policy.keep_times


def test_harmless_choices_are_remembered_and_the_others_are_not(make_window: Callable[[], MainWindow]) -> None:
    window = make_window()
    options = window.batch.form.options
    for box in (options.existing, options.originals, options.private):
        box.setCurrentIndex(box.count() - 1)
    options.dates.setChecked(True)
    window.close()
    again = make_window().batch.form.options
    assert (again.chosen_existing, again.chosen_originals, again.chosen_strip) == ("skip", "keep", "none")
    assert again.dates.isChecked()


def test_what_is_lost_stands_beside_the_button_to_start(make_window: Callable[[], MainWindow]) -> None:
    page = make_window().batch
    losses, options = page.footer.losses, page.form.options
    assert losses.isHidden()
    told = ["All metadata is removed", "Originals go to the bin", "Existing files are replaced"]
    for count, box in enumerate((options.private, options.originals, options.existing), start=1):
        box.setCurrentIndex(box.count() - 1)
        assert not losses.isHidden() and losses.text() == "   ·   ".join(told[:count])
    assert page.footer.start.accessibleDescription() == ", ".join(told)
    for box in (options.existing, options.originals, options.private):
        box.setCurrentIndex(0)
    assert losses.isHidden() and not page.footer.start.accessibleDescription()


def test_a_preset_takes_nothing_away_in_the_next_run(
    make_window: Callable[[], MainWindow], settings: Settings, qtbot: QtBot
) -> None:
    window = make_window()
    box = window.batch.form.presets.box
    box.setCurrentIndex(box.findText("Small, no metadata"))
    box.activated.emit(box.currentIndex())
    assert window.batch.form.job_settings().output.strip == "all" and not window.batch.footer.losses.isHidden()
    window.close()
    assert settings.strip == "none"
    settings.strip = "all"  # as earlier versions have kept it
    again = make_window().batch
    assert again.form.job_settings().output.strip == "none" and again.footer.losses.isHidden()
    again.form.options.private.setCurrentIndex(again.form.options.private.findData("gps"))
    again.window().close()
    assert make_window().batch.footer.losses.text() == "Locations are removed"


def test_another_preset_leaves_originals_where_they_are(window: MainWindow) -> None:
    form, losses = window.batch.form, window.batch.footer.losses
    form.options.originals.setCurrentIndex(1)
    form.options.existing.setCurrentIndex(2)
    box = form.presets.box
    for name, told in (("Small, no metadata", "All metadata is removed"), ("Archive", "")):
        box.setCurrentIndex(box.findText(name))
        box.activated.emit(box.currentIndex())
        assert (form.state().originals, form.state().existing) == ("keep", "skip")
        assert losses.text() == told and losses.isHidden() == (not told)


def test_a_batch_pauses_and_goes_on(window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path) -> None:
    planned(window, folder, qtbot)
    page = window.batch
    fake_jobs.gate.clear()
    qtbot.mouseClick(page.footer.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts(window, Column.STATE)[0] == "50 %", timeout=PATIENCE)
    qtbot.mouseClick(page.footer.pause, Qt.MouseButton.LeftButton)
    assert page.footer.pause.text() == "Resume" and "Paused" in page.footer.summary.text()
    fake_jobs.gate.set()
    qtbot.wait(300)
    assert "Done" not in texts(window, Column.STATE)
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.mouseClick(page.footer.pause, Qt.MouseButton.LeftButton)
    assert texts(window, Column.STATE) == ["Done"] * 3
    assert not page.footer.pause.isVisible() and page.footer.pause.text() == "Pause"


def test_a_paused_batch_can_be_cancelled(window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path) -> None:
    planned(window, folder, qtbot)
    fake_jobs.gate.clear()
    window.batch.run()
    qtbot.waitUntil(lambda: texts(window, Column.STATE)[0] == "50 %", timeout=PATIENCE)
    window.batch.footer.pause.click()
    with qtbot.waitSignal(window.batch.finished, timeout=PATIENCE):
        window.batch.footer.cancel.click()
    assert texts(window, Column.STATE) == ["Stopped"] * 3


def test_copies_and_what_could_not_be_looked_at_have_rows(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    fake_jobs.copied.add("b.png")
    fake_jobs.problems.append(Outcome(folder / "locked", None, "failed", "no permission"))
    planned(window, folder, qtbot)
    assert texts(window, Column.STATE) == ["Waiting"] * 3 + ["Failed"]
    with qtbot.waitSignal(window.batch.finished, timeout=PATIENCE):
        window.batch.run()
    assert texts(window, Column.NAME)[3] == "locked" and texts(window, Column.MESSAGE)[3] == "no permission"
    assert texts(window, Column.STATE) == ["Done", "Copied", "Done", "Failed"]
    assert texts(window, Column.AFTER) == ["1.0 kB", "4.0 kB", "1.0 kB", ""]
    summary = window.batch.footer.summary.text()
    assert "4 of 4" in summary and "Copied: 1" in summary and "Failed: 1" in summary
    assert fake_jobs.journal == folder.with_name("photos-compressed") / ".safelight-journal.jsonl"


def test_noise_and_share_of_the_original_reach_the_run(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    planned(window, folder, qtbot)
    form = window.batch.form
    assert form.job_settings().task.target_percent is None and form.job_settings().task.compress.denoise == 0
    form.noise.set_value(25)
    qtbot.mouseClick(form.quality.goal.button("size"), Qt.MouseButton.LeftButton)
    assert form.quality.size_box.isVisible() and not form.quality.slider.isVisible()
    form.quality.size_box.setValue(30)
    with qtbot.waitSignal(window.batch.finished, timeout=PATIENCE):
        qtbot.mouseClick(window.batch.footer.start, Qt.MouseButton.LeftButton)
    assert fake_jobs.settings is not None
    assert fake_jobs.settings.task.target_percent == 30 and fake_jobs.settings.task.compress.denoise == 25
    qtbot.mouseClick(form.quality.goal.button("quality"), Qt.MouseButton.LeftButton)
    assert form.quality.slider.isVisible() and not form.quality.size_box.isVisible()
    assert form.job_settings().task.target_percent is None


def test_a_warning_stands_in_the_row_of_a_file_that_is_done(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    fake_jobs.warned["b.png"] = "1 of 4 squares is lost"
    fake_jobs.bad["c.png"] = "empty file"
    planned(window, folder, qtbot)
    with qtbot.waitSignal(window.batch.finished, timeout=PATIENCE):
        window.batch.run()
    assert texts(window, Column.STATE) == ["Done", "Done", "Failed"]
    assert texts(window, Column.MESSAGE) == ["", "1 of 4 squares is lost", "empty file"]
    assert "Failed: 1" in window.batch.footer.summary.text()
    tip = window.batch.model.index(1, Column.STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "1 of 4 squares is lost"


def test_a_task_shows_its_own_settings_only(window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot) -> None:
    window.show_page(1)
    form = window.batch.form
    shown = {}
    for task in ("compress", "reconstruct", "denoise"):
        qtbot.mouseClick(form.task.button(task), Qt.MouseButton.LeftButton)
        controls = (form.quality, form.noise, form.sliders.strength, form.sliders.automatic, form.format)
        shown[task] = [control.isVisible() for control in controls]
    assert shown == {
        "compress": [True, True, False, False, False],
        "reconstruct": [False, False, False, False, True],
        "denoise": [False, False, True, True, True],
    }


def test_a_large_batch_is_shown_and_scrolled(
    make_window: Callable[[], MainWindow], fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    fake_jobs.count = 10_000
    window = make_window()
    planned(window, folder, qtbot)
    assert window.batch.model.rowCount() == 10_000
    window.batch.table.scrollToBottom()
    with qtbot.waitSignal(window.batch.finished, timeout=PATIENCE):
        window.batch.run()
    assert window.batch.model.totals.done == 10_000
