"""The real window on the real engine: one photo and one folder from end to end."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import engine
from desktop import dialogs
from desktop.batch.model import Column
from desktop.shell.main_window import MainWindow
from engine.image.picture import Picture
from tests.desktop.conftest import PATIENCE
from tests.desktop.fakes import drawn_picture, write_png
from tests.desktop.picture.helpers import answer_of, drop


def test_a_photo_is_compressed_saved_opened_again_and_denoised(
    window: MainWindow, qtbot: QtBot, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    photo = write_png(tmp_path / "photo.png", drawn_picture(200, 136))
    page, latent = window.picture, tmp_path / "photo.latent"
    drop(window, photo)
    rough = answer_of(window, qtbot)
    page.controls.compress.quality.set_value(100)
    qtbot.waitUntil(lambda: answer_of(window, qtbot).setting == 100, timeout=PATIENCE)
    fine = answer_of(window, qtbot)
    assert fine.psnr > rough.psnr > 15
    monkeypatch.setattr(dialogs, "ask_save", lambda *_: (latent, False))
    qtbot.mouseClick(page.controls.save, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(latent.exists, timeout=PATIENCE)
    assert latent.read_bytes() == fine.data
    drop(window, latent)
    qtbot.waitUntil(lambda: page.bar.name.text() == "photo.latent", timeout=PATIENCE)
    assert page.session.document is not None
    assert (page.session.document.picture.pixels == fine.picture.pixels).all()
    assert page.figures.shown()["Quality"] == "100"
    page.controls.mode.choose("denoise")
    qtbot.waitUntil(lambda: answer_of(window, qtbot).mode == "denoise", timeout=PATIENCE)


def test_noise_is_left_out_as_strongly_as_the_estimator_finds(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    noise = window.picture.controls.compress.noise
    noise.automatic.setChecked(True)
    picture = drawn_picture(256, 192)
    grain = np.random.default_rng(3).normal(0, 20, picture.pixels.shape)
    noisy = Picture(np.clip(picture.pixels + grain, 0, 255).astype(np.uint8))
    photo = write_png(tmp_path / "noisy.png", noisy)
    drop(window, photo)
    answer = answer_of(window, qtbot)
    assert answer.data is not None and answer.noise == engine.inspect(answer.data).denoise
    assert noise.value == answer.noise >= 20 and noise.number.text() == str(noise.value)
    assert answer.data == engine.compress(engine.read_picture(photo), engine.CompressOptions(denoise=None))


def test_what_is_left_of_a_damaged_file_is_shown(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    data = bytearray(engine.compress(drawn_picture(), engine.CompressOptions(quality=90)))
    data[-20] ^= 1
    (tmp_path / "bad.latent").write_bytes(data)
    drop(window, tmp_path / "bad.latent")
    qtbot.waitUntil(lambda: window.picture.banner.isVisible(), timeout=PATIENCE)
    assert window.picture.banner.text.text() == "bad.latent: damaged: 1 of 1 square at low resolution"
    assert window.picture.session.document is not None


def test_a_damaged_latent_file_is_told_in_the_page(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    data = bytearray(engine.compress(drawn_picture(64, 48), engine.CompressOptions(quality=20)))
    data[len(data) // 2] ^= 0x40
    bad = tmp_path / "bad.latent"
    bad.write_bytes(data)
    drop(window, bad)
    qtbot.waitUntil(window.picture.banner.isVisible, timeout=PATIENCE)
    assert window.picture.banner.text.text().startswith("bad.latent: ")


def test_a_latent_file_of_which_nothing_is_left_is_refused(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    data = engine.compress(drawn_picture(), engine.CompressOptions(quality=90))
    good, bad = tmp_path / "good.latent", tmp_path / "bad.latent"
    good.write_bytes(data)
    bad.write_bytes(data[:400] + bytes(40) + data[440:])
    page = window.picture
    drop(window, bad)
    qtbot.waitUntil(page.banner.isVisible, timeout=PATIENCE)
    assert page.banner.text.text() == "bad.latent: damaged: nothing of the picture can be recovered"
    assert page.session.document is None and not page.controls.save.isEnabled()
    drop(window, good)
    qtbot.waitUntil(page.controls.save.isEnabled, timeout=PATIENCE)
    drop(window, bad)
    qtbot.waitUntil(page.banner.isVisible, timeout=PATIENCE)
    assert page.session.document is not None and page.session.document.path == good, "the one before stays"


def test_a_folder_is_compressed_and_begun_again_it_is_skipped(window: MainWindow, qtbot: QtBot, tmp_path: Path) -> None:
    folder = tmp_path / "photos"
    (folder / "inside").mkdir(parents=True)
    write_png(folder / "a.png", drawn_picture(64, 48, seed=1))
    write_png(folder / "inside" / "b.png", drawn_picture(64, 48, seed=2))
    (folder / "bad.png").write_bytes(b"no picture")
    page = window.batch
    window.open_paths([folder])
    qtbot.waitUntil(page.footer.start.isEnabled, timeout=PATIENCE)
    states = []
    for again in (False, True):
        with qtbot.waitSignal(page.finished, timeout=PATIENCE):
            qtbot.mouseClick(page.footer.start, Qt.MouseButton.LeftButton)
            if again:
                assert page.notice.text.text() == "2 results are there already." and not page.is_running
                qtbot.mouseClick(page.notice.buttons[2], Qt.MouseButton.LeftButton)  # Skip
        names = [page.model.index(row, Column.NAME).data() for row in range(3)]
        kinds = [page.model.index(row, Column.STATE).data() for row in range(3)]
        states.append(dict(zip(names, kinds, strict=True)))
    inside = str(Path("inside") / "b.png")
    assert states[0] == {"a.png": "Done", "bad.png": "Failed", inside: "Done"}
    assert states[1] == {"a.png": "Skipped", "bad.png": "Failed", inside: "Skipped"}
    written = sorted(path.name for path in (tmp_path / "photos-compressed").rglob("*") if path.is_file())
    assert written == ["a.latent", "b.latent"]
