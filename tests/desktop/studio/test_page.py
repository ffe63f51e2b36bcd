"""The settings of a training: pictures, recipe, name, Python, and what stands in a terminal."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import shlex
import sys
from collections.abc import Callable
from pathlib import Path
from types import SimpleNamespace

import pytest
from PySide6.QtCore import QMimeData, QUrl
from PySide6.QtGui import QGuiApplication
from pytestqt.qtbot import QtBot

import engine
from desktop import dialogs
from desktop.settings import Settings
from desktop.shell.drops import sort_paths
from desktop.shell.main_window import MainWindow
from desktop.studio import python as python_module
from desktop.studio.clock import Clock
from desktop.studio.page import StudioPage
from desktop.studio.plan import Plan, name_problem, proposed_name, stored_plan
from desktop.studio.recipe_words import RECIPE_WORDS
from desktop.studio.recipes import look_at_recipes, read_recipe
from desktop.work.task_runner import TaskProgress
from engine.errors import InputError
from engine.models.catalog import id_problem
from tests.desktop.conftest import PATIENCE
from tests.desktop.studio.conftest import FACTS
from tests.made_models import write_autoencoder

pytestmark = pytest.mark.skipif(sys.platform == "win32", reason="the fake Python is a shell script")


def progress() -> TaskProgress:
    return TaskProgress(lambda _: None, lambda _: None)


def test_all_recipes_are_offered_with_their_first_line(studio: StudioPage) -> None:
    recipes = look_at_recipes().run(progress())
    assert len(recipes) >= 10 and studio.form.recipe.count() == len(recipes)
    assert studio.form.chosen_recipe is not None and studio.form.chosen_recipe.name == "convolutional"
    for place, recipe in enumerate(recipes):
        studio.form.recipe.setCurrentIndex(place)
        assert studio.form.recipe.currentText() == recipe.title and studio.form.about.text() == recipe.about
        assert recipe.title != recipe.name and recipe.about[0].isupper()


def test_every_recipe_can_be_translated() -> None:
    for recipe in look_at_recipes().run(progress()):
        assert {recipe.title, recipe.about} <= set(RECIPE_WORDS), recipe.name


def test_a_recipe_of_ones_own(
    studio: StudioPage, tmp_path: Path, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot
) -> None:
    path = tmp_path / "Mine.toml"
    path.write_text("# Mine: for scans\n[encoder]\n", encoding="utf-8")
    monkeypatch.setattr(dialogs, "ask_file", lambda *_: path)
    studio.form.other.click()
    qtbot.waitUntil(lambda: studio.form.recipe.currentText() == "Mine", timeout=PATIENCE)
    assert studio.form.about.text() == "For scans" and studio.form.name.text() == "mine"
    studio.form.set_folder(tmp_path)
    assert str(path) in studio.environment.command.text.text()
    path.write_text("not a TOML", encoding="utf-8")
    studio.form.other.click()
    qtbot.waitUntil(studio.banner.isVisible, timeout=PATIENCE)
    assert "Mine.toml: is no recipe" in studio.banner.text.text()


def test_a_recipe_without_a_title_has_its_files_name(tmp_path: Path) -> None:
    path = tmp_path / "plain.toml"
    path.write_text("x = 1\n", encoding="utf-8")
    assert (read_recipe(path).title, read_recipe(path).about) == ("plain", "")
    path.write_bytes(b"\xff\xfe")
    with pytest.raises(InputError):
        read_recipe(path)


def test_names_are_proposed_until_a_person_types_one(studio: StudioPage, tmp_path: Path) -> None:
    form = studio.form
    form.set_folder(tmp_path / "Ünïcode Photos (2)")
    assert form.name.text() == "convolutional-unicode-photos-2" and form.is_complete
    form.name.setText("mine")
    form.name.textEdited.emit("mine")
    form.set_folder(tmp_path / "other")
    assert form.name.text() == "mine"
    for bad in ("Mine", "a b", "../x", "", "x" * 65, "safelight-mine", "con", "nul.x", "com1", "lpt0.a.b", "a..b", "-"):
        assert name_problem(bad) and id_problem(bad), bad
    for good in ("mine", "safelight", "my-safelight-x", "console", "com", "com10", "nul-x", "a.con", "x" * 64):
        assert not name_problem(good) and not id_problem(good), good
    form.name.setText("My Model")
    form.name.textEdited.emit("My Model")
    assert not form.is_complete and "Small letters" in form.name_hint.text() and not studio.panel.start.isEnabled()


def test_a_proposed_name_is_free_and_allowed() -> None:
    assert proposed_name("a.toml", Path("/x/日本"), {"a"}) == "a-2"
    assert proposed_name("safelight-x", None, set()) == "my-safelight-x"
    assert proposed_name("con", None, set()) == "my-con"
    for recipe in ("x" * 200, "日本", "-", "codec"):
        assert id_problem(proposed_name(recipe, Path("/y/z"), {"codec-z", "codec-z-2"})) == ""


def test_a_name_that_is_taken_is_refused(studio: StudioPage, own_home: Path, qtbot: QtBot, tmp_path: Path) -> None:
    studio.form.set_folder(tmp_path / "scans")
    write_autoencoder(own_home, "convolutional-scans")
    studio.look_at_models()
    qtbot.waitUntil(lambda: studio.form.name.text() == "convolutional-scans-2", timeout=PATIENCE)
    studio.form.name.setText("convolutional-scans")
    studio.form.name.textEdited.emit("convolutional-scans")
    assert "already" in studio.form.name_hint.text() and not studio.form.is_complete


def test_the_same_in_a_terminal(studio: StudioPage, tmp_path: Path) -> None:
    assert studio.environment.command.text.text() == ""
    studio.form.set_folder(tmp_path / "my photos")
    studio.form.minutes.setValue(7)
    studio.form.seed.setValue(3)
    text = studio.environment.command.text.text()
    assert text.startswith("safelight train convolutional --data ") and f"'{tmp_path / 'my photos'}'" in text
    assert "--minutes 7 --seed 3" in text and "--events" not in text
    studio.environment.command.button.click()
    assert QGuiApplication.clipboard().text() == text


@pytest.mark.parametrize(("facts", "said", "remedy"), [
    (FACTS, "has all that training needs", ""),
    (FACTS | {"missing": ["torch", "onnx"]}, "lacks torch, onnx", "pip install"),
    (FACTS | {"engine": ""}, "lacks Safelight itself", "pip install"),
    (FACTS | {"engine": "0.1.0"}, "0.1.0", f"=={engine.__version__}"),
    ({"odd": 1}, "does not answer", "python3 -m pip install"),
])  # fmt: skip
def test_what_a_python_lacks_is_said_with_its_remedy(
    studio: StudioPage, monkeypatch: pytest.MonkeyPatch, qtbot: QtBot, tmp_path: Path, facts: dict[str, object],
    said: str, remedy: str,
) -> None:  # fmt: skip
    studio.form.set_folder(tmp_path)
    monkeypatch.setenv("FAKE_FACTS", json.dumps(facts))
    studio.environment.look()
    assert studio.environment.state.text() == "Looking…" and not studio.panel.start.isEnabled()
    qtbot.waitUntil(lambda: studio.environment.facts is not None, timeout=PATIENCE)
    assert said in studio.environment.state.text() and remedy in studio.environment.how.text.text()
    assert studio.environment.how.isVisibleTo(studio) is bool(remedy)
    assert studio.panel.start.isEnabled() is not bool(remedy)


def test_the_installed_app_has_no_python_of_its_own(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setenv("LD_LIBRARY_PATH", "/bundle")
    monkeypatch.setenv("LD_LIBRARY_PATH_ORIG", "/usual")
    assert python_module.usual_python() == ""
    environment = python_module.child_environment()
    assert environment["LD_LIBRARY_PATH"] == "/usual" and "LD_LIBRARY_PATH_ORIG" not in environment


def test_a_python_of_ones_own_finds_no_library_of_the_installed_app(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys, "frozen", True, raising=False)
    monkeypatch.setattr(sys, "_MEIPASS", "/app/_internal", raising=False)
    monkeypatch.setenv("PATH", os.pathsep.join(["/app/_internal", "/usr/bin", "/app/_internal/PySide6", "/app"]))
    assert python_module.child_environment()["PATH"] == os.pathsep.join(["/usr/bin", "/app"])
    asked: list[object] = []
    kernel = SimpleNamespace(SetDllDirectoryW=asked.append)
    monkeypatch.setattr(ctypes, "windll", SimpleNamespace(kernel32=kernel), raising=False)
    monkeypatch.setattr(sys, "platform", "win32")
    with contextlib.suppress(ZeroDivisionError), python_module.outside_the_bundle():
        assert asked == [None]
        raise ZeroDivisionError
    assert asked == [None, "/app/_internal"]
    monkeypatch.setattr(sys, "platform", "linux")
    with python_module.outside_the_bundle():
        assert len(asked) == 2


@pytest.mark.skipif(sys.platform == "win32", reason="other quotes")
@pytest.mark.parametrize("name", ["o'brien", "a b", "$HOME", "plain"])
def test_the_remedy_can_be_pasted(studio: StudioPage, qtbot: QtBot, fake_python: Path, tmp_path: Path,
    monkeypatch: pytest.MonkeyPatch, name: str) -> None:  # fmt: skip
    monkeypatch.setenv("FAKE_FACTS", json.dumps(FACTS | {"missing": ["torch"]}))
    python = tmp_path / name
    python.symlink_to(fake_python)
    studio.environment.choose_python(str(python))
    qtbot.waitUntil(lambda: studio.environment.facts is not None, timeout=PATIENCE)
    words = shlex.split(studio.environment.how.text.text())
    assert words == [str(python), "-m", "pip", "install", f"safelight[training]=={engine.__version__}"]


def test_the_question_is_answered_by_a_real_python() -> None:
    facts = python_module.ask_python(sys.executable).run(progress())
    assert facts.version == ".".join(map(str, sys.version_info[:3])) and facts.path == sys.executable
    assert not python_module.ask_python("/no/such/python").run(progress()).version
    assert not python_module.ask_python("").run(progress()).can_train


def test_another_python_is_remembered(
    studio: StudioPage, settings: Settings, fake_python: Path, tmp_path: Path, qtbot: QtBot,
    monkeypatch: pytest.MonkeyPatch,
) -> None:  # fmt: skip
    other = tmp_path / "other"
    other.symlink_to(fake_python)
    monkeypatch.setattr(dialogs, "ask_file", lambda *_: other)
    studio.environment.choose.click()
    assert settings.training_python == str(other)
    qtbot.waitUntil(lambda: studio.environment.can_train, timeout=PATIENCE)


def test_drops_are_sorted_by_what_they_are_for(studio: StudioPage, tmp_path: Path, qtbot: QtBot, png: Path) -> None:
    window = studio.window()
    assert isinstance(window, MainWindow)
    folder, recipe = tmp_path / "photos", tmp_path / "own.toml"
    folder.mkdir()
    recipe.write_text("# Own: x\n", encoding="utf-8")
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(folder)), QUrl.fromLocalFile(str(recipe))])
    assert window.drops._open(data)
    qtbot.waitUntil(lambda: studio.form.data.text() == str(folder), timeout=PATIENCE)
    qtbot.waitUntil(lambda: studio.form.recipe.currentText() == "Own", timeout=PATIENCE)
    assert window.pages.index == 3
    window.opening.take([png])
    qtbot.waitUntil(lambda: studio.tabs.choice == "explore", timeout=PATIENCE)


def test_models_go_to_their_page_from_wherever_they_are_dropped(tmp_path: Path) -> None:
    folder, packed, photo = write_autoencoder(tmp_path), tmp_path / "m.ZIP", tmp_path / "p.jpg"
    for studio_page in (False, True):
        found = sort_paths([folder, packed], on_batch_page=True, on_studio_page=studio_page).run(progress())
        assert found.models == [folder, packed] and not found.batch
    assert sort_paths([photo], on_batch_page=False).run(progress()).pictures == [photo]


def test_a_plan_comes_back_as_it_was(tmp_path: Path) -> None:
    plan = Plan("basic", "/data", 5, 1, "x", str(tmp_path / "run"), 2)
    plan.store()
    assert stored_plan(tmp_path / "run") == plan and stored_plan(tmp_path) is None
    fields = json.loads((tmp_path / "run" / "studio.json").read_text(encoding="utf-8"))
    for bad in (
        {"recipe": []}, fields | {"name": str(tmp_path / "elsewhere")}, fields | {"name": ".."},
        fields | {"minutes": float("inf")},
    ):  # fmt: skip
        (tmp_path / "run" / "studio.json").write_text(json.dumps(bad), encoding="utf-8")
        assert stored_plan(tmp_path / "run") is None, bad


def test_the_clock_counts_no_pause_and_tells_what_is_left() -> None:
    now = [0.0]
    clock = Clock(lambda: now[0])
    clock.begin_phase(0.5)
    assert clock.left is None
    now[0] = 10.0
    clock.pause()
    now[0] = 100.0
    assert clock.seconds == 10.0
    clock.resume()
    now[0] = 110.0
    clock.reach(0.75)
    assert clock.seconds == 20.0 and clock.left == pytest.approx(20.0)
    assert Clock(lambda: now[0], spent=30.0).seconds == 30.0


def test_nothing_is_looked_at_before_the_page_is_seen(make_window: Callable[[], MainWindow], own_home: Path) -> None:
    window = make_window()
    page = window.studio
    assert page.environment.facts is None and page.form.recipe.count() == 0 and not window.runner.is_busy


def test_the_page_speaks_chinese(studio: StudioPage, qtbot: QtBot) -> None:
    window = studio.window()
    assert isinstance(window, MainWindow)
    window.menus.languages["zh_CN"].trigger()
    qtbot.waitUntil(lambda: studio.panel.start.text() == "开始训练", timeout=PATIENCE)
    assert studio.form.recipe.currentText() == "卷积" and "滤波器" in studio.form.about.text()
    assert "具备训练所需的一切" in studio.environment.state.text()
    window.menus.languages["en"].trigger()
    qtbot.waitUntil(lambda: studio.panel.start.text() == "Start training", timeout=PATIENCE)
