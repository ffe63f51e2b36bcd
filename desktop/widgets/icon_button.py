"""A button with a line icon that keeps the colours of the theme."""

from __future__ import annotations

from PySide6.QtCore import QEvent, QSize, Qt
from PySide6.QtWidgets import QToolButton, QWidget

from desktop.look.icons import line_icon
from desktop.look.theme import theme_of


class IconButton(QToolButton):
    """A tool button showing ``assets/icons/ui/<name>.svg``.

    Args:
        name: the icon's name.
        side: its size, logical pixels.
        ground: ``plain`` for text colour, ``error`` on a banner.
    """

    def __init__(self, name: str, side: int = 18, ground: str = "plain", parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._name = name
        self._ground = ground
        self.setProperty("role", "tool")
        self.setIconSize(QSize(side, side))
        self.setCursor(Qt.CursorShape.PointingHandCursor)
        self._tint()

    def describe(self, name: str, hint: str = "") -> None:
        """Name the button for those who cannot see it, and for the tool tip."""
        self.setAccessibleName(name)
        self.setToolTip(hint or name)

    def stand_on(self, ground: str) -> None:
        """Take the colour that suits another ground."""
        self._ground = ground
        self._tint()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def _tint(self) -> None:
        theme = theme_of(self)
        self.setIcon(line_icon(self._name, theme.error if self._ground == "error" else theme.text, theme.accent))
