"""Controls for denoising one picture: how much of the noise goes, in brightness and in colour, and what may stay."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QLabel, QVBoxLayout, QWidget

import engine
from desktop.settings import Settings
from desktop.widgets.slider_row import SliderRow
from engine.pipeline.options import DenoiserName

DENOISERS: tuple[DenoiserName, ...] = ("fast", "best")

State = tuple[bool, int, bool, int, int, int]


class DenoisePanel(QWidget):
    """Strength, colour noise, detail, and the model where there are several.

    Signals:
        changed: :meth:`options` are others now.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.automatic, self.as_strength = QCheckBox(), QCheckBox()
        self.strength, self.colour, self.detail = SliderRow(), SliderRow(), SliderRow()
        self.denoiser_title, self.denoiser = QLabel(), QComboBox()
        self.denoiser_title.setProperty("role", "title")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.strength, self.automatic, self.colour, self.as_strength, self.detail,
                       self.denoiser_title, self.denoiser):  # fmt: skip
            column.addWidget(widget)
        column.addStretch()
        self._restore()
        self._connect()
        self.offer_denoisers(1)
        self.retranslate()

    def options(self) -> engine.DenoiseOptions:
        """As they are set now."""
        return engine.DenoiseOptions(
            strength=None if self.automatic.isChecked() else float(self.strength.value),
            colour=None if self.as_strength.isChecked() else float(self.colour.value),
            detail=float(self.detail.value),
            model=DENOISERS[max(0, self.denoiser.currentIndex())],
            threads=self._settings.threads,
        )

    def show_strength(self, strength: float) -> None:
        """Show an estimated strength where the person has not chosen one."""
        if self.automatic.isChecked():
            self.strength.show_value(round(strength))
            self._follow()

    def offer_denoisers(self, count: int) -> None:
        """Show the choice of a denoiser only where there is one."""
        for widget in (self.denoiser_title, self.denoiser):
            widget.setVisible(count > 1)

    def state(self) -> State:
        """All that a person has set and may undo; what is found or follows counts as nought."""
        strength = 0 if self.automatic.isChecked() else self.strength.value
        colour = 0 if self.as_strength.isChecked() else self.colour.value
        return (
            self.automatic.isChecked(), strength, self.as_strength.isChecked(), colour,
            self.detail.value, self.denoiser.currentIndex(),
        )  # fmt: skip

    def restore(self, state: State) -> None:
        """Set everything as it was."""
        automatic, strength, as_strength, colour, detail, denoiser = state
        self.automatic.setChecked(automatic)
        self.as_strength.setChecked(as_strength)
        if not automatic:
            self.strength.set_value(strength)
        if not as_strength:
            self.colour.set_value(colour)
        self.detail.set_value(detail)
        self.denoiser.setCurrentIndex(denoiser)

    def remember(self) -> None:
        """Keep the present values for the next run; the strength is found anew for every picture."""
        if not self.automatic.isChecked():
            self._settings.strength = self.strength.value
        self._settings.detail = self.detail.value

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.strength.label(self.tr("Strength"), self.tr("Gentle"), self.tr("Strong"))
        self.automatic.setText(self.tr("Automatic, from the noise found"))
        self.colour.label(self.tr("Colour noise"), self.tr("Keep"), self.tr("Remove"))
        self.colour.explain(self.tr("Coloured speckle and blotches: they can go without costing any sharpness."))
        self.as_strength.setText(self.tr("As strong as the rest"))
        self.detail.label(self.tr("Bring back detail"), self.tr("Smooth"), self.tr("Detailed"))
        self.detail.explain(self.tr("Gives back what was taken away but looks like texture rather than noise."))
        self.denoiser_title.setText(self.tr("Model"))
        self.denoiser.setAccessibleName(self.tr("Model"))
        chosen = max(0, self.denoiser.currentIndex())
        self.denoiser.blockSignals(True)
        self.denoiser.clear()
        self.denoiser.addItems([self.tr("Fast"), self.tr("Best")])
        self.denoiser.setCurrentIndex(chosen)
        self.denoiser.blockSignals(False)

    def _restore(self) -> None:
        self.detail.set_default(0)
        self.strength.set_value(self._settings.strength)
        self.detail.set_value(self._settings.detail)
        for box in (self.automatic, self.as_strength):
            box.setChecked(True)
        for row in (self.strength, self.colour):
            row.setEnabled(False)
        self._follow()

    def _connect(self) -> None:
        self.automatic.toggled.connect(self._on_automatic)
        self.as_strength.toggled.connect(self._on_as_strength)
        self.strength.changed.connect(self._follow)
        for row in (self.strength, self.colour, self.detail):
            row.changed.connect(self.changed)
        self.denoiser.currentIndexChanged.connect(self.changed)

    def _follow(self) -> None:
        if self.as_strength.isChecked():
            self.colour.show_value(self.strength.value)

    def _on_automatic(self, on: bool) -> None:
        self.strength.setEnabled(not on)
        self.changed.emit()

    def _on_as_strength(self, on: bool) -> None:
        self.colour.setEnabled(not on)
        self._follow()
        self.changed.emit()
