"""Joins what is seen of a folder of pictures with the engine."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QObject, Signal

import engine
from desktop.settings import Settings
from desktop.studio import folder_tasks
from desktop.studio.folder_form import FolderForm
from desktop.studio.folder_tasks import Surveyed
from desktop.studio.folder_view import FolderView
from desktop.words.messages import translated
from desktop.work.task_runner import Failure, Handlers, TaskRunner

CHANNELS = ("explore folder", "explore labels", "explore normal")


class FolderExplorer(QObject):
    """Looks at a folder as soon as there are a folder and a model; classifiers wait until their view is seen.

    Signals:
        picked: a picture is to be looked at, an :class:`engine.FolderPicture`.
        failed: reason and path.
    """

    picked = Signal(object)
    failed = Signal(object, str)

    def __init__(self, runner: TaskRunner, settings: Settings, form: FolderForm, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._settings = runner, settings
        self.form, self.view = form, FolderView()
        self.folder: Path | None = None
        self.found: Surveyed | None = None
        self._model: engine.Autoencoder | None = None
        form.emphasised.connect(self.view.map.emphasise)
        form.normal_chosen.connect(self._judge)
        form.work.cancelled.connect(self._cancel)
        form.work.restarted.connect(self._look)
        self.view.picked.connect(self._pick)
        self.view.views.chosen.connect(self._tell_labels)

    def use_model(self, model: engine.Autoencoder | None) -> None:
        """See the folder with another model."""
        self._model = model
        self._look()

    def take_folder(self, folder: Path) -> None:
        """Look at another folder."""
        self.folder = folder
        self.form.show_folder(folder)
        self._look()

    def stop(self) -> None:
        """The app closes."""
        for channel in CHANNELS:
            self._runner.drop(channel)
        self.form.work.end()

    def _look(self) -> None:
        self.stop()
        self.found = None
        self.form.show_found(None)
        self.view.show_found(None)
        if self._model is not None and self.folder is not None:
            operation = folder_tasks.survey(self._model, self.folder, self._settings.threads)
            handlers = Handlers(self._on_found, self._on_failed, self._on_stopped, self.form.work.follow)
            self.form.work.begin(self.tr("Looking at the pictures…"))
            self._runner.start("explore folder", operation, handlers)

    def _tell_labels(self) -> None:
        """Learn from labels, once the view of that is seen."""
        panel = self.view.labels
        busy = self._runner.awaits("explore labels")
        if self.view.views.choice != "labels" or self.found is None or panel.told is not None or busy:
            return
        if not self.found.survey.classes:
            panel.show_told(None, self.tr("Put each kind of picture into a sub-folder of its own to see this"))
            return
        panel.show_told(None, self.tr("Learning from a few labels…"))
        handlers = Handlers(self._on_told, self._on_untold, self._on_labels_stopped, self.form.work.follow)
        self.form.work.begin(self.tr("Learning from a few labels…"))
        self._runner.start("explore labels", folder_tasks.linear_probe(self.found.survey), handlers)

    def _judge(self, normal: int) -> None:
        self._runner.drop("explore normal")
        if self.found is None or normal < 0:
            self.view.show_verdict("", math.nan)
            return
        name = self.found.survey.classes[normal]
        handlers = Handlers[float](lambda share: self.view.show_verdict(name, share), self._on_failed)
        self._runner.start("explore normal", folder_tasks.strangeness(self.found.survey, normal), handlers)

    def _pick(self, place: int) -> None:
        if self.found is not None:
            self.picked.emit(self.found.survey.pictures[place])

    def _cancel(self) -> None:
        self.form.work.stopping()
        for channel in CHANNELS:
            self._runner.cancel(channel)

    def _on_found(self, found: Surveyed) -> None:
        self.found = found
        self.form.work.end()
        normal = folder_tasks.normal_label(found.survey.classes)
        self.form.show_found(found, normal)
        self.view.show_found(found)
        self._judge(normal)
        self._tell_labels()

    def _on_told(self, shares: engine.ProbeResult) -> None:
        self.form.work.end()
        self.view.labels.show_told(shares)

    def _on_untold(self, failure: Failure) -> None:
        self.form.work.end()
        self.view.labels.show_told(None, translated(failure.reason))

    def _on_labels_stopped(self) -> None:
        self.form.work.end()
        self.view.labels.show_told(None, self.tr("Stopped"))

    def _on_stopped(self) -> None:
        self.form.work.offer_restart()

    def _on_failed(self, failure: Failure) -> None:
        self.form.work.end()
        self.failed.emit(failure.reason, failure.path)
