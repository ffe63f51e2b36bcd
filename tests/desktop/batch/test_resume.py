"""A batch outlives the window, and the process."""

from __future__ import annotations

import json
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop import dialogs
from desktop.batch import tasks
from desktop.batch.rows import Column
from desktop.batch.state import FormState
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from engine.files.job import Job, Outcome
from engine.progress import Progress
from tests.desktop.batch.helpers import planned, run, texts
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeJobs, drawn_picture, write_png

ROOT = Path(__file__).resolve().parents[3]


def offered(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until the unfinished batch is shown."""
    window.show_page(1)
    with qtbot.waitSignal(window.batch.offered, timeout=PATIENCE):
        window.batch.resume_last()
    assert window.batch.notice.isVisible() and not window.batch.notice.close_button.isVisible()


def close_while_running(window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot) -> None:
    fake_jobs.gate.clear()
    window.batch.run()
    qtbot.waitUntil(lambda: "50 %" in texts(window, Column.STATE), timeout=PATIENCE)
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    fake_jobs.gate.set()


@pytest.fixture(autouse=True)
def agreeing(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(dialogs, "agree_to_stop", lambda _: True)


def test_a_batch_that_the_window_was_closed_on_is_offered_and_goes_on(
    make_window: Callable[[], MainWindow], fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, settings: Settings
) -> None:
    first = make_window()
    planned(first, folder, qtbot)
    first.batch.form.quality.set_value(33)
    close_while_running(first, fake_jobs, qtbot)
    header = json.loads(Path(settings.unfinished).read_text().splitlines()[0])
    assert header["note"]["paths"] == [str(folder)] and len(header["jobs"]) == 3
    fake_jobs.past.add("a.png")
    second = make_window()
    second.batch.form.quality.set_value(90)
    offered(second, qtbot)
    page = second.batch
    assert page.notice.text.text() == "Unfinished batch: 1 of 3 done."
    assert texts(second, Column.NAME) == ["a.png", "b.png", "c.png"]
    assert texts(second, Column.STATE) == ["Done", "Waiting", "Waiting"]
    assert page.form.quality.value == 33 and page.sources.paths == (folder,)
    assert fake_jobs.journal == folder.with_name("photos-compressed") / ".safelight-journal.jsonl"
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.mouseClick(page.notice.buttons[0], Qt.MouseButton.LeftButton)
    assert texts(second, Column.STATE) == ["Done"] * 3 and page.notice.isHidden()
    assert fake_jobs.settings is not None and fake_jobs.settings.task.compress.quality == 33
    assert settings.unfinished == ""


def test_an_unfinished_batch_is_discarded(
    make_window: Callable[[], MainWindow], fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, settings: Settings
) -> None:
    first = make_window()
    planned(first, folder, qtbot)
    close_while_running(first, fake_jobs, qtbot)
    second = make_window()
    offered(second, qtbot)
    qtbot.mouseClick(second.batch.notice.buttons[1], Qt.MouseButton.LeftButton)
    assert settings.unfinished == ""
    assert second.batch.model.rowCount() == 0 and second.batch.empty.isVisible()
    assert second.batch.notice.isHidden()


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_batch_that_ended_or_was_cancelled_is_not_offered(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, settings: Settings, cancelled: bool
) -> None:
    planned(window, folder, qtbot)
    if cancelled:
        fake_jobs.gate.clear()
        window.batch.run()
        qtbot.waitUntil(lambda: Path(settings.unfinished).is_file(), timeout=PATIENCE)
        with qtbot.waitSignal(window.batch.finished, timeout=PATIENCE):
            window.batch.footer.cancel.click()
    else:
        run(window, qtbot)
    assert settings.unfinished == ""


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_batch_that_got_through_while_the_window_closed_is_not_offered(
    folder: Path, tmp_path: Path, cancelled: bool
) -> None:
    journal, progress, form = tmp_path / "j", Progress(), FormState(quality=33)
    batch = [(Job("compress", path, path.with_suffix(".latent")), 9) for path in sorted(folder.iterdir())]

    def on_outcome(index: int, _: Outcome) -> None:
        if cancelled and index == 0:
            progress.cancel()

    note = tasks.note_of(form, [folder], str(folder))
    operation = tasks.run_batch(batch, form.job_settings(), journal, note, lambda _, __: None, on_outcome)
    operation.run(progress)  # type: ignore[arg-type]
    found = tasks.load_unfinished(journal).run(progress)  # type: ignore[arg-type]
    assert (found is not None) == cancelled
    if found is not None:
        assert (found.form, found.paths, found.journal) == (form, (folder,), journal)
        assert [row.name for row in found.rows] == sorted(path.name for path in folder.glob("*.png"))


def test_what_was_dropped_meanwhile_is_not_put_aside(
    make_window: Callable[[], MainWindow], fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, settings: Settings
) -> None:
    first = make_window()
    planned(first, folder, qtbot)
    close_while_running(first, fake_jobs, qtbot)
    second = make_window()
    other = folder / "c.png"
    second.show_page(1)
    second.batch.take_paths([other])
    second.batch.resume_last()
    qtbot.waitUntil(lambda: not second.runner.is_busy, timeout=PATIENCE)
    assert second.batch.notice.isHidden() and texts(second, Column.NAME) == ["c.png"]
    assert Path(settings.unfinished).is_file()  # it is offered at the next start


DAMAGED = [
    "", "{", "[]", '{"journal": 1, "settings": "x"}', '{"journal": 2, "task": "compress", "jobs": 3, "note": {}}',
    '{"journal": 2, "task": "compress", "jobs": [], "note": {}}',
    '{"journal": 2, "task": "compress", "jobs": [], "note": {"form": 3, "paths": [], "root": ""}}',
    '{"journal": 2, "task": "dance", "jobs": [], "note": {}}', '{"journal": 9, "task": "compress"}',
]  # fmt: skip


@pytest.mark.parametrize("text", DAMAGED)
def test_a_damaged_journal_is_as_if_there_were_none(tmp_path: Path, text: str) -> None:
    (tmp_path / "j").write_text(text)
    assert tasks.load_unfinished(tmp_path / "j").run(Progress()) is None  # type: ignore[arg-type]


def test_a_killed_process_leaves_a_batch_that_goes_on(
    make_window: Callable[[], MainWindow], qtbot: QtBot, tmp_path: Path, settings: Settings
) -> None:
    folder = tmp_path / "photos"
    folder.mkdir()
    for seed in range(8):
        write_png(folder / f"{seed}.png", drawn_picture(400, 320, seed))
    settings.sync()
    command = [sys.executable, "-m", "tests.desktop.batch.killed_batch", str(tmp_path / "settings.ini"), str(folder)]
    with subprocess.Popen(command, cwd=ROOT, stdout=subprocess.PIPE, text=True) as process:
        assert process.stdout is not None
        assert [process.stdout.readline() for _ in range(2)] == ["done\n"] * 2
        process.kill()
    settings.sync()  # to read what the other process has written
    window = make_window()
    offered(window, qtbot)
    page = window.batch
    before = [row.state for row in page.model.rows]
    assert 2 <= before.count("done") < 8 and set(before) == {"done", "waiting"}
    stamps = {path: path.stat().st_mtime_ns for path in folder.glob("*.latent")}
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.mouseClick(page.notice.buttons[0], Qt.MouseButton.LeftButton)
    assert texts(window, Column.STATE) == ["Done"] * 8
    made = {path: path.stat().st_mtime_ns for path in folder.glob("*.latent")}
    assert sorted(path.name for path in made) == [f"{seed}-{seed + 1}.latent" for seed in range(8)]
    kept = [row.result for row, state in zip(page.model.rows, before, strict=True) if state == "done"]
    assert all(made[path] == stamps[path] for path in kept if path is not None)
    assert [path.name for path in settings.data_folder.iterdir()] == []
