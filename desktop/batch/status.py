"""How far a batch is, in the footer of its page."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop.words.wording import left_text, size_text

if TYPE_CHECKING:
    from desktop.batch.page import BatchPage


def show_totals(page: BatchPage) -> None:
    """Show the sum, the bar and the time left."""
    progress, count, running = page.run_of.progress, len(page.model.rows), page.is_running
    page.footer.total.setValue(round(1000 * page.fraction))
    page.footer.summary.setText(_summary(page, count))
    known = running and not page.footer.pause.isChecked() and not page.run_of.stopping and progress is not None
    page.footer.left.setText(left_text(progress.seconds_left) if known and progress is not None else "")


def queued_text(count: int) -> str:
    """What becomes of what is dropped while a batch is running."""
    return QCoreApplication.translate("BatchPage", "Queued: {0}. They start after the current batch.").format(count)


def existing_text(count: int) -> str:
    """What Start meets."""
    if count == 1:
        return QCoreApplication.translate("BatchPage", "1 result is there already.")
    return QCoreApplication.translate("BatchPage", "{0} results are there already.").format(count)


def failed_text(failed: int) -> str:
    """How many failed, once the batch has ended."""
    if failed == 1:
        return QCoreApplication.translate("BatchPage", "1 file failed.")
    return QCoreApplication.translate("BatchPage", "{0} files failed.").format(failed)


def unfinished_text(finished: int, count: int) -> str:
    """What an earlier run of the app has left."""
    text = QCoreApplication.translate("BatchPage", "Unfinished batch: {0} of {1} done.")
    return text.format(finished, count)


def _summary(page: BatchPage, count: int) -> str:
    totals = page.model.totals
    if page.run_of.stopping:
        return QCoreApplication.translate("BatchPage", "Stopping…")
    if not count:
        return _waiting_text(page)
    if page.is_running or totals.finished:
        return page.footer.sum_up(totals, count)
    size = sum(row.before for row in page.model.rows)
    parts = [QCoreApplication.translate("BatchPage", "Files: {0}").format(count), size_text(size)]
    if page.left_out:
        parts.append(QCoreApplication.translate("BatchPage", "Not for this task: {0}").format(page.left_out))
    return "   ·   ".join(parts)


def _waiting_text(page: BatchPage) -> str:
    if page.sources.is_planning:
        return QCoreApplication.translate("BatchPage", "Looking for files…")
    if page.is_planned and page.sources.paths:
        return QCoreApplication.translate("BatchPage", "There is nothing for this task in what was dropped.")
    return ""
