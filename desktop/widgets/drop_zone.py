"""The empty page: it invites a drop and says what can be done here."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.look.icons import line_pixmap
from desktop.look.theme import theme_of

HINTS = 3


class DropZone(QWidget):
    """A large dashed frame with an icon, a sentence, a button and a few hints.

    Signals:
        asked: the button was pressed.
    """

    asked = Signal()

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self.frame = QFrame()
        self.frame.setObjectName("dropzone")
        self._picture = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.headline = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.headline.setProperty("role", "hero")
        self.detail = QLabel(alignment=Qt.AlignmentFlag.AlignCenter)
        self.detail.setProperty("role", "detail")
        self.detail.setWordWrap(True)
        self.button = QPushButton()
        self.button.setProperty("role", "primary")
        self.button.clicked.connect(self.asked)
        self.hints = [QLabel(alignment=Qt.AlignmentFlag.AlignCenter) for _ in range(HINTS)]
        for hint in self.hints:
            hint.setProperty("role", "muted")
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._tint()

    def describe(self, headline: str, detail: str, button: str, hints: list[str]) -> None:
        """Set the texts."""
        self.headline.setText(headline)
        self.detail.setText(detail)
        self.button.setText(button)
        for label, text in zip(self.hints, [*hints, *[""] * HINTS], strict=False):
            label.setText(text)
            label.setVisible(bool(text))

    def set_over(self, over: bool) -> None:
        """Light up while something is dragged over the window."""
        self.frame.setProperty("over", "true" if over else "false")
        self.frame.style().unpolish(self.frame)
        self.frame.style().polish(self.frame)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self.frame)
        column.setContentsMargins(40, 20, 40, 20)
        column.setSpacing(10)
        column.addStretch(3)
        column.addWidget(self._picture)
        column.addSpacing(6)
        column.addWidget(self.headline)
        column.addWidget(self.detail)
        column.addSpacing(12)
        middle = QHBoxLayout()
        middle.addStretch()
        middle.addWidget(self.button)
        middle.addStretch()
        column.addLayout(middle)
        column.addStretch(2)
        for hint in self.hints:
            column.addWidget(hint)
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 20, 28, 20)
        outer.addWidget(self.frame)

    def _tint(self) -> None:
        self._picture.setPixmap(line_pixmap(self._icon, theme_of(self).accent, 64, self.devicePixelRatioF()))
