"""Tasks that somebody chose in a file manager."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeJobs


def names(folder: Path) -> list[Path]:
    return sorted(folder.iterdir())


@pytest.fixture
def begun(window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot) -> MainWindow:
    """A window that has loaded everything, and found no unfinished batch."""
    window.begin([])
    window.update()
    qtbot.waitUntil(lambda: window.pages.is_made(1) and window.batch.errands._may_begin, timeout=PATIENCE)
    return window


def test_a_task_begins_at_once_beside_the_originals(
    begun: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    page = begun.batch
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        begun.come_forward(names(folder)[:2], "denoise")
    assert begun.pages.index == 1 and fake_jobs.worked_on == ["a.png", "b.png"]
    assert page.form.chosen_task == "denoise" and page.form.out_dir is None
    assert fake_jobs.settings is not None and fake_jobs.settings.output.existing == "rename", "nothing is replaced"
    assert fake_jobs.settings.output.originals == "keep"


def test_the_app_may_be_started_with_a_task(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    with qtbot.waitSignal(window.batch.finished, timeout=PATIENCE):
        window.begin(names(folder), "compress")
        window.update()
    assert fake_jobs.worked_on == ["a.png", "b.png", "c.png"] and window.batch.form.chosen_task == "compress"


def test_without_files_the_task_is_chosen(begun: MainWindow, fake_jobs: FakeJobs) -> None:
    begun.come_forward([], "denoise")
    assert begun.pages.index == 1 and begun.batch.form.chosen_task == "denoise" and not begun.batch.is_running


def test_files_that_come_one_by_one_are_one_batch(
    begun: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    with qtbot.waitSignal(begun.batch.finished, timeout=PATIENCE):
        for path in names(folder):
            begun.come_forward([path], "compress")
    assert fake_jobs.worked_on == ["a.png", "b.png", "c.png"] and len(begun.batch.model.rows) == 3


def test_another_task_waits_its_turn_and_is_told_so(
    begun: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    page, (first, second, _) = begun.batch, names(folder)
    fake_jobs.gate.clear()
    begun.come_forward([first], "compress")
    qtbot.waitUntil(lambda: page.is_running, timeout=PATIENCE)
    begun.come_forward([second], "denoise")
    qtbot.waitUntil(page.banner.isVisible, timeout=PATIENCE)
    assert "Queued" in page.banner.text.text()
    with qtbot.waitSignals([page.finished, page.finished], timeout=PATIENCE):
        fake_jobs.gate.set()
    qtbot.waitUntil(lambda: fake_jobs.worked_on == ["a.png", "b.png"] and not page.is_running, timeout=PATIENCE)
    assert page.form.chosen_task == "denoise"


def test_the_settings_of_the_person_are_kept(
    begun: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, settings: Settings
) -> None:
    page = begun.batch
    assert page.form.state().existing == "skip"
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        begun.come_forward(names(folder)[:1], "compress")
    page.remember()
    assert settings.existing == "skip", "an errand's own settings are for it alone"
    page.form.options.dates.setChecked(True)
    page.form.options.existing.setCurrentIndex(page.form.options.existing.findData("replace"))
    assert page.errands.own_settings().existing == "replace", "what the person has changed since then counts"
    page.remember()
    assert settings.keeps_dates


def test_an_unfinished_batch_is_decided_first(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    from desktop.batch import tasks
    from desktop.batch.rows import Row
    from desktop.batch.tasks import Unfinished
    from desktop.work.task_runner import Operation
    from engine.files.job import Job

    page, (first, second, _) = window.batch, names(folder)
    job = Job("compress", first, first.with_suffix(".latent"))
    row = Row(job, "a.png", str(first), 4000)
    found = Unfinished(page.form.state(), (first,), folder / "journal", [row])
    monkeypatch.setattr(tasks, "load_unfinished", lambda _: Operation(lambda __: found))
    window.begin([second], "denoise")
    window.update()
    qtbot.waitUntil(page.banner.isVisible, timeout=PATIENCE)
    assert page.notice.isVisible() and not fake_jobs.worked_on
    page.notice.buttons[1].click()  # discard
    qtbot.waitUntil(lambda: fake_jobs.worked_on == ["b.png"] and not page.is_running, timeout=PATIENCE)
