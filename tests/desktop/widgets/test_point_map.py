"""The map: points in the colours of their kinds, the one under the pointer or the keys, and quick with thousands."""

from __future__ import annotations

import itertools

import numpy as np
import pytest
from PySide6.QtCore import QPoint, Qt
from PySide6.QtGui import QColor, QImage
from pytestqt.qtbot import QtBot

from desktop.look.series import mark_of
from desktop.look.theme import Theme
from desktop.widgets import point_cloud
from desktop.widgets.point_cloud import Cloud
from desktop.widgets.point_map import SLICE, PointMap, Shown
from tests.desktop.conftest import PATIENCE

CORNERS = np.array([[0, 0], [10, 0], [0, 5], [10, 5], [5, 2.5]], np.float32)
KINDS = np.array([0, 1, 0, 1, 7])


def tell(place: int) -> Shown:
    image = QImage(4, 4, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 200, 30))
    return Shown(image, f"picture {place}.png", "a label")


@pytest.fixture
def chart(qtbot: QtBot) -> PointMap:
    made = PointMap()
    made.clock = lambda: 0.0  # there is always time to draw all
    qtbot.addWidget(made)
    made.resize(400, 300)
    made.describe("Map: codes")
    made.show_cloud(Cloud(CORNERS, KINDS), tell)
    made.show()
    qtbot.waitExposed(made)
    return made


def drawn(chart: PointMap) -> QImage:
    return chart.grab().toImage()


def test_points_lie_where_they_should_in_their_colours(theme: Theme, chart: PointMap, qtbot: QtBot) -> None:
    image = drawn(chart)
    for place, kind in enumerate(KINDS.tolist()):
        where = chart.place_of(place)
        assert image.pixelColor(int(where.x()), int(where.y())) == mark_of(kind, theme)[0]
    lowest, highest = chart.place_of(0), chart.place_of(3)
    assert lowest.x() < highest.x() and lowest.y() > highest.y(), "the second axis goes up"


def test_one_kind_stands_out(theme: Theme, chart: PointMap, qtbot: QtBot) -> None:
    chart.emphasise(1)
    image = drawn(chart)
    colours = [image.pixelColor(chart.place_of(place).toPoint()) for place in range(5)]
    assert colours[1] == colours[3] == mark_of(1, theme)[0] and mark_of(0, theme)[0] not in colours
    chart.emphasise(-1)
    assert drawn(chart).pixelColor(chart.place_of(0).toPoint()) == mark_of(0, theme)[0]


def test_the_point_under_the_pointer_is_shown_and_chosen(chart: PointMap, qtbot: QtBot) -> None:
    before = drawn(chart)
    with qtbot.waitSignal(chart.pointed, timeout=PATIENCE) as told:
        qtbot.mouseMove(chart, chart.place_of(4).toPoint() + QPoint(5, 3))
    assert told.args == [4] and chart.accessibleDescription() == "picture 4.png, a label"
    image = drawn(chart)
    green = sum(image.pixelColor(x, y) == QColor(10, 200, 30) for x in range(0, 400, 4) for y in range(0, 300, 4))
    assert image != before and green > 400, "the picture is seen"
    with qtbot.waitSignal(chart.chosen, timeout=PATIENCE) as chosen:
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=chart.place_of(3).toPoint())
    assert chosen.args == [3]
    qtbot.mouseMove(chart, QPoint(300, 40))
    assert chart.current == -1 and chart.accessibleDescription() == ""
    with qtbot.assertNotEmitted(chart.chosen):
        qtbot.mouseClick(chart, Qt.MouseButton.LeftButton, pos=QPoint(300, 40))


def test_keys_go_from_point_to_point(chart: PointMap, qtbot: QtBot) -> None:
    chart.setFocus()
    places = []
    for key in (Qt.Key.Key_Left, Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left, Qt.Key.Key_Up):
        qtbot.keyClick(chart, key)
        places.append(chart.current)
    assert places[0] == 4, "the first key begins in the middle"
    assert places[1] in (1, 3) and places[2] == places[1] and places[3] == 1
    assert places[4] in (0, 4) and places[5] in (2, 4)
    with qtbot.waitSignal(chart.chosen, timeout=PATIENCE) as chosen:
        qtbot.keyClick(chart, Qt.Key.Key_Return)
    assert chosen.args == [chart.current]


def test_only_the_kind_that_stands_out_is_pointed_at(chart: PointMap, qtbot: QtBot) -> None:
    chart.emphasise(1)
    qtbot.mouseMove(chart, chart.place_of(0).toPoint())
    assert chart.current == -1
    qtbot.mouseMove(chart, chart.place_of(1).toPoint())
    assert chart.current == 1


@pytest.mark.parametrize("points", [np.zeros((1, 2)), np.zeros((5, 2)), np.array([[1, 3], [2, 3]])])
def test_any_points_can_be_drawn(chart: PointMap, qtbot: QtBot, points: np.ndarray) -> None:
    chart.show_cloud(Cloud(points.astype(np.float32), np.zeros(len(points), np.int64)), tell)
    qtbot.keyClick(chart, Qt.Key.Key_Right)
    assert not drawn(chart).isNull() and chart.current >= 0
    chart.show_cloud(None, tell)
    assert not chart.grab().isNull() and chart.current == -1


def test_thousands_of_points_hold_nothing_up(chart: PointMap, qtbot: QtBot) -> None:
    rng = np.random.default_rng(0)
    cloud = Cloud(rng.normal(size=(10_000, 2)).astype(np.float32), rng.integers(0, 12, 10_000))
    assert sum(len(points) for _, points in cloud.layers) == 10_000
    assert max(len(points) for _, points in cloud.layers) <= point_cloud._TURN
    ticks = itertools.count()
    chart.clock = lambda: next(ticks) * 0.9 * SLICE  # drawing a layer takes most of the time for a slice
    chart.show_cloud(cloud, tell)
    chart._picture(cloud)
    assert chart._rest.isActive(), "other events have their turn"
    turns = 1
    while chart._rest.isActive():
        chart._rest.stop()
        chart._picture(cloud)
        turns += 1
    assert turns == len(cloud.layers), "a layer at a time"
    whole = chart.grab().toImage()
    chart.clock = lambda: 0.0
    chart.show_cloud(cloud, tell)
    assert drawn(chart) == whole
