"""The window: pages, menus, drops, and a clean end."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtGui import QCloseEvent, QDragEnterEvent, QDragLeaveEvent, QDropEvent, QGuiApplication
from PySide6.QtWidgets import QHBoxLayout, QLabel, QMainWindow, QMessageBox, QStackedWidget, QWidget

import engine
from desktop.batch.page import BatchPage
from desktop.models import tasks
from desktop.picture.page import PicturePage
from desktop.settings import Settings
from desktop.shell import dialogs
from desktop.shell.menus import Menus
from desktop.shell.sidebar import Sidebar
from desktop.viewer.compare_view import CompareMode
from desktop.work.task_runner import Failure, Handlers, TaskRunner

NOTICE_MS = 6000


class MainWindow(QMainWindow):
    """Holds the pages and the one task runner.

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
        self.sidebar, self.pages = Sidebar(), QStackedWidget()
        self.picture, self.batch = PicturePage(self.runner, settings), BatchPage(self.runner, settings)
        self.provider = QLabel()
        self.menus = Menus(self, settings)
        self._lay_out()
        self._connect_menus()
        self._connect_pages()
        self.show_page(0)
        self.setAcceptDrops(True)
        self.retranslate()
        self.picture.empty.setFocus()  # nothing wears a focus frame before the person has begun

    def look_at_engine(self) -> None:
        """Find out what the models run on, and show it."""
        self.runner.start("engine", tasks.look_at_engine(), Handlers(self._on_facts, self._on_facts_failed))

    def open_paths(self, paths: list[Path]) -> None:
        """Open files as pictures; a folder goes to the batch page."""
        folder = next((path for path in paths if path.is_dir()), None)
        files = [path for path in paths if not path.is_dir()]
        if files:
            self._settings.set_folder("open", files[0].parent)
            self.show_page(0)
            self.picture.open_files(files)
        elif folder is not None:
            self.show_page(1)
            self.batch.take_folder(folder)

    def show_page(self, index: int) -> None:
        """Show the picture page (0) or the batch page (1)."""
        self.pages.setCurrentIndex(index)
        self.sidebar.show_page(index)
        self.menus.show_page(index)

    def ask_open(self) -> None:
        """Ask for files, and open them."""
        self.open_paths(dialogs.ask_open(self, self._settings.folder("open")))

    def show_about(self) -> None:
        """Say what this is."""
        box = QMessageBox(self)
        box.setWindowTitle(self.tr("About Safelight"))
        box.setIconPixmap(self.windowIcon().pixmap(96, 96))
        box.setText(f"<h3>Safelight {engine.__version__}</h3>")
        box.setInformativeText(
            self.tr(
                "Compresses photos with a learned codec, develops them back, and removes noise. "
                "Everything happens on this computer: nothing is sent anywhere. "
                "Free software under the MIT licence."
            )
        )
        box.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        box.open()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.menus.retranslate()
            self.retranslate()

    def dragEnterEvent(self, event: QDragEnterEvent) -> None:
        if any(url.isLocalFile() for url in event.mimeData().urls()):
            event.acceptProposedAction()
            self._light_up(True)

    def dragLeaveEvent(self, event: QDragLeaveEvent) -> None:
        self._light_up(False)

    def dropEvent(self, event: QDropEvent) -> None:
        self._light_up(False)
        event.acceptProposedAction()
        self.open_paths([Path(url.toLocalFile()) for url in event.mimeData().urls() if url.isLocalFile()])

    def closeEvent(self, event: QCloseEvent) -> None:
        if self.batch.is_running and not self._closing and not dialogs.agree_to_stop(self):
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
        self.setWindowTitle("Safelight")
        self._show_provider()

    def _lay_out(self) -> None:
        centre = QWidget()
        row = QHBoxLayout(centre)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(0)
        row.addWidget(self.sidebar)
        row.addWidget(self.pages, 1)
        self.pages.addWidget(self.picture)
        self.pages.addWidget(self.batch)
        self.setCentralWidget(centre)
        self.statusBar().addPermanentWidget(self.provider)
        self.statusBar().setSizeGripEnabled(False)
        self.resize(1280, 800)
        self.restoreGeometry(self._settings.layout("window"))

    def _connect_menus(self) -> None:
        menus, viewport = self.menus, self.picture.view.viewport
        menus.theme_chosen.connect(self.theme_chosen)
        menus.language_chosen.connect(self.language_chosen)
        for action, slot in (
            (menus.open, self.ask_open),
            (menus.open_folder, self._ask_folder),
            (menus.save, self.picture.save_as),
            (menus.previous, lambda: self.picture.step(-1)),
            (menus.next, lambda: self.picture.step(1)),
            (menus.quit, self.close),
            (menus.pages[0], lambda: self.show_page(0)),
            (menus.pages[1], lambda: self.show_page(1)),
            (menus.side, lambda: self.picture.set_mode(CompareMode.SIDE)),
            (menus.wipe, lambda: self.picture.set_mode(CompareMode.WIPE)),
            (menus.flip, lambda: self.picture.set_mode(CompareMode.FLIP)),
            (menus.difference, lambda: self.picture.set_mode(CompareMode.DIFFERENCE)),
            (menus.swap, self.picture.swap),
            (menus.fit, viewport.fit),
            (menus.actual, lambda: viewport.zoom_to(1.0)),
            (menus.larger, lambda: viewport.zoom_step(1)),
            (menus.smaller, lambda: viewport.zoom_step(-1)),
            (menus.about, self.show_about),
        ):
            action.triggered.connect(slot)

    def _connect_pages(self) -> None:
        self.sidebar.chosen.connect(self.show_page)
        self.picture.open_asked.connect(self.ask_open)
        self.picture.noticed.connect(lambda text: self.statusBar().showMessage(text, NOTICE_MS))
        self.runner.idle.connect(self._on_idle)
        QGuiApplication.styleHints().colorSchemeChanged.connect(self.system_theme_changed)

    def _ask_folder(self) -> None:
        self.show_page(1)
        self.batch.form.ask_source()

    def _light_up(self, over: bool) -> None:
        for page in (self.picture, self.batch):
            page.empty.set_over(over)

    def _on_facts(self, facts: tasks.EngineFacts) -> None:
        self._facts = facts
        self.picture.controls.offer_denoisers(facts.denoisers)
        self._show_provider()

    def _on_facts_failed(self, failure: Failure) -> None:
        self.picture.banner.tell(failure.reason, failure.path)

    def _show_provider(self) -> None:
        if self._facts is not None:
            report = self._facts.provider
            self.provider.setText(self.tr("Models run on: {0}").format(report.provider))
            self.provider.setToolTip(report.reason)

    def _remember(self) -> None:
        self._settings.set_layout("window", self.saveGeometry())
        self.picture.remember()
        self.batch.form.remember()
        self._settings.sync()

    def _wind_up(self) -> bool:
        """Stop all work; returns whether it has stopped already."""
        if not self._closing:
            self._closing = True
            self.batch.stop()
            self.picture.session.cancel()
            self.setEnabled(False)
            self.statusBar().showMessage(self.tr("Stopping…"))
        return not self.runner.is_busy

    def _on_idle(self) -> None:
        if self._closing:
            self.close()
