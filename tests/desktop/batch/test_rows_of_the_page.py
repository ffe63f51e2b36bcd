"""What can be done with the list: adding, filtering, retrying, removing, opening, saving a report."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QDrag, QGuiApplication, QMouseEvent
from pytestqt.qtbot import QtBot

from desktop import dialogs
from desktop.batch.rows import Column
from desktop.shell.main_window import MainWindow
from desktop.work import files
from tests.desktop.batch.helpers import planned, replanned, run, texts
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeJobs, drawn_picture, write_png


def select(window: MainWindow, *names: str) -> None:
    """Select rows as if by clicking with Ctrl held."""
    table = window.batch.table
    table.clearSelection()
    shown = texts(window, Column.NAME)
    model = table.selectionModel()
    for name in names:
        index = window.batch.model.index(shown.index(name), 0)
        model.setCurrentIndex(index, model.SelectionFlag.Select | model.SelectionFlag.Rows)
    table.setFocus()


def test_several_drops_add_up_and_the_same_is_taken_once(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, tmp_path: Path
) -> None:
    planned(window, folder, qtbot)
    other = tmp_path / "d.png"
    other.write_bytes(bytes(4000))
    window.batch.take_paths([other, folder])
    window.batch.take_paths([other])
    qtbot.waitUntil(lambda: window.batch.model.rowCount() == 4, timeout=PATIENCE)
    assert window.batch.sources.paths == (folder, other)
    assert window.batch.form.where.target.text() == str(tmp_path / "compressed")


def test_the_filter_shows_rows_of_a_state_and_with_a_text(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    fake_jobs.bad["b.png"] = "empty file"
    planned(window, folder, qtbot)
    page = window.batch
    run(window, qtbot)
    page.filters.state.setCurrentIndex(page.filters.state.findData("failed"))
    assert texts(window, Column.NAME) == ["b.png"]
    page.filters.state.setCurrentIndex(0)
    qtbot.keyClicks(page.filters.text, "c.P")
    assert texts(window, Column.NAME) == ["c.png"]
    assert "3 of 3" in page.footer.summary.text()


def test_failures_are_told_shown_by_a_click_and_tried_again(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    fake_jobs.bad |= {"b.png": "empty file", "c.png": "damaged"}
    planned(window, folder, qtbot)
    page = window.batch
    run(window, qtbot)
    assert page.notice.isVisible() and page.notice.text.text() == "2 files failed."
    qtbot.mouseClick(page.notice.buttons[0], Qt.MouseButton.LeftButton)
    assert texts(window, Column.NAME) == ["b.png", "c.png"]
    fake_jobs.bad.pop("b.png")
    fake_jobs.worked_on.clear()
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.mouseClick(page.notice.buttons[1], Qt.MouseButton.LeftButton)
    assert fake_jobs.worked_on == ["b.png", "c.png"]
    assert page.notice.text.text() == "1 file failed."
    page.filters.show_kind("all")
    assert texts(window, Column.STATE) == ["Done", "Done", "Failed"]
    assert "3 of 3" in page.footer.summary.text() and "Failed: 1" in page.footer.summary.text()


def test_keys_retry_remove_find_and_copy(window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path) -> None:
    fake_jobs.bad["b.png"] = "empty file"
    planned(window, folder, qtbot)
    page = window.batch
    run(window, qtbot)
    select(window, "b.png")
    qtbot.keyClick(page.table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    assert QGuiApplication.clipboard().text() == f"{folder / 'b.png'}: empty file"
    fake_jobs.worked_on.clear()
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.keyClick(page.table, Qt.Key.Key_F5)
    assert fake_jobs.worked_on == ["b.png"]
    select(window, "a.png", "c.png")
    fake_jobs.worked_on.clear()
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        qtbot.keyClick(page.table, Qt.Key.Key_F5, Qt.KeyboardModifier.ShiftModifier)
        assert page.notice.text.text() == "2 results are there already." and not page.is_running
        page.notice.buttons[0].click()
    assert fake_jobs.settings is not None and fake_jobs.settings.output.existing == "replace"
    assert fake_jobs.worked_on == ["a.png", "c.png"]
    qtbot.keyClick(page.table, Qt.Key.Key_Delete)
    assert texts(window, Column.NAME) == ["b.png"] and (folder / "a.png").exists()
    qtbot.keyClick(page.table, Qt.Key.Key_F, Qt.KeyboardModifier.ControlModifier)
    assert page.filters.text.hasFocus()


def test_what_was_removed_stays_out_until_it_is_dropped_again(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    planned(window, folder, qtbot)
    page = window.batch
    select(window, "b.png")
    page.actions_of_rows.remove.trigger()
    page.form.task.choose("denoise")
    replanned(window, qtbot)
    assert texts(window, Column.NAME) == ["a.png", "c.png"]
    page.take_paths([folder / "b.png"])
    qtbot.waitUntil(lambda: page.model.rowCount() == 3, timeout=PATIENCE)
    page.table.selectAll()
    page.actions_of_rows.remove.trigger()
    assert page.model.rowCount() == 0 and page.empty.isVisible() and page.sources.paths == ()


def test_nothing_is_added_or_removed_while_a_batch_runs(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    planned(window, folder, qtbot)
    page = window.batch
    fake_jobs.gate.clear()
    page.run()
    page.table.selectAll()
    assert not page.actions_of_rows.remove.isEnabled() and not page.filters.add_files.isEnabled()
    more = write_png(folder.parent / "more.png", drawn_picture())
    page.take_paths([more])
    assert page.banner.isVisible() and page.banner.text.text().startswith("Queued: 1")
    page.remove([0])
    assert page.model.rowCount() == 3 and page.sources.paths == (folder,)
    fake_jobs.worked_on.clear()
    fake_jobs.gate.set()
    qtbot.waitUntil(lambda: page.model.rowCount() == 4 and not page.is_running, timeout=PATIENCE)
    qtbot.waitUntil(lambda: page.model.totals.done == 4, timeout=PATIENCE)
    assert fake_jobs.worked_on[-1] == "more.png" and fake_jobs.worked_on.count("a.png") <= 1
    page.table.selectAll()
    assert page.actions_of_rows.remove.isEnabled() and not page.banner.isVisible()


def test_what_was_done_is_still_shown_after_another_task_was_looked_at(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    planned(window, folder, qtbot)
    page = window.batch
    run(window, qtbot)
    page.form.task.choose("denoise")
    replanned(window, qtbot)
    assert page.model.totals.done == 0
    page.form.task.choose("compress")
    replanned(window, qtbot)
    assert page.model.totals.done == 3 and page.footer.reveal.isVisible()


@pytest.mark.parametrize(("button", "existing"), [(0, "replace"), (1, "rename"), (2, "skip")])
def test_a_second_run_asks_what_becomes_of_the_results_that_are_there(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, button: int, existing: str
) -> None:
    planned(window, folder, qtbot)
    page = window.batch
    run(window, qtbot)
    page.footer.start.click()
    assert not page.is_running and page.notice.isVisible()
    assert page.notice.text.text() == "3 results are there already."
    with qtbot.waitSignal(page.finished, timeout=PATIENCE):
        page.notice.buttons[button].click()
    assert fake_jobs.settings is not None and fake_jobs.settings.output.existing == existing
    assert not page.notice.isVisible() and page.form.state().existing == "skip"  # for this run only


def test_a_double_click_and_enter_open_the_result(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    fake_jobs.bad["b.png"] = "empty file"
    planned(window, folder, qtbot)
    page = window.batch
    run(window, qtbot)
    asked: list[list[Path]] = []
    page.open_asked.disconnect()
    page.open_asked.connect(asked.append)
    page.compare_asked.disconnect()
    page.compare_asked.connect(lambda *pair: asked.append(list(pair)))
    index = page.model.index(0, Column.NAME)
    place = page.table.visualRect(index).center()
    qtbot.mouseClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    qtbot.mouseDClick(page.table.viewport(), Qt.MouseButton.LeftButton, pos=place)
    select(window, "b.png")
    qtbot.keyClick(page.table, Qt.Key.Key_Return)
    result = folder.with_name("photos-compressed") / "a.png.latent"
    assert asked == [[folder / "a.png", result], [folder / "b.png"]]


def test_results_are_dragged_out_as_files(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_jobs.bad["b.png"] = "empty file"
    planned(window, folder, qtbot)
    page = window.batch
    run(window, qtbot)
    dragged: list[tuple[list[str], Qt.DropAction]] = []

    def note(drag: QDrag, action: Qt.DropAction) -> Qt.DropAction:
        dragged.append(([url.toLocalFile() for url in drag.mimeData().urls()], action))
        return action

    monkeypatch.setattr(QDrag, "exec", note)
    page.table.selectAll()
    viewport, start = page.table.viewport(), page.table.visualRect(page.model.index(1, Column.NAME)).center()
    qtbot.mousePress(viewport, Qt.MouseButton.LeftButton, pos=start)
    for step in (QPoint(6, 2), QPoint(30, 8), QPoint(60, 10)):
        event = QMouseEvent(
            QEvent.Type.MouseMove, QPointF(start + step), QPointF(viewport.mapToGlobal(start + step)),
            Qt.MouseButton.NoButton, Qt.MouseButton.LeftButton, Qt.KeyboardModifier.NoModifier,
        )  # fmt: skip
        QGuiApplication.sendEvent(viewport, event)
    qtbot.mouseRelease(viewport, Qt.MouseButton.LeftButton, pos=start)
    out = folder.with_name("photos-compressed")
    wanted = [(out / "a.png.latent").as_posix(), (out / "c.png.latent").as_posix()]
    assert dragged == [(wanted, Qt.DropAction.CopyAction)]


def test_the_result_is_revealed(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    shown: list[Path] = []
    monkeypatch.setattr(files, "reveal", shown.append)
    monkeypatch.setattr(files, "open_folder", shown.append)
    planned(window, folder, qtbot)
    page = window.batch
    run(window, qtbot)
    select(window, "c.png")
    page.actions_of_rows.reveal.trigger()
    page.footer.reveal.click()
    out = folder.with_name("photos-compressed")
    assert shown == [out / "c.png.latent", out]


def test_a_file_that_is_gone_is_revealed_by_its_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[Path] = []
    monkeypatch.setattr(files, "open_folder", opened.append)
    monkeypatch.setattr(files, "_select", lambda path: path.name == "known")
    for name in ("known", "unknown"):
        (tmp_path / name).touch()
        files.reveal(tmp_path / name)
    files.reveal(tmp_path / "gone" / "file")
    assert opened == [tmp_path, tmp_path]


def test_the_menu_offers_what_makes_sense(window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path) -> None:
    planned(window, folder, qtbot)
    page = window.batch
    rows = page.actions_of_rows
    page.table.customContextMenuRequested.emit(QPoint(5, 5))
    assert rows.menu.isVisible()
    rows.menu.close()
    assert not rows.open.isEnabled() and not rows.retry_failed.isEnabled()
    select(window, "a.png")
    assert rows.open.isEnabled() and rows.remove.isEnabled() and not rows.copy.isEnabled()
    assert all(action.text() for action in rows.menu.actions() if not action.isSeparator())


def test_a_report_is_saved(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    fake_jobs.bad["b.png"] = "empty file"
    planned(window, folder, qtbot)
    page, report = window.batch, folder.parent / "report.json"
    assert not page.filters.report.isEnabled()
    run(window, qtbot)
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: (report, True))
    page.filters.report.trigger()
    qtbot.waitUntil(report.exists, timeout=PATIENCE)
    told = json.loads(report.read_text())
    assert [file["state"] for file in told["files"]] == ["done", "failed", "done"]
    assert told["totals"]["bytes_saved"] == 6000
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: (folder / "report.txt", True))
    page.filters.report.trigger()
    qtbot.waitUntil(page.banner.isVisible, timeout=PATIENCE)
    assert page.banner.text.text().startswith("report.txt: ")


def test_sorting_keeps_what_is_selected(window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path) -> None:
    planned(window, folder, qtbot)
    page = window.batch
    select(window, "a.png", "b.png")
    page.table.sortByColumn(Column.NAME, Qt.SortOrder.DescendingOrder)
    assert texts(window, Column.NAME) == ["c.png", "b.png", "a.png"]
    assert page.table.selected() == [1, 2]


def test_pictures_of_the_rows_in_view_are_read(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    for seed in range(3):
        write_png(tmp_path / f"{seed}.png", drawn_picture(60, 40, seed))
    (tmp_path / "bad.png").write_bytes(b"no picture")
    paths = [tmp_path / name for name in ("0.png", "1.png", "2.png", "bad.png")]
    window.show_page(1)
    page = window.batch
    arrived: list[str] = []
    page.thumbnails.changed.connect(arrived.extend)
    page.take_paths(paths)
    qtbot.waitUntil(lambda: set(arrived) == set(map(str, paths)), timeout=PATIENCE)
    plain = page.thumbnails.icon("of another file").cacheKey()
    icons = [page.thumbnails.icon(str(path)).cacheKey() for path in paths]
    assert len({plain, *icons}) == 5
    shown = page.model.index(0, Column.NAME).data(Qt.ItemDataRole.DecorationRole)
    assert shown.cacheKey() == icons[0]
    image = shown.pixmap(page.table.iconSize()).toImage()
    assert image.pixelColor(image.width() // 2, image.height() // 2).alpha() == 255
