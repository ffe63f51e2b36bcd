"""The handle by which a file leaves the window."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import QEvent, QPointF, Qt, QUrl
from PySide6.QtGui import QEnterEvent, QFocusEvent, QGuiApplication, QMouseEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.widgets import drag_handle
from desktop.widgets.drag_handle import DragHandle, mime_of
from tests.desktop.conftest import PATIENCE

LEFT, NONE = Qt.MouseButton.LeftButton, Qt.MouseButton.NoButton


class FakeDrag:
    """Stands in for a QDrag: a real one would wait for a real pointer."""

    def __init__(self) -> None:
        self.actions: list[Qt.DropAction] = []

    def exec(self, actions: Qt.DropAction) -> Qt.DropAction:
        self.actions.append(actions)
        return actions


@pytest.fixture
def file(tmp_path: Path) -> Path:
    made = tmp_path / "夏 photo #1.latent"
    made.write_bytes(b"data")
    return made


@pytest.fixture
def handle(qtbot: QtBot) -> DragHandle:
    made = DragHandle()
    qtbot.addWidget(made)
    made.resize(made.sizeHint())
    made.show()
    qtbot.waitExposed(made)
    made.clearFocus()
    QApplication.processEvents()  # the pointer of a screen that is none may lie on the window
    return made


@pytest.fixture
def wishes(handle: DragHandle) -> list[int]:
    heard: list[int] = []
    handle.wanted.connect(lambda: heard.append(1))
    return heard


def move(handle: DragHandle, x: float, buttons: Qt.MouseButton = LEFT) -> None:
    where = QPointF(x, 16)
    event = QMouseEvent(QEvent.Type.MouseMove, where, where, NONE, buttons, Qt.KeyboardModifier.NoModifier)
    QApplication.sendEvent(handle, event)


def enter(handle: DragHandle) -> None:
    where = QPointF(5, 5)
    QApplication.sendEvent(handle, QEnterEvent(where, where, where))


def test_the_pointer_and_the_focus_ask_for_a_file_until_there_is_one(
    handle: DragHandle, wishes: list[int], file: Path, qtbot: QtBot
) -> None:
    enter(handle)
    assert len(wishes) == 1
    QApplication.sendEvent(handle, QFocusEvent(QEvent.Type.FocusIn, Qt.FocusReason.TabFocusReason))
    assert len(wishes) == 2
    qtbot.mousePress(handle, LEFT)
    assert len(wishes) == 3
    handle.set_file(file)
    enter(handle)
    qtbot.mousePress(handle, LEFT)
    assert len(wishes) == 3 and handle.file == file


def test_a_file_goes_as_a_uri_list(file: Path) -> None:
    data = mime_of(file)
    assert data.hasFormat("text/uri-list")
    assert [Path(url.toLocalFile()) for url in data.urls()] == [file]
    assert bytes(data.data("text/uri-list").data()).strip() == QUrl.fromLocalFile(str(file)).toEncoded().data()


def test_a_drag_starts_only_with_a_file_and_far_from_where_it_was_pressed(
    handle: DragHandle, file: Path, qtbot: QtBot
) -> None:
    far = float(QApplication.startDragDistance())
    assert not handle.should_start(QPointF(100, 100), LEFT), "nothing was pressed"
    qtbot.mousePress(handle, LEFT, pos=handle.rect().center())
    start = QPointF(handle.rect().center())
    assert not handle.should_start(start + QPointF(far, 0), LEFT), "there is no file"
    handle.set_file(file)
    assert handle.should_start(start + QPointF(far, 0), LEFT)
    assert not handle.should_start(start + QPointF(far - 1, 0), LEFT)
    assert not handle.should_start(start + QPointF(far, 0), NONE)
    qtbot.mouseRelease(handle, LEFT)
    assert not handle.should_start(start + QPointF(far, 0), LEFT)


def test_the_mouse_drags_a_copy_once(
    handle: DragHandle, file: Path, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    drag = FakeDrag()
    monkeypatch.setattr(DragHandle, "make_drag", lambda self: drag)
    handle.set_file(file)
    qtbot.mousePress(handle, LEFT, pos=handle.rect().center())
    move(handle, 18)
    assert not drag.actions
    for x in (60, 90, 120):
        move(handle, x)
    assert drag.actions == [Qt.DropAction.CopyAction]


def test_what_is_dragged_is_the_file_with_a_picture_of_its_name(theme: object, handle: DragHandle, file: Path) -> None:
    handle.set_file(file)
    drag = handle.make_drag()
    assert drag is not None
    assert [Path(url.toLocalFile()) for url in drag.mimeData().urls()] == [file]
    shown = drag.pixmap()
    assert not shown.isNull() and shown.deviceIndependentSize().width() <= drag_handle._GHOST_WIDTH
    drag.deleteLater()


def test_a_file_that_has_gone_is_asked_for_again(handle: DragHandle, wishes: list[int], file: Path) -> None:
    handle.set_file(file)
    file.unlink()
    assert handle.make_drag() is None
    assert len(wishes) == 1 and handle.file is None


@pytest.mark.parametrize(
    ("key", "modifier"),
    [(Qt.Key.Key_Return, Qt.KeyboardModifier.NoModifier), (Qt.Key.Key_Space, Qt.KeyboardModifier.NoModifier),
     (Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)],
)  # fmt: skip
def test_keys_put_the_file_on_the_clipboard(
    handle: DragHandle, file: Path, qtbot: QtBot, key: Qt.Key, modifier: Qt.KeyboardModifier
) -> None:
    QGuiApplication.clipboard().clear()
    with qtbot.assertNotEmitted(handle.copied):
        qtbot.keyClick(handle, key, modifier)
    handle.set_file(file)
    with qtbot.waitSignal(handle.copied, timeout=PATIENCE):
        qtbot.keyClick(handle, key, modifier)
    assert [Path(url.toLocalFile()) for url in QGuiApplication.clipboard().mimeData().urls()] == [file]
    QGuiApplication.clipboard().clear()


def test_the_hint_says_whether_it_is_ready(handle: DragHandle, file: Path) -> None:
    assert handle.accessibleName() and "not ready" in handle.toolTip()
    handle.set_file(file)
    assert file.name in handle.toolTip() and handle.accessibleDescription() == handle.toolTip()
    handle.set_file(None)
    assert "not ready" in handle.toolTip()


def test_it_looks_ready_when_it_is(theme: object, handle: DragHandle, file: Path) -> None:
    before = handle.grab().toImage()
    handle.set_file(file)
    assert handle.grab().toImage() != before
