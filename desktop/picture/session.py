"""One opened file and the newest answer made from it."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QTimer, Signal

import engine
from desktop.picture import tasks
from desktop.picture.documents import Answer, Document
from desktop.work.task_runner import Failure, Handlers, Operation, TaskRunner

SETTLE_MS = 150  # a slider in motion asks for nothing until it has rested this long

CHANNELS = ("open", "answer", "save")

T = TypeVar("T")
Request = engine.CompressOptions | engine.DenoiseOptions


class PictureSession(QObject):
    """Opens files, asks for answers and saves them, all through the task runner.

    ::

        ask(request) -> 150 ms of rest -> runner: compress or denoise -> answered
             ^                                        |
             +---- newer request: the older one is cancelled, its answer dropped

    Signals:
        opened: a new document; there is no answer yet.
        answered: a new answer for the document.
        differed: where the answer differs from the document.
        saved: what was written, a :class:`~desktop.work.tasks.Saved`.
        failed: reason and path of what went wrong.
        began: a verb has begun: ``open``, ``compress``, ``denoise`` or ``save``.
        progressed: how far it is.
        stopped: the person has cancelled that verb.
        rested: nothing is going on any more.
    """

    opened = Signal(object)
    answered = Signal(object)
    differed = Signal(object)
    saved = Signal(object)
    failed = Signal(str, str)
    began = Signal(str)
    progressed = Signal(object)
    stopped = Signal(str)
    rested = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.document: Document | None = None
        self.answer: Answer | None = None
        self._request: Request | None = None
        self._settle = QTimer(self)
        self._settle.setSingleShot(True)
        self._settle.setInterval(SETTLE_MS)
        self._settle.timeout.connect(self._begin_answer)

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited, or a file opened or saved."""
        return self._settle.isActive() or any(map(self._runner.awaits, CHANNELS))

    def open(self, path: Path) -> None:
        """Open a file in place of the present one, which stays until the new one could be read."""
        self._start("open", "open", tasks.open_file(path), self._on_opened)

    def ask(self, request: Request | None) -> None:
        """Ask for another answer, once the wishes settle; ``None`` takes the question back."""
        self._request = request
        self._runner.drop("answer")
        if request is None:
            self._settle.stop()
            self.answer = None
            self._on_rest()
        elif self.document is not None:
            self._settle.start()

    def ask_again(self) -> None:
        """Ask the last question once more."""
        self.ask(self._request)

    def ask_difference(self) -> None:
        """Ask where the answer differs from the document."""
        if self.document is not None and self.answer is not None:
            operation = tasks.difference(self.document, self.answer)
            self._runner.start("difference", operation, Handlers(self.differed.emit))

    def save(self, path: Path, *, overwrite: bool) -> None:
        """Write the answer, or for a ``.latent`` file without one, its reconstruction."""
        if self.document is None:
            return
        picture = self.document.picture if self.answer is None else self.answer.picture
        data = self.document.data if self.answer is None else self.answer.data
        operation = tasks.save(picture, data, path, overwrite=overwrite)
        self._start("save", "save", operation, self._on_saved)

    def cancel(self) -> None:
        """Stop what is going on."""
        if self._settle.isActive():
            self._settle.stop()
            self.stopped.emit(self._verb())
        for channel in CHANNELS:
            self._runner.cancel(channel)
        self._runner.drop("difference")

    def _begin_answer(self) -> None:
        if self.document is None:
            return
        if isinstance(self._request, engine.CompressOptions):
            self._start("answer", self._verb(), tasks.compress(self.document, self._request), self._on_answered)
        elif isinstance(self._request, engine.DenoiseOptions):
            self._start("answer", self._verb(), tasks.denoise(self.document, self._request), self._on_answered)

    def _verb(self) -> str:
        return "denoise" if isinstance(self._request, engine.DenoiseOptions) else "compress"

    def _start(self, channel: str, verb: str, operation: Operation[T], done: Callable[[T], None]) -> None:
        handlers = Handlers(done, self._on_failed, lambda: self.stopped.emit(verb), self.progressed.emit)
        self._runner.start(channel, operation, handlers)
        self.began.emit(verb)

    def _on_opened(self, document: Document) -> None:
        self._settle.stop()
        for channel in ("answer", "difference"):
            self._runner.drop(channel)
        self.document, self.answer = document, None
        self.opened.emit(document)
        self._on_rest()

    def _on_answered(self, answer: Answer) -> None:
        self._runner.drop("difference")  # of the answer before
        self.answer = answer
        self.answered.emit(answer)
        self._on_rest()

    def _on_saved(self, saved: tasks.Saved) -> None:
        self.saved.emit(saved)
        self._on_rest()

    def _on_failed(self, failure: Failure) -> None:
        path = failure.path or (str(self.document.path) if self.document else "")
        self.failed.emit(failure.reason, path)
        self._on_rest()

    def _on_rest(self) -> None:
        if not self.is_busy:
            self.rested.emit()
