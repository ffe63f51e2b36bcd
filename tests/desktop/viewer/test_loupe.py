"""The loupe: where it lies, and what is seen through it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.picture.qimage import to_tiles
from desktop.viewer.compare_view import CompareMode, CompareView
from desktop.viewer.loupe import LENS, loupe_scale
from engine.image.picture import Picture
from tests.desktop.viewer.drawn import BLUE, RED, flat, flat_part, noise, seen_on


@pytest.fixture
def view(qtbot: QtBot) -> CompareView:
    made = CompareView()
    qtbot.addWidget(made)
    made.resize(900, 600)
    made.show()
    qtbot.waitExposed(made)
    made.set_mode(CompareMode.WIPE)
    return made


@pytest.mark.parametrize(("scale", "through"), [(0.1, 2.0), (0.5, 2.0), (1.0, 4.0), (8.0, 32.0)])
def test_it_enlarges_four_times_and_shows_pixels(scale: float, through: float) -> None:
    assert loupe_scale(scale) == through


def test_without_a_pointer_it_lies_in_the_middle(view: CompareView) -> None:
    view.set_pictures(flat(RED, 2000, 1400), flat(BLUE, 2000, 1400))
    view.set_divider(0.0)
    without = seen_on(view)
    view.set_loupe(True)
    changed = np.argwhere((seen_on(view) != without).any(axis=2))
    top, left = changed.min(axis=0)
    bottom, right = changed.max(axis=0)
    assert abs((left + right) / 2 - 450) <= 70 and abs((top + bottom) / 2 - 300) <= 1
    assert abs(bottom - top - LENS) <= 6
    seen = seen_on(view)
    assert tuple(seen[300, 400]) == (255, 0, 0) and tuple(seen[300, 500]) == (0, 0, 255)  # halves
    assert tuple(seen[300, 450]) not in ((255, 0, 0), (0, 0, 255))  # and a line
    view.set_loupe(False)
    assert np.array_equal(seen_on(view), without)


def test_the_place_under_the_pointer_is_in_its_middle(view: CompareView, qtbot: QtBot) -> None:
    pixels = noise(900, 600).pixels
    pixels[211, 333] = (255, 0, 0)
    view.set_pictures(to_tiles(Picture(pixels)), to_tiles(Picture(pixels)))
    assert view.viewport.scale == 1.0
    view.set_loupe(True)
    qtbot.mouseMove(view, QPoint(333, 211))
    seen = seen_on(view)
    expected = np.kron(pixels[190:230, 305:360], np.ones((4, 4, 1), np.uint8))
    top, left = 211 - 4 * 21, 333 - 4 * 28
    shown = seen[top : top + 160, left : left + 220]
    same = (shown == expected).all(axis=2)
    assert same.mean() > 0.98  # all but the line


def test_it_follows_the_pointer_and_paints_both_places(view: CompareView, qtbot: QtBot) -> None:
    view.set_pictures(to_tiles(noise(900, 600)), to_tiles(noise(900, 600, seed=2)))
    without = seen_on(view)
    view.set_loupe(True)
    for place in (QPoint(200, 200), QPoint(700, 400)):
        qtbot.mouseMove(view, place)
        changed = (seen_on(view) != without).any(axis=2)
        middle = np.argwhere(changed).mean(axis=0)
        assert np.abs(middle - (place.y(), place.x())).max() < 4
    QApplication.sendEvent(view, QEvent(QEvent.Type.Leave))
    middle = np.argwhere((seen_on(view) != without).any(axis=2)).mean(axis=0)
    assert np.abs(middle - (300, 450)).max() < 4


def test_side_by_side_each_pane_has_one_that_shows_its_own_picture(view: CompareView, qtbot: QtBot) -> None:
    pixels = noise(400, 500).pixels
    view.set_pictures(to_tiles(Picture(pixels)), to_tiles(Picture(255 - pixels)))
    view.set_mode(CompareMode.SIDE)
    view.set_loupe(True)
    left, right = view.panes()
    qtbot.mouseMove(view, (right.topLeft() + QPointF(150, 260)).toPoint())
    seen = seen_on(view)
    lens = [seen[200:320, int(pane.left()) + 90 : int(pane.left()) + 210] for pane in (left, right)]
    assert np.array_equal(lens[0], 255 - lens[1])
    assert not np.array_equal(seen[10:100, 60:340], seen[10:100, 511:791])


def test_with_one_picture_it_shows_that_in_both_halves(view: CompareView) -> None:
    view.set_pictures(flat(BLUE, 2000, 1400), None)
    view.set_loupe(True)
    assert (seen_on(view)[200:400, 350:550] == (0, 0, 255)).all()


def test_a_part_that_arrives_is_seen_through_it(view: CompareView, qtbot: QtBot) -> None:
    view.set_pictures(flat(RED, 900, 600), flat(RED, 900, 600))
    view.set_mode(CompareMode.DIFFERENCE)
    view.set_loupe(True)
    view.put("right", flat_part(BLUE, 0, 0, 900, 600))
    assert tuple(seen_on(view)[300, 500]) == (0, 0, 255) and tuple(seen_on(view)[300, 400]) == (255, 0, 0)


def test_there_is_none_without_pictures(view: CompareView) -> None:
    before = seen_on(view)
    view.set_loupe(True)
    assert np.array_equal(seen_on(view), before)
