"""Sliders of a code that are decoded at once, samples, the way between two pictures, and what is unlike."""

from __future__ import annotations

import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QImage
from pytestqt.qtbot import QtBot

from desktop import dialogs
from desktop.studio.explore import Explorer
from desktop.studio.images import to_heat, to_image, to_sheet
from desktop.studio.page import StudioPage
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import drawn_picture, write_png
from tests.desktop.studio.conftest import choose

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fake Python is a shell script")


def decoded(explorer: Explorer, qtbot: QtBot, before: QImage) -> QImage:
    qtbot.waitUntil(lambda: explorer.view.decoded.image != before, timeout=PATIENCE)
    return explorer.view.decoded.image


def test_a_slider_changes_the_picture_to_exactly_that_code(explorer: Explorer, qtbot: QtBot) -> None:
    choose(explorer, "plain", qtbot)
    form, model = explorer.form, explorer.model
    assert model is not None and len(form.axes.sliders) == 4
    before = explorer.view.decoded.image
    form.axes.sliders[0].setValue(150)
    wanted = to_image(model.decode(model.move_along_axes(model.mean, np.array([1.5, 0, 0, 0], np.float32))[None])[0])
    qtbot.waitUntil(lambda: explorer.view.decoded.image == wanted, timeout=PATIENCE)
    assert wanted != before
    form.middle.click()
    qtbot.waitUntil(lambda: explorer.view.decoded.image == before, timeout=PATIENCE)
    assert form.axes.amounts == [0.0] * 4


def test_sliders_are_moved_and_put_back_by_keys(explorer: Explorer, qtbot: QtBot) -> None:
    slider = explorer.form.axes.sliders[1]
    qtbot.keyClick(slider, Qt.Key.Key_Right)
    assert explorer.form.axes.amounts[1] == 0.05
    qtbot.keyClick(slider, Qt.Key.Key_Delete)
    assert explorer.form.axes.amounts[1] == 0.0


def test_only_models_with_a_prior_invent_pictures(explorer: Explorer, qtbot: QtBot) -> None:
    form = explorer.form
    assert all(button.isEnabled() for button in (form.random, form.samples, form.two_samples))
    before = explorer.view.decoded.image
    form.samples.click()
    sheet = decoded(explorer, qtbot, before)
    assert sheet.width() > 8 * 8 and sheet.height() > 4 * 8
    form.random.click()
    decoded(explorer, qtbot, sheet)
    assert any(form.axes.amounts)
    choose(explorer, "plain", qtbot)
    assert not any(button.isEnabled() for button in (form.random, form.samples, form.two_samples))


def test_the_way_between_two_invented_pictures(explorer: Explorer, qtbot: QtBot) -> None:
    form = explorer.form
    assert not form.between.isEnabled()
    form.two_samples.click()
    assert form.between.isEnabled() and explorer._ends is not None and explorer.model is not None
    first, second = explorer._ends
    form.between.set_value(50)
    wanted = to_image(explorer.model.decode(((first + second) / 2)[None])[0])
    qtbot.waitUntil(lambda: explorer.view.decoded.image == wanted, timeout=PATIENCE)
    form.axes.sliders[0].setValue(0 if form.axes.sliders[0].value() else 10)
    assert not form.between.isEnabled(), "whoever leaves the way is somewhere else"


def test_a_picture_is_seen_as_the_model_sees_it(
    explorer: Explorer, qtbot: QtBot, png: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "ask_open", lambda *_: [png])
    explorer.form.picture.click()
    view = explorer.view
    qtbot.waitUntil(lambda: not view.looked_at.heat.image.isNull(), timeout=PATIENCE)
    assert view.looked_at.original.image.width() == 8 and view.looked_at.again.isVisibleTo(view)
    assert "Mean squared error" in view.looked_at.score.text()
    assert any(explorer.form.axes.amounts), "the sliders stand where the picture is"


def test_the_way_between_two_files(
    explorer: Explorer, qtbot: QtBot, png: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, studio: StudioPage
) -> None:
    monkeypatch.setattr(dialogs, "ask_open", lambda *_: [png])
    explorer.form.two_pictures.click()
    assert "two files" in studio.banner.text.text()
    other = write_png(tmp_path / "other.png", drawn_picture(seed=9))
    monkeypatch.setattr(dialogs, "ask_open", lambda *_: [png, other])
    explorer.form.two_pictures.click()
    qtbot.waitUntil(explorer.form.between.isEnabled, timeout=PATIENCE)


def test_what_cannot_be_read_is_told(explorer: Explorer, qtbot: QtBot, tmp_path: Path, studio: StudioPage) -> None:
    letter = tmp_path / "letter.png"
    letter.write_text("hello", encoding="utf-8")
    explorer.take_picture(letter)
    qtbot.waitUntil(studio.banner.isVisible, timeout=PATIENCE)
    assert "letter.png" in studio.banner.text.text()


def test_a_picture_that_comes_before_the_model_is_kept(explorer: Explorer, qtbot: QtBot, png: Path) -> None:
    explorer.form.choose("plain")
    explorer.take_picture(png)
    qtbot.waitUntil(lambda: not explorer.view.looked_at.heat.image.isNull(), timeout=PATIENCE)


def test_without_an_autoencoder_the_page_says_how_to_get_one(studio: StudioPage, qtbot: QtBot) -> None:
    studio.tabs.choose("explore")
    form = studio.explorer.form
    assert "Train one" in form.about.text() and form.chosen == "" and not form.picture.isEnabled()


def test_floats_become_pictures() -> None:
    grey = to_image(np.array([[[0.0, 0.5], [1.0, 7.0]]], np.float32))
    assert [grey.pixelColor(x, y).red() for y in (0, 1) for x in (0, 1)] == [0, 128, 255, 255]
    colour = to_image(np.stack([np.full((2, 3), level, np.float32) for level in (1.0, 0.0, 0.2)]))
    assert (colour.width(), colour.height(), colour.pixelColor(1, 1).getRgb()[:3]) == (3, 2, (255, 0, 51))
    sheet = to_sheet(np.zeros((5, 1, 8, 8), np.float32), 4)
    assert (sheet.width(), sheet.height()) == (2 + 4 * 10, 2 + 2 * 10)
    heat = to_heat(np.array([[0.0, 1.0], [2.0, 3.0]], np.float32))
    assert heat.pixelColor(0, 0).getRgb()[:3] == (0, 0, 0) and heat.pixelColor(1, 1).getRgb()[:3] == (255, 255, 255)
