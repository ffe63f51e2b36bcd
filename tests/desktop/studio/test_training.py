"""Training from the page, in a process of its own, up to the model in the catalog."""

from __future__ import annotations

import sys
from collections.abc import Callable
from functools import partial
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import engine
from desktop import dialogs
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from desktop.studio import process
from desktop.studio.clock import Clock
from desktop.studio.page import StudioPage
from desktop.studio.plan import PLAN_FILE
from desktop.studio.recipes import look_at_recipes
from desktop.work.task_runner import TaskProgress
from tests.desktop.conftest import PATIENCE
from tests.made_models import write_codec

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fake Python is a shell script")

Start = Callable[[str], None]


@pytest.fixture
def reach(studio: StudioPage, qtbot: QtBot) -> Callable[[str], None]:
    return lambda state: qtbot.waitUntil(lambda: studio.training.state == state, timeout=PATIENCE)


def own_ids() -> list[str]:
    return [card.id for card in engine.installed_models() if card.is_own]


def test_a_training_becomes_a_model(studio: StudioPage, start: Start, reach: Start, qtbot: QtBot) -> None:
    start("quick")
    assert studio.training.state == "starting" and not studio.form.isEnabled()
    name = studio.form.name.text()
    assert name == "convolutional-quick"
    reach("kept")
    assert own_ids() == [name]
    shown = studio.panel.figures.shown()
    assert (shown["Steps"], shown["Validation error"], shown["PSNR"]) == ("20", "0.005", "23.00 dB")
    assert len(studio.panel.chart.training.points) == 20 and len(studio.panel.chart.validation.points) == 4
    assert not studio.panel.sheet.image.isNull() and name in studio.panel.headline.text()
    qtbot.waitUntil(lambda: studio.explorer.form.chosen == name, timeout=PATIENCE)
    assert studio.form.name.text() == f"{name}-2", "the next one needs another name"
    folder = Path(studio.training.plan.out) if studio.training.plan else Path()
    assert (folder / "checkpoint.pt").is_file() and not (folder / PLAN_FILE).exists()


