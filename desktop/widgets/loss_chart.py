"""The chart of a training: the loss on one axis, the error on pictures held out on another, both over time."""

from __future__ import annotations

from PySide6.QtCore import QRectF, QSize
from PySide6.QtGui import QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from desktop.look.theme import theme_of
from desktop.widgets.loss_paint import draw_losses
from desktop.widgets.loss_points import SMOOTHED, Line
from desktop.widgets.rate_paint import chart_font, draw_invitation
from desktop.words.retranslated import Retranslated
from desktop.words.wording import duration_text, number_text

_LEAST, _USUAL = QSize(240, 150), QSize(520, 230)


class LossChart(Retranslated, QWidget):
    """Training loss, smoothed, on the left axis; validation error with a point for each look, on the right one."""

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.training, self.validation = Line(SMOOTHED), Line()
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.retranslate()

    def add_training(self, seconds: float, loss: float) -> None:
        """The loss of a step."""
        self.training.add(seconds, loss)
        self._changed()

    def add_validation(self, seconds: float, error: float) -> None:
        """The error on pictures that are not learned from."""
        self.validation.add(seconds, error)
        self._changed()

    def clear(self) -> None:
        """Begin anew."""
        self.training.clear()
        self.validation.clear()
        self._changed()

    def sizeHint(self) -> QSize:
        return _USUAL

    def minimumSizeHint(self) -> QSize:
        return _LEAST

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setFont(chart_font(self))
        theme, rect = theme_of(self), QRectF(self.rect())
        if not self.training.points and not self.validation.points:
            draw_invitation(painter, rect, self.tr("The loss is drawn here while a model is trained"), theme)
        else:
            names = (self.tr("Training loss"), self.tr("Validation error"))
            draw_losses(painter, rect, self.training, self.validation, names, theme)
        painter.end()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Loss over time"))
        self._changed()

    def _changed(self) -> None:
        self.setAccessibleDescription(self._said())
        self.update()

    def _said(self) -> str:
        """The chart in words."""
        loss, error = self.training.last, self.validation.last
        if loss is None:
            return ""
        seconds = self.training.points[-1][0] if self.training.points else 0.0
        error_text = self.tr("validation error {0}")
        text = self.tr("Training loss {0} after {1}").format(number_text(loss, 4), duration_text(seconds))
        return text if error is None else f"{text}, {error_text.format(number_text(error, 4))}"
