"""The slim bar that switches between the pages."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QButtonGroup, QFrame, QSizePolicy, QToolButton, QVBoxLayout, QWidget

from desktop.look.icons import line_icon
from desktop.look.theme import theme_of
from desktop.settings import PAGES


class Sidebar(QFrame):
    """One button per page.

    Signals:
        chosen: index of the page.
    """

    chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("sidebar")
        self.setFixedWidth(84)
        self._group = QButtonGroup(self)
        self.buttons: list[QToolButton] = []
        self._progress: dict[int, float | None] = {}
        column = QVBoxLayout(self)
        column.setContentsMargins(8, 10, 8, 10)
        column.setSpacing(6)
        for index in range(len(PAGES)):
            button = QToolButton()
            button.setCheckable(True)
            button.setCursor(Qt.CursorShape.PointingHandCursor)
            button.setToolButtonStyle(Qt.ToolButtonStyle.ToolButtonTextUnderIcon)
            button.setFocusPolicy(Qt.FocusPolicy.TabFocus)  # a click must not leave a focus frame behind
            button.setIconSize(QSize(24, 24))
            button.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
            self._group.addButton(button, index)
            self.buttons.append(button)
            column.addWidget(button)
        column.addStretch()
        self._group.idClicked.connect(self.chosen)
        self._tint()
        self.retranslate()

    def show_progress(self, index: int, fraction: float | None) -> None:
        """Say beside the name of a page how far its work is; ``None`` where none is going on."""
        self._progress[index] = fraction
        self.retranslate()

    def show_page(self, index: int) -> None:
        """Press the button of a page down."""
        self.buttons[index].setChecked(True)

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()
        elif event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.setAccessibleName(self.tr("Pages"))
        texts = (self.tr("Picture"), self.tr("Batch"), self.tr("Models"), self.tr("Studio"))
        for index, (button, text) in enumerate(zip(self.buttons, texts, strict=True)):
            fraction = self._progress.get(index)
            button.setText(text if fraction is None else f"{round(100 * fraction)} %")
            button.setAccessibleName(text)

    def _tint(self) -> None:
        theme = theme_of(self)
        for button, name in zip(self.buttons, PAGES, strict=True):
            button.setIcon(line_icon(name, theme.muted, theme.accent))
