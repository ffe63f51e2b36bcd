"""The window: pages, menus, drops, and a clean end."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QSize, Qt, QTimer, Signal
from PySide6.QtGui import QCloseEvent, QGuiApplication, QKeyEvent
from PySide6.QtWidgets import QHBoxLayout, QMainWindow, QWidget

from desktop import dialogs
from desktop.models import tasks
from desktop.settings import Settings
from desktop.shell.drops import Drops
from desktop.shell.first_paint import FirstPaint
from desktop.shell.menus import Menus
from desktop.shell.notifier import Notifier
from desktop.shell.opening import Opening
from desktop.shell.pages import Pages, load_pages
from desktop.shell.provider_label import ProviderLabel
from desktop.shell.recent import RecentMenu
from desktop.shell.sheets import Sheets
from desktop.shell.sidebar import Sidebar
from desktop.shell.undo import SettingsUndo
from desktop.work.task_runner import Failure, Handlers, TaskRunner

if TYPE_CHECKING:
    from desktop.batch.page import BatchPage
    from desktop.models.page import ModelsPage
    from desktop.picture.page import PicturePage
    from desktop.studio.page import StudioPage

NOTICE_MS = 6000
FIRST_SIZE, FRAME = QSize(1280, 800), QSize(16, 48)
"""Of the window when there is room for it, and what its frame may take."""
PICTURE, BATCH, MODELS, STUDIO = range(4)


class MainWindow(QMainWindow):
    """Holds the pages, which are made when they are first wanted, and the one task runner.

    Signals:
        theme_chosen, language_chosen: see :class:`~desktop.shell.menus.Menus`.
        system_theme_changed: the desktop went from light to dark or back.
    """

    theme_chosen = Signal(str)
    language_chosen = Signal(str)
    system_theme_changed = Signal()

    def __init__(self, settings: Settings) -> None:
        super().__init__()
        self._settings = settings
        self._facts: tasks.EngineFacts | None = None
        self._closing = False
        self.runner = TaskRunner(self)
        self.settings_undo = SettingsUndo(self)
        self.sidebar, self.pages = Sidebar(), Pages(self.runner, settings)
        self.provider = ProviderLabel()
        self.recent = RecentMenu(self.runner, settings, self)
        self.menus, self.drops = Menus(self, settings, self.recent), Drops(self)
        self.opening = Opening(self.pages, self.runner, settings, self.recent, self.drops, self)
        self.sheets, self.notifier = Sheets(self.menus, self.runner, settings, self), Notifier(self)
        for _, action in self.menus.actions():
            self.addAction(action)  # so that the keys work in full screen, too, where there is no menu bar
        self._lay_out()
        self._connect()
        self._mark_page(settings.page)
        self.pages.stand_in(settings.page)
        self.pages.invitation.setFocus()  # nothing wears a focus frame before the person has begun
        self.retranslate()

    @property
    def picture(self) -> PicturePage:
        return self.pages.picture

    @property
    def batch(self) -> BatchPage:
        return self.pages.batch

    @property
    def models(self) -> ModelsPage:
        return self.pages.models

    @property
    def studio(self) -> StudioPage:
        return self.pages.studio

    def begin(self, paths: list[Path], task: str = "") -> None:
        """Once the window has been painted: load the rest, open files, and go on with a batch that was stopped.

        Args:
            task: to be done with the files at once, instead of looking at them.
        """

        def load() -> None:
            handlers: Handlers[None] = Handlers(lambda _: self._on_loaded(paths, task), self._on_start_failed)
            self.runner.start("start", load_pages(), handlers)

        FirstPaint(self, load)

    def look_at_engine(self) -> None:
        """Find out what the models run on, and show it."""
        self.runner.start("engine", tasks.look_at_engine(), Handlers(self._on_facts, self._on_start_failed))

    def open_paths(self, paths: list[Path]) -> None:
        """Open files as pictures; folders go to the batch page."""
        self.opening.open_paths(paths)

    def come_forward(self, paths: list[Path], task: str = "") -> None:
        """Another start wants this window, perhaps with files, and perhaps with something to be done with them."""
        self.setWindowState(self.windowState() & ~Qt.WindowState.WindowMinimized)
        self.show()
        self.raise_()
        self.activateWindow()
        self._take(paths, task)

    def show_page(self, index: int) -> None:
        """Show a page: pictures (0), a batch (1), the models (2) or the studio (3)."""
        self._mark_page(index)
        self.pages.show_page(index)

    def notice(self, text: str) -> None:
        """Say something in the status bar for a while."""
        self.statusBar().showMessage(text, NOTICE_MS)

    def tell_trouble(self, line: str) -> None:
        """Say in the page that something happened which nobody foresaw."""
        text = self.tr("Something unexpected happened: {0}. The log has more (Help menu).")
        self.pages.banner.tell(text.format(line))

    def reset_settings(self) -> None:
        """Put the settings of the page back to what a new app has; that can be undone."""
        if self.pages.index not in (PICTURE, BATCH):
            return
        owner = self.picture.controls if self.pages.index == PICTURE else self.batch.form
        if owner.isEnabled():
            fresh = type(owner)(Settings.untouched())
            self.settings_undo.reset(owner, fresh.state())
            fresh.deleteLater()

    def show_facts(self) -> None:
        """Hand on what is known of the engine, as far as it is known."""
        if self._facts is None:
            return
        if self.pages.is_made(PICTURE):
            self.picture.controls.denoise.denoiser.offer(self._facts.denoisers)
            self.picture.controls.compress.codec.offer(self._facts.own_codecs)
        if self.pages.is_made(BATCH):
            self.batch.form.denoiser.offer(self._facts.denoisers)
            self.batch.form.codec.offer(self._facts.own_codecs)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.menus.retranslate()
            self.retranslate()
        elif event.type() == QEvent.Type.WindowStateChange:
            self.menus.full_screen.setChecked(self.isFullScreen())

    def closeEvent(self, event: QCloseEvent) -> None:
        if self._batch_runs() and not self._closing and not dialogs.agree_to_stop(self):
            event.ignore()
            return
        if self._trains() and not self._closing and not dialogs.agree_to_stop_training(self):
            event.ignore()
            return
        if self._saves() and not self._closing and not dialogs.agree_to_lose_file(self):
            event.ignore()
            return
        self._remember()
        if self._wind_up():
            self.statusBar().clearMessage()
            event.accept()
        else:
            event.ignore()  # the runner's idle signal closes the window again

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.show_title()
        self.statusBar().setAccessibleName(self.tr("Status"))
        self.pages.invitation.offer_sample(self.tr("Try with a sample picture"))

    def show_title(self) -> None:
        """Name the open picture and say how far a batch is, also in the task bar."""
        page, parts = self.pages.index, ["Safelight"]
        document = self.picture.session.document if self.pages.is_made(PICTURE) else None
        if page == PICTURE and document is not None:
            parts.insert(0, document.path.name)
        if self._batch_runs():
            parts.insert(0, f"{round(100 * self.batch.fraction)} %")
        self.setWindowTitle(" – ".join(parts))
        self.menus.show_page(page, has_picture=document is not None)

    def show_batch(self) -> None:
        """Show on every page how far the batch is."""
        running = self._batch_runs()
        self.sidebar.show_progress(BATCH, self.batch.fraction if running else None)
        self.notifier.count(self.batch.files_left if running else 0)
        self.show_title()

    def tell_batch_end(self, text: str) -> None:
        """A batch has come to its end: tell those who look elsewhere."""
        self.show_batch()
        if self.pages.index != BATCH:
            self.notice(text)
        self.notifier.tell(self.tr("Batch finished"), text)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape and self.menus.full_screen.isChecked():
            self.menus.full_screen.setChecked(False)
        else:
            super().keyPressEvent(event)

    def _lay_out(self) -> None:
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self.pages, 1)
        self.setCentralWidget(centre)
        self.statusBar().addPermanentWidget(self.provider)
        self.statusBar().setSizeGripEnabled(False)
        self.resize(FIRST_SIZE.boundedTo(self.screen().availableSize() - FRAME))
        self.restoreGeometry(self._settings.layout("window"))

    def _connect(self) -> None:
        self._connect_menus()
        self.opening.page_asked.connect(self.show_page)
        self.opening.noticed.connect(self.notice)
        self.pages.made.connect(self._on_made)
        self.pages.welcome.asked.connect(self.opening.ask_open)
        self.pages.welcome.sample_asked.connect(self.opening.open_sample)
        self.pages.welcome.recent_chosen.connect(lambda path: self.open_paths([path]))
        self.recent.listed.connect(self.pages.show_recent)
        self.sidebar.chosen.connect(self.show_page)
        self.settings_undo.went.connect(self._show_owner)
        self.runner.idle.connect(self.close_if_closing)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.system_theme_changed)

    def _connect_menus(self) -> None:
        """What the actions do that are not for the picture alone."""
        menus, opening = self.menus, self.opening
        menus.theme_chosen.connect(self.theme_chosen)
        menus.language_chosen.connect(self.language_chosen)
        for index, action in enumerate(menus.pages):
            action.triggered.connect(lambda _=False, index=index: self.show_page(index))
        for action, slot in (
            (menus.open, opening.ask_open),
            (menus.open_folder, opening.ask_folder),
            (menus.paste, opening.paste),
            (menus.quit, self.close),
            (menus.undo, self.settings_undo.undo),
            (menus.redo, self.settings_undo.redo),
            (menus.reset, self.reset_settings),
            (menus.device, lambda: self.show_page(2)),
            (menus.preferences, self.sheets.show_preferences),
            (menus.shortcuts, self.sheets.show_shortcuts),
            (menus.log, self.sheets.show_log),
            (menus.about, self.sheets.show_about),
        ):
            action.triggered.connect(slot)
        menus.full_screen.toggled.connect(self._fill_screen)
        self.settings_undo.refused.connect(self._tell_refused)
        self.settings_undo.canUndoChanged.connect(menus.undo.setEnabled)
        self.settings_undo.canRedoChanged.connect(menus.redo.setEnabled)
        menus.undo.setEnabled(False)
        menus.redo.setEnabled(False)

    def _tell_refused(self) -> None:
        self.notice(self.tr("These settings are in use until the batch has ended"))

    def _fill_screen(self, on: bool) -> None:
        full = Qt.WindowState.WindowFullScreen
        self.setWindowState(self.windowState() | full if on else self.windowState() & ~full)
        for widget in (self.sidebar, self.menuBar(), self.statusBar()):
            widget.setVisible(not on)
        if self.pages.is_made(0):
            self.picture.show_bare(on, with_panel=self.menus.side_panel.isChecked())

    def _connect_page(self, index: int) -> None:
        """Join a page that has just been made."""
        (self._connect_picture, self._connect_batch, self._connect_models, self._connect_studio)[index]()
        self.drops.leave_to_the_window(self.pages.page(index))

    def _connect_picture(self) -> None:
        from desktop.shell.screen_colours import ScreenFollower
        from desktop.viewer.compare_view import CompareMode

        page, menus = self.picture, self.menus
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
        self._connect_side_panel()
        page.open_asked.connect(self.opening.ask_open)
        page.noticed.connect(self.notice)
        page.session.opened.connect(lambda document: self.opening.remember(document.path))
        page.empty.sample_asked.connect(self.opening.open_sample)
        self.settings_undo.watch(page.controls)
        page.session.shelf.changed.connect(self.show_title)
        page.session.opened.connect(lambda _: self.show_title())
        self.recent.look()
        page.empty.recent_chosen.connect(lambda path: self.open_paths([path]))
        ScreenFollower(self, page)
        self.show_facts()

    def _connect_side_panel(self) -> None:
        self.menus.side_panel.toggled.connect(self.picture.controls.setVisible)
        self.picture.controls.setVisible(self.menus.side_panel.isChecked())

    def _connect_batch(self) -> None:
        self.batch.compare_asked.connect(self.opening.open_pair)
        self.batch.told.connect(self.show_batch)
        self.batch.ended.connect(self.tell_batch_end)
        self.batch.open_asked.connect(self.opening.open_pictures)
        self.batch.offered.connect(self.opening.show_unfinished)
        self.settings_undo.watch(self.batch.form)
        self.show_facts()

    def _connect_models(self) -> None:
        self.models.noticed.connect(self.notice)
        self.models.models_changed.connect(self.look_at_engine)
        self.models.models_changed.connect(self._tell_studio)

    def _tell_studio(self) -> None:
        if self.pages.is_made(3):
            self.studio.look_at_models()

    def _connect_studio(self) -> None:
        self.studio.noticed.connect(self.notice)
        self.studio.ended.connect(self.close_if_closing)
        self.studio.viewer_asked.connect(self.opening.open_comparison)
        self.studio.models_changed.connect(self.look_at_engine)
        self.studio.models_changed.connect(self._tell_models)

    def _tell_models(self) -> None:
        if self.pages.is_made(2):
            self.models.look_again()

    def _mark_page(self, index: int) -> None:
        self.sidebar.show_page(index)
        self.pages.index = index
        self.show_title()

    def _on_made(self, index: int) -> None:
        self._connect_page(index)
        self.retranslate()
        if index == PICTURE and self.pages.index == PICTURE:
            self.pages.invitation.setFocus()

    def _take(self, paths: list[Path], task: str) -> None:
        if task:
            self.opening.begin_task(task, paths)
        else:
            self.open_paths(paths)

    def _on_loaded(self, paths: list[Path], task: str) -> None:
        self.pages.page(self.pages.index)
        self.look_at_engine()
        self.recent.look()
        self._take(paths, task)
        QTimer.singleShot(0, self, self._resume_batch)

    def _resume_batch(self) -> None:
        if not self._closing:
            self.batch.resume_last()

    def _on_facts(self, facts: tasks.EngineFacts) -> None:
        self._facts = facts
        self.provider.show_provider(facts.provider)
        self.show_facts()

    def _on_start_failed(self, failure: Failure) -> None:
        self.pages.banner.tell(failure.reason, failure.path)

    def _show_owner(self, owner: QWidget) -> None:
        """Show where the settings are that were taken back."""
        index = BATCH if self.pages.is_made(BATCH) and owner is self.batch.form else PICTURE
        if index != self.pages.index:
            self.show_page(index)

    def _batch_runs(self) -> bool:
        return self.pages.is_made(BATCH) and self.batch.is_running

    def _saves(self) -> bool:
        return self.pages.is_made(PICTURE) and self.picture.session.is_saving

    def _trains(self) -> bool:
        return self.pages.is_made(STUDIO) and self.studio.is_training

    def _remember(self) -> None:
        self._settings.set_layout("window", self.saveGeometry())
        self._settings.page = self.pages.index
        self._settings.side_panel = self.menus.side_panel.isChecked()
        if self.pages.is_made(PICTURE):
            self.picture.remember()
        if self.pages.is_made(BATCH):
            self.batch.remember()
        if self.pages.is_made(MODELS):
            self.models.remember()
        if self.pages.is_made(STUDIO):
            self.studio.remember()
        self._settings.sync()

    def _wind_up(self) -> bool:
        """Stop all work; returns whether it has stopped already."""
        if not self._closing:
            self._closing = True
            self.sheets.close()
            if self.pages.is_made(BATCH):
                self.batch.stop()
            if self.pages.is_made(PICTURE):
                self.picture.session.cancel()
            if self.pages.is_made(STUDIO):
                self.studio.stop()
            self.runner.wind_up()
            self.setEnabled(False)
            self.statusBar().showMessage(self.tr("Stopping…"))
        return not self.runner.is_busy and not self._trains()

    def close_if_closing(self) -> None:
        """Something has come to its end that closing has waited for."""
        if self._closing:
            self.close()
