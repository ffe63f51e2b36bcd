"""What is closed is let go of at once: no picture waits in a circle of references for Python's collector."""

from __future__ import annotations

import gc
import weakref
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from pytestqt.qtbot import QtBot

import engine
from desktop.shell.main_window import MainWindow
from desktop.viewer.compare_view import CompareMode
from desktop.viewer.tiles import TiledPicture
from engine.errors import ModelError
from engine.image.picture import Picture
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine, drawn_picture, write_png
from tests.desktop.picture.helpers import answer_of

Living = Callable[[], list[str]]


@pytest.fixture
def living(monkeypatch: pytest.MonkeyPatch) -> Iterator[Living]:
    """Kinds of the pictures made since that are still there, while the collector is off."""
    made: list[weakref.ref[Any]] = []

    def watch(kind: type) -> None:
        begin = kind.__init__

        def begin_watched(self: Any, *arguments: Any, **named: Any) -> None:
            begin(self, *arguments, **named)
            made.append(weakref.ref(self))

        monkeypatch.setattr(kind, "__init__", begin_watched)

    for kind in (Picture, TiledPicture):
        watch(kind)
    gc.collect()
    gc.disable()
    yield lambda: [type(each).__name__ for each in (known() for known in made) if each is not None]
    gc.enable()


def at_rest(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until no thread of the window works any more."""
    qtbot.waitUntil(lambda: not window.runner.is_busy and window.runner.thread_count == 0, timeout=PATIENCE)


def test_no_picture_is_left_of_a_closed_file(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, living: Living
) -> None:
    for quality in (40, 60, 80):
        window.open_paths([png])
        window.picture.controls.compress.quality.set_value(quality)
        answer_of(window, qtbot)
        at_rest(window, qtbot)  # measured too, and the curve drawn
        assert {"Picture", "TiledPicture"} <= set(living())
        window.picture.close_file()
        at_rest(window, qtbot)
        assert living() == []


def test_no_picture_is_left_of_all_that_was_made_of_it(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, tmp_path: Path, living: Living
) -> None:
    page, other = window.picture, write_png(tmp_path / "other.png", drawn_picture(seed=2))
    window.open_paths([png])
    answer_of(window, qtbot)
    page.keep_result()
    page.set_mode(CompareMode.DIFFERENCE)
    page.controls.mode.choose("denoise")
    qtbot.waitUntil(lambda: answer_of(window, qtbot).mode == "denoise", timeout=PATIENCE)
    page.session.open_beside(other, "left")
    qtbot.waitUntil(lambda: page.session.shelf.chosen("left").startswith("file"), timeout=PATIENCE)
    page.copy_result()
    page.export.prepare()
    at_rest(window, qtbot)
    page.close_file()
    at_rest(window, qtbot)
    assert living() == []


def test_no_picture_is_left_where_work_was_broken_off(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, living: Living
) -> None:
    fake.gate.clear()
    window.open_paths([png])
    qtbot.waitUntil(lambda: bool(fake.qualities), timeout=PATIENCE)
    window.picture.close_file()
    at_rest(window, qtbot)
    assert living() == []
    fake.gate.set()
    fake.failure = ModelError("the model is damaged")
    window.open_paths([png])
    qtbot.waitUntil(window.picture.banner.isVisible, timeout=PATIENCE)
    fake.failure = None  # its traceback holds all that the verb worked on
    window.picture.close_file()
    at_rest(window, qtbot)
    assert living() == []


def test_of_two_files_opened_in_turn_one_is_left(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, tmp_path: Path, living: Living
) -> None:
    window.open_paths([png])
    answer_of(window, qtbot)
    at_rest(window, qtbot)
    once = sorted(living())
    for seed in (2, 3):
        window.open_paths([write_png(tmp_path / f"{seed}.png", drawn_picture(seed=seed))])
        qtbot.waitUntil(lambda seed=seed: window.picture.bar.name.text() == f"{seed}.png", timeout=PATIENCE)  # type: ignore[misc]
        answer_of(window, qtbot)
        at_rest(window, qtbot)
        assert sorted(living()) == once


def test_nothing_is_left_by_the_engine_either(
    window: MainWindow, qtbot: QtBot, png: Path, tmp_path: Path, living: Living
) -> None:
    latent = tmp_path / "photo.latent"
    latent.write_bytes(engine.compress(engine.read_picture(png)))
    for path in (png, latent):
        window.open_paths([path])
        qtbot.waitUntil(lambda path=path: window.picture.bar.name.text() == path.name, timeout=PATIENCE)  # type: ignore[misc]
        window.picture.controls.mode.choose("denoise")
        answer_of(window, qtbot)
        at_rest(window, qtbot)
        window.picture.close_file()
        at_rest(window, qtbot)
        assert living() == []


def test_memory_goes_back_once_a_closed_file_is_worked_on_no_more(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    released: list[bool] = []
    monkeypatch.setattr(engine, "release_memory", lambda: released.append(window.runner.awaits("answer")))
    window.open_paths([png])
    answer_of(window, qtbot)
    at_rest(window, qtbot)
    assert released == [], "what is open is worked on again"
    fake.gate.clear()
    window.picture.controls.compress.quality.set_value(90)
    qtbot.waitUntil(lambda: 90.0 in fake.qualities, timeout=PATIENCE)
    window.picture.close_file()
    qtbot.waitUntil(lambda: bool(released), timeout=PATIENCE)
    at_rest(window, qtbot)
    assert released == [False]
