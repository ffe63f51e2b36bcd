"""The sliders for denoising: what follows what, and what counts as set."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.widgets.noise_sliders import NoiseLevels, NoiseSliders


@pytest.fixture(params=[Qt.Orientation.Vertical, Qt.Orientation.Horizontal])
def sliders(request: pytest.FixtureRequest, qtbot: QtBot) -> NoiseSliders:
    made = NoiseSliders(request.param)
    qtbot.addWidget(made)
    return made


def test_what_is_found_is_shown_but_not_set(sliders: NoiseSliders) -> None:
    told: list[bool] = []
    sliders.changed.connect(lambda: told.append(True))
    sliders.show_strength(43.6)
    assert (sliders.strength.value, sliders.colour.value) == (44, 44)
    assert sliders.levels() == NoiseLevels() and not told
    sliders.strength.slider.setValue(30)  # whoever moves it takes over
    assert sliders.levels() == NoiseLevels(automatic=False, strength=30) and told


def test_a_person_takes_over_where_the_estimate_stands(sliders: NoiseSliders) -> None:
    sliders.show_strength(40)
    sliders.automatic.click()
    assert sliders.levels() == NoiseLevels(automatic=False, strength=40)
    sliders.strength.set_value(25)
    assert sliders.colour.value == 25  # follows still
    sliders.as_strength.click()
    sliders.colour.set_value(80)
    sliders.strength.set_value(30)
    assert sliders.levels() == NoiseLevels(False, 30, False, 80, 0)
    sliders.show_strength(99)
    assert sliders.strength.value == 30


def test_levels_are_put_back_as_one_change(sliders: NoiseSliders) -> None:
    told: list[NoiseLevels] = []
    sliders.changed.connect(lambda: told.append(sliders.levels()))
    wanted = NoiseLevels(False, 12, False, 60, 35)
    sliders.set_levels(wanted)
    assert told == [wanted]
    sliders.set_levels(wanted)
    assert told == [wanted]
    sliders.set_levels(NoiseLevels())
    assert told[1:] == [NoiseLevels()]


def test_doubt_is_told_while_the_strength_is_automatic(sliders: NoiseSliders) -> None:
    sliders.show()
    sliders.show_doubt(is_sure=True)
    assert not sliders.doubt.isVisible()
    sliders.show_doubt(is_sure=False)
    assert sliders.doubt.isVisible() and sliders.doubt.text()
    sliders.automatic.click()
    assert not sliders.doubt.isVisible()
    sliders.show_doubt(is_sure=False)
    assert not sliders.doubt.isVisible()
