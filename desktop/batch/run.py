"""One run of a batch: begins it, fetches its news, and tells when it is over."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.batch import tasks
from desktop.batch.feed import BatchFeed, News
from desktop.batch.rows import Row
from desktop.batch.state import FormState
from desktop.settings import Settings
from desktop.work.task_runner import Failure, Handlers, TaskRunner
from engine.batch import journal as engine_journal
from engine.files.settings import JobSettings
from engine.progress import Progress

REFRESH_MS = 100  # news is fetched this often: calm for the eye, cheap for 10,000 rows
PAUSED_MS = 1000  # files under way still come to their end
CHANNEL = "batch"
OWN_JOURNAL_NAME = "batch-journal.jsonl"


class BatchRun(QObject):
    """Runs the jobs of some rows.

    Signals:
        told: news of rows, by their places.
        ended: no batch is running any more; why, where it failed as a whole, or ``None``.
    """

    told = Signal(object)
    ended = Signal(object)

    def __init__(self, runner: TaskRunner, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._app_settings = runner, settings
        self._feed = BatchFeed()
        self._places: list[int] = []
        self._is_kept = False
        self.progress: Progress | None = None
        self.stopping = False
        self.started = datetime.now().astimezone()
        self._refresh = QTimer(self)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._fetch)

    @property
    def is_running(self) -> bool:
        return self._runner.awaits(CHANNEL)

    @property
    def own_journal(self) -> Path:
        """The journal of batches whose results go to many folders."""
        return self._app_settings.data_folder / OWN_JOURNAL_NAME

    def journal_for(self, out_dir: Path | None) -> Path:
        """The journal of a batch: beside its results where they are in one folder."""
        return self.own_journal if out_dir is None else out_dir / engine_journal.JOURNAL_NAME

    def begin(
        self,
        rows: Sequence[Row],
        places: Sequence[int],
        settings: JobSettings,
        form: FormState,
        paths: Sequence[Path],
        root: str,
        journal: Path,
    ) -> None:
        """Do the jobs of the rows at these places."""
        found = [(place, rows[place].job, rows[place].before) for place in places]
        batch = [(job, size) for _, job, size in found if job is not None]
        self._places = [place for place, job, _ in found if job is not None]
        self._feed = feed = BatchFeed()
        self._is_kept = False
        self.progress, self.stopping = None, False
        self.started = datetime.now().astimezone()
        self._app_settings.unfinished = str(journal)
        self._app_settings.sync()  # this process may be killed
        note = tasks.note_of(form, paths, root)
        operation = tasks.run_batch(batch, settings, journal, note, feed.on_progress, feed.on_outcome)
        handlers = Handlers[None](lambda _: self._end(None), self._end, lambda: self._end(None), self._on_progress)
        self._runner.start(CHANNEL, operation, handlers)
        self._refresh.start(REFRESH_MS)

    def stop(self, *, keep: bool) -> None:
        """Ask the batch to stop; the file under way is left as it was.

        Args:
            keep: whether it is to be offered again at the next start.
        """
        if self.is_running:
            if keep:
                self._is_kept = True
            self.stopping = True
            self._runner.cancel(CHANNEL)

    def pause(self, *, on: bool) -> None:
        """Let the batch wait, or go on."""
        self._runner.pause(CHANNEL, on=on)
        self._refresh.setInterval(PAUSED_MS if on else REFRESH_MS)

    def _on_progress(self, progress: Progress) -> None:
        self.progress = progress

    def _fetch(self) -> None:
        news = self._feed.take()
        self.told.emit(
            News(
                {self._places[index]: fraction for index, fraction in news.fractions.items()},
                {self._places[index]: outcome for index, outcome in news.outcomes.items()},
            )
        )

    def _end(self, failure: Failure | None) -> None:
        self._refresh.stop()
        self._fetch()
        self.stopping = False
        if not self._is_kept:
            self._app_settings.unfinished = ""
        self.ended.emit(failure)
