"""What a picture is compressed for: a quality or a size, with its noise or without."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QWidget
from pytestqt.qtbot import QtBot

from desktop.shell.main_window import MainWindow
from engine.errors import SafelightError
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine, drawn_picture, write_png
from tests.desktop.picture.helpers import answer_of, drop


def aim_at_size(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.picture.controls.compress.quality.goal.button("size"), Qt.MouseButton.LeftButton)


def ask_for(window: MainWindow, kilobytes: int) -> None:
    """Set a size and let it be asked for at once."""
    window.picture.controls.compress.quality.size_box.setValue(kilobytes)


def targets(fake: FakeEngine) -> list[int | None]:
    return [options.target_bytes for options in fake.compressions]


def test_noise_is_left_out_only_when_asked_for(window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path) -> None:
    noise = window.picture.controls.compress.noise
    assert noise.number.text() == "Off"
    drop(window, png)
    answer_of(window, qtbot)
    noise.set_value(35)
    qtbot.waitUntil(lambda: len(fake.compressions) == 2, timeout=PATIENCE)
    answer_of(window, qtbot)
    assert [options.denoise for options in fake.compressions] == [0.0, 35.0]
    assert noise.number.text() == "35"
    assert "original is not touched" in noise.slider.accessibleDescription() and noise.toolTip()


def test_the_goal_changes_which_control_is_there_and_moves_nothing_else(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    controls = window.picture.controls
    row = controls.compress.quality
    assert row.slider.isVisible() and row.number.isVisible() and not row.size_box.isVisible()
    before = controls.compress.noise.pos(), row.height()
    aim_at_size(window, qtbot)
    assert row.size_box.isVisible() and row.hint.isVisible() and not row.slider.isVisible() and not row.low.isVisible()
    answer_of(window, qtbot)
    assert (controls.compress.noise.pos(), row.height()) == before
    qtbot.mouseClick(row.goal.button("quality"), Qt.MouseButton.LeftButton)
    assert row.slider.isVisible() and not row.size_box.isVisible()
    qtbot.waitUntil(lambda: len(fake.compressions) == 3, timeout=PATIENCE)
    answer_of(window, qtbot)
    assert [target is None for target in targets(fake)] == [True, False, True]


def test_the_figures_tell_the_quality_that_a_size_led_to(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    assert window.picture.figures.shown()["Quality"] == "50"
    aim_at_size(window, qtbot)
    ask_for(window, 1)
    qtbot.waitUntil(lambda: answer_of(window, qtbot).setting != 50, timeout=PATIENCE)
    assert targets(fake)[-1] == 1000
    assert window.picture.figures.shown()["Quality"] == "32.6"  # of 96 x 64 / 2 bytes at quality 100
    assert window.picture.figures.shown()["Result"] in ("999 B", "1.0 kB")
    assert window.picture.controls.compress.quality.value == 50  # what the person chose for the other goal


def test_half_of_each_picture_is_proposed_until_the_person_sets_a_size(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, tmp_path: Path
) -> None:
    files = [write_png(tmp_path / f"{side}.png", drawn_picture(side, side)) for side in (64, 128, 160)]
    page = window.picture
    halves = [max(1, file.stat().st_size // 2000) for file in files]
    assert len(set(halves)) == 3
    page.controls.compress.quality.aim("size")
    drop(window, *files)
    answer_of(window, qtbot)
    assert page.controls.compress.quality.target == halves[0]
    qtbot.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.controls.compress.quality.target == halves[1], timeout=PATIENCE)
    answer_of(window, qtbot)
    assert targets(fake) == [1000 * size for size in halves[:2]]
    ask_for(window, 7)
    qtbot.mouseClick(page.bar.next, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: page.bar.name.text() == "160.png", timeout=PATIENCE)
    answer_of(window, qtbot)
    assert targets(fake)[-1] == 7000


def test_a_size_counts_when_it_has_been_typed_to_its_end(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    aim_at_size(window, qtbot)
    answer_of(window, qtbot)
    box = window.picture.controls.compress.quality.size_box
    box.setFocus()
    box.selectAll()
    asked: list[bool] = []
    window.picture.controls.changed.connect(lambda: asked.append(True))
    qtbot.keyClicks(box, "345")
    assert not asked  # 3 and 34 are no wishes
    qtbot.waitUntil(lambda: targets(fake)[-1] == 345_000, timeout=PATIENCE)  # no Enter is needed
    answer_of(window, qtbot)
    assert len(asked) == 1


def test_a_size_that_cannot_be_reached_is_told_and_another_one_heals_it(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    fake.failure = SafelightError("cannot be made smaller than 2,000 bytes; the target is 1,000")
    aim_at_size(window, qtbot)
    ask_for(window, 1)
    qtbot.waitUntil(window.picture.banner.isVisible, timeout=PATIENCE)
    assert "cannot be made smaller" in window.picture.banner.text.text()
    fake.failure = None
    ask_for(window, 2)
    assert window.picture.banner.isHidden()
    qtbot.waitUntil(lambda: targets(fake)[-1] == 2000, timeout=PATIENCE)
    answer_of(window, qtbot)


def test_the_tab_key_goes_through_the_controls_from_top_to_bottom(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    controls = window.picture.controls
    row, noise = controls.compress.quality, controls.compress.noise
    for goal, inputs in (("quality", (row.number, row.slider)), ("size", (row.size_box,))):
        qtbot.mouseClick(row.goal.button(goal), Qt.MouseButton.LeftButton)
        answer_of(window, qtbot)
        rest = (controls.compress.curve, noise.number, noise.slider, noise.automatic)
        wanted: list[QWidget] = [*inputs, *rest, controls.output.format, controls.save]
        row.goal.button("size").setFocus()
        walked = []
        for _ in wanted:
            qtbot.keyClick(window.focusWidget(), Qt.Key.Key_Tab)
            walked.append(window.focusWidget())
        assert walked == wanted
