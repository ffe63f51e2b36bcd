"""Below the table of a batch: how far it is, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QLabel, QProgressBar, QPushButton, QWidget

from desktop.batch.rows import Totals
from desktop.batch.state import FormState
from desktop.widgets.elided_label import ElidedLabel
from desktop.words.retranslated import Retranslated
from desktop.words.wording import size_text


class BatchFooter(Retranslated, QFrame):
    """A sum, a bar, a time left and the buttons; above these, whatever the batch takes away for good.

    Signals:
        started, stopped, revealed: a button was pressed.
        paused: the batch is to pause (``True``) or to go on.
    """

    started = Signal()
    stopped = Signal()
    revealed = Signal()
    paused = Signal(bool)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("figures")
        self.summary, self.left, self.total = ElidedLabel(), QLabel(), QProgressBar()
        self.losses = QLabel()
        self.start, self.cancel, self.pause, self.reveal = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self.pause.setCheckable(True)
        self.total.setRange(0, 1000)
        self.total.setTextVisible(False)
        self.start.setProperty("role", "primary")
        self.left.setProperty("role", "muted")
        grid = QGridLayout(self)
        grid.setContentsMargins(18, 12, 18, 12)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(8)
        self.losses.setProperty("role", "danger")
        self.losses.setWordWrap(True)
        self.losses.setAlignment(Qt.AlignmentFlag.AlignRight)  # right above the button to start
        self.losses.hide()
        grid.addWidget(self.losses, 0, 0, 1, 6)
        grid.addWidget(self.summary, 1, 0)
        grid.addWidget(self.left, 1, 1)
        grid.addWidget(self.total, 2, 0, 1, 2)
        for column, button in enumerate((self.reveal, self.pause, self.cancel, self.start), start=2):
            button.setMinimumWidth(110)
            grid.addWidget(button, 1, column, 2, 1)
        grid.setColumnStretch(0, 1)
        self.start.clicked.connect(self.started)
        self.cancel.clicked.connect(self.stopped)
        self.reveal.clicked.connect(self.revealed)
        self.pause.toggled.connect(self._on_pause)
        self.retranslate()

    def show_buttons(self, *, running: bool, stopping: bool, can_start: bool, has_results: bool) -> None:
        """Offer what makes sense now; the keyboard's focus stays among these buttons."""
        buttons = {
            self.pause: running,
            self.cancel: running,
            self.reveal: not running and has_results,
            self.start: not running,
        }
        had_focus = any(button.hasFocus() for button in buttons)
        self.start.setEnabled(can_start)
        for button in (self.cancel, self.pause):
            button.setEnabled(not stopping)
        for button, shown in buttons.items():
            if shown:
                button.setVisible(True)
        if had_focus and not any(button.hasFocus() and shown for button, shown in buttons.items()):
            next(button for button, shown in buttons.items() if shown).setFocus()
        for button, shown in buttons.items():
            button.setVisible(shown)
        if not running:
            self.pause.setChecked(False)

    def show_losses(self, state: FormState) -> None:
        """Say what a batch with these settings takes away: its results lack it, or it is gone from where it was."""
        told = [
            text
            for is_on, text in (
                (state.strip == "all", self.tr("All metadata is removed")),
                (state.strip == "gps", self.tr("Locations are removed")),
                (state.originals == "bin", self.tr("Originals go to the bin")),
                (state.existing == "replace", self.tr("Existing files are replaced")),
            )
            if is_on
        ]
        self.losses.setText("   ·   ".join(told))
        self.losses.setVisible(bool(told))
        self.start.setAccessibleDescription(", ".join(told))

    def retranslate(self) -> None:
        self.start.setText(self.tr("Start"))
        self.cancel.setText(self.tr("Cancel"))
        self.pause.setText(self.tr("Resume") if self.pause.isChecked() else self.tr("Pause"))
        self.reveal.setText(self.tr("Show results"))
        self.total.setAccessibleName(self.tr("Progress of the whole batch"))

    def sum_up(self, totals: Totals, count: int) -> str:
        """What has been done of ``count`` files so far."""
        parts = [self.tr("{0} of {1}").format(totals.finished, count)]
        for number, text in (
            (totals.failed, self.tr("Failed: {0}")),
            (totals.skipped, self.tr("Skipped: {0}")),
            (totals.copied, self.tr("Copied: {0}")),
        ):
            if number:
                parts.append(text.format(number))
        saved = totals.before - totals.after
        if totals.done and saved > 0:
            parts.append(self.tr("Saved {0} ({1} %)").format(size_text(saved), round(100 * saved / totals.before)))
        elif totals.done:
            parts.append(self.tr("Written {0}").format(size_text(totals.after)))
        if self.pause.isChecked():
            parts.append(self.tr("Paused"))
        return "   ·   ".join(parts)

    def _on_pause(self, on: bool) -> None:
        self.retranslate()
        self.paused.emit(on)
