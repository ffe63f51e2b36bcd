"""The rows of a batch as a table model."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from enum import IntEnum
from pathlib import Path
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt

from desktop.batch.feed import News
from desktop.words.engine_words import told
from desktop.words.wording import duration_text, number_text, ratio_text, size_text
from engine.jobs import BatchPlan, Outcome

Index = QModelIndex | QPersistentModelIndex
STATE_ROLE = int(Qt.ItemDataRole.UserRole)
FRACTION_ROLE = STATE_ROLE + 1
MANY_RANGES = 32


class Column(IntEnum):
    """The columns, from left to right."""

    NAME = 0
    STATE = 1
    BEFORE = 2
    AFTER = 3
    RATIO = 4
    TIME = 5
    NOTE = 6


NUMERIC = (Column.BEFORE, Column.AFTER, Column.RATIO, Column.TIME)


@dataclass(slots=True)
class Row:
    """One file; ``state`` is ``waiting``, ``running`` or that of its outcome."""

    name: str
    path: str
    before: int
    state: str = "waiting"
    fraction: float = 0.0
    after: int = 0
    seconds: float = 0.0
    reason: str = ""


@dataclass
class Totals:
    """Sums over the rows that are finished."""

    finished: int = 0
    done: int = 0
    copied: int = 0
    failed: int = 0
    skipped: int = 0
    before: int = 0
    after: int = 0

    def add(self, outcome: Outcome) -> None:
        """Count one more."""
        self.finished += outcome.state != "cancelled"
        self.done += outcome.state == "done"
        self.copied += outcome.state == "copied"
        self.failed += outcome.state == "failed"
        self.skipped += outcome.state == "skipped"
        if outcome.state == "done":
            self.before += outcome.source_bytes
            self.after += outcome.output_bytes


class BatchModel(QAbstractTableModel):
    """Holds plain rows and tells views of changes in as few ranges as it can: made for 10,000 rows."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.rows: list[Row] = []
        self.totals = Totals()

    def load(self, plan: BatchPlan | None) -> None:
        """Show the files of a plan, all of them waiting, and after them what could not be looked at."""
        self.beginResetModel()
        self.totals = Totals()
        self.rows = []
        if plan is not None:
            for job, size in zip(plan.jobs, plan.sizes, strict=True):
                self.rows.append(Row(_name(job.source, plan.root), str(job.source), size))
            for problem in plan.problems:
                self.rows.append(Row(_name(problem.source, plan.root), str(problem.source), 0))
                self._finish(self.rows[-1], problem)
        self.endResetModel()

    def apply(self, news: News) -> None:
        """Take over what has happened."""
        for index, fraction in news.fractions.items():
            if self.rows[index].state in ("waiting", "running"):
                self.rows[index].state, self.rows[index].fraction = "running", fraction
        for index, outcome in news.outcomes.items():
            self._finish(self.rows[index], outcome)
        self._tell(news.fractions.keys() | news.outcomes.keys())

    def stop_rest(self) -> None:
        """Mark what has not been finished as cancelled."""
        touched = [i for i, row in enumerate(self.rows) if row.state in ("waiting", "running")]
        for index in touched:
            self.rows[index].state = "cancelled"
        self._tell(touched)

    def rowCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(self.rows)

    def columnCount(self, parent: Index | None = None) -> int:
        return 0 if parent is not None and parent.isValid() else len(Column)

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = 0) -> Any:
        if orientation is Qt.Orientation.Vertical:
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(Column(section))
        if role != Qt.ItemDataRole.DisplayRole:
            return None
        return {
            Column.NAME: self.tr("File"),
            Column.STATE: self.tr("State"),
            Column.BEFORE: self.tr("Before"),
            Column.AFTER: self.tr("After"),
            Column.RATIO: self.tr("Ratio"),
            Column.TIME: self.tr("Time"),
            Column.NOTE: self.tr("Remark"),
        }[Column(section)]

    def data(self, index: Index, role: int = 0) -> Any:
        row, column = self.rows[index.row()], Column(index.column())
        if role == Qt.ItemDataRole.DisplayRole:
            return self._text(row, column)
        if role == Qt.ItemDataRole.ToolTipRole:
            return row.path if column is Column.NAME else told(row.reason) or None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _alignment(column)
        if role == STATE_ROLE:
            return row.state
        if role == FRACTION_ROLE:
            return row.fraction
        return None

    def _text(self, row: Row, column: Column) -> str:
        done, written = row.state == "done", row.state in ("done", "copied")
        match column:
            case Column.NAME:
                return row.name
            case Column.STATE:
                return self._state_text(row)
            case Column.BEFORE:
                return size_text(row.before)
            case Column.AFTER:
                return size_text(row.after) if written else ""
            case Column.RATIO:
                return ratio_text(row.before, row.after) if done else ""
            case Column.TIME:
                return duration_text(row.seconds) if done and row.seconds >= 60 else self._seconds(row)
            case Column.NOTE:
                return told(row.reason)

    def _seconds(self, row: Row) -> str:
        return self.tr("{0} s").format(number_text(row.seconds, 1)) if row.state == "done" else ""

    def _state_text(self, row: Row) -> str:
        if row.state == "running":
            return f"{round(row.fraction * 100)} %"
        return {
            "waiting": self.tr("Waiting"),
            "done": self.tr("Done"),
            "copied": self.tr("Copied"),
            "failed": self.tr("Failed"),
            "skipped": self.tr("Skipped"),
            "cancelled": self.tr("Stopped"),
        }[row.state]

    def _finish(self, row: Row, outcome: Outcome) -> None:
        row.state, row.fraction = outcome.state, 1.0
        told = outcome.reason or outcome.warning
        row.reason = "" if outcome.state == "cancelled" else told  # the state says it already
        row.before = outcome.source_bytes or row.before
        row.after, row.seconds = outcome.output_bytes, outcome.seconds
        self.totals.add(outcome)

    def _tell(self, touched: Iterable[int]) -> None:
        """One dataChanged for each run of neighbouring rows, or one for all if there are many."""
        ranges: list[list[int]] = []
        for index in sorted(touched):
            if ranges and index == ranges[-1][1] + 1:
                ranges[-1][1] = index
            else:
                ranges.append([index, index])
        if len(ranges) > MANY_RANGES:
            ranges = [[ranges[0][0], ranges[-1][1]]]
        for first, last in ranges:
            self.dataChanged.emit(self.index(first, 0), self.index(last, len(Column) - 1))


def _name(path: Path, root: Path) -> str:
    return str(path.relative_to(root)) if path.is_relative_to(root) else path.name


def _alignment(column: Column) -> Qt.AlignmentFlag:
    side = Qt.AlignmentFlag.AlignRight if column in NUMERIC else Qt.AlignmentFlag.AlignLeft
    return side | Qt.AlignmentFlag.AlignVCenter
