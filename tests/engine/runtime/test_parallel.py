"""How the pieces of one picture share the cores."""

from __future__ import annotations

import pytest

from engine.runtime.parallel import Plan, in_parallel, plan_for


@pytest.mark.parametrize(
    ("pieces", "threads", "most", "expected"),
    [
        (100, 8, None, Plan(8, 1)),
        (15, 8, None, Plan(1, 8)),
        (100, 1, None, Plan(1, 1)),
        (100, 16, 4, Plan(4, 4)),
        (100, 6, 4, Plan(3, 2)),
        (100, 4, 4, Plan(4, 1)),
        (100, 2, 4, Plan(2, 1)),
        (7, 16, 4, Plan(1, 16)),
    ],
)
def test_the_cores_are_shared(pieces: int, threads: int, most: int | None, expected: Plan) -> None:
    assert plan_for(pieces, threads, most) == expected


@pytest.mark.parametrize("workers", [1, 3])
def test_order_is_kept_and_the_first_error_is_raised(workers: int) -> None:
    with in_parallel(Plan(workers, 1)) as each:
        assert each(lambda number: number * number, range(20)) == [number * number for number in range(20)]
    with pytest.raises(ZeroDivisionError), in_parallel(Plan(workers, 1)) as each:
        each(lambda number: 1 // (number - 2), range(20))
