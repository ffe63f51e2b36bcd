"""The table of a batch: its columns, and how a state is drawn."""

from __future__ import annotations

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import (
    QAbstractItemView,
    QHeaderView,
    QStyledItemDelegate,
    QStyleOptionViewItem,
    QTableView,
    QWidget,
)

from desktop.batch.model import FRACTION_ROLE, STATE_ROLE, BatchModel, Column
from desktop.look.theme import Theme, theme_of

WIDTHS = {Column.STATE: 130, Column.BEFORE: 86, Column.AFTER: 86, Column.RATIO: 86, Column.TIME: 78}
ROW_HEIGHT = 30


class BatchTable(QTableView):
    """Rows of one height and columns of fixed widths: nothing is measured, however many rows there are."""

    def __init__(self, model: BatchModel, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setModel(model)
        self.setItemDelegate(StateDelegate(self))
        self.setShowGrid(False)
        self.setAlternatingRowColors(True)
        self.setWordWrap(False)
        self.setTabKeyNavigation(False)
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectRows)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setTextElideMode(Qt.TextElideMode.ElideMiddle)
        rows = self.verticalHeader()
        rows.hide()
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        rows.setDefaultSectionSize(ROW_HEIGHT)
        columns = self.horizontalHeader()
        columns.setHighlightSections(False)
        columns.setSectionResizeMode(Column.NAME, QHeaderView.ResizeMode.Stretch)
        columns.setSectionResizeMode(Column.NOTE, QHeaderView.ResizeMode.Stretch)
        for column, width in WIDTHS.items():
            self.setColumnWidth(column, width)


class StateDelegate(QStyledItemDelegate):
    """Gives states their colours, and a running file its bar."""

    def initStyleOption(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> None:
        super().initStyleOption(option, index)
        theme = theme_of(_widget(option, self))
        state = index.data(STATE_ROLE)
        if index.column() == Column.STATE:
            colours = {"done": theme.good, "copied": theme.good, "failed": theme.error, "running": theme.accent}
            colour = colours.get(state, theme.muted)
        elif index.column() == Column.NAME:
            colour = theme.text
        else:
            colour = theme.error if state == "failed" and index.column() == Column.NOTE else theme.muted
        if index.column() == Column.NOTE:  # a reason begins with what matters, a path ends with it
            option.textElideMode = Qt.TextElideMode.ElideRight
        option.palette.setColor(option.palette.ColorRole.Text, colour)
        option.palette.setColor(option.palette.ColorRole.HighlightedText, colour)

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        if index.column() == Column.STATE and index.data(STATE_ROLE) == "running":
            _draw_bar(painter, option, float(index.data(FRACTION_ROLE)), theme_of(_widget(option, self)))


def _widget(option: QStyleOptionViewItem, delegate: QStyledItemDelegate) -> QWidget:
    widget = option.widget or delegate.parent()
    assert isinstance(widget, QWidget)  # the delegate is made with the table as its parent
    return widget


def _draw_bar(painter: QPainter, option: QStyleOptionViewItem, fraction: float, theme: Theme) -> None:
    """A thin bar to the right of the percentage."""
    cell = QRectF(option.rect)
    bar = QRectF(cell.left() + 52, cell.center().y() - 2, cell.width() - 66, 4)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(theme.border)
    painter.drawRoundedRect(bar, 2, 2)
    painter.setBrush(theme.accent)
    bar.setWidth(bar.width() * min(max(fraction, 0.0), 1.0))
    painter.drawRoundedRect(bar, 2, 2)
    painter.restore()
