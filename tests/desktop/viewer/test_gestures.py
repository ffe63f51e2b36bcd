"""Mouse, wheel, fingers and keys on the comparison."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QNativeGestureEvent, QPointingDevice, QWheelEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.viewer.compare_view import CompareView
from tests.desktop.viewer.conftest import Watched

NONE = Qt.KeyboardModifier.NoModifier


def wheel(
    view: CompareView,
    place: QPointF,
    *,
    notches: float = 0.0,
    pixels: QPoint | None = None,
    modifiers: Qt.KeyboardModifier = NONE,
    phase: Qt.ScrollPhase = Qt.ScrollPhase.NoScrollPhase,
) -> None:
    angle = QPoint(0, round(120 * notches))
    nothing = Qt.MouseButton.NoButton
    event = QWheelEvent(place, place, pixels or QPoint(), angle, nothing, modifiers, phase, False)
    QApplication.sendEvent(view, event)


def pinch(view: CompareView, kind: Qt.NativeGestureType, value: float, place: QPointF) -> bool:
    device = QPointingDevice.primaryPointingDevice()
    event = QNativeGestureEvent(kind, device, 2, place, place, place, value, QPointF())
    return QApplication.sendEvent(view, event)


def near(point: QPointF) -> object:
    return pytest.approx((point.x(), point.y()), abs=1e-6)


@pytest.mark.parametrize("modifiers", [NONE, Qt.KeyboardModifier.ControlModifier])
def test_a_wheel_over_either_pane_zooms_both_there(view: Watched, modifiers: Qt.KeyboardModifier) -> None:
    place = QPointF(37, 140)
    view.viewport.zoom_to(2.5)
    before, scale = view.viewport.to_picture(place), view.viewport.scale
    wheel(view, view.panes()[1].topLeft() + place, notches=2, modifiers=modifiers)
    after = view.viewport.to_picture(place)
    assert view.viewport.scale == pytest.approx(2 * scale)
    assert (after.x(), after.y()) == near(before)


def test_on_its_way_the_wheel_stays_at_100_and_200_percent(view: Watched) -> None:
    scales = []
    for _ in range(4):
        wheel(view, QPointF(100, 100), notches=2)
        scales.append(view.viewport.scale)
    assert scales == [1.0, 2.0, 4.0, 8.0]


def test_fingers_on_a_touchpad_move_and_with_ctrl_zoom(view: Watched) -> None:
    view.viewport.zoom_to(4.0)
    before = view.viewport.picture_rect().topLeft()
    update = Qt.ScrollPhase.ScrollUpdate
    wheel(view, QPointF(100, 100), notches=0.2, pixels=QPoint(-31, 17), phase=update)
    assert view.viewport.scale == 4.0 and view.viewport.picture_rect().topLeft() - before == QPointF(-31, 17)
    ctrl = Qt.KeyboardModifier.ControlModifier
    wheel(view, QPointF(100, 100), notches=1, pixels=QPoint(0, 60), phase=update, modifiers=ctrl)
    assert view.viewport.scale == pytest.approx(4 * 2**0.5)


def test_a_mouse_wheel_that_tells_pixels_still_zooms(view: Watched) -> None:
    wheel(view, QPointF(100, 100), notches=2, pixels=QPoint(0, 240))
    assert view.viewport.scale == 1.0
    wheel(view, QPointF(100, 100), notches=1, pixels=QPoint(0, 120))
    assert view.viewport.scale == pytest.approx(2**0.5)


def test_a_pinch_zooms_between_the_fingers(view: Watched) -> None:
    place = QPointF(300, 90)
    view.viewport.zoom_to(2.0)
    before = view.viewport.to_picture(place)
    assert pinch(view, Qt.NativeGestureType.ZoomNativeGesture, 0.25, place)
    after = view.viewport.to_picture(place)
    assert view.viewport.scale == pytest.approx(2.5) and (after.x(), after.y()) == near(before)
    pinch(view, Qt.NativeGestureType.SmartZoomNativeGesture, 0, place)
    assert view.viewport.is_fitting
    pinch(view, Qt.NativeGestureType.SmartZoomNativeGesture, 0, place)
    assert view.viewport.scale == 1.0


def test_dragging_pans(view: Watched, qtbot: QtBot) -> None:
    view.viewport.zoom_to(4.0)
    before = view.viewport.picture_rect().topLeft()
    qtbot.mousePress(view, Qt.MouseButton.LeftButton, pos=QPoint(100, 100))
    assert view.cursor().shape() == Qt.CursorShape.ClosedHandCursor
    qtbot.mouseMove(view, QPoint(130, 90))
    qtbot.mouseRelease(view, Qt.MouseButton.LeftButton, pos=QPoint(130, 90))
    assert view.viewport.picture_rect().topLeft() - before == QPointF(30, -10)


def test_arrow_keys_pan(view: Watched, qtbot: QtBot) -> None:
    view.viewport.zoom_to(4.0)
    before = view.viewport.picture_rect().topLeft()
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Right, Qt.Key.Key_Down, Qt.Key.Key_Left):
        qtbot.keyClick(view, key)
    assert view.viewport.picture_rect().topLeft() - before == QPointF(-48, -48)


def test_a_double_click_changes_between_fit_and_actual_pixels(view: Watched, qtbot: QtBot) -> None:
    assert view.viewport.is_fitting
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.viewport.scale == 1.0 and not view.viewport.is_fitting
    qtbot.mouseDClick(view, Qt.MouseButton.LeftButton, pos=QPoint(200, 200))
    assert view.viewport.is_fitting
