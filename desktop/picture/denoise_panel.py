"""Controls for denoising one picture."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

import engine
from desktop.settings import Settings
from desktop.widgets.denoiser_choice import DenoiserChoice
from desktop.widgets.noise_sliders import NoiseLevels, NoiseSliders

State = tuple[NoiseLevels, str]


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
        self.denoiser = DenoiserChoice(Qt.Orientation.Vertical)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        column.addWidget(self.sliders)
        column.addSpacing(6)
        column.addWidget(self.denoiser)
        column.addStretch()
        self.sliders.strength.show_value(settings.strength)  # what it begins with where it is not automatic
        self.sliders.set_levels(NoiseLevels(detail=settings.detail))
        self.denoiser.choose(settings.denoiser)
        self.sliders.changed.connect(self.changed)
        self.denoiser.changed.connect(self.changed)

    def options(self) -> engine.DenoiseOptions:
        """As they are set now."""
        levels = self.sliders.levels()
        return engine.DenoiseOptions(
            strength=None if levels.automatic else float(levels.strength),
            colour=None if levels.as_strength else float(levels.colour),
            detail=float(levels.detail),
            model=self.denoiser.in_use,
            threads=self._settings.threads,
        )

    def state(self) -> State:
        """All that a person has set and may undo."""
        return self.sliders.levels(), self.denoiser.choice

    def restore(self, state: State) -> None:
        """Set everything as it was."""
        levels, denoiser = state
        self.sliders.set_levels(levels)
        self.denoiser.choose(denoiser)

    def remember(self) -> None:
        """Keep the present values for the next run; whether they are automatic is not kept: each picture differs."""
        levels = self.sliders.levels()
        if not levels.automatic:
            self._settings.strength = levels.strength
        self._settings.detail = levels.detail
        self._settings.denoiser = self.denoiser.choice
