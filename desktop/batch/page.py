"""The page for a whole folder: what to do above, a row per file, and how far it is below."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

from desktop.batch import tasks
from desktop.batch.feed import BatchFeed
from desktop.batch.footer import BatchFooter
from desktop.batch.form import BatchForm
from desktop.batch.model import BatchModel
from desktop.batch.table import BatchTable
from desktop.settings import Settings
from desktop.widgets.banner import Banner
from desktop.widgets.drop_zone import DropZone
from desktop.words.wording import left_text, size_text
from desktop.work.task_runner import Failure, Handlers, TaskRunner
from engine import jobs
from engine.progress import Progress

REFRESH_MS = 100  # news is fetched this often: calm for the eye, cheap for 10,000 rows
LEAST_TABLE = 220  # pixels: the window fits a screen of 768 rows with its bars


class BatchPage(QWidget):
    """Plans a batch as soon as both folders are known, and runs it.

    Signals:
        finished: no batch is running any more.
    """

    finished = Signal()

    def __init__(self, runner: TaskRunner, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self._plan: jobs.BatchPlan | None = None
        self._feed = BatchFeed()
        self._progress: Progress | None = None
        self._stopping = False
        self.banner, self.form, self.empty = Banner(), BatchForm(settings), DropZone("batch")
        self.model = BatchModel(self)
        self.table = BatchTable(self.model)
        self.footer = BatchFooter()
        self._stack = QStackedWidget()
        self._refresh = QTimer(self)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._fetch_news)
        self._lay_out()
        self._connect()
        self._show_state()
        self.retranslate()

    @property
    def is_running(self) -> bool:
        return self._runner.awaits("batch")

    def take_folder(self, folder: Path) -> None:
        """Use a folder as the source, unless a batch is running."""
        if not self.is_running:
            self.form.set_source(folder)

    def run(self) -> None:
        """Begin the planned batch from the top; what is finished already is skipped."""
        if self._plan is None or self.is_running:
            return
        self.banner.clear()
        self.model.load(self._plan)
        self._feed = feed = BatchFeed()
        self._progress, self._stopping = None, False
        operation = tasks.run_batch(self._plan, self.form.job_settings(), feed.on_progress, feed.on_outcome)
        handlers = Handlers(self._on_done, self._on_failed, self._on_stopped, self._on_progress)
        self._runner.start("batch", operation, handlers)
        self._refresh.start()
        self._show_state()

    def stop(self) -> None:
        """Ask the batch to stop; the file under way is left as it was."""
        if self.is_running:
            self._stopping = True
            self._runner.cancel("batch")
            self._show_state()

    def _pause(self, on: bool) -> None:
        self._runner.pause("batch", on=on)
        self._show_totals()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.empty.describe(
            self.tr("Drop a folder here"),
            self.tr("All pictures in it and in its sub-folders are worked on, one row each."),
            self.tr("Choose a folder…"),
            [self.tr("One bad file does not end the batch. A stopped batch goes on where it was.")],
        )
        self.table.setAccessibleName(self.tr("Files of the batch"))
        self._show_state()

    def _lay_out(self) -> None:
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.table)
        self._stack.setMinimumHeight(LEAST_TABLE)
        column_layout = QVBoxLayout(self)
        column_layout.setContentsMargins(0, 0, 0, 0)
        column_layout.setSpacing(0)
        for widget, stretch in ((self.banner, 0), (self.form, 0), (self._stack, 1), (self.footer, 0)):
            column_layout.addWidget(widget, stretch)

    def _connect(self) -> None:
        self.empty.asked.connect(self.form.ask_source)
        self.form.changed.connect(self._make_plan)
        self.footer.started.connect(self.run)
        self.footer.stopped.connect(self.stop)
        self.footer.paused.connect(self._pause)
        self.footer.revealed.connect(self._reveal)

    def _make_plan(self) -> None:
        folders = self.form.folders
        self._plan = None
        self.model.load(None)
        self.banner.clear()
        self._runner.drop("plan")
        if folders is not None:
            operation = tasks.plan_batch(self.form.chosen_task, *folders, self.form.job_settings())
            self._runner.start("plan", operation, Handlers(self._on_planned, self._on_plan_failed))
        self._show_state()

    def _on_planned(self, plan: jobs.BatchPlan) -> None:
        self._plan = plan
        self.model.load(plan)
        self._show_state()

    def _on_plan_failed(self, failure: Failure) -> None:
        self.banner.tell(failure.reason, failure.path)
        self._show_state()

    def _on_progress(self, progress: Progress) -> None:
        self._progress = progress

    def _on_done(self, _: None) -> None:
        self._end()

    def _on_failed(self, failure: Failure) -> None:
        self.banner.tell(failure.reason, failure.path)
        self._end()

    def _on_stopped(self) -> None:
        self._end()

    def _end(self) -> None:
        self._refresh.stop()
        self._fetch_news()
        self.model.stop_rest()
        self._stopping = False
        self._show_state()
        self.finished.emit()

    def _fetch_news(self) -> None:
        self.model.apply(self._feed.take())
        self._show_totals()

    def _reveal(self) -> None:
        folders = self.form.folders
        if folders is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(folders[1])))

    def _show_state(self) -> None:
        running = self.is_running
        self.form.setEnabled(not running)
        self.footer.show_buttons(
            running=running,
            stopping=self._stopping,
            can_start=self._plan is not None and bool(self._plan.jobs),
            has_results=self.model.totals.done + self.model.totals.copied > 0,
        )
        self.footer.total.setVisible(bool(self.model.rows))
        self._stack.setCurrentWidget(self.table if self.model.rows else self.empty)
        self._show_totals()

    def _show_totals(self) -> None:
        totals, count = self.model.totals, len(self.model.rows)
        fraction = totals.finished / count if count else 0.0
        if self._progress is not None and self.is_running:
            fraction = self._progress.fraction  # which weighs large files more
        self.footer.total.setValue(round(1000 * fraction))
        self.footer.summary.setText(self._summary(count))
        known = self.is_running and not self._stopping and self._progress is not None
        self.footer.left.setText(left_text(self._progress.seconds_left) if known and self._progress else "")

    def _summary(self, count: int) -> str:
        totals = self.model.totals
        if self._stopping:
            return self.tr("Stopping…")
        if not count:
            return self._waiting_text()
        if not self.is_running and not totals.finished:
            size = sum(row.before for row in self.model.rows)
            return self.tr("Files: {0}   ·   {1}").format(count, size_text(size))
        return self.footer.sum_up(totals, count)

    def _waiting_text(self) -> str:
        if self._runner.awaits("plan"):
            return self.tr("Looking for files…")
        if self._plan is not None:
            return self.tr("There is nothing for this task in the folder.")
        return ""
