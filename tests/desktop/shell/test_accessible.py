"""Whoever cannot see the window, or has no mouse, can use all of it."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QAction
from PySide6.QtWidgets import (
    QAbstractButton,
    QAbstractItemView,
    QAbstractScrollArea,
    QAbstractSpinBox,
    QComboBox,
    QLabel,
    QLineEdit,
    QScrollBar,
    QWidget,
)
from pytestqt.qtbot import QtBot

from desktop.shell.main_window import MainWindow
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine

PAGES = {0: "picture", 1: "batch", 2: "models", 3: "studio"}


def controls(page: QWidget) -> Iterator[QWidget]:
    """What a person can use on a page now: enabled, seen, and able to take the focus. Qt's own parts are not meant."""
    for widget in page.findChildren(QWidget):
        whole = (QAbstractSpinBox, QComboBox, QAbstractItemView)
        inside = isinstance(widget.parent(), whole) or any(isinstance(over, whole) for over in ancestors(widget))
        own = not isinstance(widget, (QLabel, QScrollBar)) and not inside
        if own and widget.isEnabled() and widget.isVisibleTo(page) and widget.focusPolicy() != Qt.FocusPolicy.NoFocus:
            yield widget


def ancestors(widget: QWidget) -> Iterator[QWidget]:
    over = widget.parentWidget()
    while over is not None:
        yield over
        over = over.parentWidget()


def name_of(widget: QWidget) -> str:
    if widget.accessibleName():
        return widget.accessibleName()
    return widget.text() if isinstance(widget, QAbstractButton) else ""


def described(widget: QWidget) -> str:
    return " < ".join([type(widget).__name__, *(type(over).__name__ for over in ancestors(widget))][:4])


def fill(window: MainWindow, index: int, qtbot: QtBot) -> None:
    """Bring a page into the state in which it has most controls."""
    window.show_page(index)
    if index == 0:
        qtbot.waitUntil(lambda: window.picture.session.document is not None, timeout=PATIENCE)
        qtbot.waitUntil(lambda: not window.picture.session.is_busy, timeout=PATIENCE)
    elif index == 2:
        qtbot.waitUntil(lambda: window.models.list.count() > 0, timeout=PATIENCE)
    elif index == 3:
        qtbot.waitUntil(lambda: window.studio.form.recipe.count() > 0, timeout=PATIENCE)


@pytest.fixture(params=PAGES, ids=PAGES.values())
def page(request: pytest.FixtureRequest, window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path) -> QWidget:
    window.picture.open_files([png])
    fill(window, request.param, qtbot)
    window.activateWindow()
    return window.pages.page(request.param)


def test_every_control_has_a_name(page: QWidget) -> None:
    found = list(controls(page))
    assert len(found) >= 4
    scrolled = {widget for widget in found if isinstance(widget, QAbstractScrollArea) and not widget.accessibleName()}
    nameless = [described(widget) for widget in found if not name_of(widget) and widget not in scrolled]
    assert nameless == []
    assert [described(widget) for widget in scrolled] == []


def test_every_control_is_reached_by_the_tab_key(page: QWidget, window: MainWindow, qtbot: QtBot) -> None:
    wanted = {widget for widget in controls(page) if widget.focusPolicy() & Qt.FocusPolicy.TabFocus}
    grouped = {widget for widget in wanted if isinstance(widget, QAbstractButton) and widget.group() is not None}
    reached: set[QWidget] = set()
    widget = page.nextInFocusChain()
    for _ in range(5000):  # the chain is a ring, and arrow keys walk inside a group of buttons
        if widget is page:
            break
        reached.add(widget)
        widget = widget.nextInFocusChain()
    assert widget is page and wanted - grouped <= reached
    for_mice = [widget for widget in controls(page) if not widget.focusPolicy() & Qt.FocusPolicy.TabFocus]
    alone = [widget for widget in for_mice if not isinstance(widget, QAbstractButton) or widget.group() is None]
    assert [described(widget) for widget in alone] == []
    groups = {widget.group() for widget in for_mice if isinstance(widget, QAbstractButton)}
    reached_groups = {widget.group() for widget in reached if isinstance(widget, QAbstractButton)}
    assert groups <= reached_groups


def test_the_focus_goes_down_the_page_and_not_across_it(window: MainWindow) -> None:
    """The sidebar comes before what it chooses."""
    chain: list[QWidget] = []
    widget = window.nextInFocusChain()
    while widget is not window:
        chain.append(widget)
        widget = widget.nextInFocusChain()
    assert chain.index(window.sidebar.buttons[0]) < chain.index(window.sidebar.buttons[2])


def test_the_frame_of_the_window_has_names(window: MainWindow) -> None:
    assert window.sidebar.accessibleName() and window.statusBar().accessibleName()
    assert [button.accessibleName() for button in window.sidebar.buttons] == ["Picture", "Batch", "Models", "Studio"]


@pytest.mark.parametrize("index", PAGES, ids=PAGES.values())
def test_no_two_actions_have_the_same_key(window: MainWindow, index: int) -> None:
    window.show_page(index)
    of_menus = [action for _, action in window.menus.actions()]
    able = [action for action in of_menus if action.isEnabled() or action in (window.menus.undo, window.menus.redo)]
    actions = {*able, *window.pages.page(index).findChildren(QAction)}
    keys = Counter(key.toString() for action in actions for key in action.shortcuts())
    assert len(keys) > 12
    assert {key: count for key, count in keys.items() if count > 1} == {}


def test_every_action_has_a_text(window: MainWindow) -> None:
    nameless = [keys for _, action in window.menus.actions() if not action.text() for keys in [action.shortcuts()]]
    assert nameless == []


def test_editable_fields_have_names(window: MainWindow) -> None:
    for index in PAGES:
        window.show_page(index)
    fields = [
        field
        for field in window.pages.findChildren(QLineEdit)
        if not isinstance(field.parent(), (QAbstractSpinBox, QComboBox))
    ]
    assert [described(field) for field in fields if not field.accessibleName()] == []
