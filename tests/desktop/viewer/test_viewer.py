"""The viewer: the mathematics of the viewport, and what the panes really show."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QSize, QSizeF, Qt
from PySide6.QtGui import QColor, QImage, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.picture.difference import to_difference
from desktop.picture.qimage import to_pyramid
from desktop.viewer.compare_view import CompareMode, CompareView
from desktop.viewer.heat import HEAT_COLOURS
from desktop.viewer.pyramid import Pyramid
from desktop.viewer.viewport import LARGEST_SCALE, Viewport
from engine.errors import Cancelled
from engine.image.picture import Picture
from engine.progress import Progress
from tests.desktop.fakes import drawn_picture

RED, BLUE = QColor(255, 0, 0), QColor(0, 0, 255)


@pytest.fixture
def viewport(qtbot: QtBot) -> Viewport:
    made = Viewport()
    made.set_pane(QSizeF(400, 300))
    made.set_picture(QSize(4000, 2000))
    return made


def flat(colour: QColor, width: int = 600, height: int = 400) -> Pyramid:
    image = QImage(width, height, QImage.Format.Format_RGB32)
    image.fill(colour)
    return Pyramid((image,))


@pytest.fixture
def view(qtbot: QtBot) -> CompareView:
    made = CompareView()
    qtbot.addWidget(made)
    made.resize(802, 400)
    made.show()
    qtbot.waitExposed(made)
    made.set_pictures(flat(RED), flat(BLUE))
    return made


def test_a_new_picture_is_fitted_and_centred(viewport: Viewport) -> None:
    assert viewport.is_fitting and viewport.scale == pytest.approx(0.1)
    rect = viewport.picture_rect()
    assert (rect.x(), rect.y(), rect.width(), rect.height()) == pytest.approx((0, 50, 400, 200))


def test_a_small_picture_is_not_enlarged(viewport: Viewport) -> None:
    viewport.set_picture(QSize(40, 20))
    assert viewport.scale == 1.0
    assert viewport.picture_rect().topLeft() == QPointF(180, 140)


@pytest.mark.parametrize("anchor", [QPointF(10, 70), QPointF(390, 240), QPointF(200, 150)])
def test_zooming_keeps_what_is_under_the_cursor(viewport: Viewport, anchor: QPointF) -> None:
    viewport.zoom_to(0.4)
    before = viewport.to_picture(anchor)
    viewport.zoom_by(3.7, anchor)
    after = viewport.to_picture(anchor)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def test_the_scale_stays_within_its_limits(viewport: Viewport) -> None:
    viewport.zoom_by(1e9)
    assert viewport.scale == LARGEST_SCALE and viewport.is_pixelated
    viewport.zoom_by(1e-9)
    assert viewport.is_fitting and viewport.scale == pytest.approx(0.1)


def test_steps_go_through_round_scales_in_both_directions(viewport: Viewport) -> None:
    seen = []
    for _ in range(8):
        viewport.zoom_step(1)
        seen.append(viewport.scale)
    assert seen == pytest.approx([1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1.0, 1.5])
    viewport.zoom_step(-1)
    assert viewport.scale == 1.0


def test_panning_stops_at_the_edges(viewport: Viewport) -> None:
    viewport.zoom_to(1.0)
    viewport.pan(QPointF(1e6, 1e6))
    assert viewport.picture_rect().topLeft() == QPointF(0, 0)
    viewport.pan(QPointF(-1e6, -1e6))
    assert viewport.picture_rect().bottomRight() == QPointF(400, 300)


def test_panning_moves_by_exactly_the_mouse(viewport: Viewport) -> None:
    viewport.zoom_to(2.0)
    before = viewport.picture_rect().topLeft()
    viewport.pan(QPointF(30, -12))
    assert viewport.picture_rect().topLeft() - before == QPointF(30, -12)


def test_resizing_keeps_the_picture_fitted(viewport: Viewport) -> None:
    viewport.set_pane(QSizeF(800, 600))
    assert viewport.is_fitting and viewport.scale == pytest.approx(0.2)


def colour_at(view: CompareView, x: int, y: int) -> QColor:
    return QColor(view.grab().toImage().pixel(x, y))


def test_side_by_side_shows_both_at_the_same_place(view: CompareView) -> None:
    left, right = view.panes()
    assert left.size() == right.size() and right.left() == left.right() + 2
    assert colour_at(view, 200, 200) == RED and colour_at(view, 602, 200) == BLUE


def test_a_wheel_over_either_pane_moves_both(view: CompareView) -> None:
    right = view.panes()[1]
    place = QPointF(37, 140)
    event = QWheelEvent(
        right.topLeft() + place, QPointF(0, 0), QPoint(0, 0), QPoint(0, 240),
        Qt.MouseButton.NoButton, Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    before = view.viewport.to_picture(place)
    scale = view.viewport.scale
    QApplication.sendEvent(view, event)
    assert view.viewport.scale == pytest.approx(2 * scale)
    after = view.viewport.to_picture(place)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def test_dragging_pans(view: CompareView, qtbot: QtBot) -> None:
    view.viewport.zoom_to(4.0)
    before = view.viewport.picture_rect().topLeft()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    qtbot.mouseMove(view, QPoint(130, 90))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(130, 90))
    assert view.viewport.picture_rect().topLeft() - before == QPointF(30, -10)


def test_a_double_click_changes_between_fit_and_actual_pixels(view: CompareView, qtbot: QtBot) -> None:
    assert view.viewport.is_fitting
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.viewport.scale == 1.0 and not view.viewport.is_fitting
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.viewport.is_fitting


def test_the_wipe_divider_can_be_dragged(view: CompareView, qtbot: QtBot) -> None:
    view.set_mode(CompareMode.WIPE)
    assert colour_at(view, 380, 100) == RED and colour_at(view, 420, 100) == BLUE
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(401, 100))
    qtbot.mouseMove(view, QPoint(600, 100))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(600, 100))
    assert view.divider == pytest.approx(600 / 802)
    assert colour_at(view, 580, 100) == RED and colour_at(view, 620, 100) == BLUE


def test_one_picture_alone_takes_all_the_room(view: CompareView) -> None:
    view.set_pictures(flat(BLUE), None)
    assert view.panes()[0].width() == 802
    assert colour_at(view, 401, 200) == BLUE


def test_large_pixels_are_squares_of_their_own_colour(qtbot: QtBot) -> None:
    view = CompareView()
    qtbot.addWidget(view)
    view.resize(400, 320)
    view.show()
    image = QImage(40, 30, QImage.Format.Format_RGB32)
    for y in range(30):
        for x in range(40):
            image.setPixelColor(x, y, RED if (x + y) % 2 else BLUE)
    view.set_pictures(Pyramid((image,)), None)
    view.viewport.zoom_to(16.0)
    shot = view.grab().toImage()
    seen = {shot.pixelColor(x, y).name() for x in range(300, 390) for y in range(200, 300)}
    assert seen == {RED.name(), BLUE.name()}  # no blends between neighbours


def test_a_pyramid_keeps_the_pixels_and_halves_them() -> None:
    picture = drawn_picture(1203, 700)
    pyramid = to_pyramid(picture)
    assert [(level.width(), level.height()) for level in pyramid.levels] == [(1203, 700), (601, 350), (300, 175)]
    colour = pyramid.levels[0].pixelColor(777, 333)
    assert [colour.red(), colour.green(), colour.blue()] == picture.pixels[333, 777].tolist()
    block = picture.pixels[200:202, 400:402].astype(float).mean(axis=(0, 1))
    half = pyramid.levels[1].pixelColor(200, 100)
    assert np.abs(np.array([half.red(), half.green(), half.blue()]) - block).max() <= 1


def test_transparency_is_premultiplied() -> None:
    pixels = np.full((4, 4, 3), 200, np.uint8)
    alpha = np.full((4, 4), 128, np.uint8)
    level = to_pyramid(Picture(pixels, alpha)).levels[0]
    assert level.hasAlphaChannel() and level.pixelColor(1, 1).alpha() == 128
    assert abs(level.pixelColor(1, 1).red() - 200) <= 1


@pytest.mark.parametrize(("scale", "level"), [(4.0, 0), (1.0, 0), (0.51, 0), (0.5, 1), (0.3, 1), (0.25, 2), (0.01, 2)])
def test_the_level_is_never_smaller_than_what_is_drawn(scale: float, level: int) -> None:
    assert to_pyramid(drawn_picture(1203, 700)).level_for(scale) == level


def test_pictures_in_turn_are_swapped_by_the_space_bar(view: CompareView, qtbot: QtBot) -> None:
    view.set_mode(CompareMode.FLIP)
    assert view.panes()[0].width() == 802 and colour_at(view, 401, 200) == BLUE
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert colour_at(view, 401, 200) == RED and not view.shows_result
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert colour_at(view, 401, 200) == BLUE
    view.set_mode(CompareMode.SIDE)
    qtbot.keyClick(view, Qt.Key.Key_Space)
    assert view.shows_result  # side by side there is nothing to swap


def test_the_difference_stands_in_for_both_once_it_is_known(view: CompareView) -> None:
    view.set_mode(CompareMode.DIFFERENCE)
    assert colour_at(view, 401, 200) == RED
    green = QColor(0, 255, 0)
    view.set_difference(flat(green))
    assert colour_at(view, 401, 200) == green and colour_at(view, 700, 100) == green
    corner = {colour_at(view, x, 400 - 24).name() for x in range(14, 200)}
    assert len(corner) > 20  # the scale with its colours
    view.set_mode(CompareMode.SIDE)
    assert colour_at(view, 100, 200) == RED


@pytest.mark.parametrize("dtype", [np.uint8, np.uint16])
def test_heat_says_how_far_pixels_are_apart(dtype: type) -> None:
    step = 257 if dtype is np.uint16 else 1
    one = np.full((8, 300, 3), 100, dtype=dtype) * dtype(step)
    other = one.copy()
    other[:, 100:, 1] += dtype(8 * step)
    other[:, 200:, 2] -= dtype(40 * step)
    level = to_difference(Picture(one), Picture(other), Progress()).levels[0]
    seen = [level.pixelColor(x, 4).getRgb()[:3] for x in (50, 150, 250)]
    assert seen[0] == HEAT_COLOURS[0] and seen[2] == HEAT_COLOURS[-1]
    middle = (np.array(HEAT_COLOURS[2]) + HEAT_COLOURS[3]) / 2
    assert np.abs(np.array(seen[1]) - middle).max() <= 1
    with pytest.raises(ValueError, match="differ in size"):
        to_difference(Picture(one), Picture(other[:4]), Progress())


def test_a_difference_can_be_cancelled() -> None:
    progress = Progress()
    progress.cancel()
    with pytest.raises(Cancelled):
        to_difference(drawn_picture(), drawn_picture(), progress)
