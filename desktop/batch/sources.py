"""What was dropped on the batch page, and the plan that follows from it."""

from __future__ import annotations

from collections.abc import Iterable
from pathlib import Path

from PySide6.QtCore import QObject, QTimer, Signal

from desktop.batch import tasks
from desktop.batch.form import BatchForm
from desktop.batch.tasks import Planned
from desktop.work.task_runner import Failure, Handlers, TaskRunner

TYPING_MS = 250  # a pattern is typed letter by letter
CHANNEL = "plan"


class Sources(QObject):
    """Adds up what is dropped, and plans anew in a worker thread whenever that or the form changes.

    Signals:
        cleared: there is no plan, or another one is under way.
        planned: the rows are known.
        failed: why they cannot be.
    """

    cleared = Signal()
    planned = Signal(Planned)
    failed = Signal(Failure)

    def __init__(self, runner: TaskRunner, form: BatchForm, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._form = runner, form
        self.paths: tuple[Path, ...] = ()
        self._without: set[str] = set()
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.plan)
        form.changed.connect(self._on_changed)

    @property
    def is_planning(self) -> bool:
        return self._runner.awaits(CHANNEL) or self._typing.isActive()

    def add(self, paths: Iterable[Path]) -> None:
        """Take more, each once; what was taken out comes back where it is dropped again."""
        more = tuple(paths)
        self._without = {gone for gone in self._without if not _is_meant(gone, more)}
        self.show_paths(tuple(dict.fromkeys((*self.paths, *more))))
        self.plan()

    def take_out(self, paths: Iterable[str]) -> None:
        """Leave files out, and what was dropped if it is these files."""
        self._without.update(paths)
        self.show_paths(tuple(path for path in self.paths if str(path) not in self._without))
        if self.is_planning:
            self.plan()

    def clear(self) -> None:
        """Begin anew with nothing."""
        self._without.clear()
        self.show_paths(())
        self.plan()

    def show_paths(self, paths: tuple[Path, ...]) -> None:
        """Have these, whose rows are known."""
        self.paths = paths
        self._form.propose(paths)

    def plan(self) -> None:
        """Find the files and name their results; while that cannot be done, what was planned stays to be seen."""
        self.stop()
        self.cleared.emit()
        if not self.paths or self._form.problem:
            return
        settings, without = self._form.job_settings(), frozenset(self._without)
        task, out_dir = self._form.chosen_task, self._form.out_dir
        operation = tasks.plan_paths(task, self.paths, out_dir, settings, without)
        self._runner.start(CHANNEL, operation, Handlers(self.planned.emit, self.failed.emit))

    def _on_changed(self) -> None:
        """What was planned no longer holds."""
        self._typing.start()
        self.cleared.emit()

    def stop(self) -> None:
        """Plan no more."""
        self._typing.stop()
        self._runner.drop(CHANNEL)


def _is_meant(gone: str, paths: tuple[Path, ...]) -> bool:
    """Whether a file is one of what was dropped, or below it."""
    return any(gone == str(path) or Path(gone).is_relative_to(path) for path in paths)
