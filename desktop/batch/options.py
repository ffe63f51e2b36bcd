"""What a batch does around the pictures: results that are there, originals, private data, dates."""

from __future__ import annotations

from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QGridLayout, QLabel, QWidget

from desktop.widgets.wheel_guard import guard_wheel
from desktop.words.retranslated import Retranslated
from engine.files.settings import Existing, Originals, Strip

EXISTING: tuple[Existing, ...] = ("skip", "rename", "replace")
ORIGINALS: tuple[Originals, ...] = ("keep", "bin")
PRIVATE: tuple[Strip, ...] = ("none", "gps", "all")


class BatchOptions(Retranslated, QWidget):
    """A row of choices; the first of each is the one that can do no harm.

    Signals:
        edited: one of them was changed.
    """

    edited = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.existing, self.originals, self.private = QComboBox(), QComboBox(), QComboBox()
        self.titles = (QLabel(), QLabel(), QLabel())
        self.dates, self.measure = QCheckBox(), QCheckBox()
        grid = QGridLayout(self)
        grid.setContentsMargins(0, 4, 0, 0)
        grid.setHorizontalSpacing(24)
        grid.setVerticalSpacing(5)
        columns = zip(self.titles, self._boxes, (EXISTING, ORIGINALS, PRIVATE), strict=True)
        for column, (title, box, values) in enumerate(columns):
            title.setProperty("role", "muted")
            title.setBuddy(box)
            for value in values:
                box.addItem("", value)
            grid.addWidget(title, 0, column)
            grid.addWidget(box, 1, column)
            box.currentIndexChanged.connect(self.edited)
            guard_wheel(box)
        for row, check in enumerate((self.dates, self.measure)):
            grid.addWidget(check, row, len(self._boxes))
            check.toggled.connect(self.edited)
        grid.setColumnStretch(len(self._boxes) + 1, 1)
        self.retranslate()

    @property
    def _boxes(self) -> tuple[QComboBox, QComboBox, QComboBox]:
        return self.existing, self.originals, self.private

    @property
    def chosen_existing(self) -> Existing:
        return cast(Existing, self.existing.currentData())

    @property
    def chosen_originals(self) -> Originals:
        return cast(Originals, self.originals.currentData())

    @property
    def chosen_strip(self) -> Strip:
        return cast(Strip, self.private.currentData())

    def show_choices(self, existing: Existing, originals: Originals, strip: Strip) -> None:
        """Choose."""
        for box, value in zip(self._boxes, (existing, originals, strip), strict=True):
            box.setCurrentIndex(box.findData(value))

    def retranslate(self) -> None:
        names = (self.tr("If the file exists"), self.tr("Originals"), self.tr("Metadata"))
        for title, box, name in zip(self.titles, self._boxes, names, strict=True):
            title.setText(name)
            box.setAccessibleName(name)
        _label(self.existing, self.tr("Skip"), self.tr("Keep both"), self.tr("Replace"))
        _label(self.originals, self.tr("Keep"), self.tr("Move to the bin"))
        _label(self.private, self.tr("Keep"), self.tr("Remove location"), self.tr("Remove all"))
        self.dates.setText(self.tr("Keep file dates"))
        self.measure.setText(self.tr("Measure PSNR"))
        self.measure.setToolTip(self.tr("Decodes each file again to measure its quality (slower)."))
        self.originals.setToolTip(self.tr("The original goes to the bin only after the result has been verified."))
        self.private.setToolTip(
            self.tr("Location: where a photo was taken. All: Exif, XMP and IPTC. The colour profile stays.")
        )


def _label(box: QComboBox, *texts: str) -> None:
    for index, text in enumerate(texts):
        box.setItemText(index, text)
