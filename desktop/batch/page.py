"""The page for many files: what to do above, a row per file, and how far it is below."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop import dialogs
from desktop.batch import memory, status, tasks
from desktop.batch.actions import RowActions
from desktop.batch.errands import Errands
from desktop.batch.feed import News
from desktop.batch.filter_bar import FilterBar
from desktop.batch.footer import BatchFooter
from desktop.batch.form import BatchForm
from desktop.batch.last_batch import LastBatch
from desktop.batch.model import BatchModel
from desktop.batch.notice import Notice
from desktop.batch.rows import Column
from desktop.batch.run import BatchRun
from desktop.batch.sources import Sources
from desktop.batch.table import BatchTable
from desktop.batch.tasks import Planned, Unfinished
from desktop.batch.thumbnails import Thumbnails
from desktop.look.theme import theme_of
from desktop.settings import Settings
from desktop.widgets.banner import Banner
from desktop.widgets.drop_zone import DropZone
from desktop.words.wording import left_text
from desktop.work import files
from desktop.work.task_runner import Failure, Handlers, TaskRunner
from engine.batch.report import REPORT_SUFFIXES
from engine.files.job import Job, Outcome
from engine.files.settings import Existing

LEAST_TABLE = 150  # pixels: with all options open, the window fits a screen of 768 rows with its bars


class BatchPage(QWidget):
    """Plans a batch as soon as something is dropped, and runs it.

    ::

        sources --planned--> rows --run--> told --> rows --> ended

    Signals:
        open_asked: these files are to be shown in the picture page.
        compare_asked: a file and its result are to be shown there, side by side.
        offered: an earlier run of the app has left a batch, which is shown now.
        told: the batch is further than it was.
        ended: a batch has ended; what came of it, in a line.
        finished: no batch is running any more.
    """

    told = Signal()
    ended = Signal(str)
    offered = Signal()
    open_asked = Signal(list)
    compare_asked = Signal(object, object)
    finished = Signal()

    def __init__(self, runner: TaskRunner, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.runner, self.settings = runner, settings
        self.left_out, self.is_planned = 0, False
        self._outcomes: dict[Job, Outcome] = {}  # of all tasks, for as long as the list is there
        self._queued: list[Path] = []
        self._goes_on = self._is_cancelled = False
        self.banner, self.notice, self.form, self.empty = Banner(), Notice(), BatchForm(settings), DropZone("batch")
        self.model, self.filters, self.footer = BatchModel(self), FilterBar(), BatchFooter()
        self.table = BatchTable(self.model)
        self.thumbnails = self.model.thumbnails = Thumbnails(runner, self)
        self.run_of = BatchRun(runner, settings, self)
        self.sources = Sources(runner, self.form, self)
        self.last = LastBatch(runner, settings, self.run_of, self)
        self.actions_of_rows = RowActions(self.model, self.table, self)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        # After the page it hears that there is a plan.
        self.errands = Errands(self.form, self.sources, self.banner, self.run, self.run_of)
        self.on_edited()
        self.retranslate()

    @property
    def is_running(self) -> bool:
        return self.run_of.is_running

    @property
    def fraction(self) -> float:
        """How far the batch is, 0..1."""
        progress, count = self.run_of.progress, len(self.model.rows)
        if progress is not None and self.is_running:
            return progress.fraction  # which weighs large files more
        return self.model.totals.finished / count if count else 0.0

    @property
    def files_left(self) -> int:
        """How many files are not done yet."""
        return len(self.model.rows) - self.model.totals.finished

    def take_paths(self, paths: Iterable[Path]) -> None:
        """Add files and folders to the list; while a batch is running, they wait for its end, and are done then."""
        more = list(paths)
        if more and self.is_running:
            self._queued += more
            self.banner.inform(status.queued_text(len(self._queued)))
        elif more:
            self.settings.set_folder("batch", more[0].parent)
            self.sources.add(more)

    def run(self) -> None:
        """Begin the planned batch from the top; where results are there already, ask what becomes of them."""
        self._run_asking(self._all_places())

    def resume(self) -> None:
        """Go on with a batch that an earlier run of the app has left; what is finished stays."""
        self.run_rows(self._all_places())

    def _all_places(self) -> list[int]:
        return [place for place, row in enumerate(self.model.rows) if row.job is not None]

    def _run_asking(self, places: list[int]) -> None:
        there = sum(self.model.rows[place].has_result for place in places)
        if not there or self.is_running or not self.is_planned or self.form.state().existing != "skip":
            self.run_rows(places)
            return
        self.notice.ask(
            status.existing_text(there),
            (self.tr("Replace"), lambda: self.run_rows(places, "replace")),
            (self.tr("Keep both"), lambda: self.run_rows(places, "rename")),
            (self.tr("Skip"), lambda: self.run_rows(places, "skip")),
        )
        self.notice.buttons[0].setFocus()

    def run_rows(self, places: list[int], existing: Existing | None = None) -> None:
        """Do the jobs of some rows, whatever has become of them.

        Args:
            existing: what happens to results that are there, in place of what is set.
        """
        if not places or self.is_running or not self.is_planned or self.form.problem:
            return
        self.banner.clear()
        if any(button.hasFocus() for button in self.notice.buttons):
            self.table.setFocus()
        self.notice.clear()
        self._is_cancelled = False
        self.model.wait(places)
        self.run_of.begin(
            self.model.rows,
            places,
            self.form.job_settings(existing),
            self.form.state(),
            self.sources.paths,
            self.model.rows[places[0]].root,
            self.run_of.journal_for(self.form.out_dir),
        )
        self.show_state()

    def retry(self, places: list[int]) -> None:
        """Do rows again; without any, all that failed."""
        chosen = places or [place for place, row in enumerate(self.model.rows) if row.state == "failed"]
        self._run_asking([place for place in chosen if self.model.rows[place].job is not None])

    def remove(self, places: list[int]) -> None:
        """Take rows out of the list; their files stay where they are."""
        if self.is_running or not places:
            return
        gone = set(places)
        self.sources.take_out(self.model.rows[place].path for place in places)
        self.model.load([row for place, row in enumerate(self.model.rows) if place not in gone])
        if not self.model.rows:
            self.sources.clear()
        self.show_state()

    def stop(self) -> None:
        """Wind up, as the window is closing: a running batch is offered again at the next start."""
        self._queued.clear()
        self.run_of.stop(keep=True)
        self.errands.stop()
        self.sources.stop()
        self.table.stop()
        self.thumbnails.stop()
        self.show_state()

    def cancel(self) -> None:
        """Stop the batch for good."""
        self._is_cancelled = True
        self.run_of.stop(keep=False)
        self.show_state()

    def remember(self) -> None:
        """Keep the settings for the next run."""
        memory.remember(self.settings, self.errands.own_settings())

    def resume_last(self) -> None:
        """Offer to go on with a batch that an earlier run of the app has not brought to its end."""
        self.last.look()

    def pause(self, on: bool) -> None:
        """Let the batch wait, or go on."""
        self.run_of.pause(on=on)
        self.show_totals()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self.look_at_view()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.empty.describe(
            self.tr("Drop files or folders here"),
            self.tr("Add files or folders; subfolders are included."),
            self.tr("Choose a folder…"),
            [
                self.tr("Originals stay untouched"),
                self.tr("Bad files are skipped, the rest continue"),
                self.tr("Pick up where you stopped"),
            ],
        )
        self.table.setAccessibleName(self.tr("Files of the batch"))
        self.footer.show_losses(self.form.state())
        self.show_state()

    def _lay_out(self) -> None:
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self._stack.setMinimumHeight(LEAST_TABLE)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget in (self.banner, self.form, self.notice, self.filters, self._stack, self.footer):
            column.addWidget(widget, 1 if widget is self._stack else 0)

    def _connect(self) -> None:
        sources, run, rows = self.sources, self.run_of, self.actions_of_rows
        for signal, slot in (
            (self.empty.asked, self._ask_folder),
            (self.filters.add_files.clicked, self._ask_files),
            (self.filters.add_folder.clicked, self._ask_folder),
            (self.filters.clear.triggered, sources.clear),
            (self.filters.report.triggered, self._ask_report),
            (self.filters.narrowed, self.narrow),
            (self.form.edited, self.on_edited),
            (sources.cleared, self.on_cleared),
            (sources.planned, self.on_planned),
            (sources.failed, self.on_plan_failed),
            (run.told, self.on_told),
            (run.ended, self.on_ended),
            (self.last.looked, self.on_unfinished),
            (self.footer.started, self.run),
            (self.footer.stopped, self.cancel),
            (self.footer.paused, self.pause),
            (self.footer.revealed, self._reveal_results),
            (self.table.rested, self.look_at_view),
            (self.thumbnails.changed, self.on_thumbnails),
            (rows.open_asked, self.open_asked),
            (rows.compare_asked, self.compare_asked),
            (rows.retry_asked, self.retry),
            (rows.remove_asked, self.remove),
            (rows.filter_asked, self.filters.focus_text),
        ):
            signal.connect(slot)

    def _ask_files(self) -> None:
        self.take_paths(dialogs.ask_open(self, self.settings.folder("batch")))

    def _ask_folder(self) -> None:
        title = self.tr("Folder with the files")
        folder = dialogs.ask_folder(self, title, self.settings.folder("batch"))
        if folder is not None:
            self.take_paths([folder])

    def _ask_report(self) -> None:
        """Ask where the report goes, and write it."""
        outcomes = [row.outcome for row in self.model.rows if row.outcome is not None]
        folder = self.form.out_dir or next(iter(self.sources.paths), Path.home()).parent
        name = f"safelight-{self.run_of.started:%Y-%m-%d}{REPORT_SUFFIXES[0]}"
        asked = dialogs.ask_save(self, (folder if folder.is_dir() else folder.parent) / name, list(REPORT_SUFFIXES))
        if asked is None or not outcomes:
            return
        operation = tasks.write_report(asked[0], outcomes, self.form.chosen_task, self.run_of.started)
        failed = Handlers[Path](failed=lambda failure: self.banner.tell(failure.reason, failure.path))
        self.runner.start("report", operation, failed)

    def _reveal_results(self) -> None:
        """Show the folder of the results, or where they are beside their originals, the first of them."""
        out_dir = self.form.out_dir
        if out_dir is not None:
            shown, place = files.open_folder(out_dir), out_dir
        else:
            result = next((row.result for row in self.model.rows if row.result is not None), None)
            if result is None:
                return
            shown, place = files.reveal(result), result.parent
        if not shown:
            self.banner.inform(self.tr("The results are in {0}").format(place))

    # What the parts tell

    def on_cleared(self) -> None:
        """There is no plan; rows stay until there is another, lest they flicker with every letter of a pattern."""
        self.is_planned = False
        self.notice.clear()
        self.banner.clear()
        if not self.sources.paths:
            self.model.load([])
            self._outcomes.clear()
        self.show_state()

    def on_planned(self, planned: Planned) -> None:
        """The rows are known."""
        self.left_out, self.is_planned = planned.left_out, True
        for row in planned.rows:  # what was done before more was added, or before another task was looked at
            if row.job in self._outcomes:
                row.finish(self._outcomes[row.job])
        self.model.load(planned.rows)
        self.show_example()
        self.show_state()
        goes_on, self._goes_on = self._goes_on, False
        if goes_on:
            self.run_rows([place for place in self._all_places() if self.model.rows[place].outcome is None])

    def on_plan_failed(self, failure: Failure) -> None:
        """There can be no plan."""
        self._goes_on = False
        self.model.load([])
        self.banner.tell(failure.reason, failure.path)
        self.show_state()

    def on_unfinished(self, found: Unfinished | None) -> None:
        """Show what an earlier run has left, unless there is something else to do already."""
        if found is None or self.is_running or self.sources.paths:
            self.errands.allow()
            return
        self.sources.show_paths(found.paths)
        self.form.show_state(found.form)
        self.is_planned = True
        self.model.load(found.rows)
        self.show_example()
        self.notice.ask(
            status.unfinished_text(self.model.totals.finished, len(found.rows)),
            (self.tr("Resume"), self.resume),
            (self.tr("Forget"), lambda: self._discard(found.journal)),
            can_wait=False,
        )
        self.show_state()
        self.offered.emit()

    def on_told(self, news: News) -> None:
        """Rows have changed."""
        self.model.apply(news)
        for place, outcome in news.outcomes.items():
            job = self.model.rows[place].job
            if job is not None and outcome.state != "cancelled":
                self._outcomes[job] = outcome
        self.show_totals()
        self.told.emit()

    def on_thumbnails(self, _: list[str]) -> None:
        """Pictures of rows have arrived."""
        self.table.viewport().update()

    def on_ended(self, failure: Failure | None) -> None:
        """No batch is running any more."""
        if failure is not None:
            self.banner.tell(failure.reason, failure.path)
        self.model.stop_rest()
        self.model.rearrange()
        self.show_state()
        self._tell_failures()
        self.ended.emit(self.footer.sum_up(self.model.totals, len(self.model.rows)))
        self.finished.emit()
        queued, self._queued = self._queued, []
        if queued:
            self._goes_on = not self._is_cancelled
            self.banner.clear()
            self.sources.add(queued)
        self.errands.allow()

    def on_edited(self) -> None:
        """The form is another one."""
        state = self.form.state()
        self.table.setColumnHidden(Column.PSNR, not (state.measure and state.task == "compress"))
        self.table.share_width()
        self.footer.show_losses(state)
        self.show_example()
        self.show_state()

    def narrow(self) -> None:
        """Show the rows that the filter asks for."""
        self.model.narrow(self.filters.kind, self.filters.text.text())
        self.show_totals()

    def look_at_view(self) -> None:
        """Have the pictures of the rows in view read."""
        muted = theme_of(self).muted
        self.model.dress(muted)
        self.thumbnails.dress(muted, self.devicePixelRatioF())
        self.thumbnails.want([self.model.row(shown).path for shown in self.table.in_view()])

    def show_example(self) -> None:
        """Show what the first file's result will be called."""
        first = next((row.job for row in self.model.rows if row.job is not None), None)
        if self.form.problem or first is None:
            self.form.naming.show_problem(self.form.problem)
        else:
            self.form.naming.show_example(first.source, first.output)

    def _discard(self, journal: Path) -> None:
        self.last.forget(journal)
        self.sources.clear()
        self.errands.allow()

    def _tell_failures(self) -> None:
        if failed := self.model.totals.failed:
            show = (self.tr("Show only these"), lambda: self.filters.show_kind("failed"))
            self.notice.ask(status.failed_text(failed), show, (self.tr("Retry failed"), lambda: self.retry([])))

    def _can_start(self) -> bool:
        decided = self.is_planned and not self.notice.must_decide
        return decided and not self.form.problem and any(row.job for row in self.model.rows)

    def show_state(self) -> None:
        """Offer what makes sense now."""
        running, totals = self.is_running, self.model.totals
        self.form.setEnabled(not running)
        self.actions_of_rows.show_running(running)
        self.footer.show_buttons(
            running=running,
            stopping=self.run_of.stopping,
            can_start=self.is_planned
            and not self.notice.must_decide
            and not self.form.problem
            and any(row.job for row in self.model.rows),
            has_results=totals.done + totals.copied > 0,
        )
        self.filters.offer(
            can_add=not running,
            can_clear=not running and bool(self.sources.paths),
            has_report=not running and totals.finished > 0,
        )
        self.footer.total.setVisible(bool(self.model.rows))
        self._stack.setCurrentWidget(self.table if self.model.rows else self.empty)
        self.show_totals()

    def show_totals(self) -> None:
        """Say how far it is: the sum, the bar and the time left."""
        self.footer.total.setValue(round(1000 * self.fraction))
        self.footer.summary.setText(self._summary())
        progress = self.run_of.progress
        tells_time = self.is_running and not self.footer.pause.isChecked() and not self.run_of.stopping
        self.footer.left.setText(left_text(progress.seconds_left) if tells_time and progress is not None else "")

    def _summary(self) -> str:
        rows, totals = self.model.rows, self.model.totals
        if self.run_of.stopping:
            return self.tr("Stopping…")
        if not rows:
            if self.sources.is_planning:
                return self.tr("Looking for files…")
            return self.tr("No files here for this task.") if self.is_planned and self.sources.paths else ""
        if self.is_running or totals.finished:
            return self.footer.sum_up(totals, len(rows))
        return status.planned_text(len(rows), sum(row.before for row in rows), self.left_out)