def test_the_codec_trained_on_is_a_codec_to_choose(
    studio: StudioPage, start: Start, reach: Start, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("FAKE_MODEL", str(write_codec(tmp_path)))
    names = [recipe.name for recipe in look_at_recipes().run(TaskProgress(lambda _: None, lambda _: None))]
    studio.form.recipe.setCurrentIndex(names.index("codec"))
    start("pages")
    reach("kept")
    assert [(card.id, card.kind) for card in engine.installed_models() if card.is_own] == [("codec-pages", "codec")]
    shown = studio.panel.figures.shown()
    assert shown["Bits"] == "-12.3 %" and "Validation error" not in shown
    assert studio.panel.chart.validation.last == pytest.approx(0.9), "what it costs is drawn"
    assert not studio.panel.explore.isVisible() and "codec of new files" in studio.panel.detail.text()


def test_pause_resume_stop_and_keep(studio: StudioPage, start: Start, reach: Start) -> None:
    start("long")
    reach("training")
    studio.panel.pause.click()
    reach("paused")
    assert studio.panel.pause.text() == "Resume" and studio.panel.headline.text() == "Paused"
    seconds = studio.training.clock.seconds
    assert seconds == studio.training.clock.seconds, "a pause is no training time"
    studio.panel.pause.click()
    reach("training")
    studio.panel.stop_keep.click()
    reach("kept")
    assert own_ids() == ["convolutional-long"]


def test_stopped_gone_on_with_and_kept(studio: StudioPage, start: Start, reach: Start) -> None:
    start("long")
    reach("training")
    studio.panel.stop.click()
    reach("stopped")
    assert own_ids() == [] and not studio.banner.isVisible() and studio.panel.start.text() == "Resume"
    before = studio.training.plan
    studio.panel.start.click()
    reach("training")
    assert studio.training.plan == before
    studio.panel.stop.click()
    reach("stopped")
    studio.panel.keep.click()
    reach("kept")
    assert own_ids() == ["convolutional-long"]


def test_the_chart_goes_on_where_it_ended(
    studio: StudioPage, start: Start, reach: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    now, told = [0.0], list[float]()
    monkeypatch.setattr("desktop.studio.run.Clock", partial(Clock, lambda: now[0]))

    def note(seconds: float, *_: object) -> None:
        told.append(seconds)
        now[0] += 0.2  # a step takes so long

    studio.training.measured.connect(note)
    start("long")
    reach("training")
    qtbot.waitUntil(lambda: bool(told) and told[-1] > 1.0, timeout=PATIENCE)
    studio.panel.stop.click()
    reach("stopped")
    end, count = told[-1], len(told)
    now[0] += 1000.0  # nothing is learned now
    studio.panel.start.click()
    reach("training")
    qtbot.waitUntil(lambda: len(told) > count, timeout=PATIENCE)
    assert end <= told[count] < end + 0.3, "not after the time in which nothing was done"
    points = studio.panel.chart.training.points
    assert points[0][0] < end and (points[-1][0] > end or len(points) > 100), "nor are the points before dropped"
    studio.panel.stop.click()
    reach("stopped")


def test_what_was_learned_can_be_discarded(studio: StudioPage, start: Start, reach: Start, qtbot: QtBot) -> None:
    start("long")
    reach("training")
    studio.panel.stop.click()
    reach("stopped")
    plan = studio.training.plan
    assert plan is not None and Path(plan.out).is_dir()
    studio.panel.discard.click()
    reach("idle")
    qtbot.waitUntil(lambda: not Path(plan.out).exists(), timeout=PATIENCE)
    assert studio.panel.chart.training.points == []


@pytest.mark.parametrize(("kind", "said"), [
    ("crash", "was ended from outside, or crashed"),
    ("error", "contains no readable picture"),
    ("broken", "ended unexpectedly (exit status 3): no such device"),
])  # fmt: skip
def test_what_goes_wrong_is_told_in_a_line(
    studio: StudioPage, start: Start, qtbot: QtBot, kind: str, said: str
) -> None:
    start(kind)
    qtbot.waitUntil(studio.banner.isVisible, timeout=PATIENCE)
    assert said in studio.banner.text.text() and studio.training.state == "idle"
    assert studio.form.isEnabled() and studio.panel.start.isEnabled()


def test_a_program_that_cannot_be_started_is_told(
    studio: StudioPage, start: Start, qtbot: QtBot, tmp_path: Path
) -> None:
    (tmp_path / "fake python").unlink()
    start("long")
    qtbot.waitUntil(studio.banner.isVisible, timeout=PATIENCE)
    assert "cannot be started" in studio.banner.text.text() and studio.training.state == "idle"


def test_an_export_that_fails_loses_nothing(studio: StudioPage, start: Start, reach: Start, qtbot: QtBot) -> None:
    start("unlearned")
    reach("training")
    studio.panel.stop_keep.click()
    reach("stopped")
    assert "nothing was learned yet" in studio.banner.text.text() and own_ids() == []
    assert studio.panel.keep.isVisibleTo(studio) and studio.panel.start.text() == "Resume"


def test_odd_lines_go_to_the_log(studio: StudioPage, start: Start, reach: Start) -> None:
    start("noise")
    reach("training")
    assert list(studio.training.log)[:3] == ["{not json", '{"no": "event"}', ("a line of text " * 10).rstrip("\r")]
    studio.panel.stop.click()
    reach("stopped")
    assert "{not json" in studio.panel.log.toPlainText()


def test_long_lines_are_cut_and_bars_of_progress_are_one_line(studio: StudioPage, start: Start, reach: Start) -> None:
    start("chatter")
    reach("training")
    log = sorted(studio.training.log)
    assert log == ["100 %", "caf\ufffd", "x" * process.LONGEST_SAID]
    assert "pictures" in studio.training.figures
    studio.panel.stop.click()
    reach("stopped")


def test_a_process_that_does_not_hear_is_ended(studio: StudioPage, start: Start, reach: Start, qtbot: QtBot) -> None:
    start("deaf")
    reach("training")
    studio.panel.stop.click()
    assert studio.panel.stop.text() == "End it now"
    studio.panel.stop.click()
    reach("stopped")
    qtbot.waitUntil(studio.banner.isVisible, timeout=PATIENCE)


def test_closing_saves_and_offers_it_again(
    studio: StudioPage, start: Start, reach: Start, qtbot: QtBot, make_window: Callable[[], MainWindow],
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    start("long")
    reach("training")
    window = studio.window()
    monkeypatch.setattr(dialogs, "agree_to_stop_training", lambda _: False)
    assert not window.close() and studio.is_training
    monkeypatch.setattr(dialogs, "agree_to_stop_training", lambda _: True)
    plan = studio.training.plan
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert plan is not None and not studio.is_training and (Path(plan.out) / "checkpoint.pt").is_file()
    second = make_window()
    second.show_page(3)
    qtbot.waitUntil(lambda: second.studio.training.state == "stopped", timeout=PATIENCE)
    assert second.studio.training.plan == plan and second.studio.form.name.text() == plan.name
    assert second.studio.form.data.text() == plan.data


def test_closing_does_not_wait_for_ever(
    studio: StudioPage, start: Start, reach: Start, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(dialogs, "agree_to_stop_training", lambda _: True)
    studio.training._process._last_hour.setInterval(50)
    start("deaf")
    reach("training")
    window = studio.window()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert not studio.is_training and process.SAVING_MS >= 5000


def test_settings_are_remembered(studio: StudioPage, settings: Settings, tmp_path: Path) -> None:
    studio.form.set_folder(tmp_path)
    studio.form.minutes.setValue(42)
    studio.form.recipe.setCurrentIndex(0)
    studio.remember()
    assert (settings.studio_data, settings.studio_minutes) == (str(tmp_path), 42)
    assert settings.studio_recipe == studio.form.chosen_recipe.name if studio.form.chosen_recipe else False
