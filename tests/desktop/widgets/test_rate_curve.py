"""The curve of size against PSNR, by mouse, by keys and in words."""

from __future__ import annotations

import math

import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, Qt
from PySide6.QtGui import QColor, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.look.theme import Theme
from desktop.widgets.rate_curve import RateCurve
from tests.desktop.conftest import PATIENCE

POINTS = [(0, 100_000, 30.0), (50, 400_000, 36.0), (100, 1_600_000, 40.0)]


@pytest.fixture
def empty(qtbot: QtBot) -> RateCurve:
    made = RateCurve()
    qtbot.addWidget(made)
    made.resize(300, 150)
    made.show()
    qtbot.waitExposed(made)
    return made


@pytest.fixture
def curve(empty: RateCurve) -> RateCurve:
    for point in POINTS:
        empty.add_point(*point)
    empty.show_current(50, 401_000, 36.1)
    return empty


@pytest.fixture
def chosen(curve: RateCurve) -> list[float]:
    heard: list[float] = []
    curve.chosen.connect(heard.append)
    return heard


def place_of(curve: RateCurve, size: float) -> QPoint:
    axes = curve.axes()
    assert axes is not None
    return QPoint(round(axes.x_of(math.log(size))), 75)


def move(curve: RateCurve, place: QPoint, buttons: Qt.MouseButton = Qt.MouseButton.NoButton) -> None:
    """The pointer itself cannot be moved where there is no screen."""
    where, none = QPointF(place), Qt.KeyboardModifier.NoModifier
    event = QMouseEvent(QEvent.Type.MouseMove, where, where, Qt.MouseButton.NoButton, buttons, none)
    QApplication.sendEvent(curve, event)


def count_of(curve: RateCurve, colour: QColor) -> int:
    image = curve.grab().toImage()
    return sum(
        image.pixelColor(x, y) == colour for x in range(2, image.width() - 2) for y in range(2, image.height() - 2)
    )


@pytest.mark.parametrize("size", [150_000, 200_000, 400_000, 900_000])
def test_a_click_chooses_the_quality_of_that_size(
    curve: RateCurve, chosen: list[float], qtbot: QtBot, size: float
) -> None:
    qtbot.mouseClick(curve, Qt.MouseButton.LeftButton, pos=place_of(curve, size))
    expected = 50 * math.log(size / 100_000) / math.log(4)
    assert chosen == [pytest.approx(expected, abs=0.7)]  # a pixel is 0.4 of a level
    assert curve.current is not None and curve.current.quality == chosen[0], "it goes there at once"


def test_a_click_beside_the_line_chooses_its_end(curve: RateCurve, chosen: list[float], qtbot: QtBot) -> None:
    qtbot.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(1, 20))
    qtbot.mouseClick(curve, Qt.MouseButton.LeftButton, pos=QPoint(298, 20))
    assert chosen == [0.0, 100.0]


def test_a_drag_chooses_along_the_way_and_a_hover_does_not(curve: RateCurve, chosen: list[float]) -> None:
    for size in (150_000, 300_000, 600_000):
        move(curve, place_of(curve, size))
    assert not chosen and curve.hovered is not None
    for size in (150_000, 300_000, 600_000):
        move(curve, place_of(curve, size), Qt.MouseButton.LeftButton)
    assert len(chosen) == 3 and chosen == sorted(chosen)


def test_other_buttons_choose_nothing(curve: RateCurve, chosen: list[float], qtbot: QtBot) -> None:
    qtbot.mouseClick(curve, Qt.MouseButton.RightButton, pos=place_of(curve, 150_000))
    assert not chosen


def test_the_hovered_place_is_told_and_forgotten(curve: RateCurve) -> None:
    before = curve.grab().toImage()
    move(curve, place_of(curve, 200_000))
    assert curve.hovered is not None
    assert curve.hovered.quality == pytest.approx(25, abs=0.7) and 30 < curve.hovered.psnr < 36
    assert curve.grab().toImage() != before
    QApplication.sendEvent(curve, QEvent(QEvent.Type.Leave))
    assert curve.hovered is None and curve.grab().toImage() == before


def test_keys_step_and_need_no_answer_in_between(curve: RateCurve, chosen: list[float], qtbot: QtBot) -> None:
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Up, Qt.Key.Key_Left, Qt.Key.Key_Down, Qt.Key.Key_PageUp):
        qtbot.keyClick(curve, key)
    assert chosen == [51, 52, 51, 50, 60]
    for key in (Qt.Key.Key_End, Qt.Key.Key_Right, Qt.Key.Key_Home, Qt.Key.Key_Left):
        qtbot.keyClick(curve, key)
    assert chosen[5:] == [100, 0], "at an end there is nothing further to choose"
    qtbot.keyClick(curve, Qt.Key.Key_Right, Qt.KeyboardModifier.ControlModifier)
    assert len(chosen) == 7, "a shortcut is not a step"


def test_with_less_than_two_points_there_is_nothing_to_choose(empty: RateCurve, qtbot: QtBot) -> None:
    with qtbot.assertNotEmitted(empty.chosen):
        for _ in range(2):
            qtbot.mouseClick(empty, Qt.MouseButton.LeftButton, pos=QPoint(150, 75))
            qtbot.keyClick(empty, Qt.Key.Key_Right)
            move(empty, QPoint(100, 70))
            empty.grab()
            empty.add_point(50, 400_000, 36.0)
    assert empty.hovered is None


def test_it_is_said_in_words(empty: RateCurve) -> None:
    assert empty.accessibleName() and "measured" in empty.accessibleDescription()
    empty.show_current(50, 401_000, 36.1)
    words = empty.accessibleDescription()
    assert "50" in words and "401.0 kB" in words and "36.10 dB" in words
    empty.show_current(99.96, 2_000_000, math.inf)
    assert "100" in empty.accessibleDescription() and "∞ dB" in empty.accessibleDescription()
    empty.grab()
    empty.clear()
    assert "measured" in empty.accessibleDescription() and empty.points == () and empty.current is None


def test_the_current_point_has_the_accent_of_the_theme(theme: Theme, curve: RateCurve) -> None:
    curve.clearFocus()
    assert count_of(curve, theme.accent) > 60  # a filled circle
    curve.show_current(0, 0, 0.0)
    assert curve.current is None and count_of(curve, theme.accent) == 0


def test_the_focus_has_a_ring(curve: RateCurve, qtbot: QtBot) -> None:
    curve.clearFocus()
    before = curve.grab().toImage()
    curve.activateWindow()
    curve.setFocus()
    qtbot.waitUntil(curve.hasFocus, timeout=PATIENCE)
    assert curve.grab().toImage() != before


@pytest.mark.parametrize("width", [240, 256, 360, 900])
def test_the_line_stays_inside_at_every_width(curve: RateCurve, width: int) -> None:
    curve.resize(width, 150)
    axes = curve.axes()
    assert axes is not None
    for point in curve.points:
        assert curve.rect().contains(axes.place(point).toPoint())
    curve.grab()
