"""Latents that are kept for the next quality, and those that make room."""

from __future__ import annotations

import numpy as np
import pytest

from engine.geometry import LatentRect
from engine.pipeline.analysis import Analysis, Halves, LatentCache
from engine.pipeline.codec import load_codec
from engine.progress import Progress
from tests.engine.conftest import DrawPhoto


def box(number: int) -> LatentRect:
    return number, 0, 1, 1


def latents(count: int = 5) -> Halves:
    """Ten bytes unless told otherwise."""
    return np.zeros(count, np.float16)


def kept(shelf: LatentCache, count: int = 6) -> list[int]:
    return [number for number in range(count) if shelf.has([box(number)])]


def test_a_full_shelf_keeps_what_it_has() -> None:
    shelf = LatentCache(25, displaces=False)
    for number in range(4):
        shelf.put(box(number), latents())
    assert kept(shelf) == [0, 1]
    assert shelf.get(box(1)) is not None and shelf.get(box(2)) is None
    assert shelf.has([box(0), box(1)]) and not shelf.has([box(0), box(2)])


def test_what_was_used_least_lately_makes_room() -> None:
    shelf = LatentCache(30, displaces=True)
    for number in range(3):
        shelf.put(box(number), latents())
    shelf.get(box(0))
    shelf.put(box(3), latents())
    assert kept(shelf) == [0, 2, 3]
    shelf.put(box(4), latents(10))
    assert kept(shelf) == [3, 4]


def test_nothing_makes_room_for_what_is_there_or_never_fits() -> None:
    shelf = LatentCache(30, displaces=True)
    for number in (0, 1, 2, 1):  # two threads may bring the same
        shelf.put(box(number), latents())
    shelf.put(box(3), latents(100))
    assert kept(shelf) == [0, 1, 2]
    shelf.put(box(4), latents(15))
    assert kept(shelf) == [4]  # what was brought twice is counted once


@pytest.mark.parametrize("limit", [0.0, 1e9])
def test_a_box_has_the_same_latents_whether_they_are_kept_or_not(draw_photo: DrawPhoto, limit: float) -> None:
    model = load_codec(None, 1)
    pixels = draw_photo(540, 560)
    analysis = Analysis(pixels, 0.0, limit)
    whole = analysis.take(model, (0, 0, 34, 35), Progress())
    assert analysis.missing((0, 0, 34, 35)) == (0 if limit else 34 * 35)
    for top, left, rows, columns in ((0, 0, 34, 35), (30, 31, 4, 4), (33, 0, 1, 35)):
        part = analysis.take(model, (top, left, rows, columns), Progress())
        np.testing.assert_array_equal(part, whole[:, top : top + rows, left : left + columns])
    np.testing.assert_array_equal(whole, whole.astype(np.float16))
    assert whole.dtype == np.float32


def test_every_position_counts_once(draw_photo: DrawPhoto) -> None:
    analysis, progress = Analysis(draw_photo(540, 560), 0.0, 1e9), Progress()
    progress.begin(34 * 35)
    analysis.take(load_codec(None, 1), (0, 0, 34, 35), progress)
    assert progress.fraction == 1.0
