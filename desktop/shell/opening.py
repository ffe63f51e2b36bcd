"""Brings files, folders and pictures without a file to the page that they are for."""

from __future__ import annotations

import itertools
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QImage
from PySide6.QtWidgets import QWidget

from desktop import dialogs
from desktop.settings import Settings
from desktop.shell.drops import Drops, Sorted, sort_paths
from desktop.shell.pages import Pages
from desktop.shell.recent import RecentMenu
from desktop.work.task_runner import Handlers, TaskRunner
from engine.assets import assets_dir

if TYPE_CHECKING:
    from desktop.work.comparison import Comparison
    from engine.files.job import Task

PICTURE, BATCH, MODELS, STUDIO = range(4)


class Opening(QObject):
    """Joins all ways in (menu, drop, paste, recent files, another start) with the pages.

    ::

        drop, paste ----> the batch page or the studio page while it is shown
             |
             v
        paths, sorted --> pictures: picture page, one shown and the others a step away
                     +--> folders, and more files than one looks at singly: batch page
                     +--> models, as zips or folders: models page

    Signals:
        page_asked: index of the page that is to be shown.
        noticed: a line for the status bar.
    """

    page_asked = Signal(int)
    noticed = Signal(str)

    def __init__(
        self, pages: Pages, runner: TaskRunner, settings: Settings, recent: RecentMenu, drops: Drops, window: QWidget
    ) -> None:
        super().__init__(window)
        self._pages, self._runner, self._window = pages, runner, window
        self._settings, self._recent, self._drops = settings, recent, drops
        self._numbers = itertools.count()
        self._asked: set[Path] = set()
        drops.paths_came.connect(self.take)
        drops.image_came.connect(self.open_image)
        drops.hovered.connect(self._light_up)
        recent.chosen.connect(lambda path: self.open_paths([path]))

    def open_paths(self, paths: list[Path]) -> None:
        """Open files as pictures; folders go to the batch page."""
        self._sort(paths, on_batch_page=False)

    def take(self, paths: list[Path]) -> None:
        """Open what was dropped or pasted; batch and studio page take everything while they are shown."""
        page = self._pages.index
        self._sort(paths, on_batch_page=page == BATCH, on_studio_page=page == STUDIO)

    def open_pictures(self, paths: list[Path]) -> None:
        """Open files as pictures, from whichever page."""
        self._on_sorted(Sorted(paths, []))

    def begin_task(self, task: str, paths: list[Path]) -> None:
        """Do something with files at once, on the batch page, where it can be watched and stopped."""
        self.page_asked.emit(BATCH)
        self._pages.batch.errands.add(cast("Task", task), paths)

    def open_image(self, image: QImage) -> None:
        """Open a picture that has no file."""
        self.page_asked.emit(PICTURE)
        self._pages.picture.paste(image)

    def open_sample(self) -> None:
        """Open the drawn picture that comes with the app."""
        self.page_asked.emit(PICTURE)
        self._pages.picture.open_files([sample_picture()])

    def open_pair(self, source: Path, result: Path) -> None:
        """Look at a file beside what a batch has made of it."""
        self.page_asked.emit(PICTURE)
        self._pages.picture.open_pair(source, result)

    def open_comparison(self, comparison: Comparison) -> None:
        """Open what a model saw and made of a picture."""
        self.page_asked.emit(PICTURE)
        self._pages.picture.open_comparison(comparison)

    def paste(self) -> None:
        """Open what the clipboard holds."""
        if not self._drops.paste():
            self.noticed.emit(self.tr("There is no picture on the clipboard"))

    def show_unfinished(self) -> None:
        """Show the batch that an earlier run has left; whoever has opened a picture is only told of it."""
        session = self._pages.picture.session
        if session.document is None and not session.is_busy:
            self.page_asked.emit(BATCH)
        else:
            self.noticed.emit(self.tr("There is an unfinished batch on the Batch page"))

    def ask_open(self) -> None:
        """Ask for files, and open them."""
        paths = dialogs.ask_open(self._window, self._settings.folder("open"))
        if paths:
            self._settings.set_folder("open", paths[0].parent)
            self.open_pictures(paths)

    def ask_folder(self) -> None:
        """Ask for a folder for the batch page."""
        title = self.tr("Folder with the files")
        folder = dialogs.ask_folder(self._window, title, self._settings.folder("batch"))
        if folder is not None:
            self._on_sorted(Sorted([], [folder]))

    def remember(self, path: Path) -> None:
        """Put a picture that could be opened among the recent files, if a person has asked for that file."""
        if path in self._asked:
            self._recent.add(path)

    def _sort(self, paths: list[Path], *, on_batch_page: bool, on_studio_page: bool = False) -> None:
        if paths:
            found = [path.absolute() for path in paths]
            operation = sort_paths(found, on_batch_page=on_batch_page, on_studio_page=on_studio_page)
            self._runner.start(f"sort {next(self._numbers)}", operation, Handlers(self._on_sorted))

    def _on_sorted(self, found: Sorted) -> None:
        if found.models:
            self.page_asked.emit(MODELS)
            self._pages.models.add_models(found.models)
        if any(found.studio):
            self._pages.studio.take_paths(*found.studio)
        if found.batch:
            self.page_asked.emit(BATCH)
            self._pages.batch.take_paths(found.batch)
            if len(found.batch) == 1:
                self._recent.add(found.batch[0])
        if found.pictures:
            self._asked = set(found.pictures)
            self._settings.set_folder("open", found.pictures[0].parent)
            self.page_asked.emit(PICTURE)
            self._pages.picture.open_files(found.pictures)

    def _light_up(self, over: bool) -> None:
        self._pages.light_up(over)


def sample_picture() -> Path:
    """The drawn picture that comes with the app."""
    return assets_dir() / "sample" / "lighthouse.jpg"
