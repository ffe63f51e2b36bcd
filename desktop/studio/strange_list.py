"""All pictures of a folder, the strangest first."""

from __future__ import annotations

from PySide6.QtCore import (
    QAbstractListModel,
    QModelIndex,
    QPersistentModelIndex,
    QPoint,
    QPointF,
    QRect,
    QSize,
    Qt,
    Signal,
)
from PySide6.QtGui import QImage, QPainter, QPen
from PySide6.QtWidgets import QListView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from desktop.look.series import draw_mark, mark_of
from desktop.look.theme import theme_of
from desktop.studio.folder_tasks import Surveyed
from desktop.studio.images import square_image
from desktop.widgets.rate_paint import chart_font
from desktop.words.wording import number_text

SIDE, PAD = 84, 8
CELL = QSize(SIDE + 2 * PAD, SIDE + 44)
Index = QModelIndex | QPersistentModelIndex


class StrangeModel(QAbstractListModel):
    """A row for each picture; small pictures are made when they are seen."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Surveyed | None = None

    @property
    def found(self) -> Surveyed | None:
        return self._found

    def show_found(self, found: Surveyed | None) -> None:
        """List other pictures."""
        self.beginResetModel()
        self._found = found
        self.endResetModel()

    def place(self, row: int) -> int:
        """Place of a row's picture in the survey."""
        assert self._found is not None
        return self._found.order[row]

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if self._found is None or parent.isValid() else len(self._found.order)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> object:
        if self._found is None or not index.isValid():
            return None
        survey, place = self._found.survey, self.place(index.row())
        picture = survey.pictures[place]
        label = survey.classes[picture.label] if survey.classes else ""
        if role == Qt.ItemDataRole.DisplayRole:
            return score_text(float(survey.scores[place]))
        if role == Qt.ItemDataRole.DecorationRole:
            return square_image(survey.squares[place])
        if role == Qt.ItemDataRole.ToolTipRole:
            return picture.name
        if role == Qt.ItemDataRole.AccessibleTextRole:
            return ", ".join(filter(None, (picture.name, label, score_text(float(survey.scores[place])))))
        return picture.label if role == Qt.ItemDataRole.UserRole and label else None


class StrangeDelegate(QStyledItemDelegate):
    """Paints a picture with its score, and the mark of its label."""

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return CELL

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        view = option.widget
        rect: QRect = option.rect
        state: QStyle.StateFlag = option.state
        theme = theme_of(view)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        card = rect.adjusted(2, 2, -2, -2)
        if state & QStyle.StateFlag.State_Selected:
            painter.setPen(QPen(theme.accent, 1.5))
            painter.setBrush(theme.tint)
            painter.drawRoundedRect(card, 6, 6)
        elif state & QStyle.StateFlag.State_MouseOver:
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(theme.hover)
            painter.drawRoundedRect(card, 6, 6)
        image = index.data(Qt.ItemDataRole.DecorationRole)
        if isinstance(image, QImage) and not image.isNull():
            self._draw_image(painter, QRect(rect.left() + PAD, rect.top() + PAD, SIDE, SIDE), image)
        row = QRect(rect.left() + PAD, rect.top() + PAD + SIDE + 4, SIDE, rect.height() - SIDE - 2 * PAD - 4)
        painter.setFont(chart_font(view))
        painter.setPen(theme.text)
        kind = index.data(Qt.ItemDataRole.UserRole)
        text, flags = str(index.data()), Qt.AlignmentFlag.AlignCenter
        painter.drawText(row, flags, text)
        if isinstance(kind, int):
            width = painter.fontMetrics().horizontalAdvance(text)
            draw_mark(painter, QPointF(row.center()) - QPointF(width / 2 + 9, -1), 3.5, *mark_of(kind, theme))
        painter.restore()

    def _draw_image(self, painter: QPainter, box: QRect, image: QImage) -> None:
        size = image.size().scaled(box.size(), Qt.AspectRatioMode.KeepAspectRatio)
        target = QRect(box.center() - QPoint(size.width() // 2, size.height() // 2), size)
        painter.setRenderHint(QPainter.RenderHint.SmoothPixmapTransform, size.width() < 2 * image.width())
        painter.drawImage(target, image)


class StrangeList(QListView):
    """A grid of pictures.

    Signals:
        picked: place of a picture in the survey.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.pictures = StrangeModel(self)
        self.setObjectName("strange")
        self.setModel(self.pictures)
        self.setItemDelegate(StrangeDelegate(self))
        self.setViewMode(QListView.ViewMode.IconMode)
        self.setResizeMode(QListView.ResizeMode.Adjust)
        self.setMovement(QListView.Movement.Static)
        self.setUniformItemSizes(True)
        self.setGridSize(CELL)
        self.setMouseTracking(True)
        self.setVerticalScrollMode(QListView.ScrollMode.ScrollPerPixel)
        self.clicked.connect(self._pick)
        self.activated.connect(self._pick)

    def _pick(self, index: QModelIndex) -> None:
        self.picked.emit(self.pictures.place(index.row()))


def score_text(score: float) -> str:
    """A mean squared error, with as many digits as tell something."""
    return number_text(score, 4 if score < 0.1 else 3)
