"""Noise on the picture page: left out as strongly as it is found, and taken out by the one denoiser or the other."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import engine
from desktop.models import tasks as models_tasks
from desktop.models.tasks import EngineFacts
from desktop.picture.figure_texts import exhibit_caption
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from desktop.work.task_runner import TaskProgress
from engine.models import card as model_card
from engine.models import catalog
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine, drawn_picture, write_png
from tests.desktop.picture.helpers import answer_of, drop


def offer(window: MainWindow, count: int) -> None:
    """As if so many denoisers were installed."""
    window._on_facts(EngineFacts(engine.ProviderReport("CPU", ""), count))


def asked(fake: FakeEngine) -> list[float | None]:
    return [options.denoise for options in fake.compressions]


def denoised(window: MainWindow, fake: FakeEngine, qtbot: QtBot, count: int) -> None:
    """Wait for one denoising more."""
    qtbot.waitUntil(lambda: len(fake.denoisings) == count, timeout=PATIENCE)
    answer_of(window, qtbot)


def test_noise_is_left_out_as_strongly_as_it_is_found(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    noise = window.picture.controls.compress.noise
    drop(window, png)
    assert answer_of(window, qtbot).noise is None
    fake.gate.clear()
    qtbot.mouseClick(noise.automatic, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: asked(fake) == [0.0, None], timeout=PATIENCE)
    assert noise.number.text() == "–"
    fake.gate.set()
    assert answer_of(window, qtbot).noise == 37.0, "what the file's header says"
    assert noise.number.text() == "37" and asked(fake) == [0.0, None]
    noise.automatic.click()
    qtbot.waitUntil(lambda: asked(fake) == [0.0, None, 37.0], timeout=PATIENCE)
    answer_of(window, qtbot)


def test_a_new_picture_has_noise_of_its_own(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, tmp_path: Path
) -> None:
    noise = window.picture.controls.compress.noise
    noise.automatic.setChecked(True)
    drop(window, png)
    answer_of(window, qtbot)
    assert noise.number.text() == "37"
    fake.gate.clear()
    drop(window, write_png(tmp_path / "second.png", drawn_picture(64, 64)))
    qtbot.waitUntil(lambda: window.picture.bar.name.text() == "second.png", timeout=PATIENCE)
    assert noise.number.text() == "–"
    fake.gate.set()
    answer_of(window, qtbot)
    assert noise.number.text() == "37"


def test_what_was_found_to_denoise_is_known_to_compress(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    controls = window.picture.controls
    drop(window, png)
    answer_of(window, qtbot)
    controls.mode.choose("denoise")
    qtbot.waitUntil(lambda: answer_of(window, qtbot).mode == "denoise", timeout=PATIENCE)
    fake.gate.clear()
    controls.compress.noise.automatic.setChecked(True)
    controls.mode.choose("compress")
    assert controls.compress.noise.number.text() == "37"
    fake.gate.set()
    qtbot.waitUntil(lambda: answer_of(window, qtbot).mode == "compress", timeout=PATIENCE)


def test_automatic_noise_is_taken_back_and_made_again(window: MainWindow, fake: FakeEngine) -> None:
    noise, menus = window.picture.controls.compress.noise, window.menus
    noise.set_value(22)
    noise.automatic.click()
    assert noise.level is None
    menus.undo.trigger()
    assert noise.level == 22 and noise.slider.isEnabled()
    menus.redo.trigger()
    assert noise.level is None
    menus.reset.trigger()
    assert noise.level == 0


def test_noise_and_denoiser_are_remembered(make_window: Callable[[], MainWindow], settings: Settings) -> None:
    first = make_window()
    first.picture.controls.compress.noise.set_value(22)
    first.picture.controls.compress.noise.automatic.click()
    first.picture.controls.denoise.denoiser.choose("best")
    first.close()
    second = make_window()
    controls = second.picture.controls
    assert controls.compress.noise.level is None and controls.denoise.denoiser.choice == "best"
    assert second.batch.form.noise.level is None and second.batch.form.denoiser.choice == "best"
    assert settings.noise == 22, "what a person has set is not forgotten"
    controls.compress.noise.automatic.click()
    controls.denoise.denoiser.choose("fast")
    second.close()
    third = make_window().picture.controls
    assert third.compress.noise.level == 22 and third.denoise.denoiser.choice == "fast"


def test_the_denoiser_that_is_chosen_works_and_is_named(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    page = window.picture
    offer(window, 2)
    drop(window, png)
    page.controls.mode.choose("denoise")
    denoised(window, fake, qtbot, 1)
    assert page.figures.shown()["Model"] == "Fast"
    page.keep_result()
    page.session.shelf.choose("left", "original")
    best = page.controls.denoise.denoiser.choices.button("best")
    assert best.isVisible()
    qtbot.mouseClick(best, Qt.MouseButton.LeftButton)
    denoised(window, fake, qtbot, 2)
    assert [options.model for options in fake.denoisings] == ["fast", "best"]
    assert page.figures.shown()["Model"] == "Best"
    page.keep_result()
    box = page.choice.boxes["left"]
    names = [box.itemText(index) for index in range(box.count())]
    assert "Pinned: strength 37" in names and "Pinned: Best, 37" in names
    assert exhibit_caption(page.session.shelf.on("right")) == "Denoised (Best), strength 37"
    window.menus.undo.trigger()
    assert page.controls.denoise.denoiser.choice == "fast"
    denoised(window, fake, qtbot, 3)
    assert fake.denoisings[-1].model == "fast" and page.figures.shown()["Model"] == "Fast"


def test_a_denoiser_that_is_missing_is_not_asked_for(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    controls = window.picture.controls
    controls.denoise.denoiser.choose("best")
    controls.mode.choose("denoise")
    offer(window, 1)
    drop(window, png)
    denoised(window, fake, qtbot, 1)
    assert fake.denoisings[0].model == "fast" and not controls.denoise.denoiser.isVisible()
    offer(window, 2)  # installed meanwhile
    denoised(window, fake, qtbot, 2)
    assert fake.denoisings[1].model == "best" and controls.denoise.denoiser.isVisible()


@pytest.mark.parametrize("ids", [["fast"], ["fast", "old"], ["fast", "best"]])
def test_denoisers_that_can_be_chosen_are_counted(monkeypatch: pytest.MonkeyPatch, ids: list[str]) -> None:
    monkeypatch.setattr(model_card, "DENOISERS", {"fast": "x-fast-2", "best": "x-best-1"})
    names = {"fast": "x-fast-2", "old": "x-fast-1", "best": "x-best-1"}
    card = engine.ModelCard("", "denoiser", "", "00")
    others = [replace(card, kind="codec"), replace(card, id=catalog.NOISE_ESTIMATOR, kind="estimator")]
    monkeypatch.setattr(engine, "installed_models", lambda: [*others, *(replace(card, id=names[name]) for name in ids)])
    monkeypatch.setattr(engine, "provider_report", lambda: engine.ProviderReport("CPU", ""))
    facts = models_tasks.look_at_engine().run(TaskProgress(lambda _: None, lambda _: None))
    assert facts.denoisers == (2 if "best" in ids else 1)


@pytest.mark.parametrize("confidence", [0.2, 0.9])
def test_a_doubtful_strength_is_told(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, confidence: float
) -> None:
    fake.confidence = confidence
    controls = window.picture.controls
    controls.mode.choose("denoise")
    drop(window, png)
    answer_of(window, qtbot)
    assert controls.denoise.sliders.doubt.isHidden() == (confidence >= 0.4)
