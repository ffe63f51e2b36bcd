"""The menus and their keys."""

from __future__ import annotations

import re
from collections.abc import Iterator
from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop.look.theme import THEME_CHOICES
from desktop.settings import PAGES, Settings
from desktop.shell.recent import RecentMenu
from desktop.words.translations import LANGUAGES

Keys = QKeySequence.StandardKey
_KEY = re.compile(r"\(&\w\)")  # how titles in Chinese carry the key that opens them
MODES = ("side", "wipe", "difference", "single")


class Menus(QObject):
    """Builds the menu bar of a window; what the actions do is for the window to connect.

    Signals:
        theme_chosen: ``system``, ``light`` or ``dark``.
        language_chosen: ``system`` or a language code.
    """

    theme_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(self, window: QMainWindow, settings: Settings, recent: RecentMenu) -> None:
        super().__init__(window)
        bar = window.menuBar()
        self.file, self.edit, self.view, self.help = QMenu(bar), QMenu(bar), QMenu(bar), QMenu(bar)
        self.language, self.theme, self.recent = QMenu(bar), QMenu(self.view), recent
        self._build_file()
        self._build_edit()
        self._build_view(settings)
        self._build_choices(settings)
        self._build_help()
        for menu in (self.file, self.edit, self.view, self.language, self.help):
            bar.addMenu(menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self._name_menus()
        for action, text in (
            (self.open, self.tr("Open…")),
            (self.open_folder, self.tr("Open folder…")),
            (self.paste, self.tr("Paste")),
            (self.save, self.tr("Save as…")),
            (self.copy, self.tr("Copy result")),
            (self.previous, self.tr("Previous file")),
            (self.next, self.tr("Next file")),
            (self.close, self.tr("Close file")),
            (self.quit, self.tr("Quit")),
            (self.undo, self.tr("Undo")),
            (self.redo, self.tr("Redo")),
            (self.reset, self.tr("Reset settings")),
            (self.preferences, self.tr("Preferences…")),
            (self.pages[0], self.tr("Picture")),
            (self.pages[1], self.tr("Batch")),
            (self.pages[2], self.tr("Models and device")),
            (self.pages[3], self.tr("Studio")),
            (self.modes["side"], self.tr("Side by side")),
            (self.modes["wipe"], self.tr("Split")),
            (self.modes["difference"], self.tr("Difference")),
            (self.modes["single"], self.tr("Result only")),
            (self.keep, self.tr("Pin this result for comparison")),
            (self.loupe, self.tr("Loupe")),
            (self.fit, self.tr("Fit to window")),
            (self.actual, self.tr("Actual size (100 %)")),
            (self.double, self.tr("200 %")),
            (self.larger, self.tr("Zoom in")),
            (self.smaller, self.tr("Zoom out")),
            (self.full_screen, self.tr("Full screen")),
            (self.side_panel, self.tr("Side panel")),
            (self.themes["system"], self.tr("System default")),
            (self.themes["light"], self.tr("Light")),
            (self.themes["dark"], self.tr("Dark")),
            (self.languages["system"], self.tr("System default")),
            (self.shortcuts, self.tr("Keyboard shortcuts")),
            (self.log, self.tr("Log…")),
            (self.device, self.tr("Models and device")),
            (self.about, self.tr("About Safelight")),
        ):
            action.setText(text)

    def actions(self) -> Iterator[tuple[str, QAction]]:
        """Every action with the title of its menu, in the order in which they are seen."""
        for menu in (self.file, self.edit, self.view, self.language, self.help):
            yield from _actions(menu)

    def show_page(self, index: int, *, has_picture: bool) -> None:
        """Let the keys for a picture rest where there is none, and on pages where they may mean something else."""
        self.pages[index].setChecked(True)
        self.side_panel.setEnabled(index == 0)
        for action in (
            *(self.save, self.copy, self.previous, self.next, self.close, *self.modes.values(), self.keep),
            *(self.loupe, self.fit, self.actual, self.double, self.larger, self.smaller),
        ):
            action.setEnabled(index == 0 and has_picture)

    def _name_menus(self) -> None:
        for menu, title in (
            (self.file, self.tr("&File")),
            (self.edit, self.tr("&Edit")),
            (self.view, self.tr("&View")),
            (self.theme, self.tr("Theme")),
            (self.language, self.tr("&Language")),
            (self.help, self.tr("&Help")),
        ):
            menu.setTitle(title)

    def _build_file(self) -> None:
        self.open = self._action(self.file, Keys.Open)
        self.open_folder = self._action(self.file, "Ctrl+Shift+O")
        self.file.addMenu(self.recent)
        self.paste = self._action(self.file, Keys.Paste)
        self.file.addSeparator()
        self.save = self._action(self.file, "Ctrl+S", "Ctrl+Shift+S")
        self.copy = self._action(self.file, Keys.Copy)
        self.file.addSeparator()
        self.previous = self._action(self.file, "PgUp")
        self.next = self._action(self.file, "PgDown")
        self.close = self._action(self.file, "Ctrl+W")
        self.file.addSeparator()
        self.quit = self._action(self.file, "Ctrl+Q")
        self.quit.setMenuRole(QAction.MenuRole.QuitRole)

    def _build_edit(self) -> None:
        self.undo = self._action(self.edit, "Ctrl+Z")
        self.redo = self._action(self.edit, "Ctrl+Shift+Z", "Ctrl+Y")
        self.edit.addSeparator()
        self.reset = self._action(self.edit)
        self.edit.addSeparator()
        self.preferences = self._action(self.edit, Keys.Preferences, "Ctrl+,")
        self.preferences.setMenuRole(QAction.MenuRole.PreferencesRole)

    def _build_view(self, settings: Settings) -> None:
        group = QActionGroup(self)
        self.pages = [self._action(self.view, f"Alt+{number + 1}") for number in range(len(PAGES))]
        for page in self.pages:
            page.setCheckable(True)
            group.addAction(page)
        self.view.addSeparator()
        self.modes = {mode: self._action(self.view, key) for mode, key in zip(MODES, "SWD1", strict=True)}
        self.keep = self._action(self.view, "K")
        self.loupe = self._action(self.view, "L")
        self.loupe.setCheckable(True)
        self.view.addSeparator()
        self.fit = self._action(self.view, "Ctrl+0", "0")
        self.actual = self._action(self.view, "Ctrl+1")
        self.double = self._action(self.view, "Ctrl+2")
        self.larger = self._action(self.view, "Ctrl++", "Ctrl+=")
        self.smaller = self._action(self.view, "Ctrl+-")
        self.view.addSeparator()
        self.full_screen = self._action(self.view, "F11")
        self.full_screen.setCheckable(True)
        self.side_panel = self._action(self.view, "F9")
        self.side_panel.setCheckable(True)
        self.side_panel.setChecked(settings.side_panel)
        self.view.addMenu(self.theme)

    def _build_help(self) -> None:
        self.shortcuts = self._action(self.help, "F1", "Ctrl+/")
        self.log = self._action(self.help, "Ctrl+Shift+L")
        self.device = self._action(self.help)
        self.help.addSeparator()
        self.about = self._action(self.help)
        self.about.setMenuRole(QAction.MenuRole.AboutRole)

    def _build_choices(self, settings: Settings) -> None:
        group = QActionGroup(self)
        self.themes = {key: self._choice(group, self.theme, key == settings.theme) for key in THEME_CHOICES}
        for key, action in self.themes.items():
            action.triggered.connect(partial(self.theme_chosen.emit, key))
        group = QActionGroup(self)
        codes = ("system", *LANGUAGES)
        self.languages = {code: self._choice(group, self.language, code == settings.language) for code in codes}
        for code, action in self.languages.items():
            action.setText(LANGUAGES.get(code, ""))
            action.triggered.connect(partial(self.language_chosen.emit, code))

    def _action(self, menu: QMenu, *keys: QKeySequence.StandardKey | str) -> QAction:
        action = menu.addAction("")
        action.setShortcuts([QKeySequence(key) for key in keys])
        return action

    @staticmethod
    def _choice(group: QActionGroup, menu: QMenu, checked: bool) -> QAction:
        action = menu.addAction("")
        action.setCheckable(True)
        action.setChecked(checked)
        group.addAction(action)
        return action


def _actions(menu: QMenu) -> Iterator[tuple[str, QAction]]:
    for action in menu.actions():
        inner = action.menu()
        if isinstance(inner, QMenu):
            yield from _actions(inner)
        elif not action.isSeparator():
            yield _KEY.sub("", menu.title()).replace("&", ""), action
