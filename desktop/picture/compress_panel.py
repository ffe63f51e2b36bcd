"""Controls for compressing one picture: a quality or a size, noise that is left out, and the curve between them."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QVBoxLayout, QWidget

import engine
from desktop.picture.documents import Document
from desktop.settings import Settings
from desktop.widgets.codec_choice import CodecChoice
from desktop.widgets.goal_row import GoalRow
from desktop.widgets.noise_row import NoiseRow
from desktop.widgets.rate_curve import RateCurve
from desktop.words.retranslated import Retranslated

KILOBYTE = 1000  # as everywhere in the window
LARGEST_KB = 999_999

State = tuple[str, int, int, int | None, str]


class CompressPanel(Retranslated, QWidget):
    """Goal, noise, curve, and the codec where there are several.

    Signals:
        changed: :meth:`options` are others now.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._own_size = False  # the size follows the opened picture until the person sets one
        self.quality, self.noise, self.curve = GoalRow("kB", LARGEST_KB), NoiseRow(), RateCurve()
        self.codec = CodecChoice(Qt.Orientation.Vertical)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(10)
        for widget in (self.quality, self.curve, self.noise, self.codec):
            column.addWidget(widget)
        column.addStretch()
        QWidget.setTabOrder(self.quality.size_box, self.curve)
        self.quality.set_default(50)
        self.quality.set_value(settings.quality)
        self.quality.aim(settings.goal("picture"))
        self.noise.set_value(settings.noise)
        self.noise.automatic.setChecked(settings.noise_is_automatic)
        self.codec.choose(settings.codec)
        self.codec.changed.connect(self.changed)
        self.quality.changed.connect(self.changed)
        self.quality.aimed.connect(self.changed)
        self.quality.size_box.valueChanged.connect(self._on_size)
        self.noise.changed.connect(self.changed)
        self.noise.switched.connect(self.changed)
        self.curve.chosen.connect(self._on_curve)
        self.retranslate()

    def options(self) -> engine.CompressOptions:
        """As they are set now."""
        size, noise = self.quality.target, self.noise.level
        return engine.CompressOptions(
            quality=float(self.quality.value),
            target_bytes=None if size is None else size * KILOBYTE,
            denoise=None if noise is None else float(noise),
            model=self.codec.in_use,
            threads=self._settings.threads,
        )

    def show_document(self, document: Document) -> None:
        """Propose half of the file's size where the person has not set one; its noise is not known yet."""
        self.noise.show_found(None)
        self.quality.size_box.whole = max(1, document.source_bytes // KILOBYTE)
        if not self._own_size:
            self.quality.show_size(max(1, document.source_bytes // (2 * KILOBYTE)))

    def state(self) -> State:
        """All that a person has set and may undo; a size that is only proposed counts as none."""
        size = self.quality.size_box.value() if self._own_size else 0
        return self.quality.goal.choice, self.quality.value, size, self.noise.level, self.codec.choice

    def restore(self, state: State) -> None:
        """Set everything as it was."""
        goal, quality, size, noise, codec = state
        self.quality.aim("size" if goal == "size" else "quality")
        self.quality.set_value(quality)
        if size:
            self.quality.size_box.setValue(size)
        self._own_size = bool(size)
        self.noise.set_level(noise)
        self.codec.choose(codec)

    def remember(self) -> None:
        """Keep the present values for the next run."""
        self._settings.quality = self.quality.value
        self._settings.noise, self._settings.noise_is_automatic = self.noise.own, self.noise.level is None
        self._settings.set_goal("picture", self.quality.goal.choice)
        self._settings.codec = self.codec.choice

    def retranslate(self) -> None:
        self.quality.label(self.tr("Quality"), self.tr("Smaller"), self.tr("Better"))
        self.quality.label_size(self.tr("File size"), self.tr("Best quality under this size"))
        self.noise.label(self.tr("Reduce noise"), self.tr("None"), self.tr("Strong"), zero=self.tr("Off"))
        self.noise.explain(
            self.tr("Noise is removed before it costs bytes in the compressed file; your original is not touched.")
        )

    def _on_size(self) -> None:
        self._own_size = True

    def _on_curve(self, quality: float) -> None:
        self.quality.aim("quality")
        self.quality.set_value(round(quality))
