"""The comparison: what is really seen in every mode, by mouse, keys and fingers, and how little is painted for it."""

from __future__ import annotations

import numpy as np
import pytest
from PySide6.QtCore import QEvent, QPoint, QPointF, QRect, Qt
from PySide6.QtGui import QColor, QFocusEvent, QRegion
from PySide6.QtTest import QSignalSpy
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.picture.qimage import to_part, to_tiles
from desktop.viewer.compare_view import CompareMode, CompareView
from desktop.viewer.tiles import TiledPicture
from desktop.viewer.zoom_view import REST_MS
from tests.desktop.hand_timer import HandTimer
from tests.desktop.viewer.conftest import Watched
from tests.desktop.viewer.drawn import BLUE, GREEN, RED, flat, flat_part, noise, paint, seen_in, seen_on, slope


def colour_at(view: CompareView, x: int, y: int) -> QColor:
    return QColor(view.grab().toImage().pixel(x, y))


def painted_by(view: Watched) -> QRegion:
    """What has been painted since this was last asked."""
    paint()
    painted, view.painted = view.painted, QRegion()
    return painted


def test_side_by_side_shows_both_at_the_same_place(view: Watched) -> None:
    left, right = view.panes()
    assert left.size() == right.size() and right.left() == left.right() + 2
    assert colour_at(view, 200, 200) == RED and colour_at(view, 602, 200) == BLUE


def test_the_wipe_divider_can_be_dragged_and_moved_by_keys(view: Watched, qtbot: QtBot) -> None:
    view.set_mode(CompareMode.WIPE)
    assert colour_at(view, 380, 100) == RED and colour_at(view, 420, 100) == BLUE
    qtbot.mouseMove(view, QPoint(401, 100))
    assert view.cursor().shape() == Qt.CursorShape.SplitHCursor
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(401, 100))
    qtbot.mouseMove(view, QPoint(600, 100))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(600, 100))
    assert view.divider == pytest.approx(600 / 802)
    assert colour_at(view, 580, 100) == RED and colour_at(view, 620, 100) == BLUE
    qtbot.keyClick(view, Qt.Key.Key_Left, Qt.KeyboardModifier.ShiftModifier)
    assert view.divider == pytest.approx(600 / 802 - 0.02)


def test_a_moved_divider_leaves_nothing_behind_on_the_screen(view: Watched) -> None:
    view.set_mode(CompareMode.WIPE)
    painted_by(view)
    view.set_divider(0.6)
    painted = painted_by(view)
    assert painted.boundingRect().width() < 0.1 * 802 + 60
    assert_same(on_screen(view), seen_on(view))


def on_screen(view: CompareView) -> np.ndarray:
    """What has been painted so far, without painting it anew."""
    paint()
    return seen_in(view.screen().grabWindow(view.winId()).toImage())


def test_one_picture_alone_takes_all_the_room(view: Watched) -> None:
    for pictures in ((flat(BLUE), None), (None, flat(BLUE))):
        view.set_pictures(*pictures)
        for mode in CompareMode:
            view.set_mode(mode)
            assert view.panes()[0].width() == 802
            assert colour_at(view, 401, 200) == BLUE, mode


def test_the_left_one_stands_in_dimmed_for_what_of_the_right_one_is_still_coming(view: Watched) -> None:
    view.set_pictures(flat(RED), TiledPicture(600, 400))
    for mode in (CompareMode.SIDE, CompareMode.SINGLE):
        view.set_mode(mode)
        x, y = view.panes()[1].center().toPoint().toTuple()
        assert colour_at(view, x, y) not in (RED, BLUE)
        assert colour_at(view, x, y).red() > colour_at(view, x, y).blue()
    view.put("right", flat_part(BLUE, 0, 0, 600, 400))
    assert colour_at(view, x, y) == BLUE


def test_the_left_one_is_shown_in_every_mode_while_space_is_held(view: Watched, qtbot: QtBot) -> None:
    for mode in CompareMode:
        view.set_mode(mode)
        before = seen_on(view)
        qtbot.keyPress(view, Qt.Key.Key_Space)
        x, y = view.panes()[1].center().toPoint().toTuple()
        assert colour_at(view, x, y) == RED, mode
        qtbot.keyRelease(view, Qt.Key.Key_Space)
        assert np.array_equal(seen_on(view), before), mode


def test_the_right_one_comes_back_where_the_view_loses_the_focus(view: Watched, qtbot: QtBot) -> None:
    view.set_mode(CompareMode.SINGLE)
    qtbot.keyPress(view, Qt.Key.Key_Space)
    assert colour_at(view, 401, 200) == RED
    QApplication.sendEvent(view, QFocusEvent(QEvent.Type.FocusOut))
    assert colour_at(view, 401, 200) == BLUE


