"""The program's codec or one of one's own, before and after it is known which ones there are."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.codec_choice import CodecChoice


@pytest.fixture
def choice(qtbot: QtBot) -> Iterator[CodecChoice]:
    panel = QWidget()
    qtbot.addWidget(panel)
    made = CodecChoice(Qt.Orientation.Vertical)
    QVBoxLayout(panel).addWidget(made)
    panel.show()
    yield made


def test_a_remembered_choice_holds_while_the_app_starts(choice: CodecChoice) -> None:
    told: list[str | None] = []
    choice.changed.connect(lambda: told.append(choice.in_use))
    choice.choose("my-scans")
    assert choice.in_use == "my-scans" and told == ["my-scans"] and not choice.isVisible()
    choice.offer(["another", "my-scans"])
    assert choice.in_use == "my-scans" and choice.isVisible() and len(told) == 1, "nothing is another now"


def test_a_choice_that_is_gone_is_told_and_comes_back(choice: CodecChoice) -> None:
    choice.choose("my-scans")
    told: list[str | None] = []
    choice.changed.connect(lambda: told.append(choice.in_use))
    choice.offer([])
    assert choice.in_use is None and choice.choice == "my-scans" and not choice.isVisible()
    choice.offer(["my-scans"])
    assert choice.in_use == "my-scans" and told == [None, "my-scans"]
    choice.box.setCurrentIndex(0)
    assert choice.in_use is None and choice.choice == "" and not choice.hint.text()
