"""Changes of settings are taken back and made again, one at a time."""

from __future__ import annotations

from dataclasses import dataclass, replace
from pathlib import Path

import pytest
from PySide6.QtCore import Signal
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.shell import undo
from desktop.shell.main_window import MainWindow
from desktop.shell.undo import SettingsUndo, changed_fields


@dataclass(frozen=True)
class Levels:
    quality: int = 50
    noise: int = 0
    size: tuple[int, int] = (1, 2)


class Panel(QWidget):
    """An owner as the pages have them: while its state is put back, each of its controls tells of a change."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.levels = Levels()

    def state(self) -> Levels:
        return self.levels

    def restore(self, state: Levels) -> None:
        for name in ("quality", "noise", "size"):
            self.levels = replace(self.levels, **{name: getattr(state, name)})
            self.edited.emit()

    def change(self, **levels: int) -> None:
        self.levels = replace(self.levels, **levels)
        self.edited.emit()


@pytest.fixture
def panel(qtbot: QtBot) -> Panel:
    made = Panel()
    qtbot.addWidget(made)
    return made


@pytest.fixture
def stack(panel: Panel, monkeypatch: pytest.MonkeyPatch) -> SettingsUndo:
    """Watches the panel; its clock stands still."""
    monkeypatch.setattr(undo.time, "monotonic", lambda: 100.0)
    made = SettingsUndo()
    made.watch(panel)
    return made


def test_a_change_is_taken_back_and_made_again(panel: Panel, stack: SettingsUndo) -> None:
    panel.change(quality=80)
    assert stack.count() == 1 and stack.canUndo() and not stack.canRedo()
    stack.undo()
    assert panel.levels.quality == 50 and not stack.canUndo()
    stack.redo()
    assert panel.levels.quality == 80 and stack.count() == 1


def test_one_slider_on_its_way_is_one_change(panel: Panel, stack: SettingsUndo) -> None:
    for quality in range(51, 90):
        panel.change(quality=quality)
    assert stack.count() == 1
    panel.change(noise=7)
    assert stack.count() == 2
    stack.undo()
    assert (panel.levels.quality, panel.levels.noise) == (89, 0)
    stack.undo()
    assert panel.levels == Levels()


def test_after_a_rest_it_is_another_change(panel: Panel, stack: SettingsUndo, monkeypatch: pytest.MonkeyPatch) -> None:
    panel.change(quality=60)
    monkeypatch.setattr(undo.time, "monotonic", lambda: 100.0 + 2 * undo.MERGE_SECONDS)
    panel.change(quality=70)
    assert stack.count() == 2
    stack.undo()
    assert panel.levels.quality == 60


def test_there_and_back_again_is_no_change(panel: Panel, stack: SettingsUndo) -> None:
    panel.change(quality=60)
    panel.change(quality=50)
    assert stack.count() == 0 and not stack.canUndo()


def test_news_without_a_change_are_none(panel: Panel, stack: SettingsUndo) -> None:
    panel.edited.emit()
    assert stack.count() == 0


def test_a_reset_stands_by_itself(panel: Panel, stack: SettingsUndo) -> None:
    panel.change(quality=80)
    stack.reset(panel, Levels())
    assert panel.levels == Levels() and stack.count() == 2
    panel.change(quality=51)
    assert stack.count() == 3
    stack.undo()
    stack.undo()
    assert panel.levels.quality == 80
    stack.reset(panel, panel.levels)
    assert stack.canRedo(), "a reset that changes nothing forgets nothing"


def test_several_parts_of_a_state_are_put_back_at_once(panel: Panel, stack: SettingsUndo) -> None:
    panel.change(quality=80, noise=30)
    stack.undo()
    assert panel.levels == Levels() and stack.count() == 1 and stack.canRedo()
    stack.redo()
    assert (panel.levels.quality, panel.levels.noise) == (80, 30) and stack.count() == 1


def test_a_reset_does_not_swallow_what_was_not_told_yet(panel: Panel, stack: SettingsUndo) -> None:
    panel.levels = Levels(quality=80)
    stack.reset(panel, Levels())
    assert panel.levels == Levels()
    stack.undo()
    assert panel.levels.quality == 80


def test_owners_are_told_apart(panel: Panel, stack: SettingsUndo, qtbot: QtBot) -> None:
    other = Panel()
    qtbot.addWidget(other)
    stack.watch(other)
    seen: list[object] = []
    stack.went.connect(seen.append)
    panel.change(quality=60)
    other.change(quality=70)
    assert stack.count() == 2
    stack.undo()
    assert other.levels == Levels() and panel.levels.quality == 60
    assert seen == [other]


def test_parts_of_a_state_are_found_however_deep() -> None:
    assert changed_fields(Levels(), Levels(quality=1)) == {"/quality"}
    assert changed_fields(Levels(), Levels(size=(1, 3))) == {"/size/1"}
    assert changed_fields((1, (2, 3)), (1, (2, 4))) == {"/1/1"}
    assert changed_fields("a", "b") == {""}
    assert changed_fields((1, 2), (1, None)) != changed_fields((1, 2), (1, 3)), "a slider is not moved to automatic"


def test_the_menu_undoes_and_resets_what_the_picture_page_is_set_to(window: MainWindow) -> None:
    quality, menus = window.picture.controls.compress.quality, window.menus
    before = quality.value
    assert not menus.undo.isEnabled()
    quality.set_value(before + 9)
    assert menus.undo.isEnabled()
    window.show_page(2)
    menus.undo.trigger()
    assert quality.value == before and window.pages.index == 0, "the page shows what was taken back"
    menus.redo.trigger()
    assert quality.value == before + 9
    menus.reset.trigger()
    assert quality.value == 50
    menus.undo.trigger()
    assert quality.value == before + 9


def test_the_menu_undoes_and_resets_what_the_batch_page_is_set_to(window: MainWindow, tmp_path: Path) -> None:
    window.show_page(1)
    form, menus = window.batch.form, window.menus
    before = form.state()
    form.noise.set_value(44)
    assert form.state() != before
    menus.reset.trigger()
    assert form.noise.value == 0
    menus.undo.trigger()
    assert form.noise.value == 44
    form.setEnabled(False)
    menus.reset.trigger()
    menus.undo.trigger()
    assert form.noise.value == 44, "nothing changes under a running batch"
    assert window.statusBar().currentMessage() == "These settings are in use until the batch has ended"
    form.setEnabled(True)
    menus.undo.trigger()
    menus.undo.trigger()
    assert form.state() == before
    form.setEnabled(False)
    menus.redo.trigger()
    assert form.state() == before
