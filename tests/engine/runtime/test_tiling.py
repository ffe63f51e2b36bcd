"""Tiles cover everything once, with halos wherever there is a neighbour."""

from __future__ import annotations

import pytest

from engine.runtime.tiling import plan_spans, plan_tiles


@pytest.mark.parametrize("length", [1, 7, 36, 37, 40, 68, 69, 100, 1000])
def test_spans_cover_once_with_halos(length: int) -> None:
    window, halo = 36, 2
    spans = plan_spans(length, window, halo)
    assert [s.keep_start for s in spans] == [0, *(s.keep_stop for s in spans[:-1])]
    assert spans[-1].keep_stop == length
    for span in spans:
        assert span.stop - span.start == min(window, length)
        assert span.start == 0 or span.keep_start - span.start >= halo
        assert span.stop == length or span.stop - span.keep_stop >= halo
        assert span.keep_start < span.keep_stop


def test_slices_are_in_samples() -> None:
    span = plan_spans(100, 36, 2)[1]
    assert (span.kept(16).start, span.inner(16).start, span.window(16).start) == (34 * 16, 2 * 16, 32 * 16)


def test_tiles_are_rows_times_columns() -> None:
    assert len(plan_tiles(100, 50, 36, 2)) == len(plan_spans(100, 36, 2)) * len(plan_spans(50, 36, 2))


def test_halo_without_core_is_refused() -> None:
    with pytest.raises(ValueError, match="wider"):
        plan_spans(100, 4, 2)