def test_the_difference_stands_in_for_both_once_it_is_known(view: Watched) -> None:
    view.set_mode(CompareMode.DIFFERENCE)
    assert colour_at(view, 401, 200) == RED
    view.set_difference(TiledPicture(600, 400))
    assert colour_at(view, 401, 200) == RED
    view.put("difference", flat_part(GREEN, 0, 0, 304, 400))
    assert colour_at(view, 360, 200) == GREEN and colour_at(view, 440, 200) == colour_at(view, 5, 5)
    view.put("difference", flat_part(GREEN, 304, 0, 296, 400))
    assert colour_at(view, 440, 200) == GREEN
    corner = {colour_at(view, x, 400 - 24).name() for x in range(14, 200)}
    assert len(corner) > 20  # the scale with its colours
    view.set_mode(CompareMode.SIDE)
    assert colour_at(view, 100, 200) == RED


def test_there_is_no_waiting_for_a_difference_that_will_not_come(view: Watched) -> None:
    view.set_mode(CompareMode.DIFFERENCE)
    assert view._caption_texts(view._layout())["left"] == "Difference…"
    view.set_pictures(flat(RED), flat(BLUE, 600, 401))
    assert view._caption_texts(view._layout())["left"] == "Can't compare: different dimensions"


@pytest.mark.parametrize(
    ("size", "rows", "columns"),
    [
        ((60, 40), slice(0, 400), slice(101, 701)),  # of its shape: all over it
        ((601, 401), slice(0, 400), slice(101, 701)),  # as good as
        ((50, 20), slice(80, 320), slice(101, 701)),  # wider: over its whole width
        ((20, 50), slice(0, 400), slice(321, 481)),  # higher
    ],
)
def test_a_right_picture_of_another_size_is_as_large_as_fits_the_left_one(
    view: Watched, size: tuple[int, int], rows: slice, columns: slice
) -> None:
    view.set_pictures(flat(RED, 600, 400), flat(BLUE, *size))
    view.set_mode(CompareMode.SINGLE)
    assert view.viewport.picture_size.toTuple() == (600, 400)
    blue = (seen_on(view) == (0, 0, 255)).all(axis=2)
    below = slice(max(rows.start, 60), rows.stop)  # the caption lies on the picture above
    assert blue[below, columns].all()
    blue[rows, columns] = False
    assert not blue.any()


def test_a_part_is_painted_where_it_is_seen_and_nowhere_else(view: Watched) -> None:
    right = TiledPicture(600, 400)
    view.set_pictures(flat(RED), right)
    view.put("right", flat_part(BLUE, 0, 0, 304, 208))
    assert view.panes()[0].width() == 400  # from now on there are two
    painted_by(view)
    view.put("right", flat_part(GREEN, 304, 208, 160, 96))
    painted = painted_by(view).boundingRect()
    across = view.viewport.scale
    corner = view.panes()[1].topLeft() + view.viewport.picture_rect().topLeft() + QPointF(304, 208) * across
    expected = QRect(round(corner.x()), round(corner.y()), round(160 * across), round(96 * across))
    assert painted.contains(expected) and expected.adjusted(-4, -4, 4, 4).contains(painted)
    assert_same(on_screen(view), seen_on(view))
    x, y = expected.center().toTuple()
    beside = colour_at(view, x, expected.bottom() + 20)
    assert colour_at(view, x, y) == GREEN and beside not in (RED, BLUE, GREEN)  # the left one stands in, dimmed


def test_late_parts_of_nothing_are_ignored(view: Watched) -> None:
    view.set_pictures(flat(RED), None)
    view.put("right", flat_part(BLUE, 0, 0, 16, 16))
    view.put("difference", flat_part(BLUE, 0, 0, 16, 16))
    assert colour_at(view, 401, 200) == RED


@pytest.mark.parametrize("mode", list(CompareMode))
@pytest.mark.parametrize("loupe", [False, True])
def test_moving_paints_only_what_comes_into_sight_and_leaves_the_same_picture(
    view: Watched, mode: CompareMode, loupe: bool
) -> None:
    view.set_pictures(to_tiles(slope(1900, 1500)), to_tiles(noise(1900, 1500)))
    view.set_difference(to_tiles(noise(1900, 1500, seed=4)))
    view.set_captions("Original · 4.2 MB", "Result · 0.4 MB")
    view.set_mode(mode)
    view.set_loupe(loupe)
    view.viewport.zoom_to(0.83)
    painted_by(view)
    for step in (QPointF(-24, 11), QPointF(7, -30), QPointF(-40, -3)):
        view.viewport.pan(step)
        painted = sum(rect.width() * rect.height() for rect in painted_by(view))
        assert painted < (0.75 if loupe else 0.3) * 802 * 400
    assert_same(on_screen(view), seen_on(view))


