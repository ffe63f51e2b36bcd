"""Where the parts of the studio page stand: settings on the left, what comes of them on the right."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

if TYPE_CHECKING:
    from desktop.studio.page import StudioPage

PANEL_WIDTH = 308


def lay_out(page: StudioPage, left: QStackedWidget, right: QStackedWidget) -> None:
    """Put the parts of a page into place; ``left`` and ``right`` get a widget for each of its tabs."""
    settings = QWidget()
    column = QVBoxLayout(settings)
    column.setContentsMargins(0, 0, 0, 0)
    column.setSpacing(14)
    column.addWidget(page.form)
    column.addWidget(page.environment)
    column.addStretch()
    left.setContentsMargins(18, 0, 18, 0)
    for form, view in ((settings, page.panel), (page.explorer.form, page.explorer.view)):
        left.addWidget(form)
        right.addWidget(view)
    scroll = QScrollArea()
    scroll.setObjectName("panelscroll")
    scroll.setWidget(left)
    scroll.setWidgetResizable(True)
    scroll.setFrameShape(QFrame.Shape.NoFrame)
    scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
    scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
    side = QFrame()
    side.setObjectName("studiopanel")
    side.setFixedWidth(PANEL_WIDTH)
    of_side = QVBoxLayout(side)
    of_side.setContentsMargins(0, 14, 0, 14)
    of_side.setSpacing(14)
    tabs = QHBoxLayout()
    tabs.setContentsMargins(18, 0, 18, 0)
    tabs.addWidget(page.tabs)
    of_side.addLayout(tabs)
    of_side.addWidget(scroll, 1)
    row = QHBoxLayout()
    row.setSpacing(0)
    row.addWidget(side)
    row.addWidget(right, 1)
    whole = QVBoxLayout(page)
    whole.setContentsMargins(0, 0, 0, 0)
    whole.setSpacing(0)
    whole.addWidget(page.banner)
    whole.addLayout(row, 1)
