"""A batch that an earlier run of the app has not brought to its end: found, offered, and gone on with or forgotten."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.batch import tasks
from desktop.batch.run import BatchRun
from desktop.batch.tasks import Unfinished
from desktop.settings import Settings
from desktop.work.task_runner import Handlers, TaskRunner

CHANNEL = "last batch"


class LastBatch(QObject):
    """Looks for one in a worker thread.

    Signals:
        looked: what was found, or ``None``.
    """

    looked = Signal(object)

    def __init__(self, runner: TaskRunner, settings: Settings, run: BatchRun, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._settings, self._run = runner, settings, run

    def look(self) -> None:
        """Find out whether there is one."""
        handlers: Handlers[Unfinished | None] = Handlers(self.looked.emit, lambda _: self.looked.emit(None))
        self._runner.start(CHANNEL, tasks.load_unfinished(Path(self._settings.unfinished)), handlers)

    def forget(self, journal: Path) -> None:
        """Do not offer it again; a journal beside results stays, and helps should the same be begun anew."""
        self._settings.unfinished = ""
        if journal == self._run.own_journal:
            self._runner.start(CHANNEL, tasks.discard(journal), Handlers[None]())
