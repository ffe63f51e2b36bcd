"""What stands in the cells of a batch's table, in the language of the app."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Qt

from desktop.batch.rows import Column, Row
from desktop.words.messages import translated
from desktop.words.wording import decibel_text, duration_text, number_text, ratio_text, size_text

NUMERIC = frozenset({Column.BEFORE, Column.AFTER, Column.RATIO, Column.PSNR, Column.TIME})
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


def alignment(column: int) -> Qt.AlignmentFlag:
    """Numbers stand to the right, so that their sizes can be seen."""
    return _RIGHT if column in NUMERIC else _LEFT


def column_titles() -> tuple[str, ...]:
    """The titles of the columns, from left to right."""
    return (
        QCoreApplication.translate("BatchModel", "File"),
        QCoreApplication.translate("BatchModel", "State"),
        QCoreApplication.translate("BatchModel", "Before"),
        QCoreApplication.translate("BatchModel", "After"),
        QCoreApplication.translate("BatchModel", "Ratio"),
        QCoreApplication.translate("BatchModel", "PSNR"),
        QCoreApplication.translate("BatchModel", "Time"),
        QCoreApplication.translate("BatchModel", "Message"),
    )


def text_of(row: Row, column: int) -> str:
    """The text of a cell."""
    done = row.state == "done"
    match column:
        case Column.NAME:
            return row.name
        case Column.STATE:
            return _state_text(row)
        case Column.BEFORE:
            return size_text(row.before) if row.before else ""
        case Column.AFTER:
            return size_text(row.after) if done or row.state == "copied" else ""
        case Column.RATIO:
            return ratio_text(row.before, row.after) if done else ""
        case Column.PSNR:
            return "" if row.psnr is None else decibel_text(row.psnr)
        case Column.TIME:
            return _time_text(row.seconds) if done else ""
        case _:
            return translated(row.message)


def _time_text(seconds: float) -> str:
    if seconds >= 60:
        return duration_text(seconds)
    return QCoreApplication.translate("BatchModel", "{0} s").format(number_text(seconds, 1))


def _state_text(row: Row) -> str:
    match row.state:
        case "running":
            return f"{round(row.fraction * 100)} %"
        case "waiting":
            return QCoreApplication.translate("BatchModel", "Waiting")
        case "done":
            return QCoreApplication.translate("BatchModel", "Done")
        case "copied":
            return QCoreApplication.translate("BatchModel", "Copied")
        case "failed":
            return QCoreApplication.translate("BatchModel", "Failed")
        case "skipped":
            return QCoreApplication.translate("BatchModel", "Skipped")
        case _:
            return QCoreApplication.translate("BatchModel", "Stopped")
