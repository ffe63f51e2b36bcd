"""Joins the menus and the pages, each page when it comes to be."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication, Qt

from desktop.shell.menus import Menus

if TYPE_CHECKING:
    from desktop.shell.main_window import MainWindow


def connect_menus(window: MainWindow) -> None:
    """What the actions do that are not for the picture alone."""
    menus, opening = window.menus, window.opening
    menus.theme_chosen.connect(window.theme_chosen)
    menus.language_chosen.connect(window.language_chosen)
    for index, action in enumerate(menus.pages):
        action.triggered.connect(lambda _=False, index=index: window.show_page(index))
    for action, slot in (
        (menus.open, opening.ask_open),
        (menus.open_folder, opening.ask_folder),
        (menus.paste, opening.paste),
        (menus.quit, window.close),
        (menus.undo, window.settings_undo.undo),
        (menus.redo, window.settings_undo.redo),
        (menus.reset, window.reset_settings),
        (menus.device, lambda: window.show_page(2)),
        (menus.shortcuts, window.sheets.show_shortcuts),
        (menus.log, window.sheets.show_log),
        (menus.about, window.sheets.show_about),
    ):
        action.triggered.connect(slot)
    menus.full_screen.toggled.connect(lambda on: _fill_screen(window, on))
    window.settings_undo.refused.connect(lambda: _tell_refused(window))
    window.settings_undo.canUndoChanged.connect(menus.undo.setEnabled)
    window.settings_undo.canRedoChanged.connect(menus.redo.setEnabled)
    menus.undo.setEnabled(False)
    menus.redo.setEnabled(False)


def _tell_refused(window: MainWindow) -> None:
    window.notice(QCoreApplication.translate("MainWindow", "These settings are in use until the batch has ended"))


def _fill_screen(window: MainWindow, on: bool) -> None:
    full = Qt.WindowState.WindowFullScreen
    window.setWindowState(window.windowState() | full if on else window.windowState() & ~full)
    for widget in (window.sidebar, window.menuBar(), window.statusBar()):
        widget.setVisible(not on)
    if window.pages.is_made(0):
        window.picture.show_bare(on, with_panel=window.menus.side_panel.isChecked())


def connect_page(window: MainWindow, index: int) -> None:
    """Join a page that has just been made."""
    (_connect_picture, _connect_batch, _connect_models, _connect_studio)[index](window)
    window.drops.leave_to_the_window(window.pages.page(index))


def _connect_picture(window: MainWindow) -> None:
    from desktop.shell.screen_colours import ScreenFollower
    from desktop.viewer.compare_view import CompareMode

    page, menus = window.picture, window.menus
    viewport = page.view.viewport
    for mode in CompareMode:
        action = menus.modes[mode.value]
        action.triggered.connect(lambda _=False, mode=mode: page.set_mode(mode))
    for action, slot in (
        (menus.save, page.save_as),
        (menus.copy, page.copy_result),
        (menus.close, page.close_file),
        (menus.previous, lambda: page.step(-1)),
        (menus.next, lambda: page.step(1)),
        (menus.keep, page.keep_result),
        (menus.fit, page.fit),
        (menus.actual, page.show_actual),
        (menus.double, lambda: viewport.zoom_to(2.0)),
        (menus.larger, lambda: viewport.zoom_step(1)),
        (menus.smaller, lambda: viewport.zoom_step(-1)),
    ):
        action.triggered.connect(slot)
    menus.loupe.toggled.connect(page.set_loupe)
    page.bar.loupe_asked.connect(menus.loupe.setChecked)
    _connect_side_panel(menus, window)
    page.open_asked.connect(window.opening.ask_open)
    page.noticed.connect(window.notice)
    page.session.opened.connect(lambda document: window.opening.remember(document.path))
    page.empty.sample_asked.connect(window.opening.open_sample)
    window.settings_undo.watch(page.controls)
    page.session.shelf.changed.connect(window.show_title)
    page.session.opened.connect(lambda _: window.show_title())
    window.recent.look()
    page.empty.recent_chosen.connect(lambda path: window.open_paths([path]))
    ScreenFollower(window, page)
    window.show_facts()


def _connect_side_panel(menus: Menus, window: MainWindow) -> None:
    menus.side_panel.toggled.connect(window.picture.controls.setVisible)
    window.picture.controls.setVisible(menus.side_panel.isChecked())


def _connect_batch(window: MainWindow) -> None:
    window.batch.compare_asked.connect(window.opening.open_pair)
    window.batch.told.connect(window.show_batch)
    window.batch.ended.connect(window.tell_batch_end)
    window.batch.open_asked.connect(window.opening.open_pictures)
    window.batch.offered.connect(window.opening.show_unfinished)
    window.settings_undo.watch(window.batch.form)
    window.show_facts()


def _connect_models(window: MainWindow) -> None:
    window.models.noticed.connect(window.notice)
    window.models.models_changed.connect(window.look_at_engine)
    window.models.models_changed.connect(lambda: _tell_studio(window))


def _tell_studio(window: MainWindow) -> None:
    if window.pages.is_made(3):
        window.studio.look_at_models()


def _connect_studio(window: MainWindow) -> None:
    window.studio.noticed.connect(window.notice)
    window.studio.ended.connect(window.close_if_closing)
    window.studio.viewer_asked.connect(window.opening.open_comparison)
    window.studio.models_changed.connect(window.look_at_engine)
    window.studio.models_changed.connect(lambda: _tell_models(window))


def _tell_models(window: MainWindow) -> None:
    if window.pages.is_made(2):
        window.models.look_again()
