"""Fast or best: seen where there are both, and never asked for where there are not."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.denoiser_choice import DenoiserChoice


@pytest.fixture(params=[Qt.Orientation.Vertical, Qt.Orientation.Horizontal])
def choice(request: pytest.FixtureRequest, qtbot: QtBot) -> Iterator[DenoiserChoice]:
    panel = QWidget()
    qtbot.addWidget(panel)
    made = DenoiserChoice(request.param)
    QVBoxLayout(panel).addWidget(made)
    panel.show()
    yield made


def test_it_is_hidden_until_there_are_two(choice: DenoiserChoice) -> None:
    assert not choice.isVisible() and choice.in_use == "fast"
    choice.offer(2)
    assert choice.isVisible()
    choice.offer(1)
    assert not choice.isVisible()


def test_a_choice_is_told_once_and_says_what_it_costs(choice: DenoiserChoice, qtbot: QtBot) -> None:
    choice.offer(2)
    told: list[str] = []
    choice.changed.connect(lambda: told.append(choice.in_use))
    qtbot.mouseClick(choice.choices.button("best"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(choice.choices.button("best"), Qt.MouseButton.LeftButton)
    assert told == ["best"] and choice.choice == "best"
    assert "about 8 times slower" in choice.hint.text()
    assert choice.choices.button("best").accessibleDescription() == choice.hint.text()


def test_what_was_chosen_holds_until_it_is_known_that_it_is_missing(choice: DenoiserChoice) -> None:
    choice.choose("best")
    told: list[str] = []
    choice.changed.connect(lambda: told.append(choice.in_use))
    assert choice.in_use == "best", "nobody knows yet what is installed"
    choice.offer(2)
    assert choice.in_use == "best" and not told
    choice.offer(1)
    assert (choice.in_use, choice.choice) == ("fast", "best") and told == ["fast"]
    choice.offer(2)
    assert choice.in_use == "best" and told == ["fast", "best"]
