"""How noise is removed: how much of it, how much of its colour, and what may come back."""

from __future__ import annotations

from dataclasses import dataclass

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QBoxLayout, QCheckBox, QLabel, QVBoxLayout, QWidget

from desktop.widgets.slider_row import SliderRow
from desktop.words.retranslated import Retranslated

WIDEST = 320  # of a slider that stands beside others, pixels


@dataclass(frozen=True)
class NoiseLevels:
    """The values of the sliders, 0..100, as far as a person has set them: what follows something else is nought."""

    automatic: bool = True
    strength: int = 0
    as_strength: bool = True
    colour: int = 0
    detail: int = 0


class NoiseSliders(Retranslated, QWidget):
    """Strength and colour noise, either of which may follow, and detail.

    Signals:
        changed: the levels are others, through a person or :meth:`set_levels`.
    """

    changed = Signal()

    def __init__(self, orientation: Qt.Orientation, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.automatic, self.as_strength = QCheckBox(), QCheckBox()
        self.strength, self.colour, self.detail = SliderRow(), SliderRow(), SliderRow()
        upright = orientation is Qt.Orientation.Vertical
        layout = QBoxLayout(QBoxLayout.Direction.TopToBottom if upright else QBoxLayout.Direction.LeftToRight, self)
        layout.setContentsMargins(0, 0, 0, 0)
        layout.setSpacing(10 if upright else 28)
        self.doubt = QLabel(wordWrap=True)
        self.doubt.hide()
        for column in ((self.strength, self.automatic, self.doubt), (self.colour, self.as_strength), (self.detail,)):
            layout.addLayout(_column(*column), 0 if upright else 1)
            if not upright:
                column[0].setMaximumWidth(WIDEST)
        layout.addStretch()
        self.detail.set_default(0)
        for box in (self.automatic, self.as_strength):
            box.setChecked(True)
        self._follow()
        self._connect()
        self.retranslate()

    def levels(self) -> NoiseLevels:
        """As they are set now."""
        automatic, as_strength = self.automatic.isChecked(), self.as_strength.isChecked()
        return NoiseLevels(
            automatic,
            0 if automatic else self.strength.value,
            as_strength,
            0 if as_strength else self.colour.value,
            self.detail.value,
        )

    def set_levels(self, levels: NoiseLevels) -> None:
        """Set everything, and tell where that changes something."""
        before = self.levels()
        for control in (self.automatic, self.as_strength):
            control.blockSignals(True)
        self.automatic.setChecked(levels.automatic)
        self.as_strength.setChecked(levels.as_strength)
        for control in (self.automatic, self.as_strength):
            control.blockSignals(False)
        if not levels.automatic:
            self.strength.show_value(levels.strength)
        if not levels.as_strength:
            self.colour.show_value(levels.colour)
        self.detail.show_value(levels.detail)
        self._follow()
        if self.levels() != before:
            self.changed.emit()

    def show_strength(self, strength: float) -> None:
        """Show a strength that was found, where none is set."""
        if self.automatic.isChecked():
            self.strength.show_value(round(strength))
            self._follow()

    def show_doubt(self, is_sure: bool) -> None:
        """Say where a strength that was found may be wrong; where one is set, that does not matter."""
        self.doubt.setVisible(self.automatic.isChecked() and not is_sure)

    def retranslate(self) -> None:
        self.strength.label(self.tr("Strength"), self.tr("Gentle"), self.tr("Strong"))
        self.automatic.setText(self.tr("Auto"))
        self.doubt.setText(self.tr("Not sure: fine texture and noise look alike here."))
        self.colour.label(self.tr("Colour noise"), self.tr("Keep"), self.tr("Remove"))
        self.colour.explain(self.tr("Coloured speckle and blotches: they can go without costing any sharpness."))
        self.as_strength.setText(self.tr("Same as strength"))
        self.detail.label(self.tr("Keep detail"), self.tr("Smooth"), self.tr("Detailed"))
        self.detail.explain(self.tr("Restores fine texture removed with the noise."))

    def _connect(self) -> None:
        for box in (self.automatic, self.as_strength):
            box.toggled.connect(self._on_toggled)
        self.strength.changed.connect(lambda _: self._take_over(self.automatic))
        self.colour.changed.connect(lambda _: self._take_over(self.as_strength))
        for row in (self.strength, self.colour, self.detail):
            row.changed.connect(self.changed)

    def _on_toggled(self) -> None:
        self._follow()
        self.changed.emit()

    def _take_over(self, box: QCheckBox) -> None:
        """Whoever moves a slider that follows something else sets it from now on."""
        box.blockSignals(True)
        box.setChecked(False)
        box.blockSignals(False)
        self._follow()

    def _follow(self) -> None:
        if not self.automatic.isChecked():
            self.doubt.hide()
        if self.as_strength.isChecked():
            self.colour.show_value(self.strength.value)


def _column(*widgets: QWidget) -> QVBoxLayout:
    column = QVBoxLayout()
    column.setSpacing(6)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch()
    return column
