"""Groups and drawings in order, for several threads at once."""

from __future__ import annotations

import threading

import pytest

from engine.geometry import LatentRect
from engine.image.picture import Picture
from engine.pipeline.encoder import PictureEncoder
from engine.pipeline.group_coder import EncodedGroup
from engine.pipeline.options import CompressOptions
from engine.pipeline.preview import CompressPreview
from engine.pipeline.rate_tables import RateRow
from engine.pipeline.round_trip import RoundTrip
from engine.pipeline.schedule import Drawing, Schedule
from engine.pipeline.transforms import LatentField
from engine.progress import Progress
from engine.runtime.tiling import Span, Tile
from tests.engine.conftest import DrawPhoto

PATIENCE = 60.0


def drawing(number: int, *groups: int) -> Drawing:
    span = Span(number, number + 1, number, number + 1)
    return Drawing(Tile(span, span), frozenset(groups))


def test_each_group_comes_once_and_before_what_needs_it() -> None:
    first, second = drawing(0, 2, 1), drawing(1, 1, 3)
    schedule = Schedule([first, second])
    assert [schedule.take() for _ in range(2)] == [1, 2]
    schedule.encoded(1)
    assert schedule.take() == 3, "what others are at work on is passed over"
    schedule.encoded(3)
    assert schedule.take() is second
    schedule.encoded(2)
    assert schedule.take() is first and schedule.take() is None


def test_a_group_is_let_go_of_after_the_last_drawing_that_needs_it() -> None:
    first, second = drawing(0, 1, 2), drawing(1, 2)
    schedule = Schedule([first, second])
    assert schedule.drawn(first) == [1]
    assert schedule.drawn(second) == [2]


@pytest.mark.parametrize("ending", ["encoded", "stopped"])
def test_who_waits_for_a_group_is_woken(ending: str) -> None:
    only = drawing(0, 7)
    schedule = Schedule([only])
    assert schedule.take() == 7
    taken: list[object] = []
    waiting = threading.Thread(target=lambda: taken.append(schedule.take()), daemon=True)
    waiting.start()
    waiting.join(0.05)
    assert waiting.is_alive()
    if ending == "encoded":
        schedule.encoded(7)
    else:
        schedule.stop()
    waiting.join(PATIENCE)
    assert taken == [only if ending == "encoded" else None]


def test_an_error_in_one_group_keeps_nobody_waiting(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    encode = PictureEncoder.encode_box

    def fail(encoder: PictureEncoder, number: int, row: RateRow, progress: Progress) -> EncodedGroup:
        if number == 1:
            raise RuntimeError("no more")
        return encode(encoder, number, row, progress)

    monkeypatch.setattr(PictureEncoder, "encode_box", fail)
    errors: list[BaseException] = []

    def work() -> None:
        try:
            CompressPreview(Picture(draw_photo(1040, 1040)), CompressOptions(threads=2)).round_trip(CompressOptions())
        except RuntimeError as error:
            errors.append(error)

    working = threading.Thread(target=work, daemon=True)
    working.start()
    working.join(PATIENCE)
    assert not working.is_alive() and [str(error) for error in errors] == ["no more"]


def test_no_group_is_kept_longer_than_it_is_needed(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    dropped: list[LatentRect] = []
    drop = LatentField.drop

    def told(field: LatentField, box: LatentRect) -> None:
        dropped.append(box)
        drop(field, box)

    monkeypatch.setattr(LatentField, "drop", told)
    encoder = PictureEncoder(Picture(draw_photo(40, 1040)), 0.0, None, 1, kept=0.0)
    run = RoundTrip(encoder, 3_000, 1, Progress())
    run.run()
    assert sorted(dropped) == sorted(encoder.boxes) and len(dropped) == 2
    assert run.coded_bytes + encoder.bytes_beside == len(run.file())
