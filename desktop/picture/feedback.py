"""Says what the session is doing, what has come of it, and what cannot be done."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QObject, Signal

from desktop.picture import tasks
from desktop.picture.controls import PictureControls
from desktop.picture.session import PictureSession
from desktop.widgets.banner import Banner
from desktop.widgets.drop_zone import DropZone
from desktop.words.messages import translated
from desktop.words.wording import size_text
from engine.messages import listed


class Feedback(QObject):
    """Listens to the session; keeps the work bar, the banner and the buttons for the result true.

    Signals:
        noticed: a line for the status bar.
    """

    noticed = Signal(str)

    def __init__(self, session: PictureSession, banner: Banner, controls: PictureControls, empty: DropZone) -> None:
        super().__init__(session)
        self._session, self._banner, self._controls, self._empty = session, banner, controls, empty
        controls.work.cancelled.connect(self._cancel)
        controls.work.restarted.connect(session.ask_again)
        session.saved.connect(self._on_saved)
        session.queued.connect(self._on_queued)
        session.answered.connect(self.enable_result)
        session.failed.connect(banner.tell)
        session.began.connect(self._on_began)
        session.progressed.connect(controls.work.follow)
        session.stopped.connect(self._on_stopped)
        session.rested.connect(self._on_rested)

    def show_warnings(self) -> None:
        """Say what of the opened file is not in its picture."""
        document = self._session.document
        warnings = listed(document.warnings) if document is not None else ""
        if document is None or not warnings:
            self._banner.clear()
        elif document.latent is not None:
            self._banner.tell(self.tr("damaged: {0}").format(translated(warnings)), str(document.path))
        else:
            self._banner.inform(warnings, str(document.path))

    def enable_result(self) -> None:
        """Offer to save what is there or will be, and to copy what is there."""
        document, answer = self._session.document, self._session.answer
        complete = answer is not None or (document is not None and document.latent is not None)
        coming = document is not None and self._session.mode is not None and self._session.is_busy
        self._controls.enable_result(complete or coming, complete and not self._session.is_busy)

    def _cancel(self) -> None:
        self._controls.work.stopping()
        self._session.cancel()

    def _on_began(self, verb: str) -> None:
        texts = {
            "open": self.tr("Opening…"),
            "compress": self.tr("Compressing…"),
            "denoise": self.tr("Denoising…"),
            "save": self.tr("Saving…"),
        }
        self._controls.work.begin(texts[verb])
        self.enable_result()
        if verb == "open" and self._session.document is None:
            self._empty.button.setEnabled(False)

    def _on_saved(self, saved: tasks.Saved) -> None:
        text = self.tr("Saved {0}").format(f"{saved.path.name} · {size_text(saved.bytes)}")
        self.noticed.emit(text)
        self._controls.note.tell(text, saved.path)
        if saved.lost:
            self._banner.inform(self.tr("saved without {0}").format(translated(listed(saved.lost))), str(saved.path))

    def _on_queued(self, path: Path) -> None:
        self._controls.note.tell(self.tr("Will be saved as {0}").format(path.name))

    def _on_stopped(self, verb: str) -> None:
        self._empty.button.setEnabled(True)
        if verb in ("compress", "denoise"):
            self._controls.work.offer_restart()
            self._controls.note.hide()
        elif not self._session.is_busy:
            self._controls.work.end()
        self.enable_result()

    def _on_rested(self) -> None:
        self._empty.button.setEnabled(True)
        self.enable_result()
        if self._controls.work.has_focus:  # its button goes: the focus must not jump to the pages
            self._controls.save.setFocus()
        self._controls.work.end()
