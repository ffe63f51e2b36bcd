"""The shortcut sheet: every action with its keys, as the actions themselves have them."""

from __future__ import annotations

from collections.abc import Iterable

from PySide6.QtCore import Qt
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QDialog, QHeaderView, QLineEdit, QTreeWidget, QTreeWidgetItem, QVBoxLayout, QWidget

from desktop.shell.menus import Menus
from desktop.words.retranslated import Retranslated


class ShortcutSheet(Retranslated, QDialog):
    """A list that can be searched; it stays open beside the work."""

    def __init__(self, menus: Menus, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._menus = menus
        self._groups: list[tuple[QTreeWidgetItem, list[QTreeWidgetItem]]] = []
        self.filter, self.table = QLineEdit(), QTreeWidget()
        self.filter.setClearButtonEnabled(True)
        self.filter.textChanged.connect(self._show_matching)
        self.table.setColumnCount(2)
        self.table.setRootIsDecorated(False)
        self.table.setUniformRowHeights(True)
        self.table.header().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.header().setSectionResizeMode(1, QHeaderView.ResizeMode.ResizeToContents)
        self.table.header().setStretchLastSection(False)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.filter)
        column.addWidget(self.table)
        self.resize(560, 640)
        self.retranslate()

    def shown(self) -> list[tuple[str, str]]:
        """What can be seen now: names with their keys."""
        return [(item.text(0), item.text(1)) for _, items in self._groups for item in items if not item.isHidden()]

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Keyboard shortcuts"))
        self.filter.setPlaceholderText(self.tr("Search"))
        self.filter.setAccessibleName(self.tr("Search the shortcuts"))
        self.table.setAccessibleName(self.tr("Keyboard shortcuts"))
        self.table.setHeaderLabels([self.tr("What"), self.tr("Keys")])
        self._fill()

    def _fill(self) -> None:
        self._menus.retranslate()  # this window may hear of a new language before the menus do
        self.table.clear()
        self._groups = []
        groups: dict[str, list[tuple[str, str]]] = {}
        for title, action in self._menus.actions():
            if action.shortcuts():
                groups.setdefault(title, []).append((action.text().replace("&", ""), keys_text(action)))
        for title, rows in groups.items():
            self._add_group(title, rows)
        self._add_group(self.tr("In the picture"), self._viewer_ways())
        self.table.expandAll()
        self._show_matching(self.filter.text())

    def _add_group(self, title: str, rows: Iterable[tuple[str, str]]) -> None:
        items = [QTreeWidgetItem(list(row)) for row in rows]
        if not items:
            return
        group = QTreeWidgetItem([title])
        font = group.font(0)
        font.setBold(True)
        group.setFont(0, font)
        group.setFlags(Qt.ItemFlag.ItemIsEnabled)
        group.addChildren(items)
        self.table.addTopLevelItem(group)
        group.setFirstColumnSpanned(True)
        self._groups.append((group, items))

    def _viewer_ways(self) -> list[tuple[str, str]]:
        return [
            (self.tr("Zoom under the cursor"), self.tr("Wheel")),
            (self.tr("Move the picture"), self.tr("Drag, or the arrow keys")),
            (self.tr("Between the whole picture and 100 %"), self.tr("Double click")),
            (self.tr("Move the dividing line"), self.tr("Drag the line")),
            (self.tr("Show the original while held"), self.tr("Space")),
            (self.tr("Go on to the next control, or back"), self.tr("Tab, Shift+Tab")),
        ]

    def _show_matching(self, text: str) -> None:
        wanted = text.casefold().split()
        for group, items in self._groups:
            for item in items:
                said = f"{group.text(0)} {item.text(0)} {item.text(1)}".casefold()
                item.setHidden(not all(word in said for word in wanted))
            group.setHidden(all(item.isHidden() for item in items))


def keys_text(action: QAction) -> str:
    """The keys of an action as they stand on the keyboard."""
    return "   ".join(key.toString(QKeySequence.SequenceFormat.NativeText) for key in action.shortcuts())
