"""The batch page of the real window."""

from __future__ import annotations

import time
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop import dialogs
from desktop.batch_feed import News
from desktop.batch_model import BatchModel, Column
from desktop.main_window import MainWindow
from desktop.tasks import Plan
from engine.jobs import Job, Outcome
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeJobs


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    made = tmp_path / "photos"
    made.mkdir()
    for name in ("a.png", "b.png", "c.png"):
        (made / name).write_bytes(bytes(4000))
    return made


def planned(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    """Put a folder on the page and wait for its rows."""
    window.open_paths([folder])
    qtbot.waitUntil(window.batch.start.isEnabled, timeout=PATIENCE)


def texts(window: MainWindow, column: Column) -> list[str]:
    model = window.batch.model
    return [model.index(row, column).data() for row in range(model.rowCount())]


def test_a_folder_becomes_rows_and_an_output_folder_beside_it(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    planned(window, folder, qtbot)
    page = window.batch
    assert texts(window, Column.NAME) == ["a.png", "b.png", "c.png"]
    assert texts(window, Column.STATE) == ["Waiting"] * 3
    assert texts(window, Column.BEFORE) == ["4.0 kB"] * 3
    assert page.form.target.text() == str(folder.with_name("photos-compressed"))
    qtbot.mouseClick(page.form.task.button("denoise"), Qt.MouseButton.LeftButton)
    assert page.form.target.text() == str(folder.with_name("photos-denoised"))


def test_a_batch_runs_to_its_end_and_one_bad_file_keeps_its_reason(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    fake_jobs.bad["b.png"] = "empty file"
    planned(window, folder, qtbot)
    page = window.batch
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    assert texts(window, Column.STATE) == ["Done", "Failed", "Done"]
    assert texts(window, Column.NOTE) == ["", "empty file", ""]
    assert texts(window, Column.RATIO) == ["4.00 : 1", "", "4.00 : 1"]
    tip = page.model.index(1, Column.STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "empty file"
    assert "3 of 3" in page.summary.text() and "Failed: 1" in page.summary.text()
    assert "Saved 6.0 kB (75 %)" in page.summary.text()
    assert page.reveal.isVisible() and page.start.isVisible() and page.form.isEnabled()


def test_a_running_batch_shows_its_progress_and_can_be_cancelled(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    fake_jobs.gate.clear()
    planned(window, folder, qtbot)
    page = window.batch
    qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: texts(window, Column.STATE)[0] == "50 %", timeout=PATIENCE)
    assert not page.form.isEnabled() and page.cancel.isVisible() and not page.start.isVisible()
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.mouseClick(page.cancel, Qt.MouseButton.LeftButton)
    assert texts(window, Column.STATE) == ["Stopped"] * 3
    assert page.start.isVisible() and page.banner.isHidden()
    fake_jobs.gate.set()
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.mouseClick(page.start, Qt.MouseButton.LeftButton)
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
    qtbot.waitUntil(lambda: "nothing" in window.batch.summary.text(), timeout=PATIENCE)
    assert not window.batch.start.isEnabled()


def test_a_plan_that_fails_is_told_in_the_page(
    window: MainWindow, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from engine import jobs
    from engine.errors import OutputError

    def refuse(*_: object) -> None:
        raise OutputError("cannot be inside the source folder", folder)

    monkeypatch.setattr(jobs, "plan_batch", refuse, raising=False)
    window.open_paths([folder])
    qtbot.waitUntil(window.batch.banner.isVisible, timeout=PATIENCE)
    assert window.batch.banner.text.text() == "photos: cannot be inside the source folder"


def test_the_settings_of_the_form_reach_the_jobs(window: MainWindow, fake_jobs: FakeJobs) -> None:
    form = window.batch.form
    form.quality.set_value(72)
    form.overwrite.setChecked(True)
    settings = form.job_settings()
    assert settings.compress.quality == 72 and settings.existing == "replace" and settings.format is None
    form.task.choose("denoise")
    form.automatic.setChecked(False)
    form.strength.set_value(15)
    assert form.job_settings().denoise.strength == 15 and form.job_settings().format is None
    form.task.choose("reconstruct")
    form.format.setCurrentIndex(form.format.findData("avif"))
    assert form.job_settings().format == "avif"


def test_noise_and_share_of_the_original_reach_the_run(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    planned(window, folder, qtbot)
    form = window.batch.form
    assert form.job_settings().target_percent is None and form.job_settings().compress.denoise == 0
    form.noise.set_value(25)
    qtbot.mouseClick(form.quality.goal.button("size"), Qt.MouseButton.LeftButton)
    assert form.quality.size_box.isVisible() and not form.quality.slider.isVisible()
    form.quality.size_box.setValue(30)
    with qtbot.waitSignal(window.batch.finished, timeout=PATIENCE):
        qtbot.mouseClick(window.batch.start, Qt.MouseButton.LeftButton)
    assert fake_jobs.settings is not None
    assert fake_jobs.settings.target_percent == 30 and fake_jobs.settings.compress.denoise == 25
    qtbot.mouseClick(form.quality.goal.button("quality"), Qt.MouseButton.LeftButton)
    assert form.quality.slider.isVisible() and not form.quality.size_box.isVisible()
    assert form.job_settings().target_percent is None


def test_a_warning_stands_in_the_row_of_a_file_that_is_done(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    fake_jobs.warned["b.png"] = "1 of 4 squares is lost"
    fake_jobs.bad["c.png"] = "empty file"
    planned(window, folder, qtbot)
    with qtbot.waitSignal(window.batch.finished, timeout=PATIENCE):
        window.batch.run()
    assert texts(window, Column.STATE) == ["Done", "Done", "Failed"]
    assert texts(window, Column.NOTE) == ["", "1 of 4 squares is lost", "empty file"]
    assert "Failed: 1" in window.batch.summary.text()
    tip = window.batch.model.index(1, Column.STATE).data(Qt.ItemDataRole.ToolTipRole)
    assert tip == "1 of 4 squares is lost"


def test_a_task_shows_its_own_settings_only(window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot) -> None:
    window.show_page(1)
    form = window.batch.form
    shown = {}
    for task in ("compress", "reconstruct", "denoise"):
        qtbot.mouseClick(form.task.button(task), Qt.MouseButton.LeftButton)
        controls = (form.quality, form.noise, form.strength, form.automatic, form.format)
        shown[task] = [control.isVisible() for control in controls]
    assert shown == {
        "compress": [True, True, False, False, False],
        "reconstruct": [False, False, False, False, True],
        "denoise": [False, False, True, True, True],
    }


def test_ten_thousand_rows_are_told_in_few_words(qtbot: QtBot) -> None:
    count = 10_000
    batch = [Job("compress", Path(f"/p/{i}.png"), Path(f"/o/{i}.latent")) for i in range(count)]
    model = BatchModel()
    ranges: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: ranges.append((first.row(), last.row())))
    began = time.perf_counter()
    model.load(Plan(Path("/p"), batch, [1] * count))
    model.apply(News(outcomes={i: _done(batch[i]) for i in range(0, count, 2)}))
    model.apply(News(outcomes={i: _done(batch[i]) for i in range(1, 200, 2)} | {9999: _done(batch[9999])}))
    assert time.perf_counter() - began < 5  # some 50 ms on two cores; quadratic work would take minutes
    assert ranges == [(0, 9998), (1, 9999)]
    assert model.totals.done == 5101 and model.rowCount() == count


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


def _done(job: Job) -> Outcome:
    return Outcome(job.source, job.output, "done", "", 100, 25, 8, 8, 0.1)
