"""The row of figures: in one row or two by its width alone, whole in words."""

from __future__ import annotations

import pytest
from PySide6.QtGui import QAccessible, QAccessibleEvent
from PySide6.QtWidgets import QHBoxLayout, QLabel, QWidget
from pytestqt.qtbot import QtBot

from desktop.widgets.figures import CELL_WIDTH, CELLS, Figures

FIGURES = [
    ("Original", "3.1 MB"), ("Result", "312.4 kB"), ("Bits per pixel", "0.412", "File size by pixels"),
    ("Ratio", "10.2 : 1"), ("PSNR", "36.21 dB", "Peak signal to noise"), ("MS-SSIM", "0.9912"), ("Quality", "50"),
    ("Model", "codec-1"),
]  # fmt: skip


@pytest.fixture
def figures(qtbot: QtBot) -> Figures:
    made = Figures()
    qtbot.addWidget(made)
    made.resize(CELLS * CELL_WIDTH + 40, 60)
    made.show()
    qtbot.waitExposed(made)
    return made


def labels(figures: Figures, text: str) -> list[QLabel]:
    return [label for label in figures.findChildren(QLabel) if label.text() == text]


def test_eight_figures_are_shown_and_a_ninth_is_not(figures: Figures) -> None:
    figures.show_figures([*FIGURES, ("Ninth", "9")])
    assert figures.shown() == {figure[0]: figure[1] for figure in FIGURES}
    assert all(len(labels(figures, figure[1])) == 1 for figure in FIGURES) and not labels(figures, "9")


def test_a_narrow_window_has_two_rows_and_every_text_a_place(figures: Figures) -> None:
    figures.show_figures(FIGURES)
    assert figures.rows == 1
    one = figures.minimumSizeHint().height()
    figures.resize(CELLS * CELL_WIDTH - 1, 120)
    assert figures.rows == 2 and figures.minimumSizeHint().height() > 1.5 * one
    boxes = [labels(figures, figure[1])[0].parentWidget() for figure in FIGURES]
    assert len({(box.x(), box.y()) for box in boxes if box is not None}) == 8
    assert len({box.x() for box in boxes if box is not None}) == 4
    figures.resize(CELLS * CELL_WIDTH, 60)
    assert figures.rows == 1


@pytest.mark.parametrize("width", [CELLS * CELL_WIDTH + 40, 500])
def test_nothing_jumps_when_figures_come_and_go(figures: Figures, width: int) -> None:
    figures.resize(width, 130)
    figures.show_figures(FIGURES)
    places = [label.parentWidget().geometry() for label in figures.findChildren(QLabel)]
    hint = figures.minimumSizeHint()
    for shown in ([], FIGURES[:1], [("A very long name of a figure indeed", "and a value that has no end at all")] * 8):
        figures.show_figures(shown)
        assert [label.parentWidget().geometry() for label in figures.findChildren(QLabel)] == places
        assert figures.minimumSizeHint() == hint


def test_it_lets_its_window_be_narrow(qtbot: QtBot) -> None:
    window, figures = QWidget(), Figures()
    qtbot.addWidget(window)
    row = QHBoxLayout(window)
    row.addWidget(figures)
    figures.show_figures(FIGURES)
    assert window.minimumSizeHint().width() < 300


def test_a_long_text_is_shortened_and_whole_in_the_tool_tip(figures: Figures) -> None:
    value = "a value that has no end at all"
    figures.show_figures([("Name", value, "What it means")])
    assert figures.shown() == {"Name": value} and not labels(figures, value)
    short = next(label for label in figures.findChildren(QLabel) if label.text().startswith("a v"))
    assert "…" in short.text() and short.text().endswith("ll") and short.accessibleName() == f"Name: {value}"
    assert short.fontMetrics().horizontalAdvance(short.text()) <= short.width()
    box = short.parentWidget()
    assert box is not None and box.toolTip() == f"Name: {value}\nWhat it means"
    figures.resize(2900, 60)
    assert short.text() == value and box.toolTip() == "What it means"


@pytest.mark.parametrize(("width", "fits"), [(1900, True), (420, False)])
def test_figures_that_were_set_while_hidden_fit_once_shown(qtbot: QtBot, width: int, fits: bool) -> None:
    figures, value = Figures(), "some 1 234 567 890 bytes"
    qtbot.addWidget(figures)
    figures.show_figures([("Name", value)] * CELLS)
    figures.resize(width, 120)
    figures.show()
    qtbot.waitExposed(figures)
    assert len(labels(figures, value)) == (CELLS if fits else 0)
    for label in figures.findChildren(QLabel):
        assert label.fontMetrics().horizontalAdvance(label.text()) <= label.width()


def test_only_what_has_changed_is_announced(figures: Figures, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[str] = []

    def hear(event: QAccessibleEvent) -> None:
        told.append(event.message())  # type: ignore[attr-defined]

    monkeypatch.setattr(QAccessible, "isActive", staticmethod(lambda: True))
    monkeypatch.setattr(QAccessible, "updateAccessibility", staticmethod(hear))
    figures.show_figures(FIGURES[:2])
    figures.show_figures(FIGURES[:2])
    figures.show_figures([("Original", "3.1 MB"), ("Result", "290.0 kB")])
    assert told == ["Original: 3.1 MB, Result: 312.4 kB", "Result: 290.0 kB"]
    figures.hide()
    figures.show_figures([])
    assert len(told) == 2
