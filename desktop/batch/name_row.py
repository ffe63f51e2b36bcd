"""What results are called: a pattern, and what it makes of the first file."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QHBoxLayout, QLabel, QLineEdit, QMenu, QWidget

from desktop.batch.state import PLAIN_NAME
from desktop.widgets.elided_label import ElidedLabel
from desktop.widgets.icon_button import IconButton
from desktop.words.messages import translated
from desktop.words.retranslated import Retranslated
from engine.files.patterns import NAME_FIELDS

WIDTH = 210


class NameRow(Retranslated, QWidget):
    """A line for the pattern, its fields in a menu, and an example that turns into an error.

    Signals:
        edited: the pattern was changed.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.pattern, self.example = QLabel(), QLineEdit(), ElidedLabel()
        self.fields, self._menu = IconButton("plus", 16), QMenu(self)
        self._actions = [self._add_field(name) for name in NAME_FIELDS]
        self.title.setProperty("role", "muted")
        self.title.setBuddy(self.pattern)
        self.example.setObjectName("nameExample")
        self.pattern.setFixedWidth(WIDTH)
        self.pattern.setPlaceholderText(PLAIN_NAME)
        self.pattern.setAcceptDrops(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(10)
        for widget in (self.title, self.pattern, self.fields, self.example):
            row.addWidget(widget, 1 if widget is self.example else 0)
        self.fields.clicked.connect(self._show_fields)
        self.pattern.textChanged.connect(lambda _: self.edited.emit())
        self.retranslate()

    @property
    def value(self) -> str:
        """The pattern; where nothing is written, the one that changes nothing."""
        return self.pattern.text() if self.pattern.text().strip() else PLAIN_NAME

    def show_value(self, pattern: str) -> None:
        """Write a pattern; the one that changes nothing is shown as a hint alone."""
        if pattern != self.value:
            self.pattern.setText("" if pattern == PLAIN_NAME else pattern)

    def show_example(self, source: Path, output: Path) -> None:
        """Show what becomes of a name."""
        self._tell(f"{source.name}  →  {output.name}", is_error=False)

    def show_problem(self, reason: str) -> None:
        """Show what is wrong with the pattern; nothing where nothing is known."""
        self._tell(translated(reason), is_error=bool(reason))

    def retranslate(self) -> None:
        self.title.setText(self.tr("Name"))
        self.pattern.setAccessibleName(self.tr("Names of the results"))
        self.fields.describe(self.tr("Add to the name"))
        texts = {
            "name": self.tr("Name of the original"),
            "task": self.tr("What was done"),
            "folder": self.tr("Folder of the original"),
            "date": self.tr("Date of the original"),
            "number": self.tr("Number in the batch"),
            "quality": self.tr("Quality"),
            "width": self.tr("Width"),
            "height": self.tr("Height"),
        }
        for name, action in zip(NAME_FIELDS, self._actions, strict=True):
            action.setText(f"{texts.get(name, name)}\t{{{name}}}")

    def _add_field(self, name: str) -> QAction:
        action = QAction(self._menu)
        action.triggered.connect(lambda: self._insert(f"{{{name}}}"))
        self._menu.addAction(action)
        return action

    def _insert(self, field: str) -> None:
        if not self.pattern.text():
            self.pattern.setText(f"{PLAIN_NAME}-" if field != PLAIN_NAME else "")
            self.pattern.end(False)
        self.pattern.insert(field)
        self.pattern.setFocus()

    def _show_fields(self) -> None:
        self._menu.popup(self.fields.mapToGlobal(self.fields.rect().bottomLeft()))

    def _tell(self, text: str, *, is_error: bool) -> None:
        self.example.setText(text)
        if bool(self.example.property("wrong")) != is_error:
            self.example.setProperty("wrong", is_error)
            self.example.style().polish(self.example)
        self.pattern.setAccessibleDescription(text)
