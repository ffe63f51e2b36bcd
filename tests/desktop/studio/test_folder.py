"""A folder of pictures in the studio: its maps, labels that are told, strange pictures, and the way to the viewer."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import engine
from desktop import dialogs
from desktop.shell.main_window import MainWindow
from desktop.studio.explore import Explorer
from desktop.studio.folder_tasks import normal_label
from desktop.studio.page import StudioPage
from desktop.viewer.compare_view import CompareMode
from desktop.viewer.heat import HEATS
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import drawn_picture, write_png
from tests.desktop.studio.conftest import choose

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fake Python is a shell script")

GOOD, BAD = 14, 8


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    """Even greys, which the tiny model brings back, and others; one file is broken."""
    root = tmp_path / "parts"
    for kind, count in (("good", GOOD), ("cracked", BAD)):
        (root / kind).mkdir(parents=True)
        for number in range(count):
            grey = np.full((24, 24, 3), 120 + number, np.uint8)
            picture = engine.Picture(grey) if kind == "good" else drawn_picture(24, 24, seed=number)
            write_png(root / kind / f"{number:02}.png", picture)
    (root / "good" / "letter.png").write_text("hello", encoding="utf-8")
    return root


@pytest.fixture
def looked(explorer: Explorer, folder: Path, qtbot: QtBot) -> Explorer:
    """The folder, looked at."""
    explorer.take_folder(folder)
    qtbot.waitUntil(lambda: explorer.folder.found is not None, timeout=PATIENCE)
    return explorer


def test_a_folder_is_mapped_and_its_sub_folders_are_the_legend(looked: Explorer) -> None:
    form, view = looked.form.folder, looked.folder.view
    assert looked.form.mode.choice == "folder" and view.isVisibleTo(looked.view)
    assert [form.labels.item(row).text() for row in range(2)] == ["cracked  ·  8", "good  ·  14"]
    assert form.about.text() == "22 pictures, 1 could not be read" and "letter.png" in form.about.toolTip()
    assert view.map.codes.cloud is not None and len(view.map.codes.cloud) == GOOD + BAD
    assert view.map.titles[0].text() == "Codes, first two components" and "%" in view.map.shares[1].text()


def test_a_label_stands_out_until_it_is_clicked_again(looked: Explorer, qtbot: QtBot) -> None:
    labels, charts = looked.form.folder.labels, looked.folder.view.map
    middle = labels.visualItemRect(labels.item(1)).center()
    qtbot.mouseClick(labels.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert charts.codes.kind == charts.pixels.kind == 1
    qtbot.mouseClick(labels.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert charts.codes.kind == -1
    labels.setFocus()
    qtbot.keyClick(labels, Qt.Key.Key_Down)
    assert charts.codes.kind == 0, "the keys choose one too"


def test_what_is_pointed_at_on_one_map_is_marked_on_the_other_and_looked_at(looked: Explorer, qtbot: QtBot) -> None:
    charts, at = looked.folder.view.map, looked.view.looked_at
    place = charts.codes.place_of(3).toPoint()
    qtbot.mouseMove(charts.codes, place)
    current = charts.codes.current
    assert current >= 0 and charts.pixels.current == current
    qtbot.mouseClick(charts.codes, Qt.MouseButton.LeftButton, pos=place)
    qtbot.waitUntil(lambda: at.found is not None, timeout=PATIENCE)
    found = looked.folder.found
    assert found is not None and at.found is not None
    picture = found.survey.pictures[current]
    assert at.name.text() == picture.name and at.found.comparison.path == picture.path
    assert at.found.score == pytest.approx(float(found.survey.scores[current]), rel=1e-3)
    qtbot.mouseClick(at.close_button, Qt.MouseButton.LeftButton)
    assert not at.isVisibleTo(looked.view)


def test_the_strangest_come_first_and_the_normal_label_is_known_by_its_name(looked: Explorer, qtbot: QtBot) -> None:
    view, form, found = looked.folder.view, looked.form.folder, looked.folder.found
    assert found is not None
    view.views.choose("strange")
    rows = view.strange.pictures
    scores = [float(rows.data(rows.index(row, 0)).replace(",", "")) for row in range(rows.rowCount())]
    assert len(scores) == GOOD + BAD and scores == sorted(scores, reverse=True)
    assert form.normal.currentText() == "good"
    qtbot.waitUntil(lambda: "ROC-AUC 1.000" in view.verdict.text(), timeout=PATIENCE)
    form.normal.setCurrentIndex(form.normal.findText("cracked"))
    qtbot.waitUntil(lambda: "ROC-AUC 0.000" in view.verdict.text(), timeout=PATIENCE)
    form.normal.setCurrentIndex(0)
    assert "Choose the" in view.verdict.text()
    index = rows.index(0, 0)
    spoken = rows.data(index, Qt.ItemDataRole.AccessibleTextRole)
    assert isinstance(spoken, str) and "cracked/" in spoken
    view.strange.scrollTo(index)
    middle = view.strange.visualRect(index).center()
    qtbot.mouseClick(view.strange.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    qtbot.waitUntil(lambda: looked.view.looked_at.found is not None, timeout=PATIENCE)
    assert looked.view.looked_at.name.text() == found.survey.pictures[found.order[0]].name


def test_labels_are_told_once_they_are_asked_for(looked: Explorer, qtbot: QtBot) -> None:
    panel = looked.folder.view.labels
    assert panel.told is None and not looked._runner.awaits("explore labels")
    looked.folder.view.views.choose("labels")
    qtbot.waitUntil(lambda: panel.told is not None, timeout=PATIENCE)
    told = panel.told
    assert told is not None and told.held_out == 6 and panel.table.isVisibleTo(looked.folder.view)
    shares = {"codes": told.codes, "pca": told.pca, "pixels": told.pixels}
    for row, values in shares.items():
        assert panel.shares[row][0].text() == f"{100 * values[0]:.1f} %"
        assert panel.bars[row][0].value() == round(1000 * values[0])
    assert panel.sizes["pixels"].text() == "64 numbers a picture" and not panel.heads[1].isVisibleTo(panel)


def test_without_sub_folders_there_are_no_labels(explorer: Explorer, folder: Path, qtbot: QtBot) -> None:
    explorer.take_folder(folder / "cracked")
    qtbot.waitUntil(lambda: explorer.folder.found is not None, timeout=PATIENCE)
    view = explorer.folder.view
    assert not explorer.form.folder.labels.isVisibleTo(explorer.form) and view.map.shares[0].isHidden()
    view.views.choose("labels")
    assert "sub-folder" in view.labels.about.text() and view.labels.table.isHidden()


def test_a_dropped_folder_is_explored_and_another_model_sees_it_anew(
    studio: StudioPage,
    explorer: Explorer,
    folder: Path,
    qtbot: QtBot,
) -> None:
    studio.take_paths([folder], [])
    assert studio.tabs.choice == "explore" and str(folder) not in (studio.form.data.text() or "")
    qtbot.waitUntil(lambda: explorer.folder.found is not None, timeout=PATIENCE)
    first = explorer.folder.found
    choose(explorer, "plain", qtbot)
    qtbot.waitUntil(lambda: explorer.folder.found not in (None, first), timeout=PATIENCE)
    studio.tabs.choose("train")
    studio.take_paths([folder], [])
    assert studio.form.data.text() == str(folder), "elsewhere it is a folder to learn from"


def test_a_folder_is_asked_for_and_an_empty_one_is_told(
    studio: StudioPage,
    explorer: Explorer,
    tmp_path: Path,
    qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    empty = tmp_path / "empty"
    empty.mkdir()
    monkeypatch.setattr(dialogs, "ask_folder", lambda *_: empty)
    explorer.form.mode.choose("folder")
    explorer.folder.view.empty.button.click()
    qtbot.waitUntil(studio.banner.isVisible, timeout=PATIENCE)
    assert "contains no readable picture" in studio.banner.text.text() and explorer.folder.found is None


def test_looking_can_be_stopped_and_begun_again(explorer: Explorer, folder: Path, qtbot: QtBot) -> None:
    work = explorer.form.folder.work
    explorer.take_folder(folder)
    explorer.folder._cancel()
    qtbot.waitUntil(lambda: work.restart.isVisibleTo(work), timeout=PATIENCE)
    assert explorer.folder.found is None
    work.restart.click()
    qtbot.waitUntil(lambda: explorer.folder.found is not None, timeout=PATIENCE)


def test_the_viewer_shows_the_reconstruction_and_where_it_fails(
    studio: StudioPage, looked: Explorer, qtbot: QtBot
) -> None:
    window = studio.window()
    assert isinstance(window, MainWindow)
    looked.folder.view.views.choose("strange")
    looked.folder.view.picked.emit(looked.folder.found.order[0])  # type: ignore[union-attr]
    at = looked.view.looked_at
    qtbot.waitUntil(lambda: at.found is not None, timeout=PATIENCE)
    assert at.found is not None
    at.in_viewer.click()
    page = window.picture
    shelf = page.session.shelf
    qtbot.waitUntil(lambda: shelf.chosen("right").startswith("made"), timeout=PATIENCE)
    assert window.pages.index == 0 and page.view.mode is CompareMode.SIDE
    left, right = shelf.on("left"), shelf.on("right")
    assert left is not None and right is not None and left.picture is not None and right.picture is not None
    assert (left.kind, right.kind, left.name) == ("seen", "made", "with-prior")
    assert np.array_equal(right.picture.pixels, at.found.comparison.made.pixels)
    assert page.session.document is not None and page.session.document.path == at.found.comparison.path
    assert page.view.viewport.scale > 8, "small pictures fill the view"
    assert page.choice.boxes["right"].currentText() == "Reconstruction by with-prior"
    page.set_mode(CompareMode.DIFFERENCE)
    qtbot.waitUntil(lambda: not window.runner.awaits("difference"), timeout=PATIENCE)
    heat = page.view.difference
    assert heat is not None and heat.width == 8 and page.view._layout().full_heat in HEATS[1:]


def test_normal_is_known_in_several_words() -> None:
    assert normal_label(("Broken", "Good")) == 1 and normal_label(("ok", "bad")) == 0
    assert normal_label(("异常", "正常")) == 1 and normal_label(("cats", "dogs")) == -1 and normal_label(()) == -1
