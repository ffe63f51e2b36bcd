"""What there is to look at: the oldest makes room."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.picture.documents import Document
from desktop.picture.qimage import to_tiles
from desktop.picture.shelf import LARGEST_COUNT, ORIGINAL, Shelf
from tests.desktop.fakes import drawn_picture


def document(name: str) -> Document:
    picture = drawn_picture(32, 32)
    return Document(Path(name), picture, to_tiles(picture), 10)


def test_the_oldest_file_makes_room_for_another(qtbot: QtBot) -> None:
    shelf = Shelf()
    shelf.open(document("first.png"))
    for number in range(LARGEST_COUNT + 1):
        shelf.add_file(document(f"{number}.png"), "left" if number == 0 else "right")
    names = [exhibit.name for exhibit in shelf.exhibits() if exhibit.kind == "file"]
    assert names == [f"{number}.png" for number in range(1, LARGEST_COUNT + 1)]
    assert shelf.chosen("left") == ORIGINAL, "what was looked at there is gone"
    right = shelf.on("right")
    assert right is not None and right.name == f"{LARGEST_COUNT}.png"
    shelf.open(document("second.png"))
    assert [exhibit.kind for exhibit in shelf.exhibits()] == ["original", "compress", "denoise"]
