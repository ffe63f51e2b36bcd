"""Which tiles of a picture are shown, and in which order they are worked on."""

from __future__ import annotations

import threading

import numpy as np
import pytest

from engine.geometry import LatentRect, Rect
from engine.pipeline.picture_tiles import MOST_SIDE, latent_rect_under, split_into_tiles, with_margin
from engine.pipeline.schedule import Drawing, Schedule
from engine.runtime.tiling import plan_tiles

SIZE = (100, 200)


@pytest.mark.parametrize(
    ("region", "box"),
    [
        ((0, 0, 16, 16), (0, 0, 1, 1)),
        ((15, 17, 2, 16), (1, 0, 2, 2)),
        ((-100, -100, 101, 133), (0, 0, 3, 1)),
        ((3_190, 1_590, 500, 500), (99, 199, 1, 1)),
        ((3_200, 0, 16, 16), None),
        ((-16, 0, 16, 16), None),
        ((5, 5, 0, 5), None),
    ],
)
def test_regions_grow_to_whole_positions(region: tuple[int, int, int, int], box: tuple[int, ...] | None) -> None:
    assert latent_rect_under(Rect(*region), SIZE) == box


@pytest.mark.parametrize("sides", [(0, 0, 1, 1), (5, 3, 64, 64), (7, 1, 33, 100), (0, 0, 100, 200), (90, 150, 10, 50)])
def test_tiles_cover_a_rectangle_once_the_middle_first(sides: tuple[int, int, int, int]) -> None:
    covered = np.zeros(SIZE, dtype=int)
    box = LatentRect(*sides)
    tiles = split_into_tiles(box)
    for top, left, rows, columns in tiles:
        assert 1 <= rows <= MOST_SIDE and 1 <= columns <= MOST_SIDE
        covered[top : top + rows, left : left + columns] += 1
    expected = np.zeros(SIZE, dtype=int)
    expected[box[0] : box[0] + box[2], box[1] : box[1] + box[3]] = 1
    np.testing.assert_array_equal(covered, expected)
    distances = [tile.distance(box) for tile in tiles]
    assert distances == sorted(distances)
    assert len(tiles) == -(-box[2] // MOST_SIDE) * -(-box[3] // MOST_SIDE)


def test_crops_begin_at_whole_hyper_latents() -> None:
    assert with_margin(LatentRect(33, 5, 32, 32), 2, SIZE) == (28, 0, 40, 40)
    assert with_margin(LatentRect(0, 170, 100, 30), 2, SIZE) == (0, 168, 100, 32)
    assert with_margin(LatentRect(0, 0, 1, 1), 2, (1, 3)) == (0, 0, 1, 3)


def test_rectangles_overlap() -> None:
    corner = LatentRect(0, 0, 4, 4)
    assert corner.overlaps(LatentRect(3, 3, 4, 4)) and LatentRect(0, 0, 9, 9).overlaps(LatentRect(3, 3, 1, 1))
    assert not corner.overlaps(LatentRect(4, 0, 4, 4)) and not corner.overlaps(LatentRect(0, 5, 4, 4))


def test_quarters_of_small_rectangles() -> None:
    assert LatentRect(2, 3, 1, 1).split_in_four() == [(2, 3, 1, 1)]
    assert LatentRect(0, 0, 5, 1).split_in_four() == [(0, 0, 2, 1), (2, 0, 3, 1)]
    assert LatentRect(0, 0, 4, 6).split_in_four() == [(0, 0, 2, 3), (0, 3, 2, 3), (2, 0, 2, 3), (2, 3, 2, 3)]


def drawings() -> list[Drawing]:
    one, two, three = plan_tiles(1, 3, 1, 0)
    return [Drawing(two, frozenset({1, 2})), Drawing(one, frozenset({0, 1})), Drawing(three, frozenset({2}))]


def test_one_worker_goes_in_order() -> None:
    wanted = drawings()
    schedule = Schedule(wanted)
    order: list[int | Drawing] = []
    dropped: list[list[int]] = []
    while (job := schedule.take()) is not None:
        order.append(job)
        if isinstance(job, Drawing):
            dropped.append(schedule.drawn(job))
        else:
            schedule.encoded(job)
    assert order == [1, 2, wanted[0], 0, wanted[1], wanted[2]]
    assert [sorted(numbers) for numbers in dropped] == [[], [0, 1], [2]]


def test_two_workers_wait_only_where_nothing_can_be_done() -> None:
    schedule = Schedule(drawings())
    assert [schedule.take() for _ in range(3)] == [1, 2, 0]  # nothing can be drawn yet
    found: list[int | Drawing | None] = []
    waiting = threading.Thread(target=lambda: found.append(schedule.take()))
    waiting.start()
    waiting.join(0.05)
    assert not found
    schedule.encoded(2)
    waiting.join(5)
    assert found == [drawings()[2]]


def test_stopping_wakes_those_who_wait() -> None:
    schedule = Schedule(drawings()[2:])
    schedule.take()
    found: list[int | Drawing | None] = []
    waiting = threading.Thread(target=lambda: found.append(schedule.take()))
    waiting.start()
    schedule.stop()
    waiting.join(5)
    assert found == [None]
