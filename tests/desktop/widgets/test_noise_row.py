"""The slider for the noise that is left out: off, as strong as a person says, or as strong as is found."""

from __future__ import annotations

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.widgets.noise_row import NoiseRow


@pytest.fixture
def row(qtbot: QtBot) -> NoiseRow:
    made = NoiseRow()
    made.label("Reduce noise", "None", "Strong", zero="Off")
    qtbot.addWidget(made)
    made.show()
    return made


def test_it_is_off_at_first(row: NoiseRow) -> None:
    assert row.level == 0 and row.number.text() == "Off" and row.slider.isEnabled()


def test_nothing_reads_as_off_before_something_is_found(row: NoiseRow) -> None:
    row.automatic.click()
    assert row.level is None and row.number.text() == "–"
    row.show_found(0.0)
    assert row.number.text() == "0", "a clean picture is a finding too"


def test_whoever_moves_the_slider_takes_over(row: NoiseRow) -> None:
    row.automatic.click()
    row.show_found(37.0)
    switched: list[bool] = []
    row.switched.connect(lambda: switched.append(True))
    row.slider.setValue(50)
    assert row.level == 50 and not row.automatic.isChecked() and switched == [True]


def test_what_is_found_is_shown_but_not_set(row: NoiseRow) -> None:
    told: list[object] = []
    row.automatic.click()
    row.changed.connect(told.append)
    row.switched.connect(lambda: told.append("switched"))
    row.show_found(36.6)
    assert (row.value, row.number.text(), row.level) == (37, "37", None) and not told
    row.show_found(None)
    assert row.number.text() == "–" and not told


def test_what_is_found_stays_aside_where_a_person_sets_it(row: NoiseRow) -> None:
    row.set_value(20)
    row.show_found(70)
    assert (row.level, row.number.text()) == (20, "20")


def test_a_person_takes_over_where_the_finding_stands(row: NoiseRow) -> None:
    row.set_value(20)
    row.automatic.click()
    row.show_found(37)
    row.automatic.click()
    assert row.level == 37 and row.slider.isEnabled()


def test_without_a_finding_it_is_as_it_was(row: NoiseRow) -> None:
    row.set_value(20)
    row.automatic.click()
    row.automatic.click()
    assert (row.level, row.number.text()) == (20, "20")


def test_a_level_is_put_back_and_told(row: NoiseRow) -> None:
    told: list[int | None] = []
    row.changed.connect(lambda _: told.append(row.level))
    row.switched.connect(lambda: told.append(row.level))
    row.set_level(None)
    assert told == [None]
    row.set_level(None)
    assert told == [None]
    row.show_found(37)
    row.set_level(12)
    assert told[-1] == row.level == 12


def test_what_is_out_of_reach_is_not_reset(row: NoiseRow, qtbot: QtBot) -> None:
    row.automatic.click()
    row.show_found(37)
    qtbot.mouseDClick(row.title, Qt.MouseButton.LeftButton)
    row.reset()
    assert row.level is None and row.value == 37
    row.automatic.click()
    qtbot.mouseDClick(row.title, Qt.MouseButton.LeftButton)
    assert row.level == 0
