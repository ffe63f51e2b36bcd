"""Builds the application, and runs it."""

from __future__ import annotations

import os
import signal
import sys
from collections.abc import Sequence
from dataclasses import dataclass
from typing import cast

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication

import engine
from desktop.look.icons import app_icon
from desktop.look.theme import ThemeChoice, apply_theme
from desktop.settings import Settings
from desktop.shell.file_events import FileEvents
from desktop.shell.log import Troubles, kept_log
from desktop.shell.main_window import MainWindow
from desktop.shell.single_instance import SingleInstance
from desktop.shell.wish import wish_of
from desktop.words.translations import Translator
from engine.errors import SafelightError


@dataclass(frozen=True)
class App:
    """The real thing, not yet running."""

    application: QApplication
    window: MainWindow


def build(settings: Settings | None = None) -> App:
    """Make the application and its window without entering the event loop.

    Args:
        settings: what is remembered; tests pass a temporary store.
    """
    settings = settings if settings is not None else Settings()
    application = _application()
    translator = Translator(application)
    translator.switch(settings.language)
    apply_theme(application, settings.theme)
    window = MainWindow(settings)

    def choose_theme(choice: str) -> None:
        settings.theme = cast(ThemeChoice, choice)
        apply_theme(application, settings.theme)

    def choose_language(code: str) -> None:
        settings.language = code
        translator.switch(code)
        apply_theme(application, settings.theme)  # a style sheet keeps the font of the language before

    window.theme_chosen.connect(choose_theme)
    window.language_chosen.connect(choose_language)
    window.system_theme_changed.connect(lambda: apply_theme(application, settings.theme))
    return App(application, window)


def main(arguments: Sequence[str] = ()) -> int:
    """Run the app until its window is closed; returns the exit status.

    Where a window is open already, the files go to that one, and this start is over.

    Args:
        arguments: ``[--task TASK] [FILE...]``

    Raises:
        SafelightError: there is no screen to show a window on.
    """
    wish = wish_of(arguments)
    _require_screen()
    settings = Settings()
    application = _application()
    instance = SingleInstance(settings.place)
    if instance.hand_over(wish):
        return 0
    signal.signal(signal.SIGINT, signal.SIG_DFL)  # Ctrl+C in the terminal ends the app: Qt's loop would not hear it
    troubles = Troubles()
    with kept_log(troubles):
        window = build(settings).window
        troubles.met.connect(window.tell_trouble, Qt.ConnectionType.QueuedConnection)  # not amid what has failed
        instance.asked.connect(lambda asked: window.come_forward(list(asked.paths), asked.task))
        FileEvents(application).asked.connect(window.come_forward)
        window.begin(list(wish.paths), wish.task)
        window.show()
        status = application.exec()
        instance.close()
        window.runner.shut_down()
    return status


def _application() -> QApplication:
    existing = QApplication.instance()
    if isinstance(existing, QApplication):
        application = existing
    else:
        QApplication.setHighDpiScaleFactorRoundingPolicy(Qt.HighDpiScaleFactorRoundingPolicy.PassThrough)
        application = QApplication(sys.argv[:1])
    application.setApplicationName("Safelight")
    application.setApplicationVersion(engine.__version__)
    application.setDesktopFileName("safelight")
    application.setStyle("Fusion")
    application.setWindowIcon(app_icon())
    return application


def _require_screen() -> None:
    """Qt would abort the process without a word that a user understands."""
    places = ("DISPLAY", "WAYLAND_DISPLAY", "QT_QPA_PLATFORM")
    if sys.platform.startswith("linux") and not any(os.environ.get(place) for place in places):
        raise SafelightError("there is no screen to open a window on (neither DISPLAY nor WAYLAND_DISPLAY is set)")
