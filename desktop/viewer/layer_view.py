"""Paints what a layout says, and no more of it than has changed."""

from __future__ import annotations

import time
from collections.abc import Callable
from dataclasses import replace

from PySide6.QtCore import QPoint, QRect, QRectF, Qt
from PySide6.QtGui import QHideEvent, QPainter, QPaintEvent, QRegion
from PySide6.QtWidgets import QWidget

from desktop.look.theme import theme_of
from desktop.viewer.canvas import draw_picture, rects_of
from desktop.viewer.layout import Layer, Layout, Side, fitted
from desktop.viewer.loupe import Lens, Loupe, draw_lens, lens_rect, loupe_scale, seen_through
from desktop.viewer.refinement import Refinement
from desktop.viewer.signs import draw_signs, signs_areas
from desktop.viewer.zoom_view import ZoomView

STAND_IN = 0.5
"""Opacity of the left picture where the right one is still coming."""
MANY_RECTS = 24  # of what is to be painted; more are painted as one


class LayerView(ZoomView):
    """A view that paints layers, signs and lenses; its children's classes say which.

    Attributes:
        clock: measures how long paints take, seconds.

    ::

        moved   -> what was painted is moved on the screen, only what comes into sight is painted
        a part  -> only where that part is seen
        zoomed  -> all: smoothly if there is time for it, or else roughly, and smoothly in strips at rest
    """

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.clock: Callable[[], float] = time.perf_counter
        self._loupe = Loupe()
        self._refinement = Refinement(self)
        self._refinement.due.connect(self._on_due)
        self.setAttribute(Qt.WidgetAttribute.WA_OpaquePaintEvent)

    def _layout(self) -> Layout:
        raise NotImplementedError

    def _caption_texts(self, layout: Layout) -> dict[Side, str]:
        raise NotImplementedError

    def _whole(self, layer: Layer) -> QRectF:
        """Where all of a layer's picture lies, device pixels of the view."""
        corner = layer.pane.topLeft() * self.devicePixelRatioF()
        extent = self.viewport.picture_rect().translated(round(corner.x()), round(corner.y()))
        return fitted(layer.picture, extent)

    def _area(self, layer: Layer, changed: QRect) -> QRect:
        """What of the view a changed area of a layer's picture can be seen in, logical pixels."""
        whole, ratio = self._whole(layer), self.devicePixelRatioF()
        across, down = whole.width() / layer.picture.width, whole.height() / layer.picture.height
        area = QRectF(changed.x() * across, changed.y() * down, changed.width() * across, changed.height() * down)
        area = area.translated(whole.topLeft()).adjusted(-2, -2, 2, 2)  # smoothing mixes it into its neighbours
        seen = QRectF(area.topLeft() / ratio, area.size() / ratio) & layer.part
        return seen.toAlignedRect()

    def _update_lenses(self) -> None:
        for _, centre in self._loupe.centres(self._layout().distinct_panes()):
            self.update(lens_rect(centre).toAlignedRect())

    def _paint_lenses(self, painter: QPainter, layout: Layout, area: QRect) -> None:
        if layout.left is None and layout.right is None:
            return
        ratio, scale, theme = self.devicePixelRatioF(), self.viewport.scale, theme_of(self)
        lenses = self._loupe.centres(layout.distinct_panes())
        if not any(lens_rect(centre).intersects(QRectF(area)) for _, centre in lenses):
            return
        pane, centre = lenses[0]
        place = ((centre - pane.topLeft()) * ratio - self.viewport.picture_rect().topLeft()) / scale
        halves = [(layout.left, layout.right)] if len(lenses) == 1 else [(layout.left, None), (None, layout.right)]
        for (pane, centre), pictures in zip(lenses, halves, strict=True):
            image = seen_through(Lens(place, loupe_scale(scale), *pictures), ratio, theme.canvas, theme.accent)
            painter.save()
            painter.setClipRect(pane)
            draw_lens(painter, centre, image, theme.accent)
            painter.restore()

    def _on_due(self, strip: QRect) -> None:
        self.update(strip)  # connected directly, the signal would reach the update() of everything

    def _shift(self, step: QPoint) -> None:
        """What was painted is moved, so that only what comes into sight is left to be painted."""
        if step.isNull():
            return
        self._refinement.move(step, self.rect())
        layout = self._layout()
        for pane in (pane.toRect() for pane in layout.distinct_panes()):
            inner = pane.adjusted(2, 2, -2, -2)  # at a ratio of 1.5, a rim may be drawn on half of a pixel
            self.scroll(step.x(), step.y(), inner)
            self.update(QRegion(pane).subtracted(QRegion(inner)))
        lenses = [lens_rect(centre).toAlignedRect() for _, centre in self._loupe.centres(layout.distinct_panes())]
        for area in (*signs_areas(layout, self._caption_texts(layout), self.font()), *lenses):
            self.update(area.united(area.translated(step)))

    def paintEvent(self, event: QPaintEvent) -> None:
        layout, region, density = self._layout(), event.region(), self.devicePixelRatioF() ** 2
        rects = rects_of(region) if region.rectCount() <= MANY_RECTS else [region.boundingRect()]
        pixels = density * sum(self._picture_area(layout, rect) for rect in rects)
        is_rough = self._mixes() and not self._refinement.may_smooth(pixels)
        painter = QPainter(self)
        began = self.clock()
        for rect in rects:
            painter.fillRect(rect, theme_of(self).canvas)
            for layer in layout.layers():
                smooth = not self.viewport.is_pixelated and not is_rough
                if layer.side == "right" and layout.left is not None and not layer.picture.is_complete:
                    painter.setOpacity(STAND_IN)
                    self._paint_layer(painter, replace(layer, picture=layout.left), rect, smooth=smooth)
                    painter.setOpacity(1.0)
                self._paint_layer(painter, layer, rect, smooth=smooth)
        if is_rough:
            self._refinement.postpone(region, density)
        else:
            if self._mixes():
                self._refinement.took(pixels, self.clock() - began)
            self._refinement.done(region)
        draw_signs(painter, layout, self._caption_texts(layout), theme_of(self).accent)
        self._paint_lenses(painter, layout, region.boundingRect())
        painter.end()

    def _picture_area(self, layout: Layout, rect: QRect) -> float:
        """How much of ``rect`` pictures cover, logical pixels; the canvas beside them costs nothing."""
        ratio, area = self.devicePixelRatioF(), 0.0
        for layer in layout.layers():
            whole = self._whole(layer)
            seen = QRectF(whole.topLeft() / ratio, whole.size() / ratio) & layer.part & QRectF(rect)
            area += seen.width() * seen.height()
        return area

    def _mixes(self) -> bool:
        """Whether pixels have to be mixed: neither are they one to one, nor large enough to be squares."""
        return not self.viewport.is_pixelated and abs(self.viewport.scale - 1) > 1e-6

    def _paint_layer(self, painter: QPainter, layer: Layer, area: QRect, *, smooth: bool) -> None:
        seen = layer.part & QRectF(area).adjusted(-1, -1, 1, 1)  # at a ratio of 1.5, it ends within a pixel
        ratio = self.devicePixelRatioF()
        if seen.isEmpty():
            return
        painter.save()
        painter.scale(1 / ratio, 1 / ratio)
        seen = QRectF(seen.topLeft() * ratio, seen.size() * ratio)
        draw_picture(painter, layer.picture, self._whole(layer), seen, smooth=smooth)
        painter.restore()

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._refinement.stop()
