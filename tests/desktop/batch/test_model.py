"""The rows of a batch as a model: ten thousand of them, in any order."""

from __future__ import annotations

from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from desktop.batch.feed import News
from desktop.batch.model import BatchModel
from desktop.batch.rows import Column, Row, Totals, arranged
from engine.files.job import Job, Outcome

UP, DOWN = Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder


def made(count: int) -> list[Row]:
    return [row(f"{place}.png", 100) for place in range(count)]


def row(name: str, size: int) -> Row:
    return Row(Job("compress", Path(f"/p/{name}"), Path(f"/o/{name}.latent")), name, f"/p/{name}", size)


def done(row: Row, after: int = 25, seconds: float = 0.1, psnr: float | None = None) -> Outcome:
    assert row.job is not None
    return Outcome(row.job.source, row.job.output, "done", "", row.before, after, 8, 8, seconds, psnr=psnr)


def failed(row: Row, reason: str) -> Outcome:
    return Outcome(Path(row.path), None, "failed", reason, row.before)


def names(model: BatchModel) -> list[str]:
    return [model.row(shown).name for shown in range(model.rowCount())]


def test_ten_thousand_rows_are_told_in_few_words(qtbot: QtBot) -> None:
    count = 10_000
    rows, model = made(count), BatchModel()
    ranges: list[tuple[int, int]] = []
    model.dataChanged.connect(lambda first, last: ranges.append((first.row(), last.row())))
    model.load(rows)
    model.apply(News(outcomes={i: done(rows[i]) for i in range(0, count, 2)}))
    model.apply(News(outcomes={i: done(rows[i]) for i in range(1, 200, 2)} | {9999: done(rows[9999])}))
    assert ranges == [(0, 9998), (1, 9999)]
    assert model.totals.done == 5101 and model.rowCount() == count


def test_numbers_are_sorted_as_numbers_and_what_is_not_known_comes_last(qtbot: QtBot) -> None:
    rows = [row("b.png", 900), row("A.png", 1000), row("c.png", 20)]
    model = BatchModel()
    model.load(rows)
    model.apply(News(outcomes={0: done(rows[0], 300, 12.5, 31.5), 1: done(rows[1], 100, 2.25, 40.0)}))
    for column, rising in (
        (Column.NAME, ["A.png", "b.png", "c.png"]),
        (Column.BEFORE, ["c.png", "b.png", "A.png"]),
        (Column.STATE, ["c.png", "b.png", "A.png"]),
    ):
        model.sort(column, UP)
        assert names(model) == rising
    for column, rising in (
        (Column.AFTER, ["A.png", "b.png", "c.png"]),
        (Column.RATIO, ["b.png", "A.png", "c.png"]),
        (Column.PSNR, ["b.png", "A.png", "c.png"]),
        (Column.TIME, ["A.png", "b.png", "c.png"]),
    ):
        model.sort(column, UP)
        assert names(model) == rising
        model.sort(column, DOWN)
        assert names(model) == [*reversed(rising[:2]), "c.png"]
    model.sort(-1)
    assert names(model) == ["b.png", "A.png", "c.png"]


def test_rows_are_narrowed_down_by_state_and_text(qtbot: QtBot) -> None:
    rows = [row("sea/a.png", 1), row("sea/b.png", 1), row("hill/c.png", 1)]
    model = BatchModel()
    model.load(rows)
    model.apply(News(outcomes={0: failed(rows[0], "Empty file"), 2: failed(rows[2], "no permission to read it")}))
    model.narrow("failed", "")
    assert names(model) == ["sea/a.png", "hill/c.png"]
    model.narrow("failed", "SEA")
    assert names(model) == ["sea/a.png"]
    model.narrow("all", "permission")
    assert names(model) == ["hill/c.png"]
    model.narrow("waiting", "")
    assert names(model) == ["sea/b.png"]
    assert [model.shown_at(place) for place in range(3)] == [-1, 0, -1]
    changed: list[int] = []
    model.dataChanged.connect(lambda first, _: changed.append(first.row()))
    model.apply(News(fractions={1: 0.5}, outcomes={}))
    assert changed == [0]


def test_totals_forget_what_is_done_again(qtbot: QtBot) -> None:
    rows = made(3)
    model = BatchModel()
    model.load(rows)
    model.apply(News(outcomes={0: done(rows[0]), 1: failed(rows[1], "empty file")}))
    assert (model.totals.finished, model.totals.failed, model.totals.before) == (2, 1, 100)
    model.wait([0, 1])
    assert model.totals == Totals() and rows[0].state == "waiting" and rows[1].message == ""
    assert rows[0].result is None


@pytest.mark.parametrize("column", list(Column))
def test_ten_thousand_rows_are_sorted(column: Column) -> None:
    rows = made(10_000)
    for place, some in enumerate(rows):
        some.finish(done(some, after=1 + place * 7919 % 10_000, seconds=place % 60, psnr=place % 50))
    places = arranged(rows, column, descending=True, kind="done", text="png")
    assert sorted(places) == list(range(10_000))


def test_results_are_those_that_were_written(qtbot: QtBot) -> None:
    rows = made(3)
    model = BatchModel()
    model.load(rows)
    model.apply(News(outcomes={0: done(rows[0]), 1: failed(rows[1], "empty file"), 2: done(rows[2])}))
    assert model.results({2, 1, 0}) == [Path("/o/0.png.latent"), Path("/o/2.png.latent")]
