"""What codes are worth to somebody with a few labels: shares that a linear classifier tells right."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QGridLayout, QLabel, QProgressBar, QVBoxLayout, QWidget

import engine
from desktop.words.retranslated import Retranslated
from desktop.words.wording import number_text

ROWS = ("codes", "pca", "pixels")
MOST_COUNTS = 2
BAR_WIDTH = 220


class LabelsPanel(Retranslated, QWidget):
    """A table of shares: a row for codes, components and pixels, a column for each number of labels."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.told: engine.ProbeResult | None = None
        self._reason = ""
        self.about, self.table = QLabel(), QWidget()
        self.heads = [QLabel() for _ in range(MOST_COUNTS)]
        self.names = {row: QLabel() for row in ROWS}
        self.sizes = {row: QLabel() for row in ROWS}
        self.shares = {row: [QLabel() for _ in range(MOST_COUNTS)] for row in ROWS}
        self.bars = {row: [QProgressBar() for _ in range(MOST_COUNTS)] for row in ROWS}
        self._lay_out()
        self.show_told(None)

    def show_told(self, told: engine.ProbeResult | None, reason: str = "") -> None:
        """Show shares; without them, why there are none yet."""
        self.told, self._reason = told, reason
        self.table.setVisible(told is not None)
        for column in range(MOST_COUNTS):
            is_there = told is not None and column < len(told.counts)
            self.heads[column].setVisible(is_there)
            for row in ROWS:
                self.shares[row][column].setVisible(is_there)
                self.bars[row][column].setVisible(is_there)
        self.retranslate()

    def retranslate(self) -> None:
        told = self.told
        for row, name in zip(ROWS, (self.tr("Codes"), self.tr("Principal components"), self.tr("Pixels")), strict=True):
            self.names[row].setText(name)
        if told is None:
            self.about.setText(self._reason)
            return
        about = self.tr(
            "Of {0} pictures that were held out, a linear classifier tells so many right, once it has learned from"
            " the labels of others. Where codes do better than pixels, the model has learned what tells pictures apart."
        )
        self.about.setText(about.format(told.held_out))
        for head, count in zip(self.heads, told.counts, strict=False):
            head.setText(self.tr("{0} labels").format(count))
        shares = {"codes": told.codes, "pca": told.pca, "pixels": told.pixels}
        numbers = dict(zip(("codes", "pixels", "pca"), told.sizes, strict=True))
        for row in ROWS:
            self.sizes[row].setText(self.tr("{0} numbers a picture").format(numbers[row]))
            for column, share in enumerate(shares[row]):
                text = f"{number_text(100 * share, 1)} %"
                self.shares[row][column].setText(text)
                self.bars[row][column].setValue(round(1000 * share))
                self.bars[row][column].setAccessibleName(
                    f"{self.names[row].text()}, {self.heads[column].text()}: {text}"
                )

    def _lay_out(self) -> None:
        self.about.setWordWrap(True)
        self.about.setProperty("role", "muted")
        self.about.setMaximumWidth(640)
        grid = QGridLayout(self.table)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setHorizontalSpacing(36)
        grid.setVerticalSpacing(2)
        for column, head in enumerate(self.heads):
            head.setProperty("role", "muted")
            grid.addWidget(head, 0, 1 + column)
        for place, row in enumerate(ROWS):
            top = 1 + 3 * place
            self.names[row].setProperty("role", "title")
            self.sizes[row].setProperty("role", "figure")
            grid.addWidget(self.names[row], top, 0)
            grid.addWidget(self.sizes[row], top + 1, 0, Qt.AlignmentFlag.AlignTop)
            for column in range(MOST_COUNTS):
                bar = self.bars[row][column]
                bar.setRange(0, 1000)
                bar.setTextVisible(False)
                bar.setFixedWidth(BAR_WIDTH)
                self.shares[row][column].setProperty("role", "value")
                grid.addWidget(self.shares[row][column], top, 1 + column)
                grid.addWidget(bar, top + 1, 1 + column)
            grid.setRowMinimumHeight(top + 2, 16)
        column_box = QVBoxLayout(self)
        column_box.setContentsMargins(0, 8, 0, 0)
        column_box.setSpacing(20)
        column_box.addWidget(self.about)
        column_box.addWidget(self.table, 0, Qt.AlignmentFlag.AlignLeft)
        column_box.addStretch()
