"""The file that Save will write: its format, the quality of a lossy one, and its size."""

from __future__ import annotations

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QLabel, QSpinBox, QVBoxLayout, QWidget

import engine
from desktop.widgets.wheel_guard import guard_wheel
from desktop.words.retranslated import Retranslated
from desktop.words.wording import format_name, size_text

LATENT = "latent"
QUALITIES = {"jpeg": 90, "webp": 90, "avif": 80}
"""The lossy formats with the quality that each begins with, 0..100."""
TYPING_MS = 500


class OutputRow(Retranslated, QWidget):
    """A list of formats, a number for the quality, and a line that says what comes of them.

    Signals:
        changed: another format or quality was chosen.
    """

    changed = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.format, self.quality, self.hint = QLabel(), QComboBox(), QSpinBox(), QLabel()
        self.title.setProperty("role", "title")
        self.hint.setProperty("role", "figure")
        self.hint.setWordWrap(True)
        self.quality.setRange(1, 100)
        self.quality.setFixedWidth(52)
        self.quality.setAlignment(Qt.AlignmentFlag.AlignRight)
        self._qualities = dict(QUALITIES)
        self._bytes: int | None = None
        guard_wheel(self.format)
        guard_wheel(self.quality)
        row = QHBoxLayout()
        row.setSpacing(8)
        row.addWidget(self.title)
        row.addWidget(self.format, 1)
        row.addWidget(self.quality)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(4)
        column.addLayout(row)
        column.addWidget(self.hint)
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self._typing.timeout.connect(self.changed)
        self.format.currentIndexChanged.connect(self._on_format)
        self.quality.valueChanged.connect(self._on_quality)
        self.retranslate()

    @property
    def choice(self) -> str:
        """``latent`` or the name of a format of pictures."""
        return str(self.format.currentData() or LATENT)

    @property
    def suffix(self) -> str:
        """Of the file that will be written."""
        return engine.LATENT_SUFFIX if self.choice == LATENT else engine.WRITABLE_FORMATS[self.choice]

    @property
    def chosen_quality(self) -> int | None:
        """Of a lossy format, 1..100; ``None`` for the others."""
        return self._qualities.get(self.choice)

    def offer(self, formats: list[str], chosen: str) -> None:
        """List formats; the one that is chosen stays only if it was chosen for the same list."""
        self.format.blockSignals(True)
        self.format.clear()
        for name in formats:
            self.format.addItem(format_name(name), name)
        self.format.setCurrentIndex(max(0, self.format.findData(chosen)))
        self.format.blockSignals(False)
        self._on_format()

    @property
    def bytes(self) -> int | None:
        """Of a file of another format than ``.latent``, as far as it is known."""
        return self._bytes

    def show_size(self, size: int | None) -> None:
        """Tell how large the file will be, bytes; ``None`` while that is not known."""
        self._bytes = size
        self._explain()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Save as"))
        self.format.setAccessibleName(self.tr("Format of the saved file"))
        self.quality.setAccessibleName(self.tr("Quality of the saved file"))
        self.quality.setToolTip(self.tr("Quality of the saved file, 1 to 100"))
        self._explain()

    def _on_format(self) -> None:
        quality = self.chosen_quality
        self.quality.setVisible(quality is not None)
        if quality is not None:
            self.quality.blockSignals(True)
            self.quality.setValue(quality)
            self.quality.blockSignals(False)
        self._typing.stop()
        self._bytes = None
        self._explain()
        self.changed.emit()

    def _on_quality(self, quality: int) -> None:
        self._qualities[self.choice] = quality
        self.show_size(None)
        self._typing.start()

    def _explain(self) -> None:
        if self.choice == LATENT:
            self.hint.setText(self.tr("Smallest, but only Safelight opens it. To share with others, choose JPEG."))
        elif self._bytes is None:
            self.hint.setText(self.tr("Opens everywhere."))
        else:
            self.hint.setText(self.tr("Opens everywhere. About {0}.").format(size_text(self._bytes)))
