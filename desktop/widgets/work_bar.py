"""What is going on, how long it will take, and a way to stop it."""

from __future__ import annotations

from typing import Protocol

from PySide6.QtCore import QTimer, Signal
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QPushButton, QWidget

from desktop.words.retranslated import Retranslated
from desktop.words.wording import left_text

SOON_MS = 250


class Advance(Protocol):
    """How far a piece of work is, 0..1, and the seconds that it still takes, where that is known."""

    @property
    def fraction(self) -> float: ...

    @property
    def seconds_left(self) -> float | None: ...


class WorkBar(Retranslated, QWidget):
    """A progress bar that keeps its room when there is nothing to show, so that nothing jumps.

    What is over at once is not announced at all: a flicker tells nobody anything.

    Signals:
        cancelled: the person wants the work to stop.
        restarted: the person wants it after all.
    """

    cancelled = Signal()
    restarted = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.label, self.left = QLabel(), QLabel()
        self.left.setProperty("role", "muted")
        self.bar = QProgressBar()
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        self.cancel, self.restart = QPushButton(), QPushButton()
        self.cancel.clicked.connect(self.cancelled)
        self.restart.clicked.connect(self.restarted)
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(6)
        grid.addWidget(self.label, 0, 0)
        grid.addWidget(self.cancel, 0, 1, 2, 1)
        grid.addWidget(self.restart, 0, 1, 2, 1)
        grid.addWidget(self.left, 1, 0)
        grid.addWidget(self.bar, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        policy = self.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.setSizePolicy(policy)
        self._appear = QTimer(self)
        self._appear.setSingleShot(True)
        self._appear.setInterval(SOON_MS)
        self._appear.timeout.connect(self.show)
        self.retranslate()
        self.hide()

    def begin(self, what: str) -> None:
        """Show that ``what`` has begun."""
        self.label.setText(what)
        self.left.setText("")
        self.bar.setValue(0)
        self.cancel.setEnabled(True)
        self._offer(self.cancel)
        if not self.isVisible():
            self._appear.start()

    def follow(self, progress: Advance) -> None:
        """Show how far it is."""
        self.bar.setValue(round(progress.fraction * 1000))
        self.left.setText(left_text(progress.seconds_left))

    def stopping(self) -> None:
        """Show that the wish to stop was heard."""
        self.label.setText(self.tr("Stopping…"))
        self.left.setText("")
        self.cancel.setEnabled(False)

    def offer_restart(self) -> None:
        """Show that the work was stopped, and how to have it after all."""
        self.label.setText(self.tr("Stopped"))
        self.left.setText("")
        self.bar.setValue(0)
        self._offer(self.restart)
        self._appear.stop()
        self.show()

    def end(self) -> None:
        """Show nothing."""
        self._appear.stop()
        self.hide()

    def retranslate(self) -> None:
        self.cancel.setText(self.tr("Cancel"))
        self.restart.setText(self.tr("Start again"))
        self.bar.setAccessibleName(self.tr("Progress"))

    @property
    def has_focus(self) -> bool:
        """Whether one of its buttons has the keyboard's focus."""
        return self.cancel.hasFocus() or self.restart.hasFocus()

    def _offer(self, button: QPushButton) -> None:
        had_focus = self.has_focus
        button.setVisible(True)
        if had_focus:
            button.setFocus()
        self.cancel.setVisible(button is self.cancel)
        self.restart.setVisible(button is self.restart)
