"""Files that the system asks the running app to open: on macOS nobody is started anew for them.

Finder, the Dock and ``open`` send one event for each file; what comes at once is opened together.
"""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QTimer, Signal
from PySide6.QtGui import QFileOpenEvent
from PySide6.QtWidgets import QApplication

GATHER_MS = 50
"""How long to wait for further files of the same choice."""


class FileEvents(QObject):
    """Watches the application for such events.

    Signals:
        asked(paths): these were asked for, each once.
    """

    asked = Signal(list)

    def __init__(self, application: QApplication) -> None:
        super().__init__(application)
        self._paths: list[Path] = []
        self._gathering = QTimer(self, singleShot=True, interval=GATHER_MS)
        self._gathering.timeout.connect(self._tell)
        application.installEventFilter(self)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() != QEvent.Type.FileOpen or not isinstance(event, QFileOpenEvent):
            return False
        if not event.file():  # an address of something that is no file
            return False
        path = Path(event.file())
        if path not in self._paths:
            self._paths.append(path)
        self._gathering.start()
        return True

    def _tell(self) -> None:
        paths, self._paths = self._paths, []
        self.asked.emit(paths)
