"""One window per user: a second start hands its files to the first, and ends.

What always holds: between two starts at the same moment a lock file decides who listens; a socket that nobody answers
on is taken over; where anything about this fails, the app starts as if it were alone.
"""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from PySide6.QtCore import QDir, QLockFile, QObject, Signal
from PySide6.QtNetwork import QLocalServer, QLocalSocket

from desktop.shell.wish import Wish, heard_wish

CONNECT_MS = 1000
ANSWER_MS = 5000
"""How long the first window may take to answer before the second start opens a window of its own."""
LOCK_MS = 5000
MOST_BYTES = 4_000_000
TOKENS = ("XDG_ACTIVATION_TOKEN", "DESKTOP_STARTUP_ID")
"""What a desktop gives a program that was started by hand, so that its window may come to the front."""


class SingleInstance(QObject):
    """The first start listens; later ones find it.

    Signals:
        asked(wish): another start wants this, or, where there are no files, the window in front.
    """

    asked = Signal(Wish)

    def __init__(self, place: str, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.name = server_name(place)
        self._server = QLocalServer(self)
        self._server.setSocketOptions(QLocalServer.SocketOption.UserAccessOption)
        self._server.newConnection.connect(self._welcome)

    def hand_over(self, wish: Wish) -> bool:
        """Give the wish to a window that is open already; ``False`` where there is none, and this is the first."""
        lock = QLockFile(str(Path(QDir.tempPath()) / f"{self.name}.lock"))  # an absolute name stays where it is
        lock.tryLock(LOCK_MS)  # without it two starts at once would both be the first; that is no reason to fail
        try:
            if self._ask(wish):
                return True
            QLocalServer.removeServer(self.name)  # left by a crash: nobody answered
            self._server.listen(self.name)
            return False
        finally:
            lock.unlock()

    def close(self) -> None:
        """Hear no other starts any more."""
        self._server.close()

    def _ask(self, wish: Wish) -> bool:
        socket = QLocalSocket()
        socket.connectToServer(self.name)
        if not socket.waitForConnected(CONNECT_MS):
            return False
        tokens = {name: os.environ[name] for name in TOKENS if os.environ.get(name)}
        socket.write(wish.as_line(tokens))
        heard = socket.waitForReadyRead(ANSWER_MS) and socket.readAll().startsWith(b"ok")
        socket.abort()
        return heard

    def _welcome(self) -> None:
        while (socket := self._server.nextPendingConnection()) is not None:
            socket.readyRead.connect(lambda socket=socket: self._hear(socket))
            socket.disconnected.connect(socket.deleteLater)
            self._hear(socket)

    def _hear(self, socket: QLocalSocket) -> None:
        if socket.bytesAvailable() > MOST_BYTES:
            socket.abort()
        elif socket.canReadLine():
            heard = heard_wish(bytes(socket.readLine().data()), TOKENS)
            if heard is None:
                socket.abort()
                return
            socket.write(b"ok\n")
            socket.flush()
            wish, tokens = heard
            os.environ.update(tokens)
            self.asked.emit(wish)


def server_name(place: str) -> str:
    """Where to listen for the settings at ``place`` on the present screen: one name for each user and screen.

    A folder that only this user can enter is taken where the system has one: nobody else can listen in it.
    """
    screen = os.environ.get("WAYLAND_DISPLAY", "") + os.environ.get("DISPLAY", "")
    key = f"{Path.home()}\n{place}\n{screen}"
    name = f"safelight-{hashlib.sha256(key.encode('utf-8', 'surrogateescape')).hexdigest()[:16]}"
    own = os.environ.get("XDG_RUNTIME_DIR", "")
    return str(Path(own) / name) if own and Path(own).is_dir() else name
