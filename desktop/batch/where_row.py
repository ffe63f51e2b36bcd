"""Where results go: into a folder, or beside their originals."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QLineEdit, QPushButton, QWidget

from desktop import dialogs
from desktop.batch.state import folder_of
from desktop.settings import Settings
from desktop.widgets.wheel_guard import guard_wheel
from desktop.words.retranslated import Retranslated
from engine.files.job import Task

ENDINGS: dict[Task, str] = {"compress": "compressed", "reconstruct": "reconstructed", "denoise": "denoised"}


class WhereRow(Retranslated, QWidget):
    """A choice of two, and the folder.

    Until a person names a folder, one of our making is shown, which follows what was dropped.

    Signals:
        edited: results are to go elsewhere.
    """

    edited = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._named = ""
        self._dropped: tuple[Path, ...] = ()
        self._is_tree = False
        self._task: Task = "compress"
        self.title, self.choice, self.target, self.choose = QLabel(), QComboBox(), QLineEdit(), QPushButton()
        self.title.setProperty("role", "muted")
        self.title.setBuddy(self.choice)
        self.choice.addItems(["", ""])
        guard_wheel(self.choice)
        self.target.setAcceptDrops(False)  # the window takes drops: a path dropped as text would be no folder
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in (self.title, self.choice, self.target, self.choose):
            row.addWidget(widget, 1 if widget is self.target else 0)
        self.choice.currentIndexChanged.connect(self._on_choice)
        self.target.editingFinished.connect(self._on_typed)
        self.choose.clicked.connect(self.ask)
        self.retranslate()

    @property
    def beside(self) -> bool:
        """Whether each result goes beside its original."""
        return self.choice.currentIndex() == 1

    @property
    def named(self) -> str:
        """The folder that a person has named; empty where it is of our making."""
        return self._named

    def show_place(self, *, beside: bool, named: str) -> None:
        """Show where results go."""
        self._named = named
        self.choice.setCurrentIndex(int(beside))
        self._show_target()

    @property
    def own(self) -> Path | None:
        """The folder of our making: beside the one that was dropped, or in the one of what was dropped first."""
        if not self._dropped:
            return None
        first, ending = self._dropped[0], ENDINGS[self._task]
        return first.with_name(f"{first.name}-{ending}") if self._is_tree else first.parent / ending

    def propose(self, dropped: tuple[Path, ...]) -> None:
        """Follow what was dropped."""
        self._dropped = dropped
        self._is_tree = len(dropped) == 1 and dropped[0].is_dir()
        self._show_target()

    def serve(self, task: Task) -> None:
        """Follow the task."""
        self._task = task
        self._show_target()

    def ask(self) -> None:
        """Let the person choose a folder."""
        folder = dialogs.ask_folder(self, self.tr("Folder for the results"), self._settings.folder("batch"))
        if folder is not None:
            self._name(str(folder))

    def retranslate(self) -> None:
        self.title.setText(self.tr("Save to"))
        self.choice.setItemText(0, self.tr("Folder…"))
        self.choice.setItemText(1, self.tr("Same folder as the originals"))
        self.choice.setAccessibleName(self.tr("Where results go"))
        self.choose.setText(self.tr("Choose…"))
        self.choose.setAccessibleName(self.tr("Choose the folder for the results"))
        self.target.setAccessibleName(self.tr("Folder for the results"))
        self._show_target()

    def _on_choice(self) -> None:
        self._show_target()
        self.edited.emit()

    def _on_typed(self) -> None:
        if self.target.isModified():
            self._name(self._absolute(self.target.text().strip()))

    def _absolute(self, typed: str) -> str:
        """A folder without a root is meant from where the originals are: where the app was started is nobody's wish."""
        start = self._dropped[0].parent if self._dropped else self._settings.folder("batch")
        return str(start / folder_of(typed)) if typed else ""

    def _name(self, folder: str) -> None:
        self._named = folder
        self._show_target()
        self.edited.emit()

    def _show_target(self) -> None:
        own = "" if self.own is None else str(self.own)
        self.target.setText("" if self.beside else self._named or own)
        self.target.setModified(False)
        self.target.setEnabled(not self.beside)
        self.choose.setEnabled(not self.beside)
        if self.beside:
            self.target.setPlaceholderText(self.tr("Same folder as each original"))
        else:
            self.target.setPlaceholderText(self.tr("New folder next to the originals"))
