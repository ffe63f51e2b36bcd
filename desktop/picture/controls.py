"""The panel beside a picture: what to do with it, how far that is, and what becomes of the result."""

from __future__ import annotations

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QFrame,
    QHBoxLayout,
    QLabel,
    QPushButton,
    QScrollArea,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

import engine
from desktop.picture.compress_panel import CompressPanel
from desktop.picture.compress_panel import State as CompressState
from desktop.picture.denoise_panel import DenoisePanel
from desktop.picture.denoise_panel import State as DenoiseState
from desktop.picture.documents import Document, Mode
from desktop.picture.output_row import LATENT, OutputRow
from desktop.picture.requests import Request
from desktop.picture.saved_note import SavedNote
from desktop.settings import Settings
from desktop.widgets.drag_handle import DragHandle
from desktop.widgets.icon_button import IconButton
from desktop.widgets.segmented import Segmented
from desktop.widgets.work_bar import WorkBar
from desktop.words.retranslated import Retranslated

MODES: tuple[Mode, ...] = ("compress", "denoise")

State = tuple[str, CompressState, DenoiseState]


class PictureControls(Retranslated, QFrame):
    """Mode, the mode's own panel, progress, and what to do with the result.

    Signals:
        changed: :meth:`request` may give another answer now.
        edited: a person has changed something that can be undone.
        save_asked, copy_asked: a button was pressed.
    """

    changed = Signal()
    edited = Signal()
    save_asked = Signal()
    copy_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("panel")
        self._settings = settings
        self._is_latent, self._own_format = False, "png"
        self._photo_mode: Mode = "compress"  # the one that was chosen for pictures
        self.mode = Segmented(MODES)
        self.compress, self.denoise = CompressPanel(settings), DenoisePanel(settings)
        self.latent_note = QLabel()
        self.latent_note.setProperty("role", "muted")
        self.latent_note.setWordWrap(True)
        self.output, self.work, self.note, self.save = OutputRow(), WorkBar(), SavedNote(), QPushButton()
        self.copy, self.drag = IconButton("copy"), DragHandle()
        self.save.setProperty("role", "primary")
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.retranslate()

    def request(self) -> Request | None:
        """What is asked for; ``None`` for a ``.latent`` file that is only to be looked at."""
        if self.mode.choice == "denoise":
            return self.denoise.options()
        return None if self._is_latent else self.compress.options()

    def show_document(self, document: Document) -> None:
        """Offer what fits the document; a ``.latent`` file is shown as it is, whatever was done to another before."""
        was_latent, self._is_latent = self._is_latent, document.latent is not None
        self._own_format = own_format(document)
        if not self._is_latent:
            self.compress.show_document(document)
        if self._is_latent and not was_latent:
            self._photo_mode = "denoise" if self.mode.choice == "denoise" else "compress"
        if self._is_latent or was_latent:
            self.mode.blockSignals(True)
            self.mode.choose("compress" if self._is_latent else self._photo_mode)
            self.mode.blockSignals(False)
        self.note.hide()
        self._show_mode()
        self.retranslate()

    def enable_result(self, can_save: bool, is_complete: bool) -> None:
        """Whether there is something that can be saved, now or once it is made, and whether it can be dragged out."""
        self.save.setEnabled(can_save)
        for control in (self.copy, self.drag):
            control.setEnabled(is_complete)
        if not is_complete:
            self.drag.set_file(None)

    def state(self) -> State:
        """All that can be undone."""
        return self.mode.choice, self.compress.state(), self.denoise.state()

    def restore(self, state: State) -> None:
        """Set everything as it was."""
        mode, compress, denoise = state
        self.compress.restore(compress)
        self.denoise.restore(denoise)
        self.mode.choose(mode)

    def remember(self) -> None:
        """Keep the present values for the next run."""
        self.compress.remember()
        self.denoise.remember()

    def _on_output(self) -> None:
        if self.mode.choice == "compress" and not self._is_latent:
            self._settings.output = self.output.choice

    def retranslate(self) -> None:
        compress = self.tr("Reconstruct") if self._is_latent else self.tr("Compress")
        self.mode.label(compress=compress, denoise=self.tr("Denoise"))
        self.latent_note.setText(
            self.tr("Decoded from a .latent file. Save it as JPEG, PNG and the like, or denoise it.")
        )
        self.save.setText(self.tr("Save as…"))
        self.copy.describe(self.tr("Copy the result"), self.tr("Copy the result (Ctrl+C)"))

    def _lay_out(self) -> None:
        for panel in (self.compress, self.denoise, self.latent_note):
            self._stack.addWidget(panel)
        self.latent_note.setAlignment(Qt.AlignmentFlag.AlignTop)
        self._stack.setContentsMargins(18, 0, 18, 0)
        scroll = QScrollArea()
        scroll.setObjectName("panelscroll")
        scroll.setWidget(self._stack)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 14, 0, 14)
        column.setSpacing(12)
        column.addLayout(_indented(self.mode))
        column.addWidget(scroll, 1)
        column.addLayout(_indented(self.output))
        column.addLayout(_indented(self.work))
        column.addLayout(_indented(self.note))
        column.addLayout(_indented(self.save, self.copy, self.drag))
        self.setMinimumWidth(272)

    def _connect(self) -> None:
        self.mode.chosen.connect(self._on_mode)
        for panel in (self.compress, self.denoise):
            panel.changed.connect(self._on_changed)
        self.save.clicked.connect(self.save_asked)
        self.output.changed.connect(self._on_output)
        self.copy.clicked.connect(self.copy_asked)

    def _on_mode(self) -> None:
        self._show_mode()
        self._on_changed()

    def _on_changed(self) -> None:
        self.changed.emit()
        self.edited.emit()

    def _show_mode(self) -> None:
        denoising = self.mode.choice == "denoise"
        self._stack.setCurrentWidget(
            self.denoise if denoising else self.latent_note if self._is_latent else self.compress
        )
        pictures = list(engine.WRITABLE_FORMATS)
        if denoising or self._is_latent:
            self.output.offer(pictures, self._own_format)
        else:
            self.output.offer([LATENT, *pictures], self._settings.output)


def own_format(document: Document) -> str:
    """The format that suits a picture as well as the file that it came from, whose format is kept where it can be."""
    picture = document.picture
    try:
        name = engine.format_of(document.path)
    except engine.SafelightError:
        name = "png" if picture.is_deep or picture.alpha is not None else "jpeg"
    return "png" if name == "jpeg" and (picture.is_deep or picture.alpha is not None) else name


def _indented(*widgets: QWidget) -> QHBoxLayout:
    """A row with the panel's margins; the first one takes the room."""
    row = QHBoxLayout()
    row.setContentsMargins(18, 0, 18, 0)
    row.setSpacing(8)
    for place, widget in enumerate(widgets):
        row.addWidget(widget, 0 if place else 1)
    return row
