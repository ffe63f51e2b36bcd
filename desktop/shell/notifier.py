"""Tells of work that has ended while another program was in front."""

from __future__ import annotations

from PySide6.QtCore import QObject, QTimer
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QSystemTrayIcon, QWidget

SHOWN_MS = 10_000


class Notifier(QObject):
    """Marks the app's icon with what is left to do, and shows a message of the system's own kind at the end.

    The sign among the system's icons, which such a message needs, is there only as long as the message.
    """

    def __init__(self, window: QWidget) -> None:
        super().__init__(window)
        self._window = window
        self._sign: QSystemTrayIcon | None = None
        self._gone = QTimer(self, singleShot=True, interval=SHOWN_MS)
        self._gone.timeout.connect(self._hide)

    def count(self, left: int) -> None:
        """Show how many files are left, where the system can; 0 takes the mark away."""
        application = QGuiApplication.instance()
        if isinstance(application, QGuiApplication):
            application.setBadgeNumber(left)

    def tell(self, title: str, text: str) -> None:
        """Show a message; whoever looks at the window sees for themselves."""
        if self._window.isActiveWindow():
            return
        QApplication.alert(self._window)
        if QSystemTrayIcon.isSystemTrayAvailable() and QSystemTrayIcon.supportsMessages():
            if self._sign is None:
                self._sign = QSystemTrayIcon(self._window.windowIcon(), self)
                self._sign.messageClicked.connect(self._window.activateWindow)
            self._sign.show()
            self._sign.showMessage(title, text, self._window.windowIcon(), SHOWN_MS)
            self._gone.start()

    def _hide(self) -> None:
        if self._sign is not None:
            self._sign.hide()
