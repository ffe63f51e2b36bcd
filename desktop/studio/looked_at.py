"""One picture as a model sees it: original, reconstruction, and where they differ."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

from desktop.studio.tasks import LookedAt
from desktop.widgets.elided_label import ElidedLabel
from desktop.widgets.icon_button import IconButton
from desktop.widgets.picture_pane import PicturePane
from desktop.words.retranslated import Retranslated


class LookedAtView(Retranslated, QWidget):
    """Three panes, the error, and a way into the viewer.

    Signals:
        viewer_asked: both pictures, a :class:`~desktop.work.comparison.Comparison`.
    """

    viewer_asked = Signal(object)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.original, self.again, self.heat = (PicturePane() for _ in range(3))
        self.captions = [QLabel() for _ in range(3)]
        self.name, self.score = ElidedLabel(), QLabel()
        self.in_viewer, self.close_button = QPushButton(), IconButton("close", 14)
        self.found: LookedAt | None = None
        self._lay_out()
        self.in_viewer.clicked.connect(self._ask)
        self.close_button.clicked.connect(lambda: self.show_found(None))
        self.show_found(None)

    def show_found(self, found: LookedAt | None) -> None:
        """Show a picture; ``None`` for none."""
        self.found = found
        self.setVisible(found is not None)
        if found is not None:
            self.name.setText(found.comparison.name)
            self.original.show_image(found.picture)
            self.again.show_image(found.again)
            self.heat.show_image(found.heat)
        self.retranslate()

    def retranslate(self) -> None:
        texts = (self.tr("Original"), self.tr("Reconstruction"), self.tr("Where they differ"))
        for pane, caption, text in zip((self.original, self.again, self.heat), self.captions, texts, strict=True):
            pane.describe(text)
            caption.setText(text)
        self.in_viewer.setText(self.tr("Open in the viewer"))
        self.in_viewer.setToolTip(self.tr("Side by side with the reconstruction; the difference is a heat map there"))
        self.close_button.describe(self.tr("Close"))
        if self.found is not None:
            self.score.setText(self.tr("Mean squared error {0}").format(f"{self.found.score:.4g}"))
            self.score.setToolTip(self.tr("The larger, the less it resembles what was learned"))

    def _lay_out(self) -> None:
        self.name.setProperty("role", "title")
        self.score.setProperty("role", "muted")
        head = QHBoxLayout()
        head.setSpacing(12)
        head.addWidget(self.name, 1)
        for widget in (self.score, self.in_viewer, self.close_button):
            head.addWidget(widget)
        row = QHBoxLayout()
        row.setSpacing(16)
        for pane, caption in zip((self.original, self.again, self.heat), self.captions, strict=True):
            caption.setProperty("role", "muted")
            box = QVBoxLayout()
            box.setSpacing(6)
            box.addWidget(pane, 1)
            box.addWidget(caption)
            row.addLayout(box, 1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addLayout(head)
        column.addLayout(row, 1)

    def _ask(self) -> None:
        if self.found is not None:
            self.viewer_asked.emit(self.found.comparison)
