"""A named slider from 0 to 100 with its number and a word at either end."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QKeyEvent, QMouseEvent
from PySide6.QtWidgets import (
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QSlider,
    QSpinBox,
    QStyle,
    QStyleOptionSlider,
    QWidget,
)

from desktop.widgets.wheel_guard import guard_wheel

HEAD_HEIGHT, SLIDER_HEIGHT = 38, 34  # what the tallest of the rows needs: rows side by side are level
RESET_KEYS = (Qt.Key.Key_Delete, Qt.Key.Key_Backspace)


class SliderRow(QWidget):
    """Slider and number box that show the same value.

    The wheel turns them only while they have the focus: whoever scrolls past changes nothing. A double click on the
    title or on the knob, or the Delete key, goes back to the default, where there is one.

    Signals:
        changed: the new value, by whatever way it was changed, but not by :meth:`show_value`.
    """

    changed = Signal(int)

    def __init__(self, head: QWidget | None = None, parent: QWidget | None = None) -> None:
        """``head`` takes the place of the title."""
        super().__init__(parent)
        self._default: int | None = None
        self._explanation = ""
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
        self.title.setBuddy(self.slider)
        self.low, self.high = QLabel(), QLabel()
        for label in (self.low, self.high):
            label.setProperty("role", "figure")
        self._lay_out(head or self.title)
        for control in (self.slider, self.number):
            guard_wheel(control)
        self.title.installEventFilter(self)
        self.slider.installEventFilter(self)
        self.slider.valueChanged.connect(self._on_slider)
        self.number.valueChanged.connect(self.slider.setValue)

    @property
    def value(self) -> int:
        return self.slider.value()

    @property
    def default(self) -> int | None:
        """What :meth:`reset` goes back to."""
        return self._default

    def set_value(self, value: int) -> None:
        """Set the value, and tell."""
        self.slider.setValue(value)

    def show_value(self, value: int) -> None:
        """Set the value without telling: it comes from an answer, not from a person."""
        for control in (self.slider, self.number):
            control.blockSignals(True)
            control.setValue(value)
            control.blockSignals(False)

    def set_default(self, value: int | None) -> None:
        """Set what a double click on the title goes back to; ``None``: it does nothing."""
        self._default = value
        self._explain()

    def reset(self) -> None:
        """Go back to the default, and tell."""
        if self._default is not None and self.isEnabled():
            self.set_value(self._default)

    def label(self, title: str, low: str, high: str, *, zero: str = "") -> None:
        """Name the slider and its ends, and if need be what stands for its zero."""
        self.title.setText(title)
        self.low.setText(low)
        self.high.setText(high)
        self.number.setSpecialValueText(zero)
        self.slider.setAccessibleName(title)
        self.number.setAccessibleName(title)
        self._explain()

    def explain(self, text: str) -> None:
        """Say more of it to whoever asks."""
        self._explanation = text
        self.setToolTip(text)
        self._explain()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if self._default is not None and self._asks_reset(watched, event):
            self.reset()
            return True
        return super().eventFilter(watched, event)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self._explain()

    def _lay_out(self, head: QWidget) -> None:
        self.grid = grid = QGridLayout(self)
        grid.setContentsMargins(0, 0, 0, 0)
        grid.setVerticalSpacing(4)
        grid.setRowMinimumHeight(0, HEAD_HEIGHT)
        grid.setRowMinimumHeight(1, SLIDER_HEIGHT)
        grid.addWidget(head, 0, 0, Qt.AlignmentFlag.AlignLeft)
        grid.addWidget(self.number, 0, 1, Qt.AlignmentFlag.AlignRight)
        grid.addWidget(self.slider, 1, 0, 1, 2)
        ends = QHBoxLayout()  # their own, lest a long word takes the head's room
        ends.addWidget(self.low)
        ends.addStretch()
        ends.addWidget(self.high)
        grid.addLayout(ends, 2, 0, 1, 2)
        grid.setColumnStretch(0, 1)

    def _asks_reset(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QKeyEvent):
            return watched is self.slider and event.type() == QEvent.Type.KeyPress and event.key() in RESET_KEYS
        if isinstance(event, QMouseEvent) and event.type() == QEvent.Type.MouseButtonDblClick:
            return watched is self.title or self._is_knob(event)
        return False

    def _is_knob(self, event: QMouseEvent) -> bool:
        """Beside the knob a double click is two steps."""
        option = QStyleOptionSlider()
        self.slider.initStyleOption(option)
        control, part = QStyle.ComplexControl.CC_Slider, QStyle.SubControl.SC_SliderHandle
        knob = self.slider.style().subControlRect(control, option, part, self.slider)
        return knob.contains(event.position().toPoint())

    def _explain(self) -> None:
        """Tell of the default where it is reached."""
        hint = ""
        if self._default is not None:
            hint = self.tr("Double-click here, or press Delete on the slider, for the usual {0}").format(self._default)
        text = "\n".join(filter(None, [self._explanation, hint]))
        for label in (self.title, self.slider):
            label.setToolTip(text)
        self.slider.setAccessibleDescription(text.replace("\n", " "))
        self.number.setAccessibleDescription(self._explanation)

    def _on_slider(self, value: int) -> None:
        self.number.setValue(value)
        self.changed.emit(value)
