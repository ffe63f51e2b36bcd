"""What joins the parts of the batch page: their signals, and what takes a dialog or the file manager."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop import dialogs
from desktop.batch import tasks
from desktop.work import files
from desktop.work.task_runner import Handlers
from engine.batch.report import REPORT_SUFFIXES

if TYPE_CHECKING:
    from desktop.batch.page import BatchPage


def connect(page: BatchPage) -> None:
    """Connect the parts of a page with one another."""
    sources, run, rows = page.sources, page.run_of, page.actions_of_rows
    for signal, slot in (
        (page.empty.asked, lambda: _ask_folder(page)),
        (page.filters.add_files.clicked, lambda: _ask_files(page)),
        (page.filters.add_folder.clicked, lambda: _ask_folder(page)),
        (page.filters.clear.triggered, sources.clear),
        (page.filters.report.triggered, lambda: _ask_report(page)),
        (page.filters.narrowed, page.narrow),
        (page.form.edited, page.on_edited),
        (sources.cleared, page.on_cleared),
        (sources.planned, page.on_planned),
        (sources.failed, page.on_plan_failed),
        (run.told, page.on_told),
        (run.ended, page.on_ended),
        (page.last.looked, page.on_unfinished),
        (page.footer.started, page.run),
        (page.footer.stopped, page.cancel),
        (page.footer.paused, page.pause),
        (page.footer.revealed, lambda: _reveal_results(page)),
        (page.table.rested, page.look_at_view),
        (page.thumbnails.changed, page.on_thumbnails),
        (rows.open_asked, page.open_asked),
        (rows.compare_asked, page.compare_asked),
        (rows.retry_asked, page.retry),
        (rows.remove_asked, page.remove),
        (rows.filter_asked, page.filters.focus_text),
    ):
        signal.connect(slot)


def _ask_files(page: BatchPage) -> None:
    page.take_paths(dialogs.ask_open(page, page.settings.folder("batch")))


def _ask_folder(page: BatchPage) -> None:
    title = QCoreApplication.translate("BatchPage", "Folder with the files")
    folder = dialogs.ask_folder(page, title, page.settings.folder("batch"))
    if folder is not None:
        page.take_paths([folder])


def _ask_report(page: BatchPage) -> None:
    """Ask where the report goes, and write it."""
    outcomes = [row.outcome for row in page.model.rows if row.outcome is not None]
    folder = page.form.out_dir or next(iter(page.sources.paths), Path.home()).parent
    name = f"safelight-{page.run_of.started:%Y-%m-%d}{REPORT_SUFFIXES[0]}"
    asked = dialogs.ask_save(page, (folder if folder.is_dir() else folder.parent) / name, list(REPORT_SUFFIXES))
    if asked is None or not outcomes:
        return
    operation = tasks.write_report(asked[0], outcomes, page.form.chosen_task, page.run_of.started)
    failed = Handlers[Path](failed=lambda failure: page.banner.tell(failure.reason, failure.path))
    page.runner.start("report", operation, failed)


def _reveal_results(page: BatchPage) -> None:
    """Show the folder of the results, or where they are beside their originals, the first of them."""
    out_dir = page.form.out_dir
    if out_dir is not None:
        shown, place = files.open_folder(out_dir), out_dir
    else:
        result = next((row.result for row in page.model.rows if row.result is not None), None)
        if result is None:
            return
        shown, place = files.reveal(result), result.parent
    if not shown:
        page.banner.inform(QCoreApplication.translate("BatchPage", "The results are in {0}").format(place))
