"""Moves through the code of an autoencoder, and shows what comes of it at once."""

from __future__ import annotations

import random
from collections.abc import Sequence
from pathlib import Path

import numpy as np
from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QStackedWidget, QVBoxLayout, QWidget

import engine
from desktop.settings import Settings
from desktop.studio import tasks
from desktop.studio.explore_form import MODES, ExploreForm
from desktop.studio.folder import FolderExplorer
from desktop.studio.folder_view import FolderView
from desktop.studio.images import Floats
from desktop.studio.looked_at import LookedAtView
from desktop.widgets.picture_pane import PicturePane
from desktop.words.retranslated import Retranslated
from desktop.work.task_runner import Failure, Handlers, TaskRunner

MOST_AXES = 10
CHANNELS = ("explore model", "explore picture", "explore decode")


class ExploreView(Retranslated, QWidget):
    """The decoded picture, or what is seen of a folder; below it one picture that is looked at."""

    def __init__(self, folder: FolderView, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.decoded, self.looked_at = PicturePane(), LookedAtView()
        self.upper = QStackedWidget()
        self.upper.addWidget(self.decoded)
        self.upper.addWidget(folder)
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(16)
        column.addWidget(self.upper, 3)
        column.addWidget(self.looked_at, 2)
        self.retranslate()

    def retranslate(self) -> None:
        self.decoded.describe(self.tr("Decoded picture"), self.tr("Choose a model to see what it draws"))


class Explorer(QObject):
    """Joins the form and the view with the engine.

    Signals:
        failed: reason and path.
        pictures_asked: so many files are wanted from a dialog.
        folder_asked: a folder is wanted from one.
        viewer_asked: pictures to be compared, a :class:`~desktop.work.comparison.Comparison`.
    """

    failed = Signal(object, str)
    pictures_asked = Signal(int)
    folder_asked = Signal()
    viewer_asked = Signal(object)

    def __init__(self, runner: TaskRunner, settings: Settings, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._settings = runner, settings
        self.form = ExploreForm()
        self.folder = FolderExplorer(runner, settings, self.form.folder, self)
        self.view = ExploreView(self.folder.view)
        self.model: engine.Autoencoder | None = None
        self._rest: Floats = np.zeros(0, np.float32)
        """The part of the code that no slider shows, with the mean."""
        self._ends: tuple[Floats, Floats] | None = None
        self._wanted: engine.FolderPicture | None = None
        self._connect()

    def take_folder(self, path: Path) -> None:
        """Look at a folder of pictures, as soon as there is a model."""
        self.form.mode.choose("folder")
        self.folder.take_folder(path)

    def take_picture(self, path: Path) -> None:
        """Look at a picture, as soon as there is a model."""
        self.look_at(engine.FolderPicture(path.name, path))

    def look_at(self, picture: engine.FolderPicture) -> None:
        """The same with one of a folder."""
        if self.model is None:
            self._wanted = picture
            return
        self._wanted = None
        operation = tasks.look_at(self.model, picture)
        self._runner.start("explore picture", operation, Handlers(self._on_looked_at, self._on_failed))

    def take_pictures(self, paths: Sequence[Path]) -> None:
        """One picture is looked at, two are gone between."""
        if len(paths) == 1:
            self.take_picture(paths[0])
        elif len(paths) > 1 and self.model is not None:
            operation = tasks.codes_of(self.model, paths[:2])
            self._runner.start("explore picture", operation, Handlers(self._on_codes, self._on_failed))

    def stop(self) -> None:
        """The app closes."""
        for channel in CHANNELS:
            self._runner.drop(channel)
        self.folder.stop()

    def _connect(self) -> None:
        form = self.form
        form.model_chosen.connect(self._open)
        form.axes.moved.connect(self._on_moved)
        form.middle.clicked.connect(self._go_to_middle)
        form.random.clicked.connect(self._go_anywhere)
        form.samples.clicked.connect(self._draw_samples)
        form.picture.clicked.connect(lambda: self.pictures_asked.emit(1))
        form.two_pictures.clicked.connect(lambda: self.pictures_asked.emit(2))
        form.two_samples.clicked.connect(self._between_samples)
        form.between.changed.connect(self._on_between)
        form.mode.chosen.connect(lambda mode: self.view.upper.setCurrentIndex(MODES.index(mode)))
        form.folder.choose.clicked.connect(self.folder_asked)
        self.folder.view.folder_asked.connect(self.folder_asked)
        self.folder.picked.connect(self.look_at)
        self.folder.failed.connect(self.failed)
        self.view.looked_at.viewer_asked.connect(self.viewer_asked)

    def _open(self, model_id: str) -> None:
        self.stop()
        self.model, self._ends = None, None
        self.form.show_model(None)
        self.view.looked_at.show_found(None)
        self.view.decoded.show_image(QImage())
        self.folder.use_model(None)
        if model_id:
            operation = tasks.open_model(model_id, self._settings.threads)
            self._runner.start("explore model", operation, Handlers(self._on_opened, self._on_failed))

    def _on_opened(self, model: engine.Autoencoder) -> None:
        self.model = model
        self.form.show_model(model, MOST_AXES)
        self._go_to_middle()
        self.folder.use_model(model)
        if self._wanted is not None:
            self.look_at(self._wanted)

    # Places in the code

    def _code(self) -> Floats:
        assert self.model is not None
        amounts = np.zeros(len(self.model.axes), np.float32)
        shown = self.form.axes.amounts
        amounts[: len(shown)] = shown
        return self.model.move_along_axes(self._rest, amounts)

    def _go_to(self, code: Floats) -> None:
        """Set the sliders to a place, and keep what they do not show."""
        model = self.model
        if model is None:
            return
        amounts = model.axis_coordinates(model.mean, code)
        shown = amounts.copy()
        shown[len(self.form.axes.sliders) :] = 0.0
        self._rest = code - (model.move_along_axes(model.mean, shown) - model.mean)
        self.form.axes.show_amounts(shown.tolist())
        self._decode(code)

    def _go_to_middle(self) -> None:
        if self.model is not None:
            self._leave_ends()
            self._go_to(self.model.mean)

    def _go_anywhere(self) -> None:
        if self.model is not None:
            self._leave_ends()
            self._go_to(self._drawn(1)[0])

    def _between_samples(self) -> None:
        if self.model is not None:
            self._on_codes(list(self._drawn(2)))

    def _drawn(self, count: int) -> Floats:
        assert self.model is not None
        return self.model.sample(count, random.randrange(2**31))

    def _on_moved(self) -> None:
        if self.model is not None:
            self._leave_ends()
            self._decode(self._code())

    def _on_between(self, percent: int) -> None:
        if self._ends is not None:
            first, second = self._ends
            self._go_to(first + np.float32(percent / 100) * (second - first))

    def _leave_ends(self) -> None:
        self._ends = None
        self.form.allow_between(False)

    # Answers

    def _decode(self, code: Floats) -> None:
        assert self.model is not None
        handlers = Handlers(self.view.decoded.show_image, self._on_failed)
        self._runner.start("explore decode", tasks.decode(self.model, code), handlers)

    def _draw_samples(self) -> None:
        if self.model is not None:
            self.view.looked_at.show_found(None)
            operation = tasks.draw_samples(self.model, random.randrange(2**31))
            self._runner.start("explore decode", operation, Handlers(self.view.decoded.show_image, self._on_failed))

    def _on_looked_at(self, found: tasks.LookedAt) -> None:
        self.view.looked_at.show_found(found)
        self._leave_ends()
        self._go_to(found.code)

    def _on_codes(self, codes: list[Floats]) -> None:
        self.view.looked_at.show_found(None)
        self._ends = codes[0], codes[1]
        self.form.allow_between(True)
        self._go_to(codes[0])

    def _on_failed(self, failure: Failure) -> None:
        self.failed.emit(failure.reason, failure.path)
