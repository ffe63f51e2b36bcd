"""What can be done with rows of the table: by context menu, keyboard and double click."""

from __future__ import annotations

from collections.abc import Callable
from pathlib import Path

from PySide6.QtCore import QEvent, QObject, QPoint, Qt, Signal
from PySide6.QtGui import QAction, QGuiApplication, QKeySequence
from PySide6.QtWidgets import QMenu, QWidget

from desktop.batch.model import BatchModel
from desktop.batch.rows import Row
from desktop.batch.table import BatchTable
from desktop.words.messages import translated
from desktop.work import files


class RowActions(QObject):
    """The actions, their keys and their menu.

    Signals:
        open_asked: show these files in the picture page.
        compare_asked: show a file and its result there, side by side.
        retry_asked: do the rows at these places again; an empty list stands for all that failed.
        remove_asked: take the rows at these places out of the list.
        filter_asked: somebody wants to type a filter.
    """

    open_asked = Signal(list)
    compare_asked = Signal(object, object)
    retry_asked = Signal(list)
    remove_asked = Signal(list)
    filter_asked = Signal()

    def __init__(self, model: BatchModel, table: BatchTable, page: QWidget) -> None:
        super().__init__(page)
        self._model, self._table, self._running = model, table, False
        self.menu = QMenu(table)
        self.open = self._action("Return, Enter", self._open, key_of_table=True)
        self.reveal = self._action("Ctrl+Return", self._reveal, key_of_table=True)
        self.copy = self._action("Ctrl+C", self._copy, key_of_table=True)
        self.retry = self._action("Shift+F5", self._retry, key_of_table=True)
        self.remove = self._action("Del, Backspace", self._remove, key_of_table=True)
        self.select_all = self._action("Ctrl+A", table.selectAll, key_of_table=True)
        self.retry_failed = self._action("F5", lambda: self.retry_asked.emit([]), owner=page)
        self.find = self._action("Ctrl+F", self.filter_asked.emit, owner=page)
        self.menu.addActions([self.open, self.reveal, self.copy])
        self.menu.addSeparator()
        self.menu.addActions([self.retry, self.retry_failed])
        self.menu.addSeparator()
        self.menu.addActions([self.remove, self.select_all])
        table.customContextMenuRequested.connect(self._show_menu)
        table.doubleClicked.connect(lambda _: self._open())
        table.selectionModel().selectionChanged.connect(lambda *_: self._offer())
        model.modelReset.connect(self._offer)
        page.installEventFilter(self)
        self.retranslate()
        self._offer()

    def show_running(self, running: bool) -> None:
        """While a batch runs, the list stays as it is."""
        self._running = running
        self._offer()

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        return False

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.open.setText(self.tr("Open"))
        self.reveal.setText(self.tr("Show in folder"))
        self.copy.setText(self.tr("Copy message"))
        self.retry.setText(self.tr("Run again"))
        self.retry_failed.setText(self.tr("Retry failed"))
        self.remove.setText(self.tr("Remove from the list"))
        self.select_all.setText(self.tr("Select all"))
        self.find.setText(self.tr("Filter"))

    def _action(
        self, keys: str, slot: Callable[[], object], *, owner: QWidget | None = None, key_of_table: bool = False
    ) -> QAction:
        action = QAction(self)
        action.setShortcuts([QKeySequence(key) for key in keys.split(", ")])
        owner = self._table if key_of_table or owner is None else owner
        shared = Qt.ShortcutContext.WidgetWithChildrenShortcut
        action.setShortcutContext(Qt.ShortcutContext.WidgetShortcut if key_of_table else shared)
        action.setShortcutVisibleInContextMenu(True)
        action.triggered.connect(slot)
        owner.addAction(action)
        return action

    def _rows(self) -> list[Row]:
        return [self._model.row(shown) for shown in self._table.selected()]

    def _places(self) -> list[int]:
        return [self._model.place(shown) for shown in self._table.selected()]

    def _offer(self) -> None:
        """Only for a few: of 10,000 selected rows the first says enough."""
        some = [self._model.row(shown) for shown in self._table.selected()[:100]]
        for action in (self.open, self.reveal):
            action.setEnabled(bool(some))
        done = len(some) == 1 and some[0].state == "done"
        self.open.setText(self.tr("Compare with the original") if done else self.tr("Open"))
        self.copy.setEnabled(any(row.message for row in some))
        idle = bool(some) and not self._running
        self.remove.setEnabled(idle)
        self.retry.setEnabled(idle and any(row.job is not None for row in some))
        self.retry_failed.setEnabled(not self._running and self._model.totals.failed > 0)

    def _open(self) -> None:
        rows = self._rows()
        if len(rows) == 1 and rows[0].state == "done" and rows[0].result is not None:
            self.compare_asked.emit(_source(rows[0]), rows[0].result)
        elif rows:
            self.open_asked.emit([row.result or _source(row) for row in rows])

    def _reveal(self) -> None:
        rows = self._rows()
        if rows:
            files.reveal(rows[0].result or _source(rows[0]))

    def _copy(self) -> None:
        lines = [f"{row.path}: {translated(row.message)}" for row in self._rows() if row.message]
        if lines:
            QGuiApplication.clipboard().setText("\n".join(lines))

    def _retry(self) -> None:
        self.retry_asked.emit(self._places())

    def _remove(self) -> None:
        self.remove_asked.emit(self._places())

    def _show_menu(self, place: QPoint) -> None:
        self._offer()
        self.menu.popup(self._table.viewport().mapToGlobal(place))


def _source(row: Row) -> Path:
    return Path(row.path)
