"""The files and folders that were opened of late."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QMenu, QWidget

from desktop.settings import MOST_RECENT, Settings
from desktop.words.retranslated import Retranslated
from desktop.work.task_runner import Handlers, Operation, TaskRunner
from engine.progress import Progress

WIDEST = 420
"""Of a name in the menu, logical pixels."""


class RecentMenu(Retranslated, QMenu):
    """Lists what was opened, the newest first, and only what is still there.

    Whether a file is there is asked in a worker: a folder in a network that sleeps would hold the window up.

    Signals:
        chosen: a path, to be opened again.
        listed: the paths that are shown now.
    """

    chosen = Signal(object)
    listed = Signal(list)

    def __init__(self, runner: TaskRunner, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self._settings = runner, settings
        self._present: list[Path] = []
        self.setToolTipsVisible(True)
        self.clear_list = self.addAction("")
        self.clear_list.triggered.connect(self.forget)
        self.aboutToShow.connect(self.look)
        self._fill()
        self.retranslate()

    def add(self, path: Path) -> None:
        """Put a path first."""
        paths = [path, *(other for other in self._settings.recent if other != path)][:MOST_RECENT]
        self._settings.recent = paths
        self._present = [other for other in paths if other == path or other in self._present]
        self._fill()

    def forget(self) -> None:
        """Clear the list."""
        self._settings.recent = []
        self._present = []
        self._fill()

    def look(self) -> None:
        """Find out which of them are still there."""
        paths = self._settings.recent
        if paths:
            self._runner.start("recent", _present_ones(paths), Handlers(self._on_looked))

    def retranslate(self) -> None:
        self.setTitle(self.tr("Open recent"))
        self.clear_list.setText(self.tr("Clear the list"))

    def _on_looked(self, present: list[Path]) -> None:
        self._present = [path for path in self._settings.recent if path in present]
        self._fill()

    def _fill(self) -> None:
        for action in self.actions():
            if action is not self.clear_list:
                self.removeAction(action)
                action.deleteLater()
        names = [path.name for path in self._present]
        for path in self._present:
            alone = names.count(path.name) == 1
            text = path.name if alone else f"{path.name}   ({path.parent.name})"
            short = self.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, WIDEST)
            action = self.addAction(short.replace("&", "&&"))
            action.setToolTip(str(path))
            action.triggered.connect(partial(self.chosen.emit, path))
            self.insertAction(self.clear_list, action)
        self.insertSeparator(self.clear_list).setVisible(bool(self._present))
        self.clear_list.setEnabled(bool(self._present))
        self.menuAction().setEnabled(bool(self._settings.recent))
        self.listed.emit(list(self._present))


def _present_ones(paths: list[Path]) -> Operation[list[Path]]:
    def run(_: Progress) -> list[Path]:
        return [path for path in paths if path.exists()]

    return Operation(run)
