"""From end to end as a person would: a real screen, a real mouse, a real keyboard, and files dropped from elsewhere."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from pathlib import Path

import pytest

import engine
from tests.desktop.end_to_end.screen import App, Screen, new_screen, place
from tests.desktop.fakes import drawn_picture, write_png

pytestmark = pytest.mark.skipif(not sys.platform.startswith("linux"), reason="takes an X server")

SESSION = "window.picture.session"
QUALITY = "window.picture.controls.compress.quality"
IDLE = f"{SESSION}.answer is not None and not {SESSION}.is_busy"


@pytest.fixture
def screen(tmp_path: Path) -> Iterator[Screen]:
    home = tmp_path / "home"
    home.mkdir()
    with new_screen(home) as made:
        yield made


def test_a_dropped_photo_is_compared_changed_undone_and_saved(screen: Screen, tmp_path: Path) -> None:
    photo = write_png(tmp_path / "photo.png", drawn_picture(400, 300))
    app = App(screen)
    screen.drop([photo], app.rect("window.pages"))
    app.focus()
    app.wait(f"{SESSION}.document is not None and {SESSION}.document.path.name", "photo.png")
    app.wait(IDLE)

    slider = app.rect(f"{QUALITY}.slider")
    screen.drag(place(slider, 0.5, 0.5), place(slider, 0.8, 0.5))
    app.wait(f"{QUALITY}.value > 60")
    app.wait(IDLE)
    high = app.ask(f"{SESSION}.answer.setting")
    screen.keys("ctrl+z")
    app.wait(f"{QUALITY}.value", 50)
    screen.keys("ctrl+shift+z")
    app.wait(f"{QUALITY}.value == {high}")

    view = "window.picture.view"
    before = app.ask(f"{view}.viewport.scale")
    screen.do("mousemove", *place(app.rect(view), 0.25, 0.5), "click", 4, "click", 4)
    app.wait(f"{view}.viewport.scale > {before}")
    screen.click(app.rect(view))
    screen.keys("w")
    app.wait(f"{view}.mode.value", "wipe")
    screen.drag(place(app.rect(view), 0.5, 0.8), place(app.rect(view), 0.3, 0.8))
    app.wait(f"abs({view}.divider - 0.3) < 0.03")
    for key, mode in (("d", "difference"), ("1", "single"), ("s", "side")):
        screen.keys(key)
        app.wait(f"{view}.mode.value", mode)
    screen.keys("l")
    app.wait("window.picture.bar.loupe.isChecked()")

    app.wait(IDLE)
    target = tmp_path / "result.latent"
    screen.keys("ctrl+s")
    app.wait("type(app.activeModalWidget()).__name__", "QFileDialog")
    screen.do("type", "--delay", 15, str(target))
    screen.keys("Return")
    app.wait(f"__import__('pathlib').Path({str(target)!r}).exists()")
    assert engine.inspect(target.read_bytes()).quality == high
    assert photo.exists() and sorted(path.name for path in tmp_path.iterdir()) == ["home", "photo.png", "result.latent"]
    app.wait("app.activeModalWidget()", None)
    app.focus()
    screen.keys("ctrl+q")
    assert app.process.wait(60) == 0


def test_a_dropped_folder_is_worked_through_from_the_keyboard(screen: Screen, tmp_path: Path) -> None:
    folder = tmp_path / "holidays"
    folder.mkdir()
    for number in range(4):
        write_png(folder / f"{number}.png", drawn_picture(96, 64, seed=number))
    (folder / "bad.png").write_bytes(b"no picture")
    app = App(screen)
    screen.keys("alt+2")
    app.wait("window.pages.currentWidget() is window.batch")
    screen.drop([folder], app.rect("window.batch"))
    app.focus()
    app.wait("len(window.batch.model.rows)", 5)
    app.wait("window.batch.footer.start.isEnabled()")
    for _ in range(60):  # to the button, however many controls there are before it
        if app.ask("app.focusWidget() is window.batch.footer.start"):
            break
        screen.keys("Tab")
    assert app.ask("app.focusWidget() is window.batch.footer.start")
    screen.keys("space")
    app.wait("window.batch.model.totals.finished", 5)
    app.wait("window.batch.is_running", False)
    assert app.ask("window.batch.model.totals.failed") == 1
    written = sorted(path.name for path in tmp_path.rglob("*.latent"))
    assert written == [f"{number}.latent" for number in range(4)]
    screen.keys("ctrl+q")
    assert app.process.wait(60) == 0
