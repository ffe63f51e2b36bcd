"""Tiles cover everything once, on one grid, with halos wherever there is a neighbour."""

from __future__ import annotations

import pytest

from engine.runtime.tiling import plan_spans, plan_tiles


@pytest.mark.parametrize("length", [1, 7, 32, 33, 40, 64, 65, 1000])
def test_spans_cover_once_with_halos(length: int) -> None:
    core, halo = 32, 2
    spans = plan_spans(length, core, halo)
    assert [s.keep_start for s in spans] == [0, *(s.keep_stop for s in spans[:-1])]
    assert spans[-1].keep_stop == length
    for span in spans:
        assert span.start == max(0, span.keep_start - halo)
        assert span.stop == min(length, span.keep_stop + halo)
        assert 0 < span.keep_stop - span.keep_start <= core


def test_a_part_takes_tiles_of_the_same_grid() -> None:
    whole = plan_spans(200, 32, 2)
    assert plan_spans(200, 32, 2, range(40, 41)) == whole[1:2]
    assert plan_spans(200, 32, 2, range(63, 129)) == whole[1:5]


def test_slices_are_in_samples() -> None:
    span = plan_spans(100, 32, 2)[1]
    assert (span.kept(16).start, span.inner(16).start, span.window(16).start) == (32 * 16, 2 * 16, 30 * 16)


def test_tiles_are_rows_times_columns() -> None:
    assert len(plan_tiles(100, 50, 32, 2)) == 4 * 2
    assert len(plan_tiles(100, 50, 32, 2, range(0, 33), range(40, 50))) == 2
