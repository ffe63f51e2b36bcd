"""A comparison on the screen, of red on the left and blue on the right."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import QCoreApplication, QTimer
from PySide6.QtGui import QPaintEvent, QRegion
from pytestqt.qtbot import QtBot

from desktop.viewer.compare_view import CompareView
from tests.desktop.hand_timer import HandTimer
from tests.desktop.viewer.drawn import BLUE, RED, flat


class Watched(CompareView):
    """Remembers what it was asked to paint."""

    def __init__(self) -> None:
        super().__init__()
        self.painted = QRegion()

    def paintEvent(self, event: QPaintEvent) -> None:
        self.painted = self.painted.united(event.region())
        super().paintEvent(event)


@pytest.fixture
def by_hand(monkeypatch: pytest.MonkeyPatch) -> None:
    """Views rest when a test says so."""
    for module in ("refinement", "zoom_view"):
        monkeypatch.setattr(f"desktop.viewer.{module}.QTimer", HandTimer)


@pytest.fixture
def view(qtbot: QtBot, by_hand: None) -> Iterator[Watched]:
    made = Watched()
    made.clock = lambda: 0.0  # there is always time for a smooth paint
    qtbot.addWidget(made)
    made.resize(802, 400)
    made.show()
    qtbot.waitExposed(made)
    made.set_pictures(flat(RED), flat(BLUE))
    QCoreApplication.processEvents()
    yield made
    made.hide()
    assert not [timer for timer in made.findChildren(QTimer) if timer.isActive()]
