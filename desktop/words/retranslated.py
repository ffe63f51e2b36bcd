"""Texts that follow the language of the app."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent

if TYPE_CHECKING:
    from PySide6.QtWidgets import QWidget as _Widget
else:
    _Widget = object  # the widget comes from the class that this is mixed into


class Retranslated(_Widget):
    """Stands before the widget's own class, and calls ``retranslate`` whenever the language changes."""

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        raise NotImplementedError
