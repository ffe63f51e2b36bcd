"""Which two pictures are compared: a choice over either side of the viewer."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QSizePolicy, QWidget

from desktop.picture.figure_texts import exhibit_name
from desktop.picture.shelf import NOTHING, SIDES, Exhibit, Side
from desktop.widgets.icon_button import IconButton
from desktop.words.retranslated import Retranslated

ANOTHER_FILE = "another"


class PaneChoice(Retranslated, QFrame):
    """Two boxes that list all there is to look at, and a button that keeps the present result.

    Signals:
        chosen: side and key of an exhibit.
        file_asked: the side on which another file is wanted.
        keep_asked: the present result is to be kept for comparison.
    """

    chosen = Signal(str, str)
    file_asked = Signal(str)
    keep_asked = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panechoice")
        self.boxes: dict[Side, QComboBox] = {side: QComboBox() for side in SIDES}
        self.keep = IconButton("keep", 18)
        self._exhibits: list[Exhibit] = []
        self._can_show_nothing = False
        for side, box in self.boxes.items():
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToMinimumContentsLengthWithIcon)
            box.setMinimumContentsLength(9)
            box.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            box.setMaximumWidth(300)
            box.activated.connect(partial(self._on_activated, side))
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addLayout(_half(self.boxes["left"]), 1)
        row.addLayout(_half(self.boxes["right"], self.keep), 1)
        self.keep.clicked.connect(self.keep_asked)
        self.retranslate()

    def show_exhibits(self, exhibits: list[Exhibit], left: str, right: str, *, can_show_nothing: bool = False) -> None:
        """List what there is; ``left`` and ``right`` are the keys of what is looked at."""
        self._exhibits, self._can_show_nothing = exhibits, can_show_nothing
        for (_, box), chosen in zip(self.boxes.items(), (left, right), strict=True):
            box.blockSignals(True)
            box.clear()
            for exhibit in exhibits:
                box.addItem(exhibit_name(exhibit), exhibit.key)
            if can_show_nothing and box is self.boxes["right"]:
                box.addItem(self.tr("None"), NOTHING)
            box.insertSeparator(box.count())
            box.addItem(self.tr("Another file…"), ANOTHER_FILE)
            box.setCurrentIndex(max(0, box.findData(chosen)))
            box.blockSignals(False)

    def retranslate(self) -> None:
        self.boxes["left"].setAccessibleName(self.tr("Picture on the left"))
        self.boxes["right"].setAccessibleName(self.tr("Picture on the right"))
        self.keep.describe(self.tr("Pin this result"), self.tr("Pin this result for comparison (K)"))
        if self._exhibits:
            chosen = [str(box.currentData()) for box in self.boxes.values()]
            self.show_exhibits(self._exhibits, *chosen, can_show_nothing=self._can_show_nothing)

    def _on_activated(self, side: Side, index: int) -> None:
        key = str(self.boxes[side].itemData(index))
        if key == ANOTHER_FILE:
            self.file_asked.emit(side)
        else:
            self.chosen.emit(side, key)


def _half(box: QComboBox, *others: QWidget) -> QHBoxLayout:
    """One side, as wide as its pane in the viewer below."""
    row = QHBoxLayout()
    row.setContentsMargins(12, 5, 12, 5)
    row.setSpacing(8)
    row.addWidget(box, 1)
    row.addStretch()
    for other in others:
        row.addWidget(other)
    return row
