"""One opened file and the newest answer made from it."""

from __future__ import annotations

import itertools
import time
from collections.abc import Callable
from functools import partial
from pathlib import Path
from typing import TypeVar

from PySide6.QtCore import QObject, QRect, QTimer, Signal

import engine
from desktop.picture import tasks
from desktop.picture.colours import ScreenColours
from desktop.picture.compared import Opened, open_comparison
from desktop.picture.documents import Answer, Document, Mode, Rendition, is_same_file
from desktop.picture.pieces import Drawn, Estimated, Piece, Predicted, Unfolding
from desktop.picture.requests import Request, denoiser_of, searches, setting_of
from desktop.picture.shelf import Shelf, Side
from desktop.viewer.tiles import TiledPicture
from desktop.widgets.rate_points import RatePoint
from desktop.work.comparison import Comparison
from desktop.work.task_runner import Failure, Handlers, Operation, TaskRunner

GATHER_MS = 15  # changes of one moment are one question
PATIENCE_MS = 400  # for the first pixels of the setting before: a slider in motion would never show any otherwise

CHANNELS = ("open", "answer", "save")

T = TypeVar("T")


class PictureSession(QObject):
    """Opens files, asks for answers and saves them, all through the task runner.

    ::

        ask(request) -> runner: compress or denoise -> drawn, drawn, ... -> answered
             ^                                           |
             +-- newer request: waits for the first pixels of the older one, no longer than a moment,
                 then the older one is cancelled and its answer dropped

    Attributes:
        region: tells what is seen; that is worked on first.
        colours: of the screen.
        foresee: what a quality can be expected to give, from what was measured of the present preview.

    Signals:
        unfolding: a file whose picture is coming part by part, a :class:`~desktop.picture.pieces.Unfolding`.
        came: the tiles and another part of it.
        opened: a new document; there is no answer yet.
        compared: what a model saw and made of a new document is looked at.
        drawn: mode and part of a picture that has come, an :class:`~desktop.viewer.tiles.ImagePart`.
        expected: the rendition's size or setting is known better now.
        estimated: the strength that was found and how sure it is, an :class:`~engine.NoiseEstimate`.
        answered: a new answer for the document.
        queued: this path is written once the answer is there.
        saved: what was written, a :class:`~desktop.picture.tasks.Saved`.
        failed: reason and path of what went wrong.
        began: a verb has begun: ``open``, ``compress``, ``denoise`` or ``save``.
        progressed: how far it is.
        stopped: the person has cancelled that verb.
        rested: nothing is going on any more.
    """

    unfolding = Signal(object)
    came = Signal(object, object)
    opened = Signal(object)
    compared = Signal()
    drawn = Signal(str, object)
    expected = Signal()
    estimated = Signal(object)
    answered = Signal(object)
    queued = Signal(object)
    saved = Signal(object)
    failed = Signal(object, str)
    began = Signal(str)
    progressed = Signal(object)
    stopped = Signal(str)
    rested = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.shelf = Shelf(self)
        self.region: Callable[[], QRect | None] = lambda: None
        self.colours = ScreenColours(None)
        self.foresee: Callable[[float], RatePoint | None] = lambda _: None
        self.preview: engine.CompressPreview | None = None
        self._preview_of: tuple[float | None, int, str | None] = (0.0, 0, None)
        self._request: Request | None = None
        self._to_save: tasks.Target | None = None
        self._saving: set[str] = set()  # channels on which something is made and saved
        self._numbers = itertools.count()
        self._coming: TiledPicture | None = None
        self._began_at = 0.0
        self._awaits_pixels = False
        self._gather = QTimer(self)
        self._gather.setSingleShot(True)
        self._gather.timeout.connect(self._begin_answer)
        self._holds_memory = False  # of a picture that is closed
        runner.idle.connect(self._release_memory)

    @property
    def document(self) -> Document | None:
        return self.shelf.document

    @property
    def mode(self) -> Mode | None:
        """What was asked for last."""
        if self._request is None:
            return None
        return "denoise" if isinstance(self._request, engine.DenoiseOptions) else "compress"

    @property
    def rendition(self) -> Rendition | None:
        """What is being made, or was made last."""
        return None if self.mode is None else self.shelf.renditions.get(self.mode)

    @property
    def answer(self) -> Answer | None:
        """The complete answer to the last question."""
        return None if self.rendition is None else self.rendition.answer

    @property
    def is_busy(self) -> bool:
        """Whether an answer is awaited, or a file opened or saved."""
        return self._gather.isActive() or any(map(self._runner.awaits, CHANNELS))

    def open(self, path: Path) -> None:
        """Open a file in place of the present one, which stays until the new one could be read."""
        told = partial(self._on_coming, shows=True)
        self._start("open", "open", tasks.open_file(path, self.colours), self._on_opened, told)

    def open_beside(self, path: Path, side: Side) -> None:
        """Open another file, to be compared with the present one."""
        operation = tasks.open_file(path, self.colours)
        told = partial(self._on_coming, shows=False)
        self._start("open", "open", operation, lambda document: self._on_beside(document, side), told)

    def open_comparison(self, comparison: Comparison) -> None:
        """Open the file that two pictures come from, and look at these."""
        told = partial(self._on_coming, shows=False)
        self._start("open", "open", open_comparison(comparison, self.colours), self._on_comparison, told)

    def close(self) -> None:
        """Let go of the document. Its memory goes back to the system once no thread works on it any more."""
        self._save_elsewhere()
        self._gather.stop()
        for channel in ("open", "answer"):
            self._runner.drop(channel)
        self._request, self.preview, self._coming = None, None, None
        self.shelf.close()
        self._on_rest()
        self._holds_memory = True
        self._release_memory()

    def ask(self, request: Request | None) -> None:
        """Ask for another answer; ``None`` takes the question back."""
        if request != self._request:
            self._save_elsewhere()
        before, self._request = self.mode, request
        if request is None or self.rendition is None:
            self._gather.stop()
            self._runner.drop("answer")
            self._on_rest()
            return
        self._begin_rendition(self.rendition, request)
        wait = GATHER_MS
        if self._awaits_pixels and self._runner.awaits("answer") and self.mode == before:
            waited = 1000.0 * (time.monotonic() - self._began_at)
            wait = max(wait, round(PATIENCE_MS - waited))
        else:
            self._runner.drop("answer")
        if not self._gather.isActive() or wait < self._gather.remainingTime():
            self._gather.start(wait)

    def ask_again(self) -> None:
        """Ask the last question once more."""
        self.ask(self._request)

    def look(self) -> None:
        """Something else is seen now: work on that first, if it is not there yet."""
        rendition = self.rendition
        working = self._runner.awaits("answer") and not self._awaits_pixels and not searches(self._request)
        if working and rendition is not None and rendition.lacks(self.region()):
            self._begin_answer()

    def save(self, target: tasks.Target) -> None:
        """Write the answer, or for a ``.latent`` file without one, its reconstruction; never over the opened file.

        An answer that is not there yet is written once it is; see :attr:`queued`.
        """
        if self.document is None:
            return
        picture, data = self.result
        if is_same_file(target.path, self.document.path):
            reason = self.tr("this is the opened original, which would be lost: choose another name or folder")
            self.failed.emit(reason, str(target.path))
        elif self._request is not None and self.answer is None:
            self._save_elsewhere()
            self._to_save = target
            self.queued.emit(target.path)
            if not self.is_busy:  # it was cancelled
                self.ask_again()
        elif picture is not None:
            operation = tasks.save(picture, data, target.path, overwrite=target.overwrite, quality=target.quality)
            self._start("save", "save", operation, self._on_saved)

    @property
    def is_saving(self) -> bool:
        """Whether a file is still to be written."""
        return self._to_save is not None or bool(self._saving) or self._runner.awaits("save")

    def _save_elsewhere(self) -> None:
        """What is to be saved is not looked at any more: it is made apart from what is."""
        target, self._to_save = self._to_save, None
        if target is None or self.document is None or self._request is None:
            return
        channel = f"save {next(self._numbers)}"
        self._saving.add(channel)

        def done(saved: tasks.Saved) -> None:
            self._saving.discard(channel)
            self.saved.emit(saved)

        def failed(failure: Failure) -> None:
            self._saving.discard(channel)
            self.failed.emit(failure.reason, failure.path or str(target.path))

        operation = tasks.make_and_save(self.document, self._request, target)
        handlers = Handlers(done, failed, stopped=lambda: self._saving.discard(channel))
        self._runner.start(channel, operation, handlers)

    @property
    def result(self) -> tuple[engine.Picture | None, bytes | None]:
        """What would be saved: the answer, or without one, what the document holds."""
        made: Answer | Document | None = self.answer or self.document
        return (None, None) if made is None else (made.picture, made.data)

    def cancel(self) -> None:
        """Stop what is going on, and what is to be saved after it."""
        self._to_save = None
        if self._gather.isActive() and self.mode is not None:
            self._gather.stop()
            if not self._runner.awaits("answer"):
                self.stopped.emit(self.mode)
        for channel in CHANNELS:
            self._runner.cancel(channel)

    def _begin_answer(self) -> None:
        document, request, rendition = self.document, self._request, self.rendition
        if document is None or request is None or rendition is None:
            return
        self._gather.stop()
        self._begin_rendition(rendition, request)
        self._began_at, self._awaits_pixels = time.monotonic(), True
        if isinstance(request, engine.CompressOptions):
            preview = self._preview_for(document, request)
            operation = tasks.compress(document, preview, request, self.region(), self.colours)
        else:
            operation = tasks.denoise(document, request, self.region(), self.colours)
        told = partial(self._on_piece, rendition)
        self._start("answer", rendition.mode, operation, partial(self._on_answered, rendition), told)

    def _begin_rendition(self, rendition: Rendition, request: Request) -> None:
        """Nothing of the setting before counts any more; size and likeness are foretold where the curve is known."""
        rendition.begin(setting_of(request), denoiser_of(request))
        if isinstance(request, engine.CompressOptions) and not searches(request) and self._serves(request):
            point = self.foresee(request.quality)
            if point is not None:
                rendition.expected_bytes, rendition.expected_psnr = round(point.bytes), point.psnr
        self.expected.emit()

    def _serves(self, options: engine.CompressOptions) -> bool:
        """Whether the preview at hand, whose analysis is done, is of these options but for the quality."""
        return self.preview is not None and self._preview_of == (options.denoise, options.threads, options.model)

    def _preview_for(self, document: Document, options: engine.CompressOptions) -> engine.CompressPreview:
        """The one at hand, unless the noise to be left out or the codec is another one."""
        if self.preview is None or not self._serves(options):
            self.preview = engine.CompressPreview(document.picture, options)
            self._preview_of = (options.denoise, options.threads, options.model)
        return self.preview

    def _start(
        self,
        channel: str,
        verb: str,
        operation: Operation[T],
        done: Callable[[T], None],
        told: Callable[[Piece], None] = lambda _: None,
    ) -> None:
        handlers = Handlers(done, self._on_failed, lambda: self.stopped.emit(verb), self.progressed.emit, told)
        if verb == "open":
            self._runner.pause("answer", on=True)  # it is hardly wanted any more, and takes all cores
        self._runner.start(channel, operation, handlers)
        self.began.emit(verb)

    def _on_opened(self, document: Document) -> None:
        self._save_elsewhere()
        self._gather.stop()
        self._runner.drop("answer")
        self._request, self.preview, self._coming = None, None, None
        self._holds_memory = False
        self.shelf.open(document)
        self.opened.emit(document)
        self._on_rest()

    def _on_comparison(self, found: Opened) -> None:
        self._on_opened(found.document)
        self.shelf.add_pair(found.model, found.pair, found.full_heat)
        self.compared.emit()

    def _on_coming(self, piece: Piece, *, shows: bool) -> None:
        if isinstance(piece, Unfolding):
            self._coming = piece.shown
            if shows:
                self.unfolding.emit(piece)
        elif isinstance(piece, Drawn) and self._coming is not None:
            self.came.emit(self._coming, piece.part)

    def _on_beside(self, document: Document, side: Side) -> None:
        self._coming = None
        self.shelf.add_file(document, side)
        self._on_rest()

    def _on_piece(self, rendition: Rendition, piece: Piece) -> None:
        if isinstance(piece, Drawn):
            rendition.note(piece.part)
            self.drawn.emit(rendition.mode, piece.part)
            if self._awaits_pixels:
                self._awaits_pixels = False
                if self._gather.isActive():
                    self._begin_answer()
        elif isinstance(piece, Predicted):
            rendition.expected_bytes = piece.bytes
            self.expected.emit()
        elif isinstance(piece, Estimated):
            rendition.setting = piece.noise.strength
            self.estimated.emit(piece.noise)
            self.expected.emit()

    def _on_answered(self, rendition: Rendition, answer: Answer) -> None:
        self._awaits_pixels = False
        if self._gather.isActive():  # another question waits: this answer is of the one before
            return
        rendition.answer = answer
        self.answered.emit(answer)
        target, self._to_save = self._to_save, None
        if target is not None:
            self.save(target)
        self._on_rest()

    def _on_saved(self, saved: tasks.Saved) -> None:
        self.saved.emit(saved)
        self._on_rest()

    def _on_failed(self, failure: Failure) -> None:
        path = failure.path or (str(self.document.path) if self.document else "")
        if not self._runner.awaits("answer"):
            self._to_save = None
        self.failed.emit(failure.reason, path)
        self._on_rest()

    def _release_memory(self) -> None:
        if self._holds_memory and not self._runner.is_busy:
            self._holds_memory = False
            self._runner.start("release", tasks.release_memory(), Handlers[None]())

    def _on_rest(self) -> None:
        if not self.is_busy:
            self.rested.emit()
        elif self.mode is not None and self._runner.awaits("answer") and not self._runner.awaits("open"):
            self._runner.pause("answer", on=False)
            self.began.emit(self.mode)  # it goes on
