"""Noise on the batch page: left out as strongly as each picture has it, and the denoiser that takes it out."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QSize
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from desktop.batch import tasks
from desktop.batch.presets import shipped
from desktop.batch.state import FormState
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from tests.desktop.batch.helpers import planned, run
from tests.desktop.fakes import FakeJobs
from tests.desktop.picture.test_noise import offer


def test_automatic_noise_reaches_the_jobs(window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path) -> None:
    planned(window, folder, qtbot)
    noise = window.batch.form.noise
    noise.automatic.click()
    assert noise.number.text() == "–"
    run(window, qtbot)
    assert fake_jobs.settings is not None and fake_jobs.settings.task.compress.denoise is None
    noise.automatic.click()
    noise.set_value(15)
    assert window.batch.form.job_settings().task.compress.denoise == 15.0


def test_the_denoiser_reaches_the_jobs_where_it_is_installed(
    window: MainWindow, fake_jobs: FakeJobs, qtbot: QtBot, folder: Path
) -> None:
    planned(window, folder, qtbot)
    form = window.batch.form
    form.task.choose("denoise")
    assert not form.denoiser.isVisible()
    offer(window, 2)
    assert form.denoiser.isVisible()
    form.denoiser.choices.button("best").click()
    assert form.state().denoiser == "best" and form.job_settings().task.denoise.model == "best"
    offer(window, 1)
    assert not form.denoiser.isVisible() and form.job_settings().task.denoise.model == "fast"


def test_a_page_that_is_made_later_knows_what_is_installed(window: MainWindow, fake_jobs: FakeJobs) -> None:
    offer(window, 2)
    assert not window.pages.is_made(1)
    window.show_page(1)
    window.batch.form.task.choose("denoise")
    assert window.batch.form.denoiser.isVisible()


def test_noise_and_denoiser_are_taken_back(window: MainWindow, fake_jobs: FakeJobs) -> None:
    window.show_page(1)
    form, menus = window.batch.form, window.menus
    form.noise.set_value(15)
    form.noise.automatic.click()
    form.denoiser.choose("best")
    menus.undo.trigger()
    assert form.state() == FormState(noise=None)
    menus.undo.trigger()
    assert form.state() == FormState(noise=15)
    menus.redo.trigger()
    menus.redo.trigger()
    assert form.state() == FormState(noise=None, denoiser="best")


def test_presets_keep_both(
    make_window: Callable[[], MainWindow], fake_jobs: FakeJobs, monkeypatch: pytest.MonkeyPatch
) -> None:
    form = make_window().batch.form
    form.noise.automatic.click()
    form.denoiser.choose("best")
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("Mine", True))
    form.presets.save.trigger()
    box = form.presets.box
    for name, state in (("Small, no metadata", ("fast", 0)), ("Mine", ("best", None))):
        box.setCurrentIndex(box.findText(name))
        box.activated.emit(box.currentIndex())
        assert (form.state().denoiser, form.state().noise) == state and box.currentText() == name


def test_an_older_preset_means_what_it_meant(
    make_window: Callable[[], MainWindow], fake_jobs: FakeJobs, settings: Settings
) -> None:
    older = FormState(task="denoise", automatic=False, strength=9, noise=33).preset()
    del older["denoiser"]
    settings.presets = json.dumps({"Older": older})
    form = make_window().batch.form
    form.denoiser.choose("best")
    form.noise.automatic.click()
    box = form.presets.box
    box.setCurrentIndex(box.findText("Older"))
    box.activated.emit(box.currentIndex())
    assert (form.state().denoiser, form.state().noise, form.state().strength) == ("fast", 33, 9)
    assert box.currentText() == "Older"
    form.denoiser.choose("best")
    assert box.currentText() == "Custom"


def test_the_presets_of_the_app_need_one_denoiser_only() -> None:
    assert {preset["denoiser"] for preset in shipped().values()} == {"fast"}


def test_a_state_takes_only_what_there_is() -> None:
    assert FormState().with_fields({"denoiser": "slow", "quality": None, "strength": None}) == FormState()
    odd = FormState(noise=5).with_fields({"noise": "auto"})
    assert odd.noise == 5 and odd.with_fields({"noise": None}).noise is None


@pytest.mark.parametrize("state", [FormState(noise=None), FormState(task="denoise", denoiser="best")])
def test_an_unfinished_batch_comes_back_with_both(state: FormState) -> None:
    fields = tasks.note_of(state, [Path("/p")], "/p")["form"]
    assert isinstance(fields, dict)
    assert FormState().with_fields(json.loads(json.dumps(fields))) == state
    del fields["denoiser"]  # as an older version has written it
    assert FormState().with_fields(fields) == replace(state, denoiser="fast")


@pytest.mark.parametrize("language", ["en", "zh_CN"])
def test_with_both_denoisers_the_page_fits_the_smallest_window(
    make_window: Callable[[], MainWindow], fake_jobs: FakeJobs, settings: Settings, language: str
) -> None:
    settings.language = language
    window = make_window()
    window.show_page(1)
    offer(window, 2)
    form = window.batch.form
    form.task.choose("denoise")
    form.more.setChecked(True)
    window.resize(790, 700)
    assert window.size() == QSize(790, 700)
    assert window.batch.footer.geometry().bottom() <= window.batch.rect().bottom()
    hint = form.denoiser.hint
    assert hint.isVisible() and hint.width() >= hint.sizeHint().width(), "it is not cut off"
    window.menus.languages["en"].trigger()  # for the tests that have no window
