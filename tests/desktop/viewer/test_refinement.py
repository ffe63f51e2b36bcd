"""Short paints: rough at once where time is short, smooth in strips at rest, and then nothing any more."""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import pytest
from PySide6.QtCore import QPoint, QPointF, QRect, QTimer
from PySide6.QtGui import QPaintEvent, QRegion
from pytestqt.qtbot import QtBot

from desktop.picture.qimage import to_tiles
from desktop.viewer.compare_view import CompareView
from desktop.viewer.refinement import REST_MS, Refinement
from tests.desktop.hand_timer import HandTimer
from tests.desktop.viewer.drawn import noise, paint, seen_in, seen_on


@pytest.fixture
def refinement(qtbot: QtBot, by_hand: None) -> Iterator[Refinement]:
    made = Refinement()
    yield made
    made.stop()


class Slow(CompareView):
    """Thinks that it can paint a fifth of itself smoothly; remembers every area that it painted."""

    def __init__(self) -> None:
        super().__init__()
        self.areas: list[QRegion] = []
        self.slow()

    def slow(self) -> None:
        self._refinement.may_smooth = lambda pixels: pixels <= 802 * 400 / 5  # type: ignore[method-assign]
        self._refinement._affordable = lambda: 802 * 400 / 5  # type: ignore[method-assign]

    def paintEvent(self, event: QPaintEvent) -> None:
        self.areas.append(event.region())
        super().paintEvent(event)


@pytest.fixture
def view(qtbot: QtBot, by_hand: None) -> Slow:
    made = Slow()
    qtbot.addWidget(made)
    made.resize(802, 400)
    made.show()
    qtbot.waitExposed(made)
    made.set_pictures(to_tiles(noise(1900, 1500)), None)
    return made


def on_screen(view: CompareView) -> np.ndarray:
    return seen_in(view.screen().grabWindow(view.winId()).toImage())


def apart(view: Slow) -> int:
    """How far what is on the screen is from a smooth paint."""
    shown = on_screen(view).astype(int)
    view._refinement.may_smooth = lambda _: True  # type: ignore[method-assign]
    smooth = seen_on(view)
    view.slow()
    return int(np.abs(shown - smooth).max())


def run_out(refinement: Refinement) -> None:
    """The rest that is waited for is over."""
    assert isinstance(refinement._timer, HandTimer)
    refinement._timer.run_out()


def settle(view: Slow) -> None:
    """Let strip after strip be painted, until all is smooth."""
    paint()
    while view._refinement.is_pending:
        run_out(view._refinement)
        paint()


def test_a_large_paint_is_rough_at_once_and_smooth_in_strips_at_rest(view: Slow) -> None:
    settle(view)
    view.areas.clear()
    view.viewport.zoom_to(0.71)
    paint()
    assert len(view.areas) == 1 and view._refinement._timer.interval() == REST_MS
    rough = on_screen(view)
    assert view._refinement.is_pending
    settle(view)
    assert np.abs(rough.astype(int) - on_screen(view)).max() > 30
    strips = [area.boundingRect() for area in view.areas[-6:]]
    assert len(view.areas) >= 6 and all(strip.height() <= 80 for strip in strips)
    assert apart(view) <= 3
    view._rest.run_out()
    assert not [timer for timer in view.findChildren(QTimer) if timer.isActive()]


def test_moving_while_strips_are_due_ends_smooth_too(view: Slow) -> None:
    view.viewport.zoom_to(0.71)
    paint()
    for step in (QPointF(-30, 12), QPointF(11, -25)):
        view.viewport.pan(step)
        paint()
    assert view._refinement.is_pending
    settle(view)
    assert apart(view) <= 3


def test_nothing_is_refined_where_pixels_are_not_mixed(view: Slow) -> None:
    settle(view)
    for scale in (1.0, 4.0):
        view.areas.clear()
        view.viewport.zoom_to(scale)
        paint()
        assert len(view.areas) == 1 and not view._refinement.is_pending


def test_a_hidden_view_refines_nothing(view: Slow) -> None:
    view.viewport.zoom_to(0.71)
    paint()
    assert view._refinement.is_pending
    view.hide()
    assert not view._refinement.is_pending
    assert not [timer for timer in view.findChildren(QTimer) if timer.isActive()]


def test_the_pace_is_learned(refinement: Refinement) -> None:
    large = 1e7
    assert not refinement.may_smooth(large)
    for _ in range(20):
        refinement.took(large, 0.003)
    assert refinement.may_smooth(large)
    for _ in range(20):
        refinement.took(large, 3.0)
    assert not refinement.may_smooth(1e6) and refinement.may_smooth(1e5)  # something always is
    for _ in range(60):  # by strips alone, once the machine has time again
        strip = 0.9 * refinement._affordable()
        refinement.took(strip, strip / 1e9)
    assert refinement.may_smooth(1e6)


def test_strips_cover_all_that_was_postponed(refinement: Refinement) -> None:
    left = QRegion(0, 0, 3000, 1900)
    refinement.due.connect(lambda strip: painted.append(strip))
    painted: list[QRect] = []
    refinement.postpone(left, 4.0)
    while refinement.is_pending:
        run_out(refinement)
        refinement.done(QRegion(painted[-1]))
        assert 4 * painted[-1].width() * painted[-1].height() <= refinement._affordable()
        left = left.subtracted(QRegion(painted[-1]))
    assert left.isEmpty() and len(painted) > 5


def test_what_is_moved_out_of_sight_is_forgotten(refinement: Refinement) -> None:
    refinement.postpone(QRegion(0, 0, 100, 100), 1.0)
    refinement.move(QPoint(-60, 0), QRect(0, 0, 100, 100))
    refinement.done(QRegion(0, 0, 100, 100))
    assert not refinement.is_pending
