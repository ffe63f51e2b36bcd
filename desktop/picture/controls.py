"""The panel beside a picture: what to do with it, and how much."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QFrame, QLabel, QPushButton, QStackedWidget, QVBoxLayout, QWidget

import engine
from desktop.picture.documents import Document, Mode
from desktop.picture.session import Request
from desktop.settings import Settings
from desktop.widgets.goal_row import GoalRow
from desktop.widgets.segmented import Segmented
from desktop.widgets.slider_row import SliderRow
from desktop.widgets.work_bar import WorkBar
from engine.pipeline.options import DenoiserName

MODES: tuple[Mode, ...] = ("compress", "denoise")
DENOISERS: tuple[DenoiserName, ...] = ("fast", "best")
KILOBYTE = 1000  # as everywhere in the window
LARGEST_KB = 999_999


class PictureControls(QFrame):
    """Mode, goal, noise, strength, progress and the save button.

    Signals:
        changed: :meth:`request` may give another answer now.
        save_asked: the save button was pressed.
    """

    changed = Signal()
    save_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._settings = settings
        self._is_latent = False
        self._own_size = False  # the size follows the opened picture until the person sets one
        self.mode = Segmented(MODES)
        self.quality = GoalRow("kB", LARGEST_KB)
        self.noise = SliderRow()
        self.strength = SliderRow()
        self.automatic = QCheckBox()
        self.denoiser = QComboBox()
        self.denoiser_title = _label("title")
        self.note, self.latent_note = _label("muted"), _label("muted")
        self.work = WorkBar()
        self.save = QPushButton()
        self.save.setProperty("role", "primary")
        self._stack = QStackedWidget()
        self._lay_out()
        self._restore()
        self._connect()
        self.offer_denoisers(1)
        self.retranslate()

    def request(self) -> Request | None:
        """What is asked for; ``None`` for a ``.latent`` file that is only to be looked at."""
        if self.mode.choice == "denoise":
            strength = None if self.automatic.isChecked() else float(self.strength.value)
            return engine.DenoiseOptions(strength=strength, model=DENOISERS[max(0, self.denoiser.currentIndex())])
        if self._is_latent:
            return None
        size = self.quality.target
        return engine.CompressOptions(
            quality=float(self.quality.value),
            target_bytes=None if size is None else size * KILOBYTE,
            denoise=float(self.noise.value),
        )

    def show_document(self, document: Document) -> None:
        """Offer what fits the document."""
        self._is_latent = document.latent is not None
        if not self._own_size and not self._is_latent:
            self.quality.show_size(max(1, document.source_bytes // (2 * KILOBYTE)))
        self._show_mode()
        self.retranslate()

    def show_strength(self, strength: float) -> None:
        """Show an estimated strength where the person has not chosen one."""
        if self.automatic.isChecked():
            self.strength.show_value(round(strength))

    def offer_denoisers(self, count: int) -> None:
        """Show the choice of a denoiser only where there is one."""
        for widget in (self.denoiser_title, self.denoiser):
            widget.setVisible(count > 1)

    def remember(self) -> None:
        """Keep the present values for the next run."""
        self._settings.quality = self.quality.value
        self._settings.noise = self.noise.value
        self._settings.set_goal("picture", self.quality.goal.choice)
        if not self.automatic.isChecked():
            self._settings.strength = self.strength.value

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        compress = self.tr("Reconstruct") if self._is_latent else self.tr("Compress")
        self.mode.label(compress=compress, denoise=self.tr("Denoise"))
        self.quality.label(self.tr("Quality"), self.tr("Smaller file"), self.tr("Better picture"))
        self.quality.label_size(self.tr("File size"), self.tr("The best quality that fits"))
        self.noise.label(self.tr("Leave out noise"), self.tr("None"), self.tr("Strong"), zero=self.tr("Off"))
        self.noise.explain(
            self.tr("Noise is removed before it costs bytes in the compressed file; your original is not touched.")
        )
        self.strength.label(self.tr("Strength"), self.tr("Gentle"), self.tr("Strong"))
        self.automatic.setText(self.tr("Automatic, from the noise found"))
        self.denoiser_title.setText(self.tr("Model"))
        self.denoiser.setAccessibleName(self.tr("Model"))
        chosen = max(0, self.denoiser.currentIndex())
        self.denoiser.blockSignals(True)
        self.denoiser.clear()
        self.denoiser.addItems([self.tr("Fast"), self.tr("Best")])
        self.denoiser.setCurrentIndex(chosen)
        self.denoiser.blockSignals(False)
        self.note.setText(self.tr("The preview follows the slider. Your file is not touched until you save."))
        self.latent_note.setText(
            self.tr("This is what the .latent file contains. Save it as a picture, or denoise it.")
        )
        self.save.setText(self.tr("Save as…"))

    def _lay_out(self) -> None:
        self._stack.addWidget(_column(self.quality, self.noise, self.note))
        self._stack.addWidget(_column(self.automatic, self.strength, self.denoiser_title, self.denoiser))
        self._stack.addWidget(_column(self.latent_note))
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 16, 18, 16)
        column.setSpacing(18)
        column.addWidget(self.mode)
        column.addWidget(self._stack, 1, Qt.AlignmentFlag.AlignTop)
        column.addWidget(self.work)
        column.addWidget(self.save)
        self.setMinimumWidth(256)

    def _restore(self) -> None:
        self.quality.set_value(self._settings.quality)
        self.quality.aim(self._settings.goal("picture"))
        self.noise.set_value(self._settings.noise)
        self.strength.set_value(self._settings.strength)
        self.automatic.setChecked(True)
        self.strength.setEnabled(False)

    def _connect(self) -> None:
        self.mode.chosen.connect(self._on_mode)
        self.quality.changed.connect(self.changed)
        self.quality.aimed.connect(self.changed)
        self.quality.size_box.valueChanged.connect(self._on_size)
        self.noise.changed.connect(self.changed)
        self.strength.changed.connect(self.changed)
        self.automatic.toggled.connect(self._on_automatic)
        self.denoiser.currentIndexChanged.connect(self.changed)
        self.save.clicked.connect(self.save_asked)

    def _on_mode(self) -> None:
        self._show_mode()
        self.changed.emit()

    def _on_size(self) -> None:
        self._own_size = True

    def _show_mode(self) -> None:
        denoising = self.mode.choice == "denoise"
        self._stack.setCurrentIndex(1 if denoising else 2 if self._is_latent else 0)

    def _on_automatic(self, on: bool) -> None:
        self.strength.setEnabled(not on)
        self.changed.emit()


def _label(role: str) -> QLabel:
    label = QLabel()
    label.setProperty("role", role)
    label.setWordWrap(True)
    return label


def _column(*widgets: QWidget) -> QWidget:
    page = QWidget()
    column = QVBoxLayout(page)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(12)
    for widget in widgets:
        column.addWidget(widget)
    column.addStretch()
    return page
