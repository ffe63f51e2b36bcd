"""Progress, its parts, and stopping."""

from __future__ import annotations

import pytest

from engine.errors import Cancelled
from engine.progress import Part, Progress


def test_fraction_and_time_left() -> None:
    seen = list[float]()
    progress = Progress(lambda p: seen.append(p.fraction))
    assert progress.fraction == 0.0 and progress.seconds_left is None
    progress.begin(4)
    progress.advance(3)
    assert seen == [0.0, 0.75]
    assert progress.seconds_left is not None and progress.seconds_left >= 0.0


def test_cancelling_raises_in_the_worker() -> None:
    progress = Progress()
    progress.begin(2)
    progress.cancel()
    assert progress.cancelled
    with pytest.raises(Cancelled):
        progress.advance()


def test_parts_make_one_progress_that_never_runs_backwards() -> None:
    whole, seen, own = Progress(), list[float](), list[float]()
    whole.begin(1.0)
    first, second = Part(whole, 0.6, own.append), Part(whole, 0.4)
    for _ in range(2):  # an engine may count its stages one after the other
        first.begin(2)
        for _ in range(2):
            first.advance()
            seen.append(whole.fraction)
    second.begin(4)
    second.advance()
    second.finish()
    assert seen == pytest.approx([0.3, 0.6, 0.6, 0.6]) and whole.fraction == pytest.approx(1.0)
    assert own == [0.0, 0.5, 1.0, 0.0, 0.5, 1.0]


def test_whole_and_part_are_cancelled_together() -> None:
    whole = Progress()
    whole.begin(1.0)
    part = Part(whole)
    part.cancel()
    assert whole.cancelled and part.cancelled
    with pytest.raises(Cancelled):
        part.check()
    part.finish()
