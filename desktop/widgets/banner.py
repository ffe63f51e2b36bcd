"""An error or a message that stands in the page until it is read."""

from __future__ import annotations

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QSizePolicy, QWidget

from desktop.look.icons import line_pixmap
from desktop.look.theme import theme_of
from desktop.widgets.icon_button import IconButton
from desktop.words.retranslated import Retranslated
from desktop.words.wording import reason_text


class Banner(Retranslated, QFrame):
    """Shows the newest error or message; hidden while there is none."""

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
        self._is_error = True
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
        self._show(reason, path, is_error=True)

    def inform(self, text: str, path: str = "") -> None:
        """Show what is worth knowing of a file, though nothing is wrong."""
        self._show(text, path, is_error=False)

    def _show(self, reason: str, path: str, *, is_error: bool) -> None:
        theme = theme_of(self)
        colour = theme.error if is_error else theme.muted
        self._sign.setPixmap(line_pixmap("warning", colour, 18, self.devicePixelRatioF()))
        if is_error != self._is_error:
            self._is_error = is_error
            self.setProperty("kind", "error" if is_error else "message")
            self.close_button.stand_on("error" if is_error else "plain")
            for widget in (self, self.text, self.close_button):
                self.style().polish(widget)
            self.retranslate()
        self.text.setText(reason_text(reason, path))
        self.text.setToolTip(path)
        self.show()

    def clear(self) -> None:
        """The error no longer concerns anybody."""
        self.hide()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Error") if self._is_error else self.tr("Message"))
        self.close_button.describe(self.tr("Dismiss"))
