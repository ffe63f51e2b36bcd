"""Above the table: what can be added, and which rows are shown."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLineEdit, QMenu, QPushButton, QWidget

from desktop.batch.rows import KINDS, Kind
from desktop.widgets.icon_button import IconButton
from desktop.widgets.wheel_guard import guard_wheel
from desktop.words.retranslated import Retranslated


class FilterBar(Retranslated, QFrame):
    """Buttons to add files, a menu for the whole list, and a filter by state and text.

    Signals:
        narrowed: other rows are wanted.
    """

    narrowed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("filterbar")
        self.add_files, self.add_folder, self.more = QPushButton(), QPushButton(), IconButton("more", 16)
        self.menu = QMenu(self)
        self.report, self.clear = QAction(self.menu), QAction(self.menu)
        self.menu.addActions([self.report, self.clear])
        self.state, self.text = QComboBox(), QLineEdit()
        for kind in KINDS:
            self.state.addItem("", kind)
        guard_wheel(self.state)
        self.text.setClearButtonEnabled(True)
        self.text.setAcceptDrops(False)
        self.text.setMinimumWidth(120)
        self.text.setMaximumWidth(260)
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 18, 8)
        row.setSpacing(8)
        for widget in (self.add_files, self.add_folder, self.more):
            row.addWidget(widget)
        row.addStretch(1)
        row.addWidget(self.state)
        row.addWidget(self.text, 2)
        self.more.clicked.connect(lambda: self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.state.currentIndexChanged.connect(self.narrowed)
        self.text.textChanged.connect(self.narrowed)
        self.retranslate()

    @property
    def kind(self) -> Kind:
        """The state that rows are to be in."""
        return cast(Kind, self.state.currentData())

    def show_kind(self, kind: Kind) -> None:
        """Narrow the table to a state, whatever the text."""
        self.text.clear()
        self.state.setCurrentIndex(KINDS.index(kind))

    def focus_text(self) -> None:
        """Put the cursor into the filter."""
        self.text.setFocus()
        self.text.selectAll()

    def offer(self, *, can_add: bool, can_clear: bool, has_report: bool) -> None:
        """Offer what makes sense now."""
        for button in (self.add_files, self.add_folder):
            button.setEnabled(can_add)
        self.clear.setEnabled(can_clear)
        self.report.setEnabled(has_report)

    def retranslate(self) -> None:
        self.add_files.setText(self.tr("Add files…"))
        self.add_folder.setText(self.tr("Add folder…"))
        self.more.describe(self.tr("The whole list: report, clear"))
        self.report.setText(self.tr("Save a report…"))
        self.clear.setText(self.tr("Clear the list"))
        texts = (self.tr("All"), self.tr("Waiting"), self.tr("Done"), self.tr("Failed"), self.tr("Skipped"))
        for index, text in enumerate(texts):
            self.state.setItemText(index, text)
        self.state.setAccessibleName(self.tr("Show only files of this state"))
        self.text.setAccessibleName(self.tr("Show only files with this text"))
        self.text.setPlaceholderText(self.tr("Filter"))
