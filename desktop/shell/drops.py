"""What is dragged into the window or pasted into it."""

from __future__ import annotations

from dataclasses import dataclass, field
from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QObject, Signal
from PySide6.QtGui import QDragMoveEvent, QDropEvent, QGuiApplication, QImage
from PySide6.QtWidgets import QLineEdit, QWidget

from desktop.work.task_runner import Operation
from engine.progress import Progress

MODEL_CARD, MODEL_SUFFIX = "model.json", ".zip"  # as in engine.models, which is not loaded before the window is there
MANY_FILES = 20
"""More files than this at once are work for a batch."""


class Drops(QObject):
    """Hears drags over a window, and says what is to be opened.

    Signals:
        paths_came: files and folders.
        image_came: a picture without a file, such as one dragged from a browser.
        hovered: whether something that can be dropped is over the window.
    """

    paths_came = Signal(list)
    image_came = Signal(QImage)
    hovered = Signal(bool)

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        window.setAcceptDrops(True)
        window.installEventFilter(self)

    def leave_to_the_window(self, page: QWidget) -> None:
        """Keep the fields of a page from taking a dropped file as a text."""
        for line in page.findChildren(QLineEdit):
            line.setAcceptDrops(False)

    def paste(self) -> bool:
        """Open what the clipboard holds; returns whether that can be opened."""
        return self._open(QGuiApplication.clipboard().mimeData())

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if isinstance(event, QDragMoveEvent):  # which a QDragEnterEvent is as well
            if _can_open(event.mimeData()):
                event.acceptProposedAction()
            else:
                event.ignore()
            self.hovered.emit(event.isAccepted())
            return True
        if event.type() == QEvent.Type.DragLeave:
            self.hovered.emit(False)
        elif isinstance(event, QDropEvent):
            self.hovered.emit(False)
            if self._open(event.mimeData()):
                event.acceptProposedAction()
            return True
        return super().eventFilter(watched, event)

    def _open(self, data: QMimeData) -> bool:
        paths = _local_paths(data)
        if paths:
            self.paths_came.emit(paths)
            return True
        image = data.imageData() if data.hasImage() else None
        if isinstance(image, QImage) and not image.isNull():
            self.image_came.emit(image)
            return True
        return False


@dataclass(frozen=True)
class Sorted:
    """Paths by what becomes of them.

    Attributes:
        pictures: are opened.
        batch: go to the batch page.
        models: folders and zips of models, to be added.
        studio: folders and files for the studio page.
    """

    pictures: list[Path] = field(default_factory=list)
    batch: list[Path] = field(default_factory=list)
    models: list[Path] = field(default_factory=list)
    studio: tuple[list[Path], list[Path]] = ([], [])


def sort_paths(paths: list[Path], *, on_batch_page: bool, on_studio_page: bool = False) -> Operation[Sorted]:
    """Find out which paths are folders; in a worker, for a folder in a network may take its time."""

    def run(_: Progress) -> Sorted:
        is_folder = {path: path.is_dir() for path in paths}
        models = [path for path in paths if _is_model(path, is_folder[path])]
        if models:
            return Sorted(models=models)
        if on_batch_page:
            return Sorted([], paths)
        folders, files = ([path for path in paths if is_folder[path] is kind] for kind in (True, False))
        if on_studio_page:
            return Sorted(studio=(folders, files))
        return Sorted([], paths) if len(files) > MANY_FILES else Sorted(files, folders)

    return Operation(run)


def _is_model(path: Path, is_folder: bool) -> bool:
    """Whether somebody has packed up a model: its zip, or its folder."""
    return (path / MODEL_CARD).is_file() if is_folder else path.suffix.lower() == MODEL_SUFFIX


def _local_paths(data: QMimeData) -> list[Path]:
    return [Path(url.toLocalFile()) for url in data.urls() if url.isLocalFile()]


def _can_open(data: QMimeData) -> bool:
    return bool(_local_paths(data)) or data.hasImage()
