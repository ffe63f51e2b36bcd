"""The windows beside the main one: shortcuts, log, about; one of each at most, and none holds up the work."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog

from desktop.settings import Settings

if TYPE_CHECKING:
    from desktop.shell.main_window import MainWindow


class Sheets(QObject):
    """Opens each sheet, or brings it to the front where it is open already."""

    def __init__(self, window: MainWindow, settings: Settings) -> None:
        super().__init__(window)
        self._window, self._settings = window, settings
        self._open: dict[str, QDialog] = {}

    def show_shortcuts(self) -> None:
        """Show all keys."""
        from desktop.shell.shortcuts import ShortcutSheet

        self._show("shortcuts", lambda: ShortcutSheet(self._window.menus, self._window))

    def show_log(self) -> None:
        """Show the log."""
        from desktop.shell.log_dialog import LogDialog

        self._show("log", lambda: LogDialog(self._window.runner, self._settings, self._window))

    def show_about(self) -> None:
        """Say what this is."""
        from desktop.shell.about import AboutDialog

        self._show("about", lambda: AboutDialog(self._window.runner, self._window))

    def sheet(self, name: str) -> QDialog | None:
        """The sheet ``shortcuts``, ``log`` or ``about`` where it is open."""
        return self._open.get(name)

    def close(self) -> None:
        """Close all of them."""
        for sheet in list(self._open.values()):
            sheet.close()

    def _show(self, name: str, make: Callable[[], QDialog]) -> None:
        if name not in self._open:
            sheet = make()
            sheet.finished.connect(lambda _: self._open.pop(name, None))
            self._open[name] = sheet
            sheet.show()
        self._open[name].raise_()
        self._open[name].activateWindow()
