"""The menus and their keys."""

from __future__ import annotations

from functools import partial

from PySide6.QtCore import QObject, Signal
from PySide6.QtGui import QAction, QActionGroup, QKeySequence
from PySide6.QtWidgets import QMainWindow, QMenu

from desktop.look.theme import THEME_CHOICES
from desktop.settings import Settings
from desktop.words.translations import LANGUAGES

Keys = QKeySequence.StandardKey


class Menus(QObject):
    """Builds the menu bar of a window; what the actions do is for the window to connect.

    Signals:
        theme_chosen: ``system``, ``light`` or ``dark``.
        language_chosen: ``system`` or a language code.
    """

    theme_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(self, window: QMainWindow, settings: Settings) -> None:
        super().__init__(window)
        bar = window.menuBar()
        self.file, self.view, self.help = QMenu(bar), QMenu(bar), QMenu(bar)
        self.language, self.theme = QMenu(bar), QMenu(self.view)
        self._build_file()
        self._build_view()
        self._build_choices(settings)
        self.about = self._action(self.help)
        for menu in (self.file, self.view, self.language, self.help):
            bar.addMenu(menu)
        self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        for menu, title in (
            (self.file, self.tr("&File")),
            (self.view, self.tr("&View")),
            (self.theme, self.tr("Theme")),
            (self.language, self.tr("&Language")),
            (self.help, self.tr("&Help")),
        ):
            menu.setTitle(title)
        for action, text in (
            (self.open, self.tr("Open…")),
            (self.open_folder, self.tr("Open folder…")),
            (self.save, self.tr("Save as…")),
            (self.previous, self.tr("Previous file")),
            (self.next, self.tr("Next file")),
            (self.quit, self.tr("Quit")),
            (self.pages[0], self.tr("Picture")),
            (self.pages[1], self.tr("Batch")),
            (self.side, self.tr("Side by side")),
            (self.wipe, self.tr("Wipe")),
            (self.flip, self.tr("In turn")),
            (self.difference, self.tr("Difference")),
            (self.swap, self.tr("Swap pictures")),
            (self.fit, self.tr("Fit to window")),
            (self.actual, self.tr("Actual pixels")),
            (self.larger, self.tr("Zoom in")),
            (self.smaller, self.tr("Zoom out")),
            (self.themes["system"], self.tr("As the system")),
            (self.themes["light"], self.tr("Light")),
            (self.themes["dark"], self.tr("Dark")),
            (self.languages["system"], self.tr("As the system")),
            (self.about, self.tr("About Safelight")),
        ):
            action.setText(text)

    def show_page(self, index: int) -> None:
        """Let the keys for a picture rest on other pages, where they may mean something else."""
        for action in (
            *(self.save, self.previous, self.next, self.side, self.wipe, self.flip, self.difference, self.swap),
            *(self.fit, self.actual, self.larger, self.smaller),
        ):
            action.setEnabled(index == 0)

    def _build_file(self) -> None:
        self.open = self._action(self.file, Keys.Open)
        self.open_folder = self._action(self.file, "Ctrl+Shift+O")
        self.save = self._action(self.file, "Ctrl+S", "Ctrl+Shift+S")
        self.file.addSeparator()
        self.previous = self._action(self.file, "PgUp")
        self.next = self._action(self.file, "PgDown")
        self.file.addSeparator()
        self.quit = self._action(self.file, "Ctrl+Q")

    def _build_view(self) -> None:
        self.pages = [self._action(self.view, "Alt+1"), self._action(self.view, "Alt+2")]
        self.view.addSeparator()
        self.side = self._action(self.view, "S")
        self.wipe = self._action(self.view, "W")
        self.flip = self._action(self.view, "F")
        self.difference = self._action(self.view, "D")
        self.swap = self._action(self.view, "X")
        self.view.addSeparator()
        self.fit = self._action(self.view, "Ctrl+0")
        self.actual = self._action(self.view, "Ctrl+1")
        self.larger = self._action(self.view, "Ctrl++", "Ctrl+=")
        self.smaller = self._action(self.view, "Ctrl+-")
        self.view.addSeparator()
        self.view.addMenu(self.theme)

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
