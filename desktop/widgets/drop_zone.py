"""The empty page: it invites a drop and says what can be done here."""

from __future__ import annotations

from functools import partial
from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.look.icons import line_pixmap
from desktop.look.theme import theme_of

HINT_ICONS = {"picture": ("side", "fit", "batch"), "batch": ("batch", "warning", "next")}
HINTS = 3
MOST_RECENT = 4
HINT_WIDTH = 210
ROOMY_HEIGHT = 330
SEPARATOR = "   ·   "
"""Between the parts of a hint, each of which gets a line of its own."""


class DropZone(QWidget):
    """A large dashed frame with an icon, a sentence, a button and a few hints.

    Signals:
        asked: the button was pressed.
        recent_chosen: the path of a file that was opened of late.
        sample_asked: the link below it was pressed; it is there once :meth:`offer_sample` has named it.
    """

    asked = Signal()
    sample_asked = Signal()
    recent_chosen = Signal(object)

    def __init__(self, icon: str, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._icon = icon
        self._roomy = True
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
        self.sample = QPushButton()
        self.sample.setProperty("role", "link")
        self.sample.setCursor(Qt.CursorShape.PointingHandCursor)
        self.sample.clicked.connect(self.sample_asked)
        self.sample.hide()
        self._recent: list[QPushButton] = []
        self._recent_column = QVBoxLayout()
        self._recent_column.setSpacing(0)
        self.hints = [QLabel(alignment=Qt.AlignmentFlag.AlignHCenter | Qt.AlignmentFlag.AlignTop) for _ in range(HINTS)]
        self._signs = [QLabel(alignment=Qt.AlignmentFlag.AlignCenter) for _ in range(HINTS)]
        for hint in self.hints:
            hint.setProperty("role", "muted")
            hint.setWordWrap(True)
            hint.setMaximumWidth(HINT_WIDTH)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self._tint()

    def describe(self, headline: str, detail: str, button: str, hints: list[str]) -> None:
        """Set the texts."""
        self.setAccessibleName(headline)
        self.headline.setText(headline)
        self.detail.setText(detail)
        self.button.setText(button)
        for label, text in zip(self.hints, [*hints, *[""] * HINTS], strict=False):
            label.setText(text.replace(SEPARATOR, "\n"))
            label.setMaximumWidth(HINT_WIDTH if len(hints) > 1 else 2 * HINT_WIDTH)
        self._show_extras()

    def offer_sample(self, text: str) -> None:
        """Offer something to try, for those who have no file at hand."""
        self.sample.setText(text)
        self.sample.show()

    def show_recent(self, paths: list[Path]) -> None:
        """Offer what was opened of late."""
        for link in self._recent:
            link.deleteLater()
        self._recent = [
            QPushButton(path.name if len(path.name) <= 40 else f"{path.name[:24]}…{path.name[-14:]}")
            for path in paths[:MOST_RECENT]
        ]
        for link, path in zip(self._recent, paths, strict=False):
            link.setProperty("role", "link")
            link.setToolTip(str(path))
            link.setCursor(Qt.CursorShape.PointingHandCursor)
            link.clicked.connect(partial(self.recent_chosen.emit, path))
            self._recent_column.addWidget(link, 0, Qt.AlignmentFlag.AlignHCenter)
        self._show_extras()

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
        below = QHBoxLayout()
        below.addStretch()
        below.addWidget(self.sample)
        below.addStretch()
        column.addLayout(below)
        column.addLayout(self._recent_column)
        column.addStretch(2)
        column.addLayout(self._hint_row())
        column.addStretch(1)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(28, 20, 28, 20)
        outer.addWidget(self.frame)

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little height, the invitation itself is what stays."""
        self._roomy = event.size().height() >= ROOMY_HEIGHT
        self._show_extras()
        super().resizeEvent(event)

    def _show_extras(self) -> None:
        self._picture.setVisible(self._roomy)
        for link in self._recent:
            link.setVisible(self._roomy)
        for sign, hint in zip(self._signs, self.hints, strict=True):
            for label in (sign, hint):
                label.setVisible(self._roomy and bool(hint.text()))

    def _hint_row(self) -> QHBoxLayout:
        row = QHBoxLayout()
        row.setSpacing(28)
        row.addStretch(1)
        for sign, hint in zip(self._signs, self.hints, strict=True):
            column = QVBoxLayout()
            column.setSpacing(6)
            column.addWidget(sign)
            column.addWidget(hint, 1)
            row.addLayout(column, 4)
        row.addStretch(1)
        return row

    def _tint(self) -> None:
        theme, ratio = theme_of(self), self.devicePixelRatioF()
        self._picture.setPixmap(line_pixmap(self._icon, theme.accent, 64, ratio))
        for sign, name in zip(self._signs, HINT_ICONS.get(self._icon, ("drop",) * HINTS), strict=True):
            sign.setPixmap(line_pixmap(name, theme.muted, 22, ratio))
