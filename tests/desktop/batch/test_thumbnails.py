"""What stands for a file in the list."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtGui import QImage

import engine
from desktop.batch.thumbnails import SIDE, _Box, load_thumbnails
from desktop.work.task_runner import TaskProgress
from engine.errors import PictureTooLarge
from tests.desktop.fakes import drawn_picture, write_png


def test_each_file_has_its_picture_or_a_sign(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    good = write_png(tmp_path / "good.png", drawn_picture(200, 100))
    (tmp_path / "damaged.png").write_bytes(b"no picture")
    (tmp_path / "damaged.latent").write_bytes(b"no latent file")
    read_small = engine.read_small

    def refuse(path: Path, side: int) -> engine.Picture:
        if path.name == "huge.png":
            raise PictureTooLarge("too large", path)
        return read_small(path, side)

    monkeypatch.setattr(engine, "read_small", refuse)
    box = _Box()
    names = [str(tmp_path / name) for name in ("huge.png", "damaged.png", "damaged.latent", "gone.png", "good.png")]
    load_thumbnails(names, box).run(TaskProgress(lambda _: None, lambda _: None))
    found = dict(box.take())
    assert [found[name] for name in names[:4]] == ["picture", "broken", "broken", "broken"]
    image = found[str(good)]
    assert isinstance(image, QImage) and (image.width(), image.height()) == (SIDE, SIDE // 2)
    assert box.take() == []
