"""Sizes are read as they are typed, with or without a unit."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QLocale, Qt
from pytestqt.qtbot import QtBot

from desktop.widgets.size_box import SizeBox


@pytest.fixture
def box(qtbot: QtBot) -> SizeBox:
    QLocale.setDefault(QLocale(QLocale.Language.English))
    made = SizeBox("kB", 999_999)
    made.setLocale(QLocale())
    made.whole = 4000
    qtbot.addWidget(made)
    made.show()
    return made


@pytest.mark.parametrize(
    ("typed", "size"),
    [
        ("300", 300),
        ("300kB", 300),
        ("0.05 MB", 50),
        ("1.5MB", 1500),
        ("25%", 1000),
        ("25 %", 1000),
        ("1,200", 1200),
        ("2 m", 2000),
    ],
)
def test_a_size_is_typed_with_its_unit(box: SizeBox, qtbot: QtBot, typed: str, size: int) -> None:
    box.setValue(7)
    box.selectAll()
    qtbot.keyClicks(box, typed)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == size and box.text().endswith("kB")


@pytest.mark.parametrize("typed", ["", "M", "%", ".", "12 parsecs"])
def test_what_says_no_size_changes_nothing(box: SizeBox, qtbot: QtBot, typed: str) -> None:
    box.setValue(7)
    box.selectAll()
    qtbot.keyClick(box, Qt.Key.Key_Delete)
    qtbot.keyClicks(box, typed)
    qtbot.keyClick(box, Qt.Key.Key_Return)
    assert box.value() == 7
