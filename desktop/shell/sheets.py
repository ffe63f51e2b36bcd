"""The windows beside the main one: shortcuts, log, about; one of each at most, and none holds up the work."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QObject
from PySide6.QtWidgets import QDialog, QWidget

from desktop.settings import Settings
from desktop.shell.menus import Menus
from desktop.work.task_runner import TaskRunner


class Sheets(QObject):
    """Opens each sheet, or brings it to the front where it is open already."""

    def __init__(self, menus: Menus, runner: TaskRunner, settings: Settings, window: QWidget) -> None:
        super().__init__(window)
        self._menus, self._runner, self._settings, self._window = menus, runner, settings, window
        self._open: dict[str, QDialog] = {}

    def show_shortcuts(self) -> None:
        """Show all keys."""
        from desktop.shell.shortcuts import ShortcutSheet

        self._show("shortcuts", lambda: ShortcutSheet(self._menus, self._window))

    def show_preferences(self) -> None:
        """Show what can be set for the whole app."""
        from desktop.shell.preferences import Preferences

        def make() -> Preferences:
            sheet = Preferences(self._settings, self._window)
            sheet.theme_chosen.connect(lambda key: self._menus.themes[key].trigger())
            sheet.language_chosen.connect(lambda code: self._menus.languages[code].trigger())
            return sheet

        self._show("preferences", make)

    def show_log(self) -> None:
        """Show the log."""
        from desktop.shell.log_dialog import LogDialog

        self._show("log", lambda: LogDialog(self._runner, self._settings, self._window))

    def show_about(self) -> None:
        """Say what this is."""
        from desktop.shell.about import AboutDialog

        self._show("about", lambda: AboutDialog(self._runner, self._window))

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
