"""How much noise is left out, or as much as there is."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QCheckBox, QWidget

from desktop.widgets.slider_row import SliderRow
from desktop.words.wording import MISSING


class NoiseRow(SliderRow):
    """A slider whose value may be found instead, by itself and for each picture.

    What was found is shown where the slider stands; while nothing is known there is a dash, lest it reads as off.
    Whoever moves the slider takes over; whoever only unticks the box begins at the finding, or without one where the
    slider stood before.

    Signals:
        switched: it is automatic now, or no longer.
    """

    switched = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent=parent)
        self.automatic = QCheckBox()
        self._found: float | None = None
        self._own = 0
        self._zero = ""
        self.grid.addWidget(self.automatic, 3, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.grid.setRowMinimumHeight(3, self.automatic.sizeHint().height() + 4)
        self.set_default(0)
        self.automatic.toggled.connect(self._on_toggled)
        self.changed.connect(self._on_moved)

    @property
    def level(self) -> int | None:
        """As a person has set it; ``None`` where it is to be found."""
        return None if self.automatic.isChecked() else self.value

    @property
    def own(self) -> int:
        """As a person has set it last, also where that does not count now."""
        return self._own if self.automatic.isChecked() else self.value

    def set_level(self, level: int | None) -> None:
        """Set it, and tell where that changes something."""
        self.automatic.setChecked(level is None)
        if level is not None:
            self.set_value(level)

    def show_found(self, strength: float | None) -> None:
        """What was found in the present picture; ``None``: nothing yet."""
        self._found = strength
        if self.automatic.isChecked():
            self._show()

    def reset(self) -> None:
        if not self.automatic.isChecked():
            super().reset()

    def label(self, title: str, low: str, high: str, *, zero: str = "") -> None:
        super().label(title, low, high, zero=zero)
        self.automatic.setText(self.tr("Auto"))
        self._zero = zero
        self._show()

    def _on_moved(self) -> None:
        if self.automatic.isChecked():
            self.automatic.blockSignals(True)
            self.automatic.setChecked(False)
            self.automatic.blockSignals(False)
            self._show()
            self.switched.emit()

    def _on_toggled(self, on: bool) -> None:
        if on:
            self._own = self.value
        else:
            self.show_value(self._own if self._found is None else round(self._found))
        self._show()
        self.switched.emit()

    def _show(self) -> None:
        automatic = self.automatic.isChecked()
        unknown = "" if self._found is not None else MISSING
        self.number.setSpecialValueText(unknown if automatic else self._zero)
        if automatic:
            self.show_value(round(self._found or 0.0))
