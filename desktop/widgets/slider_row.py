"""A named slider from 0 to 100 with its number and a word at either end."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QLabel, QSlider, QSpinBox, QWidget

HEAD_HEIGHT, SLIDER_HEIGHT = 38, 34  # what the tallest of the rows needs: rows side by side are level


class SliderRow(QWidget):
    """Slider and number box that show the same value.

    Signals:
        changed: the new value, by whatever way it was changed, but not by :meth:`show_value`.
    """

    changed = Signal(int)

    def __init__(self, head: QWidget | None = None, parent: QWidget | None = None) -> None:
        """``head`` takes the place of the title."""
        super().__init__(parent)
        self.title = QLabel(self)
        self.title.setProperty("role", "title")
        self.title.setVisible(head is None)
        self.number = QSpinBox()
        self.number.setRange(0, 100)
        self.number.setAlignment(Qt.AlignmentFlag.AlignRight)
        self.number.setFixedWidth(52)
        self.slider = QSlider(Qt.Orientation.Horizontal)
        self.slider.setRange(0, 100)
        self.slider.setPageStep(10)
        self.low, self.high = QLabel(), QLabel()
        for label in (self.low, self.high):
            label.setProperty("role", "figure")
        self.grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setRowMinimumHeight(0, HEAD_HEIGHT)
        grid.setRowMinimumHeight(1, SLIDER_HEIGHT)
        grid.addWidget(head or self.title, 0, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.number, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.slider, 1, 0, 1, 2)
        ends = QHBoxLayout()  # their own, lest a long word takes the head's room
        ends.addWidget(self.low)
        ends.addStretch()
        ends.addWidget(self.high)
        grid.addLayout(ends, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)
        self.slider.valueChanged.connect(self._on_slider)
        self.number.valueChanged.connect(self.slider.setValue)

    @property
    def value(self) -> int:
        return self.slider.value()

    def set_value(self, value: int) -> None:
        """Set the value, and tell."""
        self.slider.setValue(value)

    def show_value(self, value: int) -> None:
        """Set the value without telling: it comes from an answer, not from a person."""
        for control in (self.slider, self.number):
            control.blockSignals(True)
            control.setValue(value)
            control.blockSignals(False)

    def label(self, title: str, low: str, high: str, *, zero: str = "") -> None:
        """Name the slider and its ends, and if need be what stands for its zero."""
        self.title.setText(title)
        self.low.setText(low)
        self.high.setText(high)
        self.number.setSpecialValueText(zero)
        self.slider.setAccessibleName(title)
        self.number.setAccessibleName(title)

    def explain(self, text: str) -> None:
        """Say more of it to whoever asks."""
        self.setToolTip(text)
        for control in (self.slider, self.number):
            control.setAccessibleDescription(text)

    def _on_slider(self, value: int) -> None:
        self.number.setValue(value)
        self.changed.emit(value)
