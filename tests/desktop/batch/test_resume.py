"""A batch outlives the window, and the process."""

from __future__ import annotations

import json
import subprocess
import sys
import threading
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop import dialogs
from desktop.batch import queue, tasks
from desktop.batch.queue import StoredBatch
from desktop.batch.rows import Column
from desktop.batch.state import FormState
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from engine.files.job import Job, Outcome
from engine.files.settings import JobSettings
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
    stored = json.loads((settings.data_folder / queue.QUEUE_NAME).read_text())
    assert stored["paths"] == [str(folder)] and len(stored["batch"]) == 3
    fake_jobs.past.add("a.png")
    second = make_window()
    second.batch.form.quality.set_value(90)
    offered(second, qtbot)
    page = second.batch
    assert page.notice.text.text() == "A batch was not finished: 1 of 3 files are done."
    assert texts(second, Column.NAME) == ["a.png", "b.png", "c.png"]
    assert texts(second, Column.STATE) == ["Done", "Waiting", "Waiting"]
    assert page.form.quality.value == 33 and page.sources.paths == (folder,)
    assert fake_jobs.journal == folder.with_name("photos-compressed") / ".safelight-journal.jsonl"
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.mouseClick(page.notice.buttons[0], Qt.MouseButton.LeftButton)
    assert texts(second, Column.STATE) == ["Done"] * 3 and page.notice.isHidden()
    assert fake_jobs.settings is not None and fake_jobs.settings.task.compress.quality == 33
    assert not (settings.data_folder / queue.QUEUE_NAME).exists()


def test_an_unfinished_batch_is_discarded(
    make_window: Callable[[], MainWindow], fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, settings: Settings
) -> None:
    first = make_window()
    planned(first, folder, qtbot)
    close_while_running(first, fake_jobs, qtbot)
    second = make_window()
    offered(second, qtbot)
    qtbot.mouseClick(second.batch.notice.buttons[1], Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not (settings.data_folder / queue.QUEUE_NAME).exists(), timeout=PATIENCE)
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
        qtbot.waitUntil((settings.data_folder / queue.QUEUE_NAME).exists, timeout=PATIENCE)
        with qtbot.waitSignal(window.batch.finished, timeout=PATIENCE):
            window.batch.footer.cancel.click()
    else:
        run(window, qtbot)
    assert not (settings.data_folder / queue.QUEUE_NAME).exists()


@pytest.mark.parametrize("cancelled", [False, True])
def test_a_batch_that_got_through_while_the_window_closed_is_not_offered(
    fake_jobs: FakeJobs, folder: Path, tmp_path: Path, cancelled: bool
) -> None:
    place, keep, progress = tmp_path / "batch.json", threading.Event(), Progress()
    batch = [(Job("compress", path, path.with_suffix(".latent")), 9) for path in sorted(folder.iterdir())]
    stored = StoredBatch(FormState(), (str(folder),), str(folder), str(tmp_path / "j"), "2026-01-02", tuple(batch))
    there: list[bool] = []

    def on_outcome(index: int, _: Outcome) -> None:
        there.append(place.exists())
        keep.set()
        if cancelled and index == 0:
            progress.cancel()

    operation = tasks.run_batch(batch, JobSettings(), stored, place, keep, lambda _, __: None, on_outcome)
    operation.run(progress)  # type: ignore[arg-type]
    assert there == [True] * 3
    assert place.exists() == cancelled


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
    assert (settings.data_folder / queue.QUEUE_NAME).exists()  # it is offered at the next start


def test_a_stored_batch_comes_back_as_it_was(tmp_path: Path) -> None:
    odd = Path("/p/\udcff\u00e9.jpg")
    stored = StoredBatch(
        FormState(task="denoise", automatic=False, strength=9, name="{number}", beside=True),
        (str(odd),), "/p/", "/j", "2026-01-02",
        ((Job("denoise", odd, Path("/p/1.jpg")), 77),),
    )  # fmt: skip
    queue.store(tmp_path / "data" / "batch.json", stored)
    assert queue.load(tmp_path / "data" / "batch.json") == stored
    assert [path.name for path in (tmp_path / "data").iterdir()] == ["batch.json"]


def test_the_last_batch_is_the_one_that_is_stored(tmp_path: Path) -> None:
    place = tmp_path / "batch.json"
    first = StoredBatch(FormState(), ("/p",), "/p", "/j", "2026-01-02", ((Job("compress", Path("a"), Path("b")), 7),))
    second = replace(first, form=FormState(quality=80), paths=("/q",))
    for stored in (first, second):
        queue.store(place, stored)
        assert queue.load(place) == stored
    document = json.loads(place.read_text())
    place.write_text(json.dumps(document | {"version": 2}))
    assert queue.load(place) is None, "what another version means is not guessed"


@pytest.mark.parametrize("text", ["", "{", "[]", '{"version": 2}', '{"version": 1, "form": 3}', '{"version": 1}'])
def test_a_damaged_queue_is_as_if_there_were_none(tmp_path: Path, text: str) -> None:
    place = tmp_path / "batch.json"
    place.write_text(text)
    assert queue.load(place) is None and not place.exists()
    assert queue.load(place) is None


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
