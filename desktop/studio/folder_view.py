"""What is seen of a folder of pictures: a map, labels that are told right, or what is strange."""

from __future__ import annotations

import math

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QLabel, QStackedWidget, QVBoxLayout, QWidget

from desktop.studio.folder_tasks import Surveyed
from desktop.studio.labels_panel import LabelsPanel
from desktop.studio.map_panel import MapPanel
from desktop.studio.strange_list import StrangeList
from desktop.widgets.drop_zone import DropZone
from desktop.widgets.segmented import Segmented
from desktop.words.retranslated import Retranslated
from desktop.words.wording import number_text

VIEWS = ("map", "labels", "strange")


class FolderView(Retranslated, QWidget):
    """Three views of one folder; before there is one, an invitation.

    Signals:
        picked: place of a picture in the survey.
        folder_asked: a folder is wanted from a dialog.
    """

    picked = Signal(int)
    folder_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.views, self.empty = Segmented(VIEWS), DropZone("batch")
        self.map, self.labels, self.strange = MapPanel(), LabelsPanel(), StrangeList()
        self.verdict = QLabel()
        self._found: Surveyed | None = None
        self._normal, self._share = "", math.nan
        self._stack, self._whole = QStackedWidget(), QStackedWidget()
        self._lay_out()
        self.views.chosen.connect(self._show_view)
        self.map.picked.connect(self.picked)
        self.strange.picked.connect(self.picked)
        self.empty.asked.connect(self.folder_asked)
        self.retranslate()

    def show_found(self, found: Surveyed | None) -> None:
        """Show another folder, or the invitation."""
        self._found = found
        self.map.show_found(found)
        self.labels.show_told(None)
        self.strange.pictures.show_found(found)
        self.strange.scrollToTop()
        self._whole.setCurrentIndex(0 if found is None else 1)
        self.show_verdict("", math.nan)

    def show_verdict(self, normal: str, share: float) -> None:
        """How well scores tell strange pictures from those with the label ``normal``."""
        self._normal, self._share = normal, share
        self.retranslate()

    def retranslate(self) -> None:
        self.views.label(map=self.tr("Map"), labels=self.tr("Labels"), strange=self.tr("Strange pictures"))
        self.strange.setAccessibleName(self.tr("Pictures, the strangest first"))
        self.empty.describe(
            self.tr("Drop a folder of pictures here"),
            self.tr("See how the model sorts them, and which it finds strange"),
            self.tr("Choose a folder…"),
            [
                self.tr("Subfolder names become labels"),
                self.tr("Most unusual first"),
                self.tr("Click a picture to see where the model fails"),
            ],
        )
        if not math.isnan(self._share):
            text = self.tr("ROC-AUC {0}: the chance that another picture has a larger error than one of “{1}”")
            text = text.format(number_text(self._share, 3), self._normal)
        elif self._found is not None and self._found.survey.classes:
            text = self.tr('Choose the "normal" label to score detection')
        else:
            text = self.tr("The larger the error, the less a picture resembles what was learned")
        self.verdict.setText(text)

    def _lay_out(self) -> None:
        self.verdict.setProperty("role", "muted")
        self.verdict.setWordWrap(True)
        strange = QWidget()
        of_strange = QVBoxLayout(strange)
        of_strange.setContentsMargins(0, 0, 0, 0)
        of_strange.setSpacing(8)
        of_strange.addWidget(self.verdict)
        of_strange.addWidget(self.strange, 1)
        for widget in (self.map, self.labels, strange):
            self._stack.addWidget(widget)
        shown = QWidget()
        column = QVBoxLayout(shown)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(12)
        row = QHBoxLayout()
        row.addWidget(self.views, 0, Qt.AlignmentFlag.AlignLeft)
        row.addStretch()
        column.addLayout(row)
        column.addWidget(self._stack, 1)
        self._whole.addWidget(self.empty)
        self._whole.addWidget(shown)
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._whole)

    def _show_view(self) -> None:
        self._stack.setCurrentIndex(VIEWS.index(self.views.choice))
