"""Which Python trains, what it lacks and how that is added, and the command that does the same in a terminal."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QPushButton, QVBoxLayout, QWidget

import engine
from desktop.settings import Settings
from desktop.studio.plan import quoted
from desktop.studio.python import PythonFacts, usual_python
from desktop.widgets.icon_button import IconButton
from desktop.words.retranslated import Retranslated


class Environment(Retranslated, QWidget):
    """The Python with the extra ``training``, and texts to copy.

    Signals:
        asked: another Python is to be looked at: its path.
        choose_asked: a dialog is wanted.
        copied: a line is on the clipboard.
    """

    asked = Signal(str)
    choose_asked = Signal()
    copied = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.facts: PythonFacts | None = None
        self.title, self.path, self.choose, self.state = QLabel(), QLineEdit(), QPushButton(), QLabel()
        self.how = _CopyLine()
        self.command_title, self.command = QLabel(), _CopyLine()
        self._lay_out()
        self.path.setText(settings.training_python or usual_python())
        self.path.setCursorPosition(0)
        self.path.editingFinished.connect(self._on_edited)
        self.choose.clicked.connect(self.choose_asked)
        for line in (self.how, self.command):
            line.copied.connect(self.copied)
        self.retranslate()

    @property
    def can_train(self) -> bool:
        """Whether the Python has all that is needed, as far as is known."""
        return self.facts is not None and self.facts.can_train

    @property
    def python(self) -> str:
        return self.path.text().strip()

    def look(self) -> None:
        """Have the present one looked at."""
        self.facts = None
        self._show()
        self.asked.emit(self.python)

    def choose_python(self, path: str) -> None:
        """Take another one, and remember it."""
        self.path.setText(path)
        self._on_edited()

    def show_facts(self, facts: PythonFacts) -> None:
        """Say what was found out."""
        if facts.path == self.python:
            self.facts = facts
            self._show()

    def show_command(self, text: str) -> None:
        """The command that does the same."""
        self.command.show_text(text)

    def retranslate(self) -> None:
        self.title.setText(self.tr("Python with PyTorch"))
        self.path.setAccessibleName(self.tr("Python with PyTorch"))
        self.path.setPlaceholderText(self.tr("Path of a Python"))
        self.choose.setText(self.tr("Choose…"))
        self.choose.setAccessibleName(self.tr("Choose the Python that trains"))
        self.command_title.setText(self.tr("Command-line equivalent"))
        self.command.name(self.tr("Command-line equivalent"), self.tr("Copy the command"))
        self.how.name(self.tr("Install command"), self.tr("Copy the command"))
        self._show()

    def _lay_out(self) -> None:
        for title in (self.title, self.command_title):
            title.setProperty("role", "title")
        self.state.setProperty("role", "muted")
        self.state.setWordWrap(True)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.path, 1)
        row.addWidget(self.choose)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.title)
        column.addLayout(row)
        column.addWidget(self.state)
        column.addWidget(self.how)
        column.addSpacing(8)
        column.addWidget(self.command_title)
        column.addWidget(self.command)

    def _on_edited(self) -> None:
        if self.python != (self._settings.training_python or usual_python()) or self.facts is None:
            self._settings.training_python = "" if self.python == usual_python() else self.python
            self.look()

    def _show(self) -> None:
        self.state.setText(self._said())
        lacks = self.facts is not None and not self.facts.can_train
        self.how.setVisible(lacks)
        if lacks:
            self.how.show_text(self._remedy())

    def _said(self) -> str:
        facts = self.facts
        if facts is None:
            return self.tr("Looking…")
        if facts.can_train:
            return self.tr("Python {0}: has all that training needs").format(facts.version)
        if not facts.path:
            return self.tr(
                "The installed app cannot train by itself: torch is too large for it. Choose a Python 3.11 or newer "
                "of your own, to which this was added:"
            )
        if not facts.version:
            return self.tr("This is no Python, or it does not answer. Choose one to which this was added:")
        if facts.missing:
            missing = ", ".join(facts.missing)
            return self.tr("Python {0} lacks {1}. This adds what is missing:").format(facts.version, missing)
        if not facts.engine:
            return self.tr("Python {0} lacks Safelight itself. This adds it:").format(facts.version)
        text = self.tr("Python {0} has Safelight {1}, and the app is {2}. This brings it to the same version:")
        return text.format(facts.version, facts.engine, engine.__version__)

    def _remedy(self) -> str:
        known = self.facts is not None and bool(self.facts.version)
        python = self.python if known else "python3"
        return f'{quoted(python)} -m pip install "safelight[training]=={engine.__version__}"'


class _CopyLine(QWidget):
    """A line of text with a button that copies it.

    Signals:
        copied: it is on the clipboard.
    """

    copied = Signal()

    def __init__(self) -> None:
        super().__init__()
        self.text, self.button = QLineEdit(), IconButton("copy", 16)
        self.text.setReadOnly(True)
        self.text.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(8)
        row.addWidget(self.text, 1)
        row.addWidget(self.button)
        self.button.clicked.connect(self._copy)

    def show_text(self, text: str) -> None:
        """Show a text from its beginning."""
        self.text.setText(text)
        self.text.setCursorPosition(0)
        self.text.setToolTip(text)
        self.button.setEnabled(bool(text))

    def name(self, name: str, verb: str) -> None:
        """Set the names for those who cannot see it."""
        self.text.setAccessibleName(name)
        self.button.describe(verb)

    def _copy(self) -> None:
        QGuiApplication.clipboard().setText(self.text.text())
        self.copied.emit()
