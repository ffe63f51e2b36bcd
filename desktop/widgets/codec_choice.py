"""Which codec new files are made with, where a person has added one."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QComboBox, QLabel, QSizePolicy, QWidget

from desktop.widgets.wheel_guard import guard_wheel
from desktop.words.retranslated import Retranslated

OWN = ""
"""The program's codec."""


class CodecChoice(Retranslated, QWidget):
    """The program's codec or one of one's own; not seen while there is only the former.

    Signals:
        changed: the choice, or what it comes to, is another one.
    """

    changed = Signal()

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.title, self.box, self.hint = QLabel(), QComboBox(), QLabel()
        self._wanted, self._is_known = OWN, False
        self.title.setProperty("role", "title")
        self.hint.setProperty("role", "figure")
        upright = orientation is Qt.Orientation.Vertical
        self.hint.setWordWrap(True)
        self.hint.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Preferred)
        layout = QBoxLayout(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(6 if upright else 12)
        for widget in (self.title, self.box, self.hint):
            layout.addWidget(widget)
        self.box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        guard_wheel(self.box)
        self.box.addItem("", OWN)
        self.hide()
        self.box.currentIndexChanged.connect(self._on_chosen)
        self.retranslate()

    @property
    def choice(self) -> str:
        """What a person has chosen, be it installed or not; empty for the program's."""
        return self._wanted

    @property
    def in_use(self) -> str | None:
        """The id of the codec that works; ``None`` for the program's, also where the chosen one is gone.

        Until it is known which ones are installed, the chosen one counts as such.
        """
        return (self.box.currentData() if self._is_known else self._wanted) or None

    def choose(self, codec: str) -> None:
        """Choose, and tell where that changes something."""
        if codec == self._wanted:
            return
        before, self._wanted = self.in_use, codec
        self._select()
        if self.in_use != before:
            self.changed.emit()

    def offer(self, codecs: Sequence[str]) -> None:
        """These are installed beside the program's."""
        before, self._is_known = self.in_use, True
        self.box.blockSignals(True)
        while self.box.count() > 1:
            self.box.removeItem(1)
        for codec in codecs:
            self.box.addItem(codec, codec)
        self.box.blockSignals(False)
        self._select()
        self.setVisible(bool(codecs))
        if self.in_use != before:
            self.changed.emit()

    def retranslate(self) -> None:
        self.title.setText(self.tr("Codec"))
        self.box.setItemText(0, self.tr("Safelight's"))
        self.box.setAccessibleName(self.tr("Codec"))
        self._explain()

    def _select(self) -> None:
        self.box.blockSignals(True)
        self.box.setCurrentIndex(max(0, self.box.findData(self._wanted)))
        self.box.blockSignals(False)
        self._explain()

    def _on_chosen(self) -> None:
        self._wanted = self.box.currentData()
        self._explain()
        self.changed.emit()

    def _explain(self) -> None:
        text = self.tr("Files open only where the model {0} is installed.").format(self.in_use) if self.in_use else ""
        self.hint.setText(text)
        self.box.setAccessibleDescription(text)
