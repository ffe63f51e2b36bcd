"""The sliders of each task, of which those of the chosen one are seen."""

from __future__ import annotations

import dataclasses
from typing import Any

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QHBoxLayout, QSizePolicy, QStackedWidget, QVBoxLayout, QWidget

from desktop.batch.state import FormState
from desktop.settings import Settings
from desktop.widgets.codec_choice import CodecChoice
from desktop.widgets.denoiser_choice import DenoiserChoice
from desktop.widgets.goal_row import GoalRow
from desktop.widgets.noise_row import NoiseRow
from desktop.widgets.noise_sliders import NoiseSliders
from desktop.widgets.slider_row import SliderRow
from desktop.words.retranslated import Retranslated
from engine.files.job import Task

TASKS: tuple[Task, ...] = ("compress", "reconstruct", "denoise")


class TaskSettings(Retranslated, QStackedWidget):
    """How good or how small, and how much noise; to reconstruct there is nothing to set.

    Signals:
        edited: one of them is another.
    """

    edited = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.quality, self.noise = GoalRow("%", 100), NoiseRow()
        self.sliders, self.denoiser = NoiseSliders(Qt.Orientation.Horizontal), DenoiserChoice(Qt.Orientation.Horizontal)
        self.codec = CodecChoice(Qt.Orientation.Horizontal)
        compressing = _stacked(_side_by_side(self.quality, self.noise), self.codec)
        self._pages = (compressing, QWidget(), _stacked(self.sliders, self.denoiser))
        for page in self._pages:
            self.addWidget(page)
        self.sliders.strength.show_value(settings.strength)  # what it begins with where it is not automatic
        for signal in (
            self.quality.changed, self.quality.aimed, self.noise.changed, self.noise.switched, self.sliders.changed,
            self.denoiser.changed, self.codec.changed,
        ):  # fmt: skip
            signal.connect(lambda *_: self.edited.emit())
        self.retranslate()

    def values(self) -> dict[str, Any]:
        """The fields of a :class:`~desktop.batch.state.FormState` that are set here."""
        return {
            "goal": self.quality.goal.choice,
            "quality": self.quality.value,
            "percent": self.quality.size_box.value(),
            "noise": self.noise.level,
            "denoiser": self.denoiser.choice,
            "codec": self.codec.choice,
            **dataclasses.asdict(self.sliders.levels()),
        }

    def show_state(self, state: FormState) -> None:
        """Set all."""
        self.quality.aim(state.goal)
        self.quality.show_size(state.percent)
        self.quality.show_value(state.quality)
        self.noise.set_level(state.noise)
        self.sliders.set_levels(state.noise_levels)
        self.denoiser.choose(state.denoiser)
        self.codec.choose(state.codec)

    def show_task(self, task: Task) -> None:
        """Show what can be set for a task."""
        self.setCurrentIndex(TASKS.index(task))
        for page in self._pages:  # only what is seen takes room
            shown = page is self.currentWidget()
            policy = QSizePolicy.Policy.Preferred if shown else QSizePolicy.Policy.Ignored
            page.setSizePolicy(QSizePolicy.Policy.Preferred, policy)
        self.setVisible(task != "reconstruct")  # which has none

    def retranslate(self) -> None:
        self.quality.label(self.tr("Quality"), self.tr("Smaller"), self.tr("Better"))
        self.quality.label_size(self.tr("File size"), self.tr("% of the original size"))
        self.noise.label(self.tr("Reduce noise"), self.tr("None"), self.tr("Strong"), zero=self.tr("Off"))
        self.noise.explain(
            self.tr("Noise is removed before it costs bytes in the compressed files; your originals are not touched.")
        )


def _side_by_side(*rows: SliderRow) -> QWidget:
    """Settings of one task; wide windows do not stretch a slider over the whole page."""
    page = QWidget()
    layout = QHBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(28)
    for row in rows:
        row.setMaximumWidth(360)
        layout.addWidget(row, 1, Qt.AlignmentFlag.AlignTop)
    layout.addStretch()
    return page


def _stacked(*rows: QWidget) -> QWidget:
    page = QWidget()
    layout = QVBoxLayout(page)
    layout.setContentsMargins(0, 0, 0, 0)
    layout.setSpacing(8)
    for row in rows:
        layout.addWidget(row)
    return page
