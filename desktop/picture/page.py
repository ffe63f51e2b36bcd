"""The page for one picture: original and result, and what the result costs."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

import engine
from desktop.picture import tasks
from desktop.picture.bar import PictureBar
from desktop.picture.controls import PictureControls
from desktop.picture.documents import LATENT_SUFFIX, Answer, Document
from desktop.picture.figure_texts import answer_caption, answer_figures, document_caption, document_figures
from desktop.picture.session import PictureSession
from desktop.settings import Settings
from desktop.shell import dialogs
from desktop.viewer.compare_view import CompareMode, CompareView
from desktop.widgets.banner import Banner
from desktop.widgets.drop_zone import DropZone
from desktop.widgets.figures import Figures
from desktop.words.engine_words import told
from desktop.words.wording import pixels_text
from desktop.work.task_runner import TaskRunner


class PicturePage(QWidget):
    """Joins the session with the widgets that show it.

    Signals:
        open_asked: the person wants the file dialog.
        noticed: a line for the status bar.
    """

    open_asked = Signal()
    noticed = Signal(str)

    def __init__(self, runner: TaskRunner, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._files: list[Path] = []
        self._index = 0
        self.session = PictureSession(runner, self)
        self.banner, self.empty, self.bar = Banner(), DropZone("picture"), PictureBar()
        self.view, self.figures, self.controls = CompareView(), Figures(), PictureControls(settings)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect_widgets()
        self._connect_session()
        self.set_mode(settings.compare_mode)
        self._enable_save()
        self.retranslate()

    def open_files(self, paths: list[Path]) -> None:
        """Open the first of several files; the others are a step away."""
        if paths:
            self._files, self._index = list(paths), 0
            self._open_current()

    def step(self, by: int) -> None:
        """Open the previous (-1) or next (+1) of the files."""
        if 0 <= self._index + by < len(self._files):
            self._index += by
            self._open_current()

    def set_mode(self, mode: CompareMode) -> None:
        """Lay the pictures out in another way, from now on."""
        self.view.set_mode(mode)
        self.bar.show_mode(mode)
        self._settings.compare_mode = mode
        self._ask_difference()

    def swap(self) -> None:
        """Show the other one of two pictures that are shown in turn; from another layout, show them so."""
        if self.view.mode is CompareMode.FLIP:
            self.view.swap()
        else:
            self.set_mode(CompareMode.FLIP)

    def save_as(self) -> None:
        """Ask where to save the result, and save it there."""
        if not self.controls.save.isEnabled():
            return
        chosen = dialogs.ask_save(self, self._suggestion(), self._suffixes())
        if chosen is not None:
            path, overwrite = chosen
            self._settings.set_folder("save", path.parent)
            self.session.save(path, overwrite=overwrite)

    def remember(self) -> None:
        """Keep sliders and splitter for the next run."""
        self.controls.remember()
        self._settings.set_layout("picture", self.splitter.saveState())

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.view.setAccessibleName(self.tr("Comparison of the original and the result"))
        self.empty.describe(
            self.tr("Drop a picture here"),
            self.tr("Compress it, remove its noise, or look into a .latent file."),
            self.tr("Open a picture…"),
            [
                self.tr("The original stays on the left, the result is on the right."),
                self.tr("Wheel: zoom under the cursor   ·   Drag: move   ·   Double click: 100 %"),
                self.tr("Drop a folder to work on all of its files."),
            ],
        )
        self._show_texts()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self.bar, 0), (self.view, 1), (self.figures, 0)):
            column.addWidget(widget, stretch)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.controls)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setCollapsible(1, False)
        self.splitter.setHandleWidth(1)
        self.splitter.setSizes([900, 290])
        self.splitter.restoreState(self._settings.layout("picture"))
        self._stack.addWidget(self.empty)
        self._stack.addWidget(self.splitter)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addWidget(self._stack, 1)

    def _connect_widgets(self) -> None:
        self.empty.asked.connect(self.open_asked)
        self.bar.open_asked.connect(self.open_asked)
        self.bar.step_asked.connect(self.step)
        self.bar.mode_asked.connect(self.set_mode)
        self.bar.zoom_asked.connect(self.view.viewport.zoom_step)
        self.bar.fit_asked.connect(self.view.viewport.fit)
        self.bar.actual_asked.connect(lambda: self.view.viewport.zoom_to(1.0))
        self.view.scale_changed.connect(self.bar.show_scale)
        self.controls.changed.connect(self._ask)
        self.controls.save_asked.connect(self.save_as)
        self.controls.work.cancelled.connect(self._cancel)
        self.controls.work.restarted.connect(self.session.ask_again)

    def _connect_session(self) -> None:
        session = self.session
        session.opened.connect(self._on_opened)
        session.answered.connect(self._on_answered)
        session.saved.connect(self._on_saved)
        session.differed.connect(self.view.set_difference)
        session.failed.connect(self._on_failed)
        session.began.connect(self._on_began)
        session.progressed.connect(self.controls.work.follow)
        session.stopped.connect(self._on_stopped)
        session.rested.connect(self._on_rested)

    def _open_current(self) -> None:
        self.banner.clear()
        self.bar.show_place(self._index, len(self._files))
        self.session.open(self._files[self._index])

    def _ask(self) -> None:
        document = self.session.document
        if document is not None and document.remark and document.latent is not None:
            self.banner.tell(self.tr("damaged: {0}").format(told(document.remark)), str(document.path))
        elif document is not None and document.remark:
            self.banner.remark(document.remark, str(document.path))
        else:
            self.banner.clear()
        self.session.ask(self.controls.request())
        if self.session.answer is None:
            self._show_pictures()
        self._enable_save()

    def _cancel(self) -> None:
        self.controls.work.stopping()
        self.session.cancel()

    def _on_opened(self, document: Document) -> None:
        self._stack.setCurrentWidget(self.splitter)
        self.controls.show_document(document)
        self.view.viewport.fit()
        self._show_pictures()
        self.view.setFocus()
        self._ask()

    def _on_answered(self, answer: Answer) -> None:
        if answer.mode == "denoise":
            self.controls.show_strength(answer.setting)
        self._show_pictures()

    def _on_failed(self, reason: str, path: str) -> None:
        self.banner.tell(reason, path)

    def _on_began(self, verb: str) -> None:
        texts = {
            "open": self.tr("Opening…"),
            "compress": self.tr("Compressing…"),
            "denoise": self.tr("Denoising…"),
            "save": self.tr("Saving…"),
        }
        self.controls.work.begin(texts[verb])
        self._enable_save()
        if verb == "open" and self.session.document is None:
            self.empty.button.setEnabled(False)

    def _on_saved(self, saved: tasks.Saved) -> None:
        self.noticed.emit(self.tr("Saved {0}").format(saved.path.name))
        if saved.lost:
            self.banner.remark(self.tr("saved without {0}").format(told(", ".join(saved.lost))), str(saved.path))

    def _on_stopped(self, verb: str) -> None:
        self.empty.button.setEnabled(True)
        if verb in ("compress", "denoise"):
            self.controls.work.offer_restart()
        elif not self.session.is_busy:
            self.controls.work.end()
        self._enable_save()

    def _on_rested(self) -> None:
        self.empty.button.setEnabled(True)
        self.controls.work.end()
        self._enable_save()

    def _show_pictures(self) -> None:
        document, answer = self.session.document, self.session.answer
        if document is not None:
            self.view.set_pictures(document.shown, None if answer is None else answer.shown)
            self.view.set_difference(None)
            self._ask_difference()
        self._show_texts()

    def _ask_difference(self) -> None:
        """Only where it is looked at: it takes as long as the pictures are large."""
        if self.view.mode is CompareMode.DIFFERENCE and self.view.difference is None:
            self.session.ask_difference()

    def _show_texts(self) -> None:
        document, answer = self.session.document, self.session.answer
        if document is None:
            return
        picture = document.picture
        self.bar.show_file(document.path.name, pixels_text(picture.width, picture.height))
        self.view.set_captions(document_caption(document), "" if answer is None else answer_caption(answer))
        figures = document_figures(document) if answer is None else answer_figures(document, answer)
        self.figures.show_figures(figures)

    def _enable_save(self) -> None:
        document, answer = self.session.document, self.session.answer
        worth = answer is not None or (document is not None and document.latent is not None)
        self.controls.save.setEnabled(worth and not self.session.is_busy)

    def _suffixes(self) -> list[str]:
        answer, document = self.session.answer, self.session.document
        has_data = (document is not None and document.data is not None) if answer is None else answer.data is not None
        pictures = list(engine.WRITABLE_FORMATS.values())
        if answer is None:  # a .latent file is looked at: a picture is what one wants from it
            return [*pictures, LATENT_SUFFIX]
        return [LATENT_SUFFIX, *pictures] if has_data else pictures

    def _suggestion(self) -> Path:
        assert self.session.document is not None  # the save button is off without a document
        source, answer = self.session.document.path, self.session.answer
        name = f"{source.stem}-denoised" if answer is not None and answer.mode == "denoise" else source.stem
        return self._settings.folder("save") / f"{name}{self._suffixes()[0]}"
