"""The card of one model."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QScrollArea, QVBoxLayout, QWidget

from desktop.models.card_texts import Section, kind_text, purpose_text, sections, use_text
from desktop.models.tasks import InstalledModel
from desktop.words.retranslated import Retranslated


class CardView(Retranslated, QScrollArea):
    """What is known of the chosen model, in parts that can be read and selected.

    Signals:
        folder_asked: the folder with the model's files is to be shown.
        export_asked, remove_asked: a model that was added is to be packed up, or deleted.
    """

    folder_asked = Signal()
    export_asked = Signal()
    remove_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("card")
        self.setWidgetResizable(True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._model: InstalledModel | None = None
        self._body = QWidget()
        self.folder, self.export, self.remove = (QPushButton(self._body) for _ in range(3))
        for button, signal in (
            (self.folder, self.folder_asked), (self.export, self.export_asked), (self.remove, self.remove_asked),
        ):  # fmt: skip
            button.clicked.connect(signal)
            button.hide()
        self.setWidget(self._body)
        self._column = QVBoxLayout(self._body)
        self._column.setContentsMargins(28, 24, 28, 24)
        self._column.setSpacing(8)
        self._parts: list[QWidget] = []
        self.retranslate()

    def show_model(self, model: InstalledModel | None) -> None:
        """Show a model's card, or none."""
        self._model = model
        self._fill()
        self.verticalScrollBar().setValue(0)

    def text(self) -> str:
        """All that is shown, line by line."""
        return "\n".join(label.text() for label in self._body.findChildren(QLabel))

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Card of the chosen model"))
        self.folder.setText(self.tr("Show the folder"))
        self.export.setText(self.tr("Export…"))
        self.export.setToolTip(self.tr("Export as zip to share"))
        self.remove.setText(self.tr("Remove…"))
        self._fill()

    def _fill(self) -> None:
        for part in self._parts:
            self._column.removeWidget(part)
            part.hide()
            part.deleteLater()
        self._parts = []
        while self._column.takeAt(0) is not None:
            pass
        self.folder.setVisible(self._model is not None)
        for button in (self.export, self.remove):
            button.setVisible(self._model is not None and self._model.card.is_own)
        if self._model is None:
            return
        card = self._model.card
        self._add(_label(kind_text(card.kind), "hero"))
        self._add(_label(f"{card.id}   ·   {use_text(self._model)}", "muted"))
        self._add(_label(purpose_text(card)))
        self._add(_label(card.title, "muted"))
        for section in sections(self._model):
            self._column.addSpacing(12)
            self._add(_part(section))
        self._column.addSpacing(12)
        row = QHBoxLayout()
        for button in (self.folder, self.export, self.remove):
            row.addWidget(button)
        row.addStretch()
        self._column.addLayout(row)
        self._column.addStretch()

    def _add(self, widget: QWidget) -> None:
        self._column.addWidget(widget)
        self._parts.append(widget)


def _part(section: Section) -> QWidget:
    title, rows = section
    part = QWidget()
    grid = QGridLayout(part)
    grid.setContentsMargins(0, 0, 0, 0)
    grid.setHorizontalSpacing(24)
    grid.setVerticalSpacing(5)
    grid.addWidget(_label(title, "title"), 0, 0, 1, 2)
    for place, (name, value) in enumerate(rows, start=1):
        name_label, value_label = _label(name, "muted"), _label(value)
        value_label.setAccessibleName(f"{name}: {value}")
        grid.addWidget(name_label, place, 0, Qt.AlignmentFlag.AlignTop)
        grid.addWidget(value_label, place, 1, Qt.AlignmentFlag.AlignTop)
    grid.setColumnStretch(0, 2)
    grid.setColumnStretch(1, 3)
    return part


def _label(text: str, role: str = "") -> QLabel:
    label = QLabel(text)
    label.setTextFormat(Qt.TextFormat.PlainText)
    label.setWordWrap(True)
    label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    if role:
        label.setProperty("role", role)
    return label
