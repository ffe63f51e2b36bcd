"""What an autoencoder is asked for: a place in its code, samples, a way between two pictures, a picture to look at."""

from __future__ import annotations

from collections.abc import Sequence

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QGridLayout, QLabel, QPushButton, QVBoxLayout, QWidget

import engine
from desktop.studio.folder_form import FolderForm
from desktop.widgets.axis_sliders import AxisSliders
from desktop.widgets.segmented import Segmented
from desktop.widgets.slider_row import SliderRow
from desktop.widgets.wheel_guard import guard_wheel
from desktop.words.retranslated import Retranslated

MODES = ("code", "folder")


class ExploreForm(Retranslated, QWidget):
    """Model, and for its code sliders and buttons, or for a folder of pictures what belongs to that.

    Signals:
        model_chosen: id of another model.
    """

    model_chosen = Signal(str)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._cards: list[engine.ModelCard] = []
        self._has_prior = False
        self.model_title, self.model, self.about = QLabel(), QComboBox(), QLabel()
        self.mode, self.folder = Segmented(MODES), FolderForm()
        self.axes_title, self.axes = QLabel(), AxisSliders()
        self.middle, self.random = QPushButton(), QPushButton()
        self.samples, self.picture = QPushButton(), QPushButton()
        self.ends_title, self.between = QLabel(), SliderRow()
        self.two_samples, self.two_pictures = QPushButton(), QPushButton()
        self._lay_out()
        guard_wheel(self.model)
        self.model.currentIndexChanged.connect(self._on_model)
        self.show_model(None)
        self.retranslate()

    @property
    def chosen(self) -> str:
        """Id of the chosen model; empty while there is none."""
        return self.model.currentData() or ""

    def offer(self, cards: Sequence[engine.ModelCard]) -> None:
        """These autoencoders are installed."""
        before = self.chosen
        self._cards = list(cards)
        self.model.blockSignals(True)
        self.model.clear()
        for card in cards:
            self.model.addItem(card.id, card.id)
        self.model.setCurrentIndex(max(0, self.model.findData(before)) if cards else -1)
        self.model.blockSignals(False)
        self.model.setEnabled(bool(cards))
        self._explain()
        if self.chosen != before:
            self.model_chosen.emit(self.chosen)

    def choose(self, model_id: str) -> None:
        """Choose a model."""
        place = self.model.findData(model_id)
        if place >= 0:
            self.model.setCurrentIndex(place)

    def show_model(self, model: engine.Autoencoder | None, most_axes: int = 0) -> None:
        """Offer what a model can do; nothing while it is loaded."""
        self._has_prior = model is not None and model.has_prior
        self.axes.offer(0 if model is None else min(most_axes, len(model.axes)))
        for control in (self.middle, self.picture, self.two_pictures):
            control.setEnabled(model is not None)
        for control in (self.random, self.samples, self.two_samples):
            control.setEnabled(self._has_prior)
        self.allow_between(False)

    def allow_between(self, on: bool) -> None:
        """Whether there are two ends to go between."""
        self.between.setEnabled(on)
        self.between.show_value(0)

    def retranslate(self) -> None:
        self.model_title.setText(self.tr("Model"))
        self.model.setAccessibleName(self.tr("Model"))
        self.mode.label(code=self.tr("Code"), folder=self.tr("Folder"))
        self.axes_title.setText(self.tr("Axes of the code"))
        self.middle.setText(self.tr("Average"))
        self.middle.setToolTip(self.tr("The mean of all codes"))
        self.random.setText(self.tr("Random"))
        self.samples.setText(self.tr("Samples"))
        self.samples.setToolTip(self.tr("Pictures that the model invents"))
        self.picture.setText(self.tr("Test a picture…"))
        self.picture.setToolTip(self.tr("The picture, what the model makes of it, and where the two differ"))
        self.ends_title.setText(self.tr("Between two pictures"))
        self.between.label(self.tr("Blend"), self.tr("First"), self.tr("Second"))
        self.two_samples.setText(self.tr("Two random"))
        self.two_pictures.setText(self.tr("Two files…"))
        no_prior = self.tr("Only variational and adversarial models can invent pictures")
        for control in (self.random, self.samples, self.two_samples):
            control.setAccessibleDescription(no_prior)
        self._explain()

    def _lay_out(self) -> None:
        for title in (self.model_title, self.axes_title, self.ends_title):
            title.setProperty("role", "title")
        self.about.setProperty("role", "muted")
        self.about.setWordWrap(True)
        of_code = QWidget()
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(6)
        for widget in (self.model_title, self.model, self.about):
            whole.addWidget(widget)
        whole.addSpacing(8)
        whole.addWidget(self.mode)
        whole.addSpacing(8)
        whole.addWidget(of_code, 1)
        whole.addWidget(self.folder, 1)
        self.mode.chosen.connect(lambda mode: self._show_mode(of_code, mode))
        self._show_mode(of_code, self.mode.choice)
        column = QVBoxLayout(of_code)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        column.addWidget(self.axes_title)
        column.addWidget(self.axes)
        buttons = QGridLayout()
        buttons.setSpacing(8)
        for place, button in enumerate((self.middle, self.random, self.samples, self.picture)):
            buttons.addWidget(button, place // 2, place % 2)
        column.addLayout(buttons)
        column.addSpacing(8)
        column.addWidget(self.ends_title)
        ends = QGridLayout()
        ends.setSpacing(8)
        ends.addWidget(self.two_samples, 0, 0)
        ends.addWidget(self.two_pictures, 0, 1)
        column.addLayout(ends)
        column.addWidget(self.between)
        column.addStretch()

    def _show_mode(self, of_code: QWidget, mode: str) -> None:
        of_code.setVisible(mode == "code")
        self.folder.setVisible(mode == "folder")

    def _on_model(self) -> None:
        self._explain()
        self.model_chosen.emit(self.chosen)

    def _explain(self) -> None:
        card = next((card for card in self._cards if card.id == self.chosen), None)
        if card is None:
            text = self.tr("There is no autoencoder among your models yet. Train one, or add one on the Models page.")
        else:
            text = card.title
        self.about.setText(text)
