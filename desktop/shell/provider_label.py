"""A word in the status bar about what the models run on."""

from __future__ import annotations

from PySide6.QtWidgets import QLabel, QWidget

import engine
from desktop.words.messages import translated
from desktop.words.retranslated import Retranslated


class ProviderLabel(Retranslated, QLabel):
    """Empty until it is known; why it is not the graphics card is in the tool tip."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._report: engine.ProviderReport | None = None

    def show_provider(self, report: engine.ProviderReport) -> None:
        """Show what the models run on."""
        self._report = report
        self.retranslate()

    def retranslate(self) -> None:
        if self._report is not None:
            self.setText(self._report.provider)
            self.setToolTip(translated(self._report.reason))
            self.setAccessibleName(self.text())
