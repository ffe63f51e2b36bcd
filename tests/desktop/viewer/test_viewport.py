"""The mathematics of the viewport."""

from __future__ import annotations

import pytest
from PySide6.QtCore import QPointF, QSize, QSizeF
from pytestqt.qtbot import QtBot

from desktop.viewer.viewport import LARGEST_SCALE, Viewport


@pytest.fixture
def viewport(qtbot: QtBot) -> Viewport:
    made = Viewport()
    made.set_pane(QSizeF(400, 300))
    made.set_picture(QSize(4000, 2000))
    return made


def test_a_new_picture_is_fitted_and_centred(viewport: Viewport) -> None:
    assert viewport.is_fitting and viewport.scale == pytest.approx(0.1)
    rect = viewport.picture_rect()
    assert (rect.x(), rect.y(), rect.width(), rect.height()) == pytest.approx((0, 50, 400, 200))


def test_a_small_picture_is_not_enlarged(viewport: Viewport) -> None:
    viewport.set_picture(QSize(40, 20))
    assert viewport.scale == 1.0
    assert viewport.picture_rect().topLeft() == QPointF(180, 140)


@pytest.mark.parametrize("anchor", [QPointF(10, 70), QPointF(390, 240), QPointF(200, 150)])
def test_zooming_keeps_what_is_under_the_cursor(viewport: Viewport, anchor: QPointF) -> None:
    viewport.zoom_to(0.4)
    before = viewport.to_picture(anchor)
    viewport.zoom_by(3.7, anchor)
    after = viewport.to_picture(anchor)
    assert (after.x(), after.y()) == pytest.approx((before.x(), before.y()))


def test_the_scale_stays_within_its_limits(viewport: Viewport) -> None:
    viewport.zoom_by(1e9)
    assert viewport.scale == LARGEST_SCALE and viewport.is_pixelated
    viewport.zoom_by(1e-9)
    assert viewport.is_fitting and viewport.scale == pytest.approx(0.1)


def test_steps_go_through_round_scales_in_both_directions(viewport: Viewport) -> None:
    seen = []
    for _ in range(8):
        viewport.zoom_step(1)
        seen.append(viewport.scale)
    assert seen == pytest.approx([1 / 8, 1 / 6, 1 / 4, 1 / 3, 1 / 2, 2 / 3, 1.0, 1.5])
    viewport.zoom_step(-1)
    assert viewport.scale == 1.0


def test_panning_stops_at_the_edges(viewport: Viewport) -> None:
    viewport.zoom_to(1.0)
    viewport.pan(QPointF(1e6, 1e6))
    assert viewport.picture_rect().topLeft() == QPointF(0, 0)
    viewport.pan(QPointF(-1e6, -1e6))
    assert viewport.picture_rect().bottomRight() == QPointF(400, 300)


def test_panning_moves_by_exactly_the_mouse(viewport: Viewport) -> None:
    viewport.zoom_to(2.0)
    before = viewport.picture_rect().topLeft()
    viewport.pan(QPointF(30, -12))
    assert viewport.picture_rect().topLeft() - before == QPointF(30, -12)


def test_resizing_keeps_the_picture_fitted(viewport: Viewport) -> None:
    viewport.set_pane(QSizeF(800, 600))
    assert viewport.is_fitting and viewport.scale == pytest.approx(0.2)
