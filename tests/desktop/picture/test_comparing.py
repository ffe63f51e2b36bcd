"""What is compared with what: kept results, other files, either mode, and the figures of the pair."""

from __future__ import annotations

from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import engine
from desktop import dialogs
from desktop.picture.pane_choice import ANOTHER_FILE
from desktop.shell.main_window import MainWindow
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine, drawn_picture, write_png
from tests.desktop.picture.helpers import answer_of, drop


def listed(window: MainWindow, side: str) -> list[str]:
    box = window.picture.choice.boxes["left" if side == "left" else "right"]
    return [box.itemText(index) for index in range(box.count()) if box.itemText(index)]


def choose(window: MainWindow, side: str, text: str) -> None:
    box = window.picture.choice.boxes["left" if side == "left" else "right"]
    index = box.findText(text)
    assert index >= 0, listed(window, side)
    box.setCurrentIndex(index)
    box.activated.emit(index)


def test_a_kept_result_is_compared_with_later_ones(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    first = answer_of(window, qtbot)
    page = window.picture
    window.menus.keep.trigger()
    assert "Pinned: quality 50" in listed(window, "left")
    assert page.choice.boxes["left"].currentText() == "Original"
    choose(window, "left", "Pinned: quality 50")
    page.controls.compress.quality.set_value(10)
    qtbot.waitUntil(lambda: answer_of(window, qtbot).setting == 10, timeout=PATIENCE)
    left, right = page.session.shelf.on("left"), page.session.shelf.on("right")
    assert left is not None and left.picture is first.picture and left.shown is page.view.pictures[0]
    assert right is not None and right.setting == 10
    qtbot.waitUntil(lambda: "MS-SSIM" in page.figures.shown(), timeout=PATIENCE)
    assert page.figures.shown()["Left"] == "1.5 kB" and page.figures.shown()["Right"] == "307 B"
    assert left.shown.region(0, left.shown.rect) != right.shown.region(0, right.shown.rect)


def test_compressed_and_denoised_stand_side_by_side(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    page = window.picture
    page.controls.mode.choose("denoise")
    qtbot.waitUntil(lambda: answer_of(window, qtbot).mode == "denoise", timeout=PATIENCE)
    assert page.choice.boxes["right"].currentText() == "Denoised"  # follows what is worked on
    choose(window, "left", "Compressed")
    left, right = page.view.pictures
    assert left is page.session.shelf.renditions["compress"].shown
    assert right is page.session.shelf.renditions["denoise"].shown


def test_another_file_is_looked_at_beside_the_result(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    other = write_png(tmp_path / "other.png", drawn_picture(seed=5))
    monkeypatch.setattr(dialogs, "ask_open", lambda *_: [other])
    page = window.picture
    box = page.choice.boxes["right"]
    box.activated.emit(box.findData(ANOTHER_FILE))
    qtbot.waitUntil(lambda: "other.png" in listed(window, "right"), timeout=PATIENCE)
    assert box.currentText() == "other.png" and page.bar.name.text() == "photo.png"
    qtbot.waitUntil(lambda: page.figures.shown().get("PSNR", "–") != "–", timeout=PATIENCE)
    assert page.figures.shown()["Right"] != "–"
    choose(window, "right", "Compressed")
    assert page.view.pictures[1] is page.session.shelf.renditions["compress"].shown


def test_a_file_of_another_size_has_no_likeness(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    other = write_png(tmp_path / "large.png", drawn_picture(200, 100))
    monkeypatch.setattr(dialogs, "ask_open", lambda *_: [other])
    page = window.picture
    page.choice.file_asked.emit("right")
    qtbot.waitUntil(lambda: "large.png" in listed(window, "right"), timeout=PATIENCE)
    answer_of(window, qtbot)
    assert page.figures.shown()["PSNR"] == "–" and page.figures.shown()["MS-SSIM"] == "–"
    window.menus.modes["difference"].trigger()
    assert page.view.difference is None  # nothing to subtract, and nothing breaks


def test_the_figures_of_a_result_come_with_its_structure(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    page = window.picture
    qtbot.waitUntil(lambda: page.figures.shown()["MS-SSIM"] != "–", timeout=PATIENCE)
    assert 0.5 < float(page.figures.shown()["MS-SSIM"]) <= 1
    qtbot.waitUntil(lambda: page.display.measuring.levels["right"] is not None, timeout=PATIENCE)
    counts = page.display.measuring.levels["right"]
    assert counts is not None and counts.shape == (3, 256) and counts.sum() == 3 * 96 * 64


def test_the_curve_is_measured_once_and_can_be_chosen_on(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    curve = window.picture.controls.compress.curve
    qtbot.waitUntil(lambda: len(curve.points) == 11, timeout=PATIENCE)
    current = curve.current
    assert current is not None and current.quality == 50
    curve.chosen.emit(72.4)
    qtbot.waitUntil(lambda: answer_of(window, qtbot).setting == 72, timeout=PATIENCE)
    assert window.picture.controls.compress.quality.value == 72
    window.picture.controls.compress.quality.aim("size")
    answer_of(window, qtbot)
    curve.chosen.emit(33.0)  # from a size back to a quality
    qtbot.waitUntil(lambda: answer_of(window, qtbot).setting == 33, timeout=PATIENCE)
    assert sum(map(len, fake.curves)) <= 2 * 11  # what was interrupted goes on, and is not begun anew for a quality
    window.picture.controls.compress.noise.set_value(20)  # other files from now on: another curve
    qtbot.waitUntil(lambda: fake.compressions[-1].denoise == 20, timeout=PATIENCE)
    answer_of(window, qtbot)
    qtbot.waitUntil(lambda: len(curve.points) == 11, timeout=PATIENCE)


def test_a_latent_file_stands_alone_until_something_is_asked_for(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, tmp_path: Path
) -> None:
    latent = tmp_path / "photo.latent"
    latent.write_bytes(fake.compress(drawn_picture(), engine.CompressOptions(quality=40)))
    drop(window, latent)
    page = window.picture
    qtbot.waitUntil(page.controls.save.isEnabled, timeout=PATIENCE)
    assert listed(window, "right") == ["Reconstruction", "Denoised", "None", "Another file…"]
    assert page.choice.boxes["right"].currentText() == "None"
    page.controls.mode.choose("denoise")
    qtbot.waitUntil(lambda: answer_of(window, qtbot).mode == "denoise", timeout=PATIENCE)
    assert page.choice.boxes["right"].currentText() == "Denoised" and None not in page.view.pictures
    page.controls.mode.choose("compress")
    assert page.choice.boxes["right"].currentText() == "None" and page.view.pictures[1] is None
