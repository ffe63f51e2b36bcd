"""Changes in a folder, from the system's notifications or by polling."""

from __future__ import annotations

import logging
import os
import queue
import warnings
from pathlib import Path
from typing import Any

from watchdog.events import FileSystemEvent, FileSystemEventHandler
from watchdog.observers import Observer
from watchdog.observers.polling import PollingObserver

POLL_SECONDS = 1.0
"""Between two looks at a folder that is polled."""
_SILENT = logging.NullHandler()
_OF_READING = frozenset({"opened", "closed_no_write"})


class FolderEvents(FileSystemEventHandler):
    """Reports files that change in a folder, at any depth.

    Args:
        poll: do not ask the system, which knows nothing of what other machines do to a network folder.
    """

    def __init__(self, folder: Path, *, poll: bool) -> None:
        self._touched: queue.SimpleQueue[Path | None] = queue.SimpleQueue()
        self._observer: Any = None  # of a class that depends on the system
        self.trouble = ""
        """Why the system does not tell, where it was asked in vain."""
        if not poll:
            try:
                self._start(Observer(), folder)
                return
            except OSError as error:  # on Linux most often too many folders for the limits of inotify
                self.trouble = error.strerror or str(error)
        self._start(PollingObserver(timeout=POLL_SECONDS), folder)

    def _start(self, observer: Any, folder: Path) -> None:
        # What watchdog has to say of its own workings is nothing for standard error.
        warnings.filterwarnings("ignore", category=RuntimeWarning, module=r"watchdog\.")
        logging.getLogger("watchdog").addHandler(_SILENT)
        observer.schedule(self, str(folder), recursive=True)
        observer.start()
        self._observer = observer

    def stop(self) -> None:
        """Stop looking."""
        self._observer.stop()
        self._observer.join()

    @property
    def is_alive(self) -> bool:
        """Whether changes are still reported; this ends when the folder is removed."""
        return bool(self._observer.is_alive()) and all(emitter.is_alive() for emitter in self._observer.emitters)

    def next(self, timeout: float) -> list[Path | None]:
        """The files touched since the last call, after at most ``timeout`` seconds; ``None`` for a whole folder."""
        found: list[Path | None] = []
        try:
            found.append(self._touched.get(timeout=timeout))
            while True:
                found.append(self._touched.get_nowait())
        except queue.Empty:
            return list(dict.fromkeys(found))

    def on_any_event(self, event: FileSystemEvent) -> None:
        """Called by the observer, in its thread."""
        if event.event_type in _OF_READING or (event.is_directory and event.event_type == "modified"):
            return
        for name in (event.src_path, event.dest_path):
            if name:
                self._touched.put(None if event.is_directory else Path(os.fsdecode(name)))
