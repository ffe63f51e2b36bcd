"""Sliders around a middle, in standard deviations."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import QGridLayout, QLabel, QSlider, QWidget

from desktop.widgets.wheel_guard import guard_wheel
from desktop.words.retranslated import Retranslated
from desktop.words.wording import number_text

REACH = 3.0
"""Standard deviations to either side."""
STEPS = 100
"""Of a slider in one standard deviation."""
RESET_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class AxisSliders(Retranslated, QWidget):
    """A slider for each axis, with its number and its value; Delete or a double click goes back to the middle.

    Signals:
        moved: a person has moved one.
    """

    moved = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.sliders: list[QSlider] = []
        self._names: list[QLabel] = []
        self._values: list[QLabel] = []
        self._grid = QGridLayout(self)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setVerticalSpacing(2)
        self._grid.setColumnStretch(1, 1)

    @property
    def amounts(self) -> list[float]:
        """Standard deviations from the middle."""
        return [slider.value() / STEPS for slider in self.sliders]

    def offer(self, count: int) -> None:
        """Have so many sliders, all in the middle."""
        while len(self.sliders) > count:
            for widget in (self.sliders.pop(), self._names.pop(), self._values.pop()):
                self._grid.removeWidget(widget)
                widget.hide()
                widget.deleteLater()
        while len(self.sliders) < count:
            self._add()
        self.show_amounts([0.0] * count)
        self.retranslate()

    def show_amounts(self, amounts: Sequence[float]) -> None:
        """Set without telling; what is out of reach stands at the end."""
        for slider, amount in zip(self.sliders, amounts, strict=False):
            slider.blockSignals(True)
            slider.setValue(round(max(-REACH, min(REACH, amount)) * STEPS))
            slider.blockSignals(False)
        self._show()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(watched, QSlider):
            is_key = isinstance(event, QKeyEvent) and event.type() == QEvent.Type.KeyPress and event.key() in RESET_KEYS
            if is_key or (isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonDblClick):
                watched.setValue(0)
                return True
        return super().eventFilter(watched, event)

    def retranslate(self) -> None:
        hint = self.tr("In standard deviations. Double-click, or press Delete, for the middle.")
        for place, (name, slider) in enumerate(zip(self._names, self.sliders, strict=True), start=1):
            name.setText(str(place))
            slider.setAccessibleName(self.tr("Axis {0} of the code").format(place))
            slider.setAccessibleDescription(hint)
            slider.setToolTip(hint)
        self._show()

    def _add(self) -> None:
        slider, name, value = QSlider(Qt.Orientation.Horizontal), QLabel(), QLabel()
        slider.setRange(round(-REACH * STEPS), round(REACH * STEPS))
        slider.setSingleStep(STEPS // 20)
        slider.setPageStep(STEPS // 2)
        guard_wheel(slider)
        slider.installEventFilter(self)
        slider.valueChanged.connect(self._on_moved)
        for label, width in ((name, 22), (value, 40)):
            label.setProperty("role", "figure")
            label.setFixedWidth(width)
            label.setAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        row = len(self.sliders)
        for column, widget in enumerate((name, slider, value)):
            self._grid.addWidget(widget, row, column)
        self.sliders.append(slider)
        self._names.append(name)
        self._values.append(value)

    def _on_moved(self) -> None:
        self._show()
        self.moved.emit()

    def _show(self) -> None:
        for value, amount in zip(self._values, self.amounts, strict=True):
            value.setText(number_text(amount, 2))
