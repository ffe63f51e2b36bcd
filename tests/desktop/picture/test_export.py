"""Ways in and out besides files: clipboard and dragging."""

from __future__ import annotations

import os
import subprocess
import sys
from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QColorSpace, QGuiApplication, QImage
from pytestqt.qtbot import QtBot

from desktop.picture import tasks
from desktop.picture.colours import ScreenColours
from desktop.shell.main_window import MainWindow
from desktop.work.task_runner import TaskProgress
from engine.image.picture import Metadata, Picture
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine
from tests.desktop.picture.helpers import answer_of, drop


def test_the_result_is_copied_as_a_picture(window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path) -> None:
    drop(window, png)
    answer = answer_of(window, qtbot)
    QGuiApplication.clipboard().clear()
    qtbot.mouseClick(window.picture.controls.copy, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: not QGuiApplication.clipboard().image().isNull(), timeout=PATIENCE)
    image = QGuiApplication.clipboard().image()
    assert image.size().toTuple() == (96, 64)
    for x, y in ((0, 0), (95, 63), (40, 20)):
        assert image.pixelColor(x, y).getRgb()[:3] == tuple(answer.picture.pixels[y, x])


@pytest.mark.parametrize("kind", [np.uint8, np.uint16])
def test_what_is_transparent_is_copied_as_such(kind: type) -> None:
    step = 257 if kind is np.uint16 else 1
    pixels = (np.arange(5 * 3 * 3).reshape(3, 5, 3) * step).astype(kind)
    alpha = (np.arange(15).reshape(3, 5) * 17 * step).astype(kind)
    image = tasks.to_clipboard_image(Picture(pixels, alpha)).run(TaskProgress(lambda _: None, lambda _: None))
    assert image.pixelColor(4, 2).getRgb() == (42, 43, 44, 238) and image.pixelColor(0, 0).alpha() == 0
    opaque = tasks.to_clipboard_image(Picture(pixels)).run(TaskProgress(lambda _: None, lambda _: None))
    assert opaque.pixelColor(4, 2).getRgb() == (42, 43, 44, 255) and not opaque.hasAlphaChannel()


def test_colours_are_copied_as_they_look() -> None:
    """Other programs take what is in the clipboard for sRGB: a wide profile's levels would look dull there."""
    adobe = bytes(QColorSpace(QColorSpace.NamedColorSpace.AdobeRgb).iccProfile().data())
    green = Picture(np.full((4, 6, 3), (96, 200, 80), np.uint8), metadata=Metadata(icc=adobe))
    image = tasks.to_clipboard_image(green).run(TaskProgress(lambda _: None, lambda _: None))
    wanted = ScreenColours(None).to_screen(green.pixels, adobe)[0, 0]
    assert image.pixelColor(3, 2).getRgb()[:3] == tuple(wanted) and int(wanted[0]) < 60


def test_a_pasted_picture_is_opened_and_its_file_goes_with_the_window(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot
) -> None:
    image = QImage(40, 24, QImage.Format.Format_RGB32)
    image.fill(QColor(10, 200, 90))
    window.picture.paste(image)
    answer_of(window, qtbot)
    document = window.picture.session.document
    assert document is not None and document.path.name == "Pasted picture 1.png"
    assert tuple(document.picture.pixels[3, 3]) == (10, 200, 90) and document.source_bytes > 0


@pytest.mark.parametrize(("mode", "suffix"), [("compress", ".latent"), ("denoise", ".png")])
def test_the_result_is_written_for_dragging_when_it_is_wanted(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, mode: str, suffix: str
) -> None:
    drop(window, png)
    controls = window.picture.controls
    controls.mode.choose(mode)
    qtbot.waitUntil(lambda: answer_of(window, qtbot).mode == mode, timeout=PATIENCE)
    with qtbot.waitSignal(window.picture.export.prepared, timeout=PATIENCE) as prepared:
        controls.drag.wanted.emit()
    path = prepared.args[0]
    assert isinstance(path, Path) and path.suffix == suffix and path.stat().st_size > 0
    assert path.parent != png.parent  # never beside the original


def test_nothing_is_left_in_the_temporary_folder(tmp_path: Path) -> None:
    """In a process of its own: objects that Python never destroys leave their files behind."""
    environment = {**os.environ, "TMPDIR": str(tmp_path), "XDG_CONFIG_HOME": str(tmp_path / "home")}
    command = [sys.executable, str(Path(__file__).with_name("pasted_and_closed.py"))]
    root = Path(__file__).parents[3]
    environment["PYTHONPATH"] = str(root)
    told = subprocess.run(command, env=environment, cwd=root, capture_output=True, text=True, timeout=120, check=True)
    assert told.stdout == f"{tmp_path}\n"
    assert [path.name for path in tmp_path.iterdir() if path.name != "home"] == []