def test_the_same_region_is_not_moved_to(view: Watched) -> None:
    painted_by(view)
    view.viewport.pan(QPointF(500, 500))  # all of it is in sight already
    assert painted_by(view).isEmpty()


def test_the_visible_region_in_every_mode(view: Watched) -> None:
    assert view.visible_region() == QRect(0, 0, 600, 400)
    view.viewport.zoom_to(2.0)
    assert view.visible_region() == QRect(200, 100, 200, 200)
    view.set_mode(CompareMode.WIPE)
    assert view.visible_region() == QRect(99, 100, 402, 200) or view.visible_region() == QRect(100, 100, 401, 200)
    view.viewport.pan(QPointF(5000, 5000))
    left, top, width, height = (view.visible_region() or QRect(1, 1, 1, 1)).getRect()
    assert (left, top) == (0, 0) and width == 401 and height == 200
    view.set_pictures(None, None)
    assert view.visible_region() is None


def test_the_region_is_told_once_after_a_rest(view: Watched) -> None:
    rest = view._rest
    assert isinstance(rest, HandTimer) and rest.interval() == REST_MS and rest.isSingleShot()
    rest.run_out()
    spy = QSignalSpy(view.region_changed)
    for _ in range(6):
        view.viewport.zoom_by(1.1)
        paint()
    assert spy.count() == 0
    rest.run_out()
    assert spy.count() == 1
    view.viewport.zoom_by(1.3)
    view.viewport.zoom_by(1 / 1.3)
    rest.run_out()
    assert spy.count() == 1  # back where it was
    view.set_pictures(flat(GREEN), None)
    rest.run_out()
    assert spy.count() == 2  # the same place of another picture is told
    view.viewport.zoom_by(2)
    view.hide()
    assert not rest.isActive()
    view.show()
    rest.run_out()
    assert spy.count() == 3


def test_a_screen_reader_is_told_scale_and_mode(view: Watched) -> None:
    view.viewport.zoom_to(4.0)
    assert view.accessibleDescription() == "400 %, side by side"
    view.set_mode(CompareMode.SINGLE)
    assert view.accessibleDescription() == "400 %, result only"
    view.viewport.zoom_to(1.0)
    assert view.accessibleDescription().startswith("100 %")


def test_large_pixels_are_squares_of_their_own_colour(qtbot: QtBot, view: Watched) -> None:
    pixels = np.zeros((30, 40, 3), np.uint8)
    pixels[::2, ::2] = pixels[1::2, 1::2] = 255
    view.set_pictures(TiledPicture(40, 30), None)
    view.put("left", to_part(pixels, 0, 0))
    view.viewport.zoom_to(16.0)
    assert set(np.unique(seen_on(view)[100:, 150:650])) == {0, 255}  # no blends between neighbours


def test_captions_are_legible_on_any_picture(view: Watched) -> None:
    for ground in (QColor("white"), QColor("black"), GREEN):
        view.set_pictures(flat(ground, 800, 400), flat(ground, 800, 400))
        view.set_mode(CompareMode.WIPE)
        view.set_captions("Left", "Right")
        chip = seen_on(view)[10:34, 10:50].reshape(-1, 3).astype(float)
        dark, light = chip[chip.sum(axis=1).argmin()], chip[chip.sum(axis=1).argmax()]
        assert contrast(light, np.median(chip, axis=0)) > 4.5 and dark.max() < 100
        assert not np.array_equal(seen_on(view)[10:34, 10:50], seen_on(view)[10:34, 100:140])


def contrast(one: np.ndarray, other: np.ndarray) -> float:
    """WCAG's ratio of two colours."""

    def luminance(colour: np.ndarray) -> float:
        part = colour / 255
        linear = np.where(part <= 0.04045, part / 12.92, ((part + 0.055) / 1.055) ** 2.4)
        return float(linear @ (0.2126, 0.7152, 0.0722))

    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


def assert_same(one: np.ndarray, other: np.ndarray) -> None:
    """But for what the fixed-point numbers of a painter make of another starting point."""
    apart = np.abs(one.astype(int) - other).max(axis=2)
    assert apart.max() <= 3, np.argwhere(apart > 3)[[0, -1]]
