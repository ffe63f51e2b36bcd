"""The preview while it works: what is seen first, sizes that are predicted, and answers that come too late."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import QRect
from pytestqt.qtbot import QtBot

import engine
from desktop.picture import session, tasks
from desktop.picture.colours import ScreenColours
from desktop.picture.documents import Document, Rendition
from desktop.picture.pieces import Drawn, Estimated, Predicted
from desktop.picture.qimage import to_part, to_tiles
from desktop.shell.main_window import MainWindow
from desktop.viewer.tiles import TiledPicture
from desktop.work.task_runner import TaskProgress
from engine.errors import UnreadableImage
from engine.image.picture import Picture
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import FakeEngine, drawn_picture, write_png
from tests.desktop.picture.helpers import answer_of, drop


def heard(pieces: list[object]) -> TaskProgress:
    return TaskProgress(lambda _: None, pieces.append)


def document(width: int = 400, height: int = 320) -> Document:
    picture = drawn_picture(width, height)
    return Document(Path("photo.png"), picture, to_tiles(picture), 1000)


@pytest.mark.parametrize(
    ("region", "previewed"),
    [
        (QRect(100, 50, 400, 300), (100, 50, 400, 300)),
        (None, (135, 85, 1530, 972)),  # the middle of all, one and a half megapixels
        (QRect(0, 0, 1800, 1144), (135, 85, 1530, 972)),
    ],
)
def test_the_middle_of_what_is_seen_comes_before_the_rest(
    fake: FakeEngine, region: QRect | None, previewed: tuple[int, int, int, int]
) -> None:
    opened, pieces = document(1800, 1144), []  # type: Document, list[object]
    preview = engine.CompressPreview(opened.picture)
    options = engine.CompressOptions(quality=40)
    answer = tasks.compress(opened, preview, options, region, ScreenColours(None)).run(heard(pieces))
    assert [quality for quality, _ in fake.previewed_regions] == [40.0] and answer.setting == 40
    seen = fake.previewed_regions[0][1]
    assert seen is not None and abs(seen[0] + seen[2] / 2 - previewed[0] - previewed[2] / 2) <= 1
    assert seen[2] * seen[3] <= 1_500_000 * 1.001 and (region is not None and seen == region.getRect()) == (
        region == QRect(*previewed)
    )
    kinds = [type(piece) for piece in pieces]
    assert kinds == [Drawn, Predicted, Drawn]


def test_a_small_picture_is_not_worked_out_twice(fake: FakeEngine) -> None:
    opened = document()
    preview = engine.CompressPreview(opened.picture)
    tasks.compress(opened, preview, engine.CompressOptions(), QRect(0, 0, 64, 64), ScreenColours(None)).run(heard([]))
    assert fake.previewed_regions == []


def test_a_size_has_no_quality_to_preview(fake: FakeEngine) -> None:
    opened = document(1800, 1144)
    preview = engine.CompressPreview(opened.picture)
    options = engine.CompressOptions(target_bytes=20_000)
    tasks.compress(opened, preview, options, QRect(0, 0, 64, 64), ScreenColours(None)).run(heard([]))
    assert fake.previewed_regions == []


def test_an_estimated_strength_is_told_before_the_work(fake: FakeEngine) -> None:
    pieces: list[object] = []
    options = engine.DenoiseOptions(colour=80.0, detail=30.0)
    answer = tasks.denoise(document(), options, None, ScreenColours(None)).run(heard(pieces))
    assert pieces[0] == Estimated(engine.NoiseEstimate(37.0, 1.0)) and answer.setting == 37.0
    assert (fake.denoisings[0].colour, fake.denoisings[0].detail) == (80.0, 30.0)


def test_strength_nought_is_drawn_too() -> None:
    pieces: list[object] = []
    opened = document()
    answer = tasks.denoise(opened, engine.DenoiseOptions(strength=0.0), None, ScreenColours(None)).run(heard(pieces))
    assert answer.picture is opened.picture and answer.psnr == float("inf")
    drawn = pieces[-1]
    assert isinstance(drawn, Drawn) and drawn.part.rect.size().toTuple() == (400, 320)


def test_parts_take_alpha_and_profile_along() -> None:
    picture = Picture(np.full((32, 32, 3), 200, np.uint8), np.full((32, 32), 51, np.uint8))
    opened = Document(Path("a.png"), picture, to_tiles(picture), 10)
    pieces: list[object] = []
    tasks.denoise(opened, engine.DenoiseOptions(strength=0.0), None, ScreenColours(None)).run(heard(pieces))
    drawn = pieces[-1]
    assert isinstance(drawn, Drawn)
    assert drawn.part.images[0].pixelColor(3, 3).alpha() == 51


def test_a_rendition_knows_what_is_of_the_present_setting() -> None:
    rendition = Rendition("compress", TiledPicture(640, 480))
    assert not rendition.lacks(None) and rendition.lacks(QRect(0, 0, 10, 10))
    rendition.note(to_part(np.zeros((64, 64, 3), np.uint8), 0, 0))
    assert not rendition.lacks(QRect(0, 0, 64, 64)) and rendition.lacks(QRect(0, 0, 65, 64))
    rendition.begin(30.0)
    assert rendition.lacks(QRect(0, 0, 64, 64))


def test_the_size_is_predicted_while_it_works(window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    page = window.picture
    rendition = page.session.shelf.renditions["compress"]
    rendition.begin(70.0)
    rendition.expected_bytes = 123_000
    page.display.show_pair()
    assert page.figures.shown()["Result"] == "≈ 123.0 kB"
    assert page.figures.shown()["PSNR"] == "–"


def test_a_slider_in_motion_shows_the_first_pixels_of_a_setting_before_it_goes_on(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Otherwise a slider that is dragged steadily would show nothing until it stands still."""
    monkeypatch.setattr(session, "PATIENCE_MS", 10 * PATIENCE)  # so that it is the pixels that let it go on
    drop(window, png)
    answer_of(window, qtbot)
    drawn: list[object] = []
    window.picture.session.drawn.connect(lambda _, part: drawn.append(part))
    fake.gate.clear()
    window.picture.controls.compress.quality.set_value(60)
    qtbot.waitUntil(lambda: fake.qualities[-1] == 60.0, timeout=PATIENCE)
    window.picture.controls.compress.quality.set_value(70)
    qtbot.wait(100)
    assert fake.qualities == [50.0, 60.0]
    fake.gate.set()
    qtbot.waitUntil(lambda: bool(drawn), timeout=PATIENCE)
    qtbot.waitUntil(lambda: answer_of(window, qtbot).setting == 70, timeout=PATIENCE)
    assert fake.qualities == [50.0, 60.0, 70.0]


