"""The curve of size against likeness: exact for small pictures, near for large ones, and never measured twice."""

from __future__ import annotations

import threading
from itertools import pairwise

import numpy as np
import pytest

import engine
from engine.image.picture import Picture
from engine.pipeline import encoder, group_coder, preview, sampling
from engine.pipeline.preview import CompressPreview, CurvePoint
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto
from tests.engine.pipeline.told_parts import deep


def curve(keeper: CompressPreview, qualities: list[float]) -> list[CurvePoint]:
    points: list[CurvePoint] = []
    progress = Progress()
    keeper.curve(qualities, points.append, progress)
    assert progress.fraction == pytest.approx(1.0)
    assert [point.quality for point in points] == qualities
    assert all(low.bytes < high.bytes and low.psnr < high.psnr for low, high in pairwise(points))
    return points


def test_the_curve_of_a_small_picture_is_exact(draw_photo: DrawPhoto) -> None:
    picture = Picture(draw_photo(200, 300), np.full((200, 300), 9, np.uint8))
    for point in curve(CompressPreview(picture), [0.0, 33.0, 66.0, 100.0]):
        data = engine.compress(picture, engine.CompressOptions(quality=point.quality))
        assert point.bytes == len(data)
        assert point.psnr == engine.psnr(picture.pixels, engine.reconstruct(data).pixels)


@pytest.mark.parametrize("make", [Picture, deep])
def test_the_curve_of_a_large_picture_is_near_and_goes_through_what_is_known(  # type: ignore[no-untyped-def]
    draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch, make
) -> None:
    for module in (preview, sampling):
        monkeypatch.setattr(module, "SAMPLE_POSITIONS", 1_200)
    noise = np.random.default_rng(3).normal(0, 3, (700, 1000, 3))
    picture = make(np.clip(draw_photo(700, 1000) + noise, 0, 255).astype(np.uint8))
    keeper = CompressPreview(picture)
    points = {point.quality: point for point in curve(keeper, [20.0, 60.0, 90.0])}
    told = keeper.round_trip(engine.CompressOptions(quality=60.0))
    assert points[60.0].bytes == pytest.approx(len(told.data), rel=0.15)
    assert points[60.0].psnr == pytest.approx(told.psnr, abs=0.4)
    better = {point.quality: point for point in curve(keeper, [20.0, 60.0, 90.0])}
    assert better[60.0].bytes == pytest.approx(len(told.data), abs=2)
    assert better[60.0].psnr == pytest.approx(told.psnr, abs=1e-6)
    other = keeper.round_trip(engine.CompressOptions(quality=20.0))
    assert better[20.0].bytes == pytest.approx(len(other.data), rel=0.1)
    assert better[20.0].psnr == pytest.approx(other.psnr, abs=0.3)
    best = {point.quality: point for point in curve(keeper, [20.0, 60.0, 90.0])}
    for quality, exact in ((20.0, other), (60.0, told)):
        assert best[quality].bytes == pytest.approx(len(exact.data), abs=2)
        assert best[quality].psnr == pytest.approx(exact.psnr, abs=1e-6)


def test_the_curve_goes_through_the_last_files(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    for module in (preview, sampling):
        monkeypatch.setattr(module, "SAMPLE_POSITIONS", 600)
    keeper = CompressPreview(Picture(draw_photo(420, 700)))
    sizes = {}
    for quality in (20.0, 40.0, 60.0, 80.0, 20.0):  # the first one is the newest again
        sizes[quality] = len(keeper.round_trip(engine.CompressOptions(quality=quality)).data)
    exact = {point.quality for point in curve(keeper, sorted(sizes)) if abs(point.bytes - sizes[point.quality]) <= 1}
    assert exact == {20.0, 60.0, 80.0}


def test_a_file_without_any_loss_does_not_spoil_the_curve(
    draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (preview, sampling):
        monkeypatch.setattr(module, "SAMPLE_POSITIONS", 600)
    monkeypatch.setattr(preview, "psnr", lambda *_: float("inf"))
    keeper = CompressPreview(Picture(draw_photo(420, 700)))
    before = curve(keeper, [30.0, 70.0])
    keeper.round_trip(engine.CompressOptions(quality=50.0))
    assert curve(keeper, [30.0, 70.0]) == before


def test_what_is_known_is_not_measured_again(draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> None:
    coded: list[object] = []

    def counted(*given: object) -> group_coder.EncodedGroup:
        coded.append(given)
        return group_coder.encode_group(*given)  # type: ignore[arg-type]

    for module in (encoder, sampling):
        monkeypatch.setattr(module, "encode_group", counted)
    picture = Picture(draw_photo(700, 900))
    for limit, pieces in ((10_000, 1), (1_200, 4)):  # exactly, and from a sample
        for module in (preview, sampling):
            monkeypatch.setattr(module, "SAMPLE_POSITIONS", limit)
        keeper = CompressPreview(picture)
        coded.clear()
        first = curve(keeper, [10.0, 30.0])
        assert len(coded) == 2 * pieces
        assert curve(keeper, [10.0, 30.0]) == first
        assert len(coded) == 2 * pieces
        keeper.round_trip(engine.CompressOptions(quality=30.0))  # goes through the groups of the picture, one
        curve(keeper, [10.0, 30.0])
        assert len(coded) == 2 * pieces + 1


def test_a_curve_beside_it_changes_nothing(draw_photo: DrawPhoto) -> None:
    picture = Picture(draw_photo(1040, 1040))
    expected = engine.compress(picture, engine.CompressOptions(quality=35))
    keeper = CompressPreview(picture)
    points: list[CurvePoint] = []
    beside = threading.Thread(target=keeper.curve, args=([20.0, 40.0, 60.0], points.append))
    beside.start()
    told = keeper.round_trip(engine.CompressOptions(quality=35))
    beside.join()
    assert told.data == expected
    assert len(points) == 3
