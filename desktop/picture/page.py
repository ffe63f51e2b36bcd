"""The page for one picture: two views of it, what they cost, and the panel that changes them."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QSplitter, QStackedWidget, QVBoxLayout, QWidget

import engine
from desktop import dialogs
from desktop.picture import tasks
from desktop.picture.bar import PictureBar
from desktop.picture.colours import ScreenColours
from desktop.picture.controls import PictureControls
from desktop.picture.display import Display
from desktop.picture.documents import Answer, Document
from desktop.picture.export import Export
from desktop.picture.feedback import Feedback
from desktop.picture.pane_choice import PaneChoice
from desktop.picture.pieces import Unfolding
from desktop.picture.session import PictureSession
from desktop.picture.shelf import Side
from desktop.picture.strip import Strip
from desktop.settings import Settings
from desktop.viewer.compare_view import CompareMode, CompareView
from desktop.widgets.banner import Banner
from desktop.widgets.welcome import Welcome
from desktop.words.retranslated import Retranslated
from desktop.words.wording import pixels_text
from desktop.work.comparison import Comparison
from desktop.work.task_runner import Handlers, TaskRunner


class PicturePage(Retranslated, QWidget):
    """Joins the session with the widgets that show it.

    Signals:
        open_asked: the person wants the file dialog.
        noticed: a line for the status bar.
    """

    open_asked = Signal()
    noticed = Signal(str)

    def __init__(self, runner: TaskRunner, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings, self._runner = settings, runner
        self._files: list[Path] = []
        self._index = 0
        self._profile: bytes | None = None
        self._result: Path | None = None  # to be opened beside the file that is being opened
        self._looks_at_result = False
        self.session = PictureSession(runner, self)
        self.banner, self.empty, self.bar = Banner(), Welcome(), PictureBar()
        self.choice, self.view, self.controls = PaneChoice(), CompareView(), PictureControls(settings)
        self.strip = Strip()
        self.figures = self.strip.figures
        self.display = Display(self.session, self.view, self.strip, self.controls, runner)
        self.export = Export(self.session, runner, self)
        self.export.preferred = lambda: self.controls.output.suffix
        self.feedback = Feedback(self.session, self.banner, self.controls, self.empty)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect_widgets()
        self._connect_session()
        self.set_mode(settings.compare_mode)
        self.feedback.enable_result()
        self.retranslate()

    def use_screen_profile(self, profile: bytes | None) -> None:
        """Draw for a screen of this profile; a picture that was drawn for another one is opened anew."""
        if profile == self._profile:
            return
        self._profile, self.session.colours = profile, ScreenColours(profile)
        if self._files and self.session.document is not None:
            self._open_current()

    def open_files(self, paths: list[Path]) -> None:
        """Open the first of several files; the others are a step away."""
        if paths:
            self._files, self._index, self._result = list(paths), 0, None
            self._open_current()
        if len(paths) == 1 and not self.export.is_own(paths[0]):
            self._runner.start("folder", tasks.pictures_beside(paths[0]), Handlers(self._on_beside))

    def _on_beside(self, paths: list[Path]) -> None:
        """The other pictures of the folder are a step away, too."""
        if len(self._files) == 1 and self._files[0] in paths:
            self._files, self._index = paths, paths.index(self._files[0])
            self.bar.show_place(self._index, len(self._files))

    def open_pair(self, source: Path, result: Path) -> None:
        """Look at a file beside what was made of it; nothing is made anew until a setting is changed."""
        self._files, self._index, self._result = [source], 0, result
        self._open_current()

    def open_comparison(self, comparison: Comparison) -> None:
        """Look at what a model saw and made of a picture, in place of whatever is open."""
        self._files, self._index = [path for path in (comparison.path,) if path is not None], 0
        self.banner.clear()
        self.bar.show_place(0, len(self._files))
        if self.view.mode is not CompareMode.DIFFERENCE:
            self.set_mode(CompareMode.SIDE)
        self.session.open_comparison(comparison)

    def step(self, by: int) -> None:
        """Open the previous (-1) or next (+1) of the files."""
        if 0 <= self._index + by < len(self._files):
            self._index += by
            self._open_current()

    def close_file(self) -> None:
        """Back to the empty page."""
        self._files = []
        self.session.close()
        self.banner.clear()
        self._stack.setCurrentWidget(self.empty)
        self.empty.setFocus()

    def paste(self, image: QImage) -> None:
        """Open a picture from the clipboard."""
        self.export.keep_pasted(image, self.tr("Pasted picture"))

    def copy_result(self) -> None:
        """Put the result into the clipboard."""
        self.export.copy()

    def set_mode(self, mode: CompareMode) -> None:
        """Lay the pictures out in another way, from now on."""
        self.view.set_mode(mode)
        self.bar.show_mode(mode)
        self._settings.compare_mode = mode
        self.display.on_mode()

    def fit(self) -> None:
        """Show all of the picture, and of those that are opened from now on."""
        self._settings.opens_fitted = True
        self.view.viewport.fit()

    def show_actual(self) -> None:
        """Show the picture's own pixels, and those of pictures that are opened from now on."""
        self._settings.opens_fitted = False
        self.view.viewport.zoom_to(1.0)

    def set_loupe(self, on: bool) -> None:
        """Show or hide the loupe."""
        self.view.set_loupe(on)
        self.bar.loupe.setChecked(on)

    def show_bare(self, on: bool, *, with_panel: bool) -> None:
        """Show nothing but the pictures, or everything again."""
        for widget in (self.bar, self.choice, self.strip):
            widget.setVisible(not on)
        self.controls.setVisible(not on and with_panel)

    def keep_result(self) -> None:
        """Put the present result aside, to be compared with later ones."""
        if self.session.mode is not None and self.session.shelf.keep(self.session.mode):
            self.noticed.emit(self.tr("Pinned. Choose it above either picture to compare."))

    def save_as(self) -> None:
        """Ask where to save the result, and save it there."""
        if not self.controls.save.isEnabled():
            return
        document, output = self.session.document, self.controls.output
        assert document is not None  # there is something to save
        folder = self._settings.folder("save") if self.export.is_own(document.path) else document.path.parent
        chosen = dialogs.ask_save(self, folder / self.export.suggestion(), self.export.suffixes())
        if chosen is not None:
            path, overwrite = chosen
            self._settings.set_folder("save", path.parent)
            quality = output.chosen_quality if path.suffix.lower() == output.suffix else None
            self.session.save(tasks.Target(path, overwrite, quality))

    def remember(self) -> None:
        """Keep sliders and splitter for the next run."""
        self.controls.remember()
        self._settings.set_layout("picture", self.splitter.saveState())

    def retranslate(self) -> None:
        self.view.setAccessibleName(self.tr("Comparison of two pictures"))
        self.display.retranslate()
        self._show_choice()

    def _lay_out(self) -> None:
        left = QWidget()
        column = QVBoxLayout(left)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        for widget, stretch in ((self.bar, 0), (self.choice, 0), (self.view, 1), (self.strip, 0)):
            column.addWidget(widget, stretch)
        self.splitter.addWidget(left)
        self.splitter.addWidget(self.controls)
        self.splitter.setStretchFactor(0, 1)
        self.splitter.setCollapsible(0, False)
        self.splitter.setCollapsible(1, False)
        self.splitter.setHandleWidth(1)
        self.splitter.setSizes([900, 310])
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
        self.bar.loupe_asked.connect(self.set_loupe)
        self.bar.zoom_asked.connect(self.view.viewport.zoom_step)
        self.bar.fit_asked.connect(self.fit)
        self.bar.actual_asked.connect(self.show_actual)
        self.view.scale_changed.connect(self.bar.show_scale)
        self.view.region_changed.connect(self.session.look)
        self.choice.chosen.connect(self.session.shelf.choose)
        self.choice.file_asked.connect(self._ask_beside)
        self.choice.keep_asked.connect(self.keep_result)
        self.controls.changed.connect(self._ask)
        self.controls.output.changed.connect(self.display.weigh_output)
        self.strip.details.setChecked(self._settings.details)
        self.strip.unfolded.connect(self._on_unfolded)
        self.controls.save_asked.connect(self.save_as)
        self.controls.copy_asked.connect(self.copy_result)
        self.controls.drag.wanted.connect(self.export.prepare)
        self.export.prepared.connect(self.controls.drag.set_file)
        self.export.pasted.connect(lambda path: self.open_files([path]))
        self.export.noticed.connect(self.noticed)
        self.feedback.noticed.connect(self.noticed)
        self.export.failed.connect(self.banner.tell)

    def _connect_session(self) -> None:
        session = self.session
        session.region = self.view.visible_region
        session.unfolding.connect(self._on_unfolding)
        session.opened.connect(self._on_opened)
        session.compared.connect(self._enlarge)
        session.failed.connect(self._show_document)
        session.stopped.connect(self._show_document)
        session.estimated.connect(self._on_estimated)
        session.answered.connect(self._on_answered)
        session.shelf.changed.connect(self._show_choice)

    def _open_current(self) -> None:
        self.banner.clear()
        self.bar.show_place(self._index, len(self._files))
        self.session.open(self._files[self._index])

    def _ask_beside(self, side: Side) -> None:
        paths = dialogs.ask_open(self, self._settings.folder("open"))
        if paths:
            self.session.open_beside(paths[0], side)
        self._show_choice()

    def _ask(self) -> None:
        self.feedback.show_warnings()
        request = self.controls.request()
        self.session.ask(request)
        if self._looks_at_result and self.session.mode is not None:
            self._looks_at_result = False
            self.session.shelf.choose("right", self.session.mode)
        self.session.shelf.follow(self.session.mode)
        self.feedback.enable_result()

    def _on_unfolding(self, piece: Unfolding) -> None:
        self._stack.setCurrentWidget(self.splitter)
        self.bar.show_file(piece.path.name, pixels_text(piece.shown.width, piece.shown.height))

    def _show_document(self) -> None:
        """Name what is open; nothing is, where a first file was shown in part and could not be read to its end."""
        document = self.session.document
        self._stack.setCurrentWidget(self.empty if document is None else self.splitter)
        if document is not None:
            self.bar.show_file(document.path.name, pixels_text(document.shown.width, document.shown.height))

    def _on_opened(self, document: Document) -> None:
        self._show_document()
        self.controls.show_document(document)
        if document.latent is None and not self._settings.opens_fitted:
            self.view.viewport.look_at(QPointF(document.sharpest), 1.0)
        else:
            self.view.viewport.fit()
        self.view.setFocus()
        result, self._result = self._result, None
        self._looks_at_result = result is not None
        if result is not None:
            self.session.open_beside(result, "right")
        else:
            self._ask()

    def _enlarge(self) -> None:
        """What models see is often so small that it has to fill the view to be seen."""
        viewport = self.view.viewport
        picture, pane = viewport.picture_size, viewport.pane_size
        viewport.zoom_to(max(1, int(min(pane.width() / picture.width(), pane.height() / picture.height()))))

    def _on_estimated(self, noise: engine.NoiseEstimate) -> None:
        self.controls.denoise.sliders.show_strength(noise.strength)
        self.controls.denoise.sliders.show_doubt(noise.is_sure)
        self.controls.compress.noise.show_found(noise.strength)  # of the same picture

    def _on_answered(self, answer: Answer) -> None:
        self.choice.keep.setEnabled(True)
        if answer.mode == "denoise":
            self.controls.denoise.sliders.show_strength(answer.setting)
        elif answer.noise is not None:
            self.controls.compress.noise.show_found(answer.noise)

    def _on_unfolded(self, on: bool) -> None:
        self._settings.details = on

    def _show_choice(self) -> None:
        shelf = self.session.shelf
        chosen = shelf.chosen("left"), shelf.chosen("right")
        self.choice.show_exhibits(shelf.exhibits(), *chosen, can_show_nothing=shelf.can_show_nothing)
        self.choice.keep.setEnabled(self.session.answer is not None)
