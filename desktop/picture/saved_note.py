"""What has become of a file that was saved, with a way to it."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtWidgets import QHBoxLayout, QPushButton, QWidget

from desktop.widgets.elided_label import ElidedLabel
from desktop.words.retranslated import Retranslated
from desktop.work import files


class SavedNote(Retranslated, QWidget):
    """One line: what waits to be saved, or what was; hidden while there is nothing to tell."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.text, self.reveal = ElidedLabel(), QPushButton()
        self.text.setProperty("role", "muted")
        self.reveal.setProperty("role", "link")
        self._path: Path | None = None
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self.text, 1)
        row.addWidget(self.reveal)
        self.reveal.clicked.connect(self._on_reveal)
        self.retranslate()
        self.hide()

    def tell(self, text: str, saved: Path | None = None) -> None:
        """Say what is going on; with the file that was ``saved``, how to get to it."""
        self.text.setText(text)
        self._path = saved
        self.reveal.setVisible(saved is not None)
        self.show()

    def retranslate(self) -> None:
        self.reveal.setText(self.tr("Show in folder"))

    def _on_reveal(self) -> None:
        if self._path is not None and not files.reveal(self._path):
            self.text.setText(str(self._path))  # no file manager answers: at least the way is told
