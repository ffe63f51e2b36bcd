"""The chart of a training: lines that grow, two axes, and words for those who cannot see it."""

from __future__ import annotations

import math

import pytest
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.look.theme import Theme
from desktop.widgets.loss_chart import LossChart
from desktop.widgets.loss_paint import time_text, value_text
from desktop.widgets.loss_points import MOST_POINTS, Line


@pytest.fixture
def chart(qtbot: QtBot) -> LossChart:
    made = LossChart()
    qtbot.addWidget(made)
    made.resize(520, 240)
    return made


def count(image: QImage, colour: QColor) -> int:
    return sum(image.pixelColor(x, y) == colour for x in range(image.width()) for y in range(image.height()))


def test_both_lines_are_drawn_in_the_colours_of_the_theme(theme: Theme, chart: LossChart) -> None:
    empty = chart.grab().toImage()
    for step in range(200):
        chart.add_training(step, 100 * math.exp(-step / 50))
    only = chart.grab().toImage()
    assert count(empty, theme.accent) == 0 < count(only, theme.accent) and count(only, theme.blue) == 0
    for step in range(0, 200, 20):
        chart.add_validation(step, 0.1 * math.exp(-step / 80))
    assert count(chart.grab().toImage(), theme.blue) > 20
    chart.clear()
    assert chart.grab().toImage() == empty


def test_a_falling_loss_falls(theme: Theme, chart: LossChart) -> None:
    for step in range(100):
        chart.add_training(step, 1000.0 / (1 + step))
    image = chart.grab().toImage()

    def height(x: int) -> float:
        near = [(column, y) for column in range(x, x + 40) for y in range(30, 215)]
        rows = [y for column, y in near if image.pixelColor(column, y) == theme.accent]
        return sum(rows) / len(rows)

    assert height(80) < height(200) < height(400)


@pytest.mark.parametrize("values", [[5.0], [0.0, 0.0], [-3.0, -1.0], [1e-9, 1e9], [7.0, 7.0, 7.0], [-1e12]])
def test_any_finite_losses_can_be_drawn(theme: Theme, chart: LossChart, values: list[float]) -> None:
    for seconds, value in enumerate(values):
        chart.add_training(seconds, value)
        chart.add_validation(seconds, value)
    assert not chart.grab().isNull()


def test_what_is_no_number_is_left_out() -> None:
    line = Line()
    for value in (1.0, math.nan, math.inf, 2.0):
        line.add(1.0, value)
    line.add(0.5, 9.0)
    assert line.points == [(1.0, 1.0), (1.0, 2.0)]


def test_a_long_training_stays_quick_to_draw() -> None:
    line = Line()
    for second in range(100_000):
        line.add(float(second), float(second))
    assert MOST_POINTS / 3 < len(line.points) <= MOST_POINTS
    assert line.points[0][0] == 0.0 and line.points[-1][0] > 99_000 - 500
    assert line.points == sorted(line.points) and line.last == 99_999.0


def test_the_newest_values_are_said(chart: LossChart) -> None:
    chart.add_training(90, 0.5)
    chart.add_validation(90, 0.25)
    said = chart.accessibleDescription()
    assert chart.accessibleName() == "Loss over time" and "0.5000" in said and "0.2500" in said


@pytest.mark.parametrize(
    ("value", "text"), [(150.0, "150"), (0.02, "0.02"), (2e-5, "2e-5"), (0.0, "0"), (1e6, "1e+06")]
)
def test_values_of_an_axis_are_short(value: float, text: str) -> None:
    assert value_text(value) == text


@pytest.mark.parametrize(
    ("seconds", "longest", "text"),
    [(30, 45.0, "30 s"), (30, 150.0, "0:30"), (90, 150.0, "1:30"), (150, 150.0, "2:30"), (6000, 9000.0, "1 h 40 min")],
)
def test_marks_of_time_differ_from_one_another(seconds: int, longest: float, text: str) -> None:
    assert time_text(seconds, longest) == text
