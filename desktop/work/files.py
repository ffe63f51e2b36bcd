"""Files shown in the system's file manager, selected where it can do that."""

from __future__ import annotations

import subprocess
import sys
from pathlib import Path

from PySide6.QtCore import QUrl
from PySide6.QtGui import QDesktopServices

_SERVICE, _OBJECT = "org.freedesktop.FileManager1", "/org/freedesktop/FileManager1"


def reveal(path: Path) -> bool:
    """Show a file, or the folder that it was in where it is gone; returns whether a file manager was asked."""
    if path.is_file() and _select(path):
        return True
    return open_folder(
        path if path.is_dir() else next((folder for folder in path.parents if folder.is_dir()), path.parent)
    )


def open_folder(folder: Path) -> bool:
    """Show what is in a folder; returns whether a file manager was asked."""
    return QDesktopServices.openUrl(QUrl.fromLocalFile(str(folder)))


def _select(path: Path) -> bool:
    """Ask the file manager to select a file; returns whether it was asked."""
    if sys.platform == "win32":
        subprocess.Popen(f'explorer /select,"{path}"')  # which wants its quotes just so
        return True
    if sys.platform == "darwin":
        subprocess.Popen(["open", "-R", str(path)])
        return True
    return _ask_on_the_bus(path)


def _ask_on_the_bus(path: Path) -> bool:
    """As the desktops of free systems do it; false where nobody listens."""
    try:
        from PySide6.QtDBus import QDBusConnection, QDBusMessage
    except ImportError:
        return False
    bus = QDBusConnection.sessionBus()
    if not bus.isConnected():
        return False
    registered = bus.interface().isServiceRegistered(_SERVICE)
    activatable = _SERVICE in (bus.interface().activatableServiceNames().value() or [])
    if not (registered.value() or activatable):
        return False
    message = QDBusMessage.createMethodCall(_SERVICE, _OBJECT, _SERVICE, "ShowItems")
    message.setArguments([[QUrl.fromLocalFile(str(path)).toString()], ""])
    return bus.send(message)
