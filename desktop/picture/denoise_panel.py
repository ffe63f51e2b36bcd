"""Controls for denoising one picture."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QVBoxLayout, QWidget

import engine
from desktop.settings import Settings
from desktop.widgets.noise_sliders import NoiseLevels, NoiseSliders
from engine.pipeline.options import DenoiserName

DENOISERS: tuple[DenoiserName, ...] = ("fast", "best")

State = tuple[NoiseLevels, int]


class DenoisePanel(QWidget):
    """The sliders, and the model where there are several.

    Signals:
        changed: :meth:`options` are others now.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self.sliders = NoiseSliders(Qt.Orientation.Vertical)
        self.denoiser_title, self.denoiser = QLabel(), QComboBox()
        self.denoiser_title.setProperty("role", "title")
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.sliders, self.denoiser_title, self.denoiser):
            column.addWidget(widget)
        column.addStretch()
        self.sliders.strength.show_value(settings.strength)  # what it begins with where it is not automatic
        self.sliders.set_levels(NoiseLevels(detail=settings.detail))
        self.sliders.changed.connect(self.changed)
        self.denoiser.currentIndexChanged.connect(self.changed)
        self.offer_denoisers(1)
        self.retranslate()

    def options(self) -> engine.DenoiseOptions:
        """As they are set now."""
        levels = self.sliders.levels()
        return engine.DenoiseOptions(
            strength=None if levels.automatic else float(levels.strength),
            colour=None if levels.as_strength else float(levels.colour),
            detail=float(levels.detail),
            model=DENOISERS[max(0, self.denoiser.currentIndex())],
            threads=self._settings.threads,
        )

    def offer_denoisers(self, count: int) -> None:
        """Show the choice of a denoiser only where there is one."""
        for widget in (self.denoiser_title, self.denoiser):
            widget.setVisible(count > 1)

    def state(self) -> State:
        """All that a person has set and may undo."""
        return self.sliders.levels(), self.denoiser.currentIndex()

    def restore(self, state: State) -> None:
        """Set everything as it was."""
        levels, denoiser = state
        self.sliders.set_levels(levels)
        self.denoiser.setCurrentIndex(denoiser)

    def remember(self) -> None:
        """Keep the present values for the next run; whether they are automatic is not kept: each picture differs."""
        levels = self.sliders.levels()
        if not levels.automatic:
            self._settings.strength = levels.strength
        self._settings.detail = levels.detail

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.denoiser_title.setText(self.tr("Model"))
        self.denoiser.setAccessibleName(self.tr("Model"))
        chosen = max(0, self.denoiser.currentIndex())
        self.denoiser.blockSignals(True)
        self.denoiser.clear()
        self.denoiser.addItems([self.tr("Fast"), self.tr("Best")])
        self.denoiser.setCurrentIndex(chosen)
        self.denoiser.blockSignals(False)
