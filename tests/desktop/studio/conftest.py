"""A studio whose Python is a fake: see fake_training.py."""

from __future__ import annotations

import json
import stat
import sys
from collections.abc import Callable
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

import engine
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from desktop.studio.explore import Explorer
from desktop.studio.page import StudioPage
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import drawn_picture, write_png
from tests.made_models import write_autoencoder

FACTS = {"python": "3.12.1", "engine": engine.__version__, "missing": []}


@pytest.fixture
def fake_python(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, own_home: Path) -> Path:
    """A program that takes a Python's arguments and runs the fake training."""
    script = Path(__file__).with_name("fake_training.py")
    program = tmp_path / "fake python"
    program.write_text(f'#!/bin/sh\nexec "{sys.executable}" "{script}" "$@"\n', encoding="utf-8")
    program.chmod(program.stat().st_mode | stat.S_IXUSR)
    monkeypatch.setenv("FAKE_FACTS", json.dumps(FACTS))
    monkeypatch.setenv("FAKE_MODEL", str(write_autoencoder(tmp_path / "exported", has_prior=True)))
    monkeypatch.setenv("FAKE_SHEET", str(write_png(tmp_path / "sheet.png", drawn_picture())))
    return program


@pytest.fixture
def studio(fake_python: Path, settings: Settings, make_window: Callable[[], MainWindow], qtbot: QtBot) -> StudioPage:
    """The page, with its Python looked at and its recipes read."""
    settings.training_python = str(fake_python)
    window = make_window()
    window.show_page(3)
    page = window.studio
    qtbot.waitUntil(lambda: page.environment.facts is not None and page.form.recipe.count() > 0, timeout=PATIENCE)
    return page


@pytest.fixture
def start(studio: StudioPage, tmp_path: Path, qtbot: QtBot) -> Callable[[str], None]:
    """Begins a training whose folder of pictures has this name."""

    def begin(kind: str) -> None:
        folder = tmp_path / kind
        folder.mkdir(exist_ok=True)
        studio.form.set_folder(folder)
        assert studio.panel.start.isEnabled()
        studio.panel.start.click()

    return begin


@pytest.fixture
def explorer(studio: StudioPage, own_home: Path, qtbot: QtBot) -> Explorer:
    """Two models: plain, and one with a prior, which is chosen."""
    write_autoencoder(own_home, "plain", code_mean=[0.1, 0, 0, 0], code_deviation=[0.2, 0.5, 0.3, 0.1])
    write_autoencoder(own_home, "with-prior", has_prior=True)
    studio.look_at_models()
    studio.tabs.choose("explore")
    qtbot.waitUntil(lambda: studio.explorer.form.model.count() == 2, timeout=PATIENCE)
    choose(studio.explorer, "with-prior", qtbot)
    return studio.explorer


def choose(explorer: Explorer, model_id: str, qtbot: QtBot) -> None:
    explorer.form.choose(model_id)
    qtbot.waitUntil(lambda: explorer.model is not None and explorer.model.card.id == model_id, timeout=PATIENCE)
    qtbot.waitUntil(lambda: not explorer.view.decoded.image.isNull(), timeout=PATIENCE)
