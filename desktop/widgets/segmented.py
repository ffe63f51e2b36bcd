"""One choice out of a few, side by side."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QHBoxLayout, QPushButton, QSizePolicy, QWidget


class Segmented(QFrame):
    """A row of buttons of which exactly one is down.

    Tab goes to that one, the arrow keys to its neighbours, which presses them.

    Signals:
        chosen: the key of the newly chosen button; only when a person or :meth:`choose` changes it.
    """

    chosen = Signal(str)

    def __init__(self, keys: tuple[str, ...], parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("segmented")
        self._group = QButtonGroup(self)
        self._buttons: dict[str, QPushButton] = {}
        row = QHBoxLayout(self)
        row.setContentsMargins(3, 3, 3, 3)
        row.setSpacing(2)
        for key in keys:
            button = QPushButton()
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
            button.setSizePolicy(QSizePolicy.Policy.MinimumExpanding, QSizePolicy.Policy.Fixed)
            self._group.addButton(button)
            self._buttons[key] = button
            row.addWidget(button)
            button.toggled.connect(lambda on, key=key: self._on_toggled(key, on))
        self._buttons[keys[0]].setChecked(True)

    @property
    def choice(self) -> str:
        """The key of the button that is down."""
        return next(key for key, button in self._buttons.items() if button.isChecked())

    def choose(self, key: str) -> None:
        """Press a button down."""
        self._buttons[key].setChecked(True)

    def button(self, key: str) -> QPushButton:
        """The button of a key."""
        return self._buttons[key]

    def label(self, **texts: str) -> None:
        """Set the texts of the buttons by their keys."""
        for key, text in texts.items():
            self._buttons[key].setText(text)
            self._buttons[key].setAccessibleName(text)
        self.setAccessibleName(" / ".join(button.text() for button in self._buttons.values()))

    def _on_toggled(self, key: str, on: bool) -> None:
        policy = Qt.FocusPolicy.StrongFocus if on else Qt.FocusPolicy.ClickFocus
        self._buttons[key].setFocusPolicy(policy)  # Qt does so once one has the focus, but not before
        if on:
            self.chosen.emit(key)