def test_a_slider_in_motion_waits_for_pixels_no_longer_than_a_moment(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    fake.gate.clear()
    window.picture.controls.compress.quality.set_value(60)
    qtbot.waitUntil(lambda: fake.qualities[-1] == 60.0, timeout=PATIENCE)
    window.picture.controls.compress.quality.set_value(70)
    qtbot.waitUntil(lambda: fake.qualities[-1] == 70.0, timeout=PATIENCE)  # at the gate, none of 60 has come
    fake.gate.set()
    assert answer_of(window, qtbot).setting == 70


def test_each_picture_is_compressed_itself(window: MainWindow, fake: FakeEngine, qtbot: QtBot, tmp_path: Path) -> None:
    for width in (64, 128):
        drop(window, write_png(tmp_path / f"{width}.png", drawn_picture(width, 64)))
        qtbot.waitUntil(lambda width=width: window.picture.bar.name.text() == f"{width}.png", timeout=PATIENCE)
        answer = answer_of(window, qtbot)
        assert answer.picture.width == width and answer.data is not None and str(width).encode() in answer.data


def test_another_denoising_is_another_preview_and_another_quality_is_not(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path
) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    first = window.picture.session.preview
    window.picture.controls.compress.quality.set_value(60)
    qtbot.waitUntil(lambda: answer_of(window, qtbot).setting == 60, timeout=PATIENCE)
    assert window.picture.session.preview is first
    window.picture.controls.compress.noise.set_value(30)
    qtbot.waitUntil(lambda: fake.compressions[-1].denoise == 30.0, timeout=PATIENCE)
    answer_of(window, qtbot)
    assert window.picture.session.preview is not first and window.picture.banner.isHidden()


def test_moving_on_asks_for_what_is_seen_now(window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path) -> None:
    drop(window, png)
    answer_of(window, qtbot)
    current = window.picture.session
    current.region = lambda: QRect(0, 0, 96, 64)
    fake.gate.clear()
    window.picture.controls.compress.quality.set_value(60)
    qtbot.waitUntil(lambda: fake.qualities[-1] == 60.0, timeout=PATIENCE)
    current._awaits_pixels = False
    current.look()  # nothing of it is there yet: begin with what is seen now
    qtbot.waitUntil(lambda: fake.qualities == [50.0, 60.0, 60.0], timeout=PATIENCE)
    current.rendition.note(to_part(np.zeros((64, 96, 3), np.uint8), 0, 0))
    current._awaits_pixels = False
    current.look()  # now it is: what goes on is not begun anew
    fake.gate.set()
    answer_of(window, qtbot)
    assert fake.qualities == [50.0, 60.0, 60.0]
    current.look()  # all is there: nothing to do
    assert not current.is_busy


def test_work_makes_room_for_a_file_that_is_opened_and_goes_on_if_that_fails(
    window: MainWindow, fake: FakeEngine, qtbot: QtBot, png: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    session, bar = window.picture.session, window.picture.controls.work
    fake.gate.clear()
    drop(window, png)
    qtbot.waitUntil(lambda: bool(fake.qualities), timeout=PATIENCE)
    paused: list[bool] = []

    def read(path: Path, **_: object) -> Picture:
        paused.append(all(task.progress.paused for task in window.runner._running.values() if task.channel == "answer"))
        raise UnreadableImage("empty file", path)

    monkeypatch.setattr(engine, "read_picture", read)
    window.picture.open_files([png.with_name("other.png")])
    qtbot.waitUntil(window.picture.banner.isVisible, timeout=PATIENCE)
    assert paused == [True] and session.is_busy and bar.label.text() == "Compressing…"
    fake.gate.set()
    assert answer_of(window, qtbot).setting == 50
