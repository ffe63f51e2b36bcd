"""What many tests of the picture page do."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QMimeData, QPointF, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from desktop.picture.documents import Answer
from desktop.shell.main_window import MainWindow
from tests.desktop.conftest import PATIENCE


def drop(window: MainWindow, *paths: Path) -> None:
    """Drag files over the window and let go."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(path)) for path in paths])
    place, left = QPointF(300, 300), Qt.MouseButton.LeftButton
    copy, none = Qt.DropAction.CopyAction, Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(place.toPoint(), copy, data, left, none)
    QApplication.sendEvent(window, enter)
    assert enter.isAccepted()
    QApplication.sendEvent(window, QDropEvent(place, copy, data, left, none))


def answer_of(window: MainWindow, qtbot: QtBot) -> Answer:
    """Wait until the page is at rest with an answer."""
    session = window.picture.session
    qtbot.waitUntil(lambda: session.answer is not None and not session.is_busy, timeout=PATIENCE)
    assert session.answer is not None
    return session.answer
