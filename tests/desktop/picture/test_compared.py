"""What a model saw and made of a picture, looked at on the picture page."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path

import numpy as np
import pytest
from pytestqt.qtbot import QtBot

from desktop.picture.difference import full_heat_of
from desktop.shell.main_window import MainWindow
from desktop.viewer.compare_view import CompareMode
from desktop.work.comparison import Comparison
from engine.image.picture import Picture
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine, drawn_picture
from tests.desktop.picture.helpers import answer_of


def grey(level: int, side: int = 8) -> Picture:
    return Picture(np.full((side, side, 3), level, np.uint8))


@pytest.fixture
def comparison(png: Path) -> Comparison:
    made = grey(100)
    made.pixels[0, 0] = 180
    return Comparison(png, "photo.png", "my-model", grey(100), made)


def show(window: MainWindow, comparison: Comparison, qtbot: QtBot) -> None:
    window.opening.open_comparison(comparison)
    shelf = window.picture.session.shelf
    qtbot.waitUntil(lambda: shelf.document is not None and shelf.chosen("left").startswith("seen"), timeout=PATIENCE)
    answer_of(window, qtbot)


def test_both_are_on_the_shelf_beside_the_file(
    window: MainWindow, fake: FakeEngine, comparison: Comparison, qtbot: QtBot
) -> None:
    show(window, comparison, qtbot)
    page = window.picture
    texts = [page.choice.boxes["left"].itemText(place) for place in range(5)]
    assert texts == ["Original", "Compressed", "Denoised", "As my-model sees it", "Reconstruction by my-model"]
    assert page.session.document is not None and page.session.document.picture.width == 96
    assert set(page.figures.shown()) == {"Dimensions", "PSNR", "MS-SSIM"}, "neither has a file of its own"
    page.session.shelf.choose("left", "original")
    assert page.session.shelf.on("left") is not None


def test_a_picture_without_a_file_can_be_compared_too(
    window: MainWindow, fake: FakeEngine, comparison: Comparison, qtbot: QtBot
) -> None:
    show(window, replace(comparison, path=None, name="t10k 5"), qtbot)
    assert window.picture.bar.name.text() == "t10k 5.png"
    document = window.picture.session.document
    assert document is not None and document.picture is comparison.seen
    window.picture.use_screen_profile(b"another screen")
    assert window.picture.banner.isHidden(), "there is no file to be read anew"


def test_the_heat_is_scaled_to_what_differs(
    window: MainWindow, fake: FakeEngine, comparison: Comparison, qtbot: QtBot
) -> None:
    window.picture.set_mode(CompareMode.DIFFERENCE)
    show(window, comparison, qtbot)
    page = window.picture
    assert page.view.mode is CompareMode.DIFFERENCE, "whoever wants the difference goes on seeing it"
    qtbot.waitUntil(lambda: not window.runner.awaits("difference"), timeout=PATIENCE)
    assert page.view._layout().full_heat == 32
    page.session.shelf.choose("left", "original")
    page.session.shelf.choose("right", "compress")
    assert page.view._layout().full_heat == 16, "of compressed pictures it stays comparable"


@pytest.mark.parametrize(("apart", "heat"), [(0, 16), (16, 16), (17, 32), (100, 128), (200, 255)])
def test_a_full_heat_is_a_round_number(apart: int, heat: int) -> None:
    assert full_heat_of(grey(20), grey(20 + apart)) == heat


def test_what_cannot_be_read_leaves_what_was_open(
    window: MainWindow, fake: FakeEngine, comparison: Comparison, png: Path, tmp_path: Path, qtbot: QtBot
) -> None:
    window.picture.open_files([png])
    answer_of(window, qtbot)
    window.opening.open_comparison(replace(comparison, path=tmp_path / "gone.png"))
    qtbot.waitUntil(window.picture.banner.isVisible, timeout=PATIENCE)
    document = window.picture.session.document
    assert document is not None and document.path == png and drawn_picture().width == document.picture.width
