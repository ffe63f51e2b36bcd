"""Sliders, goals and segments: the wheel, the keys, the default and their names."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPoint, QPointF, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication, QLineEdit, QScrollArea, QStyle, QStyleOptionSlider, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.goal_row import GoalRow
from desktop.widgets.segmented import Segmented
from desktop.widgets.slider_row import SliderRow
from tests.desktop.conftest import PATIENCE

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def page(qtbot: QtBot) -> QScrollArea:
    """A page to scroll, with something else that can have the focus."""
    area, inside = QScrollArea(), QWidget()
    qtbot.addWidget(area)
    column = QVBoxLayout(inside)
    column.addWidget(QLineEdit())
    inside.setMinimumHeight(900)
    area.setWidgetResizable(True)
    area.setWidget(inside)
    area.resize(300, 200)
    return area


def put(page: QScrollArea, widget: QWidget, qtbot: QtBot) -> None:
    inside = page.widget()
    inside.layout().addWidget(widget)
    page.show()
    qtbot.waitExposed(page)
    page.activateWindow()
    inside.findChild(QLineEdit).setFocus()
    qtbot.waitUntil(lambda: inside.findChild(QLineEdit).hasFocus(), timeout=PATIENCE)


def row_of(page: QScrollArea, qtbot: QtBot) -> SliderRow:
    made = SliderRow()
    made.label("Strength", "Gentle", "Strong")
    put(page, made, qtbot)
    made.set_value(40)
    return made


def wheel(target: QWidget, steps: int = -1) -> bool:
    """Turn the wheel over a widget; whether it took it."""
    where = QPointF(target.rect().center())
    event = QWheelEvent(
        where, QPointF(target.mapToGlobal(where.toPoint())), QPoint(), QPoint(0, 120 * steps), Qt.MouseButton.NoButton,
        Qt.KeyboardModifier.NoModifier, Qt.ScrollPhase.NoScrollPhase, False,
    )  # fmt: skip
    QApplication.sendEvent(target, event)
    return event.isAccepted()


def test_the_wheel_is_left_to_the_page_by_what_has_no_focus(page: QScrollArea, qtbot: QtBot) -> None:
    row = row_of(page, qtbot)
    for control in (row.slider, row.number, row.number.lineEdit()):
        assert not wheel(control)
        assert row.value == 40 and not control.hasFocus()


@pytest.mark.skipif(not hasattr(QTest, "wheelEvent"), reason="needs a newer Qt")
def test_what_is_left_scrolls_the_page(page: QScrollArea, qtbot: QtBot) -> None:
    row = row_of(page, qtbot)
    bar = page.verticalScrollBar()
    qtbot.waitUntil(lambda: bar.maximum() > 100, timeout=PATIENCE)
    for control in (row.slider, row.number):
        page.ensureWidgetVisible(control)
        before = bar.value()
        spot = control.mapTo(page, control.rect().center())
        QTest.wheelEvent(page.windowHandle(), QPointF(spot), QPoint(0, -120))
        qtbot.waitUntil(lambda before=before: bar.value() > before, timeout=PATIENCE)
        assert row.value == 40


def test_the_wheel_turns_what_has_the_focus(page: QScrollArea, qtbot: QtBot) -> None:
    row = row_of(page, qtbot)
    row.slider.setFocus()
    assert wheel(row.slider, 1) and row.value > 40
    row.number.setFocus()
    before = row.value
    assert wheel(row.number, 1) and row.value == before + 1


def test_the_size_of_a_goal_leaves_the_wheel_too(page: QScrollArea, qtbot: QtBot) -> None:
    row = GoalRow("kB", 9999)
    put(page, row, qtbot)
    row.aim("size")
    row.show_size(300)
    assert not wheel(row.size_box) and row.target == 300


def test_a_double_click_on_the_title_goes_back_to_the_default(page: QScrollArea, qtbot: QtBot) -> None:
    row = row_of(page, qtbot)
    qtbot.mouseDClick(row.title, LEFT)
    assert row.value == 40 and row.default is None, "there is none yet"
    row.set_default(30)
    assert row.value == 40 and "30" in row.title.toolTip() and "30" in row.slider.accessibleDescription()
    with qtbot.waitSignal(row.changed, timeout=PATIENCE) as heard:
        qtbot.mouseDClick(row.title, LEFT)
    assert heard.args == [30] and row.value == 30 and row.number.value() == 30


def test_a_double_click_on_the_knob_does_so_too_and_beside_it_not(page: QScrollArea, qtbot: QtBot) -> None:
    row = row_of(page, qtbot)
    row.set_default(30)
    option = QStyleOptionSlider()
    row.slider.initStyleOption(option)
    knob = row.slider.style().subControlRect(
        QStyle.ComplexControl.CC_Slider, option, QStyle.SubControl.SC_SliderHandle, row.slider
    )
    qtbot.mouseDClick(row.slider, LEFT, pos=QPoint(row.slider.width() - 3, knob.center().y()))
    assert row.value > 40
    row.set_value(40)
    qtbot.mouseDClick(row.slider, LEFT, pos=knob.center())
    assert row.value == 30


@pytest.mark.parametrize("key", [Qt.Key.Key_Delete, Qt.Key.Key_Backspace])
def test_a_key_goes_back_to_the_default(page: QScrollArea, qtbot: QtBot, key: Qt.Key) -> None:
    row = row_of(page, qtbot)
    qtbot.keyClick(row.slider, key)
    assert row.value == 40
    row.set_default(75)
    qtbot.keyClick(row.slider, key)
    assert row.value == 75
    row.set_value(10)
    row.number.selectAll()
    qtbot.keyClick(row.number, Qt.Key.Key_Delete)
    assert row.value == 10, "in the box it deletes digits"


def test_a_row_that_is_off_stays_as_it_is(page: QScrollArea, qtbot: QtBot) -> None:
    row = row_of(page, qtbot)
    row.set_default(30)
    row.setEnabled(False)
    row.reset()
    qtbot.mouseDClick(row.title, LEFT)
    assert row.value == 40


def test_keys_move_a_slider_by_one_and_by_ten(page: QScrollArea, qtbot: QtBot) -> None:
    row = row_of(page, qtbot)
    for key, expected in (
        (Qt.Key.Key_Right, 41), (Qt.Key.Key_PageUp, 51), (Qt.Key.Key_Left, 50), (Qt.Key.Key_End, 100),
        (Qt.Key.Key_Home, 0),
    ):  # fmt: skip
        qtbot.keyClick(row.slider, key)
        assert row.value == row.number.value() == expected


def test_the_explanation_and_the_default_are_both_said(qtbot: QtBot) -> None:
    row = SliderRow()
    qtbot.addWidget(row)
    row.label("Noise", "None", "Strong")
    row.set_default(5)
    row.explain("Costs no detail.")
    for said in (row.title.toolTip(), row.slider.accessibleDescription()):
        assert "Costs no detail." in said and "5" in said
    assert row.number.accessibleDescription() == "Costs no detail." and row.slider.accessibleName() == "Noise"
    row.set_default(None)
    assert row.title.toolTip() == "Costs no detail."


def test_every_control_of_a_goal_has_a_name(qtbot: QtBot) -> None:
    row = GoalRow("kB", 9999)
    qtbot.addWidget(row)
    row.label("Quality", "Smaller", "Better")
    row.label_size("File size", "Best quality under this size")
    assert row.goal.accessibleName() == "Quality / File size"
    assert row.slider.accessibleName() == row.number.accessibleName() == "Quality"
    assert row.size_box.accessibleName() == "File size"
    assert row.size_box.accessibleDescription() == "Best quality under this size"


def test_segments_take_one_stop_of_tab_and_the_arrow_keys(page: QScrollArea, qtbot: QtBot) -> None:
    segments, after = Segmented(("a", "b", "c")), QLineEdit()
    segments.label(a="First", b="Second", c="Third")
    chosen: list[str] = []
    segments.chosen.connect(chosen.append)
    put(page, segments, qtbot)
    page.widget().layout().addWidget(after)
    after.show()
    segments.choose("b")
    qtbot.keyClick(QApplication.focusWidget(), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is segments.button("b")
    qtbot.keyClick(segments.button("b"), Qt.Key.Key_Right)
    assert QApplication.focusWidget() is segments.button("c") and segments.choice == "c"
    qtbot.keyClick(segments.button("c"), Qt.Key.Key_Tab)
    assert QApplication.focusWidget() is after
    assert chosen == ["b", "c"] and segments.accessibleName() == "First / Second / Third"
