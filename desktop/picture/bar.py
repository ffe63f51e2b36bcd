"""The bar above the viewer: which file, and how it is looked at."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QSize, Qt, Signal
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QPushButton, QWidget

from desktop.viewer.compare_view import CompareMode
from desktop.widgets.elided_label import ElidedLabel
from desktop.widgets.icon_button import IconButton
from desktop.words.retranslated import Retranslated
from desktop.words.wording import number_text

LEAST_WIDTH, NARROW_WIDTH, ROOMY_WIDTH, WORDS_WIDTH, WIDE_WIDTH = 372, 480, 640, 840, 1000
"""Of the bar, logical pixels: words beside the icons come before the dimensions and the buttons for the zoom."""


class PictureBar(Retranslated, QFrame):
    """File name, steps through several files, layout and zoom.

    Signals:
        open_asked: another file is wanted.
        step_asked: -1 for the previous file, +1 for the next.
        mode_asked: another layout.
        zoom_asked: +1 larger, -1 smaller.
        fit_asked: the whole picture.
        actual_asked: 100 %.
        loupe_asked: the loupe is to be shown or hidden.
    """

    open_asked = Signal()
    step_asked = Signal(int)
    mode_asked = Signal(object)
    zoom_asked = Signal(int)
    fit_asked = Signal()
    actual_asked = Signal()
    loupe_asked = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("topbar")
        self.open, self.previous, self.next = IconButton("open"), IconButton("previous"), IconButton("next")
        self.name, self.facts = ElidedLabel(), QLabel()
        self.name.setProperty("role", "title")
        self.facts.setProperty("role", "muted")
        self.side, self.wipe = IconButton("side"), IconButton("wipe")
        self.difference, self.single, self.loupe = IconButton("difference"), IconButton("single"), IconButton("loupe")
        self.loupe.setCheckable(True)
        self.modes = {
            CompareMode.SIDE: self.side,
            CompareMode.WIPE: self.wipe,
            CompareMode.DIFFERENCE: self.difference,
            CompareMode.SINGLE: self.single,
        }
        for button in self.modes.values():
            button.setCheckable(True)
        self.smaller, self.larger, self.fit = IconButton("minus"), IconButton("plus"), IconButton("fit")
        self.scale = QPushButton()
        self.scale.setFixedWidth(72)
        self._lay_out()
        self._connect()
        self.show_place(0, 0)
        self.show_mode(CompareMode.SIDE)
        self.retranslate()

    def show_file(self, name: str, facts: str) -> None:
        """Name the file."""
        self.name.setText(name)
        self.facts.setText(facts)

    def show_place(self, index: int, count: int) -> None:
        """Show the steps where there are several files."""
        for button in (self.previous, self.next):
            button.setVisible(count > 1)
        self.previous.setEnabled(index > 0)
        self.next.setEnabled(index + 1 < count)

    def show_mode(self, mode: CompareMode) -> None:
        """Press the button of a layout down."""
        for each, button in self.modes.items():
            button.setChecked(mode is each)

    def show_scale(self, scale: float) -> None:
        """Show the scale in percent."""
        self.scale.setText(f"{number_text(scale * 100, 0)} %")

    def minimumSizeHint(self) -> QSize:
        return QSize(LEAST_WIDTH, super().minimumSizeHint().height())

    def resizeEvent(self, event: QResizeEvent) -> None:
        """Where there is little room, leave out what the wheel, the keys and the figures do as well."""
        width = event.size().width()
        for widget in (self.facts, self.smaller, self.larger):
            widget.setVisible(ROOMY_WIDTH <= width < WORDS_WIDTH or width >= WIDE_WIDTH)
        for button in (self.open, self.loupe):  # the menu and the keys reach them, too
            button.setVisible(width >= NARROW_WIDTH)
        beside, alone = Qt.ToolButtonStyle.ToolButtonTextBesideIcon, Qt.ToolButtonStyle.ToolButtonIconOnly
        for button in self.modes.values():
            button.setToolButtonStyle(beside if width >= WORDS_WIDTH else alone)
        super().resizeEvent(event)

    def retranslate(self) -> None:
        self.open.describe(self.tr("Open a file"), self.tr("Open a file (Ctrl+O)"))
        self.previous.describe(self.tr("Previous file"), self.tr("Previous file (Page up)"))
        self.next.describe(self.tr("Next file"), self.tr("Next file (Page down)"))
        self.side.describe(self.tr("Side by side"), self.tr("Side by side; hold the space bar for the original (S)"))
        self.wipe.describe(self.tr("Split"), self.tr("Split: drag the line across the picture (W)"))
        self.difference.describe(self.tr("Difference"), self.tr("Difference, as a heat map (D)"))
        self.single.describe(self.tr("Result only"), self.tr("Result only; hold the space bar for the original (1)"))
        self.loupe.describe(self.tr("Loupe"), self.tr("Loupe (L)"))
        self.smaller.describe(self.tr("Zoom out"), self.tr("Zoom out (Ctrl+-)"))
        self.larger.describe(self.tr("Zoom in"), self.tr("Zoom in (Ctrl++)"))
        self.fit.describe(self.tr("Fit to window"), self.tr("Fit to window (0)"))
        self.scale.setAccessibleName(self.tr("Actual size"))
        self.scale.setToolTip(self.tr("Actual size, 100 % (Ctrl+1)"))
        words = (self.tr("Side"), self.tr("Split"), self.tr("Difference"), self.tr("Result"))
        for button, word in zip(self.modes.values(), words, strict=True):
            button.setText(word)

    def _lay_out(self) -> None:
        row = QHBoxLayout(self)
        row.setContentsMargins(12, 8, 12, 8)
        row.setSpacing(4)
        for button in (self.open, self.previous, self.next):
            row.addWidget(button)
        row.addSpacing(6)
        row.addWidget(self.name)
        row.addSpacing(4)
        row.addWidget(self.facts, 1)
        together = QHBoxLayout()
        together.setSpacing(0)
        for button in self.modes.values():
            together.addWidget(button)
        row.addLayout(together)
        row.addSpacing(8)
        row.addWidget(self.loupe)
        for widget in (self.smaller, self.scale, self.larger, self.fit):
            row.addWidget(widget)

    def _connect(self) -> None:
        self.open.clicked.connect(self.open_asked)
        self.previous.clicked.connect(lambda: self.step_asked.emit(-1))
        self.next.clicked.connect(lambda: self.step_asked.emit(1))
        for mode, button in self.modes.items():
            button.clicked.connect(partial(self.mode_asked.emit, mode))
        self.smaller.clicked.connect(lambda: self.zoom_asked.emit(-1))
        self.larger.clicked.connect(lambda: self.zoom_asked.emit(1))
        self.fit.clicked.connect(self.fit_asked)
        self.loupe.clicked.connect(self.loupe_asked)
        self.scale.clicked.connect(self.actual_asked)
