"""An error told in the page, quietly, until it is read."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.icons import line_pixmap
from desktop.theme import theme_of
from desktop.widgets.icon_button import IconButton
from desktop.wording import reason_text


class Banner(QFrame):
    """Shows the newest error; hidden while there is none."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("banner")
        self._sign = QLabel()
        self.text = QLabel()
        self.text.setTextFormat(Qt.TextFormat.PlainText)  # a file's name must not be read as markup
        self.text.setWordWrap(True)
        self.text.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        self.text.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        self.close_button = IconButton("close", 16, "error")
        self.close_button.clicked.connect(self.hide)
        row = QHBoxLayout(self)
        row.setContentsMargins(16, 8, 10, 8)
        row.setSpacing(10)
        row.addWidget(self._sign)
        row.addWidget(self.text, 1)
        row.addWidget(self.close_button)
        self.retranslate()
        self.hide()

    def tell(self, reason: str, path: str = "") -> None:
        """Show what went wrong with which file."""
        theme = theme_of(self)
        self._sign.setPixmap(line_pixmap("warning", theme.error, 18, self.devicePixelRatioF()))
        self.text.setText(reason_text(reason, path))
        self.text.setToolTip(path)
        self.show()

    def clear(self) -> None:
        """The error no longer concerns anybody."""
        self.hide()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.setAccessibleName(self.tr("Error"))
        self.close_button.describe(self.tr("Dismiss"))
