"""Ways in and out other than files: the clipboard, and dragging the result out of the window."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QObject, QTemporaryDir, Signal
from PySide6.QtGui import QGuiApplication, QImage

import engine
from desktop.picture import tasks
from desktop.picture.session import PictureSession
from desktop.work.task_runner import Failure, Handlers, TaskRunner
from engine import LATENT_SUFFIX


class Export(QObject):
    """Writes what is pasted or dragged into a folder of its own, which goes when the app ends.

    Attributes:
        preferred: the suffix that the result is to have if it can.

    Signals:
        prepared: the file to be dragged, a path.
        pasted: a picture from the clipboard, as a file.
        noticed: a line for the status bar.
        failed: reason and path.
    """

    prepared = Signal(object)
    pasted = Signal(object)
    noticed = Signal(str)
    failed = Signal(object, str)

    def __init__(self, session: PictureSession, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._session, self._runner = session, runner
        self._folder: QTemporaryDir | None = None
        self.preferred: Callable[[], str] = lambda: LATENT_SUFFIX
        self._count = self._pasted = 0
        application = QCoreApplication.instance()
        if application is not None:  # at whose end Python does not always tidy up after itself
            application.aboutToQuit.connect(self.clear)

    def clear(self) -> None:
        """Remove what was written."""
        self._folder = None  # whose files go with it

    def suffixes(self) -> list[str]:
        """Formats that the result can be saved in, the most wanted one first."""
        suffixes = list(engine.WRITABLE_FORMATS.values())
        if self._session.mode != "denoise":  # which makes pictures only
            suffixes.append(LATENT_SUFFIX)
        return sorted(suffixes, key=lambda suffix: suffix != self.preferred())

    def suggestion(self) -> str:
        """A name for the result."""
        assert self._session.document is not None  # nothing can be saved without a document
        stem, suffix = self._session.document.path.stem, self.suffixes()[0]
        if self._session.mode == "denoise":
            stem = f"{stem}-denoised"
        elif suffix == self._session.document.path.suffix.lower():
            stem = f"{stem}-small"  # the original is never replaced
        return f"{stem}{suffix}"

    def is_own(self, path: Path) -> bool:
        """Whether a file was pasted, so that its folder goes when the app ends."""
        return self._folder is not None and path.is_relative_to(self._folder.path())

    def prepare(self) -> None:
        """Write the result, so that it can be dragged; :attr:`prepared` follows."""
        picture, data = self._session.result
        if picture is None or self._runner.awaits("export"):
            return
        path = self._place() / self.suggestion()
        operation = tasks.save(picture, data, path, overwrite=True)
        self._runner.start("export", operation, Handlers(lambda _: self._on_prepared(picture, path), self._on_failed))

    def copy(self) -> None:
        """Put the result, or without one the opened picture, into the clipboard."""
        picture, _ = self._session.result
        if picture is not None:
            handlers = Handlers(self._on_copied, self._on_failed)
            self._runner.start("copy", tasks.to_clipboard_image(picture), handlers)

    def keep_pasted(self, image: QImage, name: str) -> None:
        """Keep a picture from the clipboard as a file; :attr:`pasted` follows."""
        self._pasted += 1
        path = self._place() / f"{name} {self._pasted}.png"
        operation = tasks.keep_pasted(image, path)
        self._runner.start("paste", operation, Handlers(self.pasted.emit, self._on_failed))

    def _place(self) -> Path:
        """A new empty folder: names never meet."""
        if self._folder is None:
            self._folder = QTemporaryDir()
        self._count += 1
        place = Path(self._folder.path()) / str(self._count)
        place.mkdir()
        return place

    def _on_prepared(self, picture: engine.Picture, path: Path) -> None:
        if self._session.result[0] is picture:  # otherwise there is another result meanwhile
            self.prepared.emit(path)

    def _on_copied(self, image: QImage) -> None:
        QGuiApplication.clipboard().setImage(image)
        self.noticed.emit(self.tr("Copied to the clipboard"))

    def _on_failed(self, failure: Failure) -> None:
        self.failed.emit(failure.reason, failure.path)
