"""A line above the table that says what is to be decided, with the buttons for it."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QSizePolicy, QWidget

from desktop.widgets.icon_button import IconButton
from desktop.words.retranslated import Retranslated

MOST = 3


class Notice(Retranslated, QFrame):
    """A sentence and up to three buttons; hidden while there is nothing to decide."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("notice")
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)
        self.text.setWordWrap(True)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.buttons = [QPushButton() for _ in range(MOST)]
        self.close_button = IconButton("close", 16)
        self._calls: list[Callable[[], None]] = []
        row = QHBoxLayout(self)
        row.setContentsMargins(18, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self.text, 1)
        for place, button in enumerate(self.buttons):
            row.addWidget(button)
            button.clicked.connect(lambda _, place=place: self._calls[place]())
        row.addWidget(self.close_button)
        self.close_button.clicked.connect(self.hide)
        self.retranslate()
        self.hide()

    def ask(self, text: str, *choices: tuple[str, Callable[[], None]], can_wait: bool = True) -> None:
        """Say something, and offer what can be done about it.

        Args:
            can_wait: whether it may be put away undecided.
        """
        self.text.setText(text)
        self._calls = [call for _, call in choices]
        for button, (label, _) in zip(self.buttons, choices, strict=False):
            button.setText(label)
        for place, button in enumerate(self.buttons):
            button.setVisible(place < len(choices))
        self.close_button.setVisible(can_wait)
        self.setAccessibleName(text)
        self.show()

    @property
    def must_decide(self) -> bool:
        """Whether something is to be decided before anything else."""
        return not self.isHidden() and self.close_button.isHidden()

    def clear(self) -> None:
        """It has been decided."""
        self.hide()

    def retranslate(self) -> None:
        self.close_button.describe(self.tr("Dismiss"))
