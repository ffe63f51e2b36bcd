"""A grip by which a file is dragged out of the window."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QMimeData, QPoint, QPointF, QRectF, QSize, Qt, QUrl, Signal
from PySide6.QtGui import (
    QDrag,
    QEnterEvent,
    QFocusEvent,
    QFontMetrics,
    QGuiApplication,
    QKeyEvent,
    QKeySequence,
    QMouseEvent,
    QPainter,
    QPaintEvent,
    QPen,
    QPixmap,
)
from PySide6.QtWidgets import QApplication, QSizePolicy, QWidget

from desktop.look.icons import line_pixmap
from desktop.look.theme import theme_of
from desktop.words.retranslated import Retranslated

_SIDE, _ICON = 32, 18
_GHOST_WIDTH = 220  # of the picture under the pointer


class DragHandle(Retranslated, QWidget):
    """Gives a file away as a copy.

    It is dragged with the mouse, or copied with Ctrl+C, Enter or the space bar to be pasted into a folder.

    ::

        pointer or focus comes -> wanted -> (the page writes the file in a worker) -> set_file -> drag or copy

    Signals:
        wanted: the pointer or the focus has come, and there is no file yet.
        copied: the file is on the clipboard.
    """

    wanted = Signal()
    copied = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._file: Path | None = None
        self._pressed: QPointF | None = None
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self.setSizePolicy(QSizePolicy.Policy.Fixed, QSizePolicy.Policy.Fixed)
        self.set_file(None)

    @property
    def file(self) -> Path | None:
        """What would be dragged."""
        return self._file

    def set_file(self, file: Path | None) -> None:
        """Offer a file, which has to exist; ``None`` while there is none, or an outdated one."""
        self._file = file
        ready = file is not None
        self.setCursor(Qt.CursorShape.OpenHandCursor if ready else Qt.CursorShape.ArrowCursor)
        self.retranslate()
        self.update()

    def should_start(self, position: QPointF, buttons: Qt.MouseButton) -> bool:
        """Whether a pointer that is here now means a drag: far enough from where it was pressed, with a file ready."""
        if self._pressed is None or self._file is None or not buttons & Qt.MouseButton.LeftButton:
            return False
        return (position - self._pressed).manhattanLength() >= QApplication.startDragDistance()

    def make_drag(self) -> QDrag | None:
        """The drag, ready to be run; ``None`` where the file is not there (any more): another one is asked for."""
        data = self._data()
        if data is None or self._file is None:
            return None
        drag = QDrag(self)
        drag.setMimeData(data)
        drag.setPixmap(self._ghost(self._file.name))
        drag.setHotSpot(QPoint(-8, -8))
        return drag

    def copy(self) -> None:
        """Put the file on the clipboard, from where it can be pasted into a folder."""
        data = self._data()
        if data is not None:
            QGuiApplication.clipboard().setMimeData(data)
            self.copied.emit()

    def sizeHint(self) -> QSize:
        return QSize(_SIDE, _SIDE)

    def paintEvent(self, _: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        theme, frame = theme_of(self), QRectF(self.rect()).adjusted(1, 1, -1, -1)
        ready = self._file is not None
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(theme.hover if ready and self.underMouse() else Qt.GlobalColor.transparent)
        if self.hasFocus():
            painter.setPen(QPen(theme.accent, 1.5))
        painter.drawRoundedRect(frame, 6, 6)
        icon = line_pixmap("drag-out", theme.text if ready else theme.muted, _ICON, self.devicePixelRatioF())
        painter.setOpacity(1.0 if ready else 0.55)
        painter.drawPixmap(QPointF((self.width() - _ICON) / 2, (self.height() - _ICON) / 2), icon)
        painter.end()

    def enterEvent(self, event: QEnterEvent) -> None:
        super().enterEvent(event)
        self._ask()

    def leaveEvent(self, event: QEvent) -> None:
        super().leaveEvent(event)
        self.update()

    def focusInEvent(self, event: QFocusEvent) -> None:
        super().focusInEvent(event)
        self._ask()

    def focusOutEvent(self, event: QFocusEvent) -> None:
        super().focusOutEvent(event)
        self.update()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._pressed = event.position()
            self._ask()

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        if not self.should_start(event.position(), event.buttons()):
            return
        self._pressed = None
        drag = self.make_drag()
        if drag is not None:
            drag.exec(Qt.DropAction.CopyAction)  # never a move: the file stays the page's own

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._pressed = None
        super().mouseReleaseEvent(event)

    def keyPressEvent(self, event: QKeyEvent) -> None:
        pressed = event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space)
        if pressed or event.matches(QKeySequence.StandardKey.Copy):
            self.copy()
        else:
            super().keyPressEvent(event)

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Drag the file out"))
        if self._file is None:
            hint = self.tr("The file is not ready yet. Once it is, drag it into a folder or another program.")
        else:
            hint = self.tr("Drag to a folder or app (Ctrl+C copies the file): {0}")
            hint = hint.format(self._file.name)
        self.setToolTip(hint)
        self.setAccessibleDescription(hint)

    def _ask(self) -> None:
        self.update()
        if self._file is None:
            self.wanted.emit()

    def _data(self) -> QMimeData | None:
        """The file as others take it; where it has gone meanwhile, a new one is asked for."""
        if self._file is not None and not self._file.is_file():
            self.set_file(None)
        if self._file is None:
            self.wanted.emit()
            return None
        return mime_of(self._file)

    def _ghost(self, name: str) -> QPixmap:
        """What goes along with the pointer: the icon and the file's name."""
        theme, ratio, font = theme_of(self), self.devicePixelRatioF(), self.font()
        metrics = QFontMetrics(font)
        text = metrics.elidedText(name, Qt.TextElideMode.ElideMiddle, _GHOST_WIDTH - _ICON - 28)
        size = QSize(metrics.horizontalAdvance(text) + _ICON + 28, max(_ICON, metrics.height()) + 12)
        pixmap = QPixmap(size * ratio)
        pixmap.setDevicePixelRatio(ratio)
        pixmap.fill(Qt.GlobalColor.transparent)
        painter = QPainter(pixmap)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(font)
        painter.setPen(QPen(theme.edge, 1))
        painter.setBrush(theme.raised)
        painter.drawRoundedRect(QRectF(0.5, 0.5, size.width() - 1, size.height() - 1), 6, 6)
        icon = line_pixmap("drag-out", theme.accent, _ICON, ratio)
        painter.drawPixmap(QPointF(10, (size.height() - _ICON) / 2), icon)
        painter.setPen(theme.text)
        box = QRectF(_ICON + 18, 0, size.width(), size.height())
        painter.drawText(box, Qt.AlignmentFlag.AlignVCenter | Qt.AlignmentFlag.AlignLeft, text)
        painter.end()
        return pixmap


def mime_of(file: Path) -> QMimeData:
    """A file as folders and other programs take it: ``text/uri-list``."""
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(file))])
    return data
