"""Which denoiser works, where there are several."""

from __future__ import annotations

from typing import Literal, cast

from PySide6.QtCore import QCoreApplication, Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QLabel, QWidget

from desktop.widgets.segmented import Segmented
from desktop.words.retranslated import Retranslated

Denoiser = Literal["fast", "best"]
DENOISERS: tuple[Denoiser, ...] = ("fast", "best")
WIDTH = 180  # of the buttons that stand beside others, in every language


def denoiser_text(denoiser: Denoiser) -> str:
    """What a person calls it."""
    if denoiser == "best":
        return QCoreApplication.translate("DenoiserChoice", "Best")
    return QCoreApplication.translate("DenoiserChoice", "Fast")


class DenoiserChoice(Retranslated, QWidget):
    """Fast or best, and what the better one costs; not seen before it is known that there are both.

    Signals:
        changed: the choice, or what it comes to, is another one.
    """

    changed = Signal()

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._is_alone = False
        self.title, self.choices, self.hint = QLabel(), Segmented(DENOISERS), QLabel()
        self.title.setProperty("role", "title")
        self.hint.setProperty("role", "figure")
        upright = orientation is Qt.Orientation.Vertical
        self.hint.setWordWrap(upright)
        layout = QBoxLayout(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6 if upright else 12)
        for widget in (self.title, self.choices, self.hint):
            layout.addWidget(widget)
        if not upright:
            self.choices.setFixedWidth(WIDTH)
            layout.addStretch()
        self.hide()
        self.choices.chosen.connect(self._on_chosen)
        self.retranslate()

    @property
    def choice(self) -> Denoiser:
        """What a person has chosen."""
        return cast(Denoiser, self.choices.choice)

    @property
    def in_use(self) -> Denoiser:
        """What works: the fast one where there is no other, whatever was chosen while there was."""
        return "fast" if self._is_alone else self.choice

    def choose(self, denoiser: str) -> None:
        """Choose, and tell where that changes something."""
        self.choices.choose(denoiser)

    def offer(self, count: int) -> None:
        """So many are installed."""
        before, self._is_alone = self.in_use, count < len(DENOISERS)
        self.setVisible(not self._is_alone)
        if self.in_use != before:
            self.changed.emit()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Model"))
        self.choices.label(fast=denoiser_text("fast"), best=denoiser_text("best"))
        self.hint.setText(self.tr("Best: cleaner, about 8 times slower."))
        for denoiser in DENOISERS:
            self.choices.button(denoiser).setAccessibleDescription(self.hint.text())

    def _on_chosen(self) -> None:
        self.changed.emit()
