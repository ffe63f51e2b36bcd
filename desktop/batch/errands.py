"""Tasks that somebody chose in a file manager: the page does them at once, one after the other."""

from __future__ import annotations

import dataclasses
from collections.abc import Callable, Sequence
from pathlib import Path

from PySide6.QtCore import QObject, QTimer

from desktop.batch.form import BatchForm
from desktop.batch.run import BatchRun
from desktop.batch.sources import Sources
from desktop.batch.state import PLAIN_NAME, FormState
from desktop.widgets.banner import Banner
from engine.files.job import Task

GATHER_MS = 400
"""Some file managers start the app once for each of the chosen files; those are one batch."""


OWN = ("task", "beside", "existing", "originals", "name")
"""What an errand has settings of its own for."""


class Errands(QObject):
    """Waits until the page is free, then puts the files in it and begins.

    Results go beside their originals and never replace anything, whatever the page was set to; all else is done as the
    page is set. What an earlier run of the app has left unfinished is decided first.
    """

    def __init__(
        self, form: BatchForm, sources: Sources, banner: Banner, begin: Callable[[], None], run: BatchRun
    ) -> None:
        """``begin`` starts the planned batch."""
        super().__init__(form)
        self._form, self._sources, self._banner, self._start, self._run = form, sources, banner, begin, run
        self._waiting: list[tuple[Task, Path]] = []
        self._may_begin = self._is_planning = False
        self._before: FormState | None = None
        self._during: FormState | None = None
        self._gathering = QTimer(self)
        self._gathering.setSingleShot(True)
        self._gathering.setInterval(GATHER_MS)
        self._gathering.timeout.connect(self._begin)
        sources.planned.connect(self._on_planned)
        sources.failed.connect(self._on_failed)

    def add(self, task: Task, paths: Sequence[Path]) -> None:
        """Have this done as soon as the page is free; without files, only choose the task."""
        if not paths and not self._run.is_running:
            self._form.restore(dataclasses.replace(self._form.state(), task=task))
        self._waiting += [(task, path) for path in paths]
        self._gathering.start()

    def allow(self) -> None:
        """Begin from now on: it is known whether an earlier run has left something, and it was decided."""
        self._may_begin = True
        self.go_on()

    def go_on(self) -> None:
        """The page may be free."""
        if self._waiting:
            self._gathering.start()

    def stop(self) -> None:
        """Begin nothing any more."""
        self._gathering.stop()
        self._waiting.clear()

    def own_settings(self) -> FormState:
        """What the person has set, but for what an errand has."""
        state = self._form.state()
        if self._before is None or self._during is None:
            return state
        own = {name: getattr(self._before, name) for name in OWN if getattr(state, name) == getattr(self._during, name)}
        return dataclasses.replace(state, **own)

    def _begin(self) -> None:
        if not self._waiting or self._is_planning:
            return
        if self._run.is_running or not self._may_begin:
            self._banner.inform(self.tr("Queued: starts after the current batch."))
            return
        task = self._waiting[0][0]
        paths = [path for wanted, path in self._waiting if wanted == task]
        self._waiting = [entry for entry in self._waiting if entry[0] != task]
        self._before = self.own_settings()
        self._during = dataclasses.replace(
            self._before, task=task, beside=True, existing="rename", originals="keep", name=PLAIN_NAME
        )
        self._sources.clear()
        self._form.show_state(self._during)
        self._is_planning = True
        self._sources.add(paths)

    def _on_planned(self) -> None:
        if self._is_planning:
            self._is_planning = False
            self._start()
            self.go_on()

    def _on_failed(self) -> None:
        self._is_planning = False
        self.go_on()
