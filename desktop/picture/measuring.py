"""Measures what is looked at, once nothing more urgent is going on: likeness, histograms, and the curve."""

from __future__ import annotations

import weakref
from functools import partial

from PySide6.QtCore import QObject, Signal

import engine
from desktop.picture import tasks
from desktop.picture.histogram import Counts
from desktop.picture.shelf import Exhibit, Side
from desktop.work.task_runner import Handlers, TaskRunner

QUALITIES = (0.0, 100.0, 50.0, 25.0, 75.0, 12.0, 88.0, 38.0, 62.0, 6.0, 94.0)
"""Of the curve's points: first its ends, so that the axes stay, then those that give its shape."""
SIDES: tuple[Side, ...] = ("left", "right")


class Measuring(QObject):
    """Every figure is asked for once a picture or a pair; what is not looked at any more is dropped.

    Signals:
        compared: there is a new :attr:`likeness`.
        counted: there are new :attr:`levels`.
        pointed: a new point of the curve, an :class:`engine.CurvePoint`.
        weighed: bytes of the picture that :meth:`weigh` was asked about.
        curve_cleared: the points so far are of another picture, or of other options.
    """

    compared = Signal()
    counted = Signal()
    pointed = Signal(object)
    curve_cleared = Signal()
    weighed = Signal(int)

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner = runner
        self.likeness: tasks.Likeness | None = None
        self.levels: dict[Side, Counts | None] = {"left": None, "right": None}
        self._pair: tuple[engine.Picture, engine.Picture] | None = None
        self._counted: dict[Side, weakref.ref[engine.Picture]] = {}
        self._curve_of: engine.CompressPreview | None = None
        self._left: list[float] = []  # qualities of the curve that are still to be measured

    def look_at(self, left: Exhibit | None, right: Exhibit | None) -> None:
        """Measure a pair; figures of another one are forgotten at once."""
        for side, exhibit in zip(SIDES, (left, right), strict=True):
            self._count(side, None if exhibit is None else exhibit.picture)
        self._compare(None if left is None else left.picture, None if right is None else right.picture)

    def draw_curve(self, preview: engine.CompressPreview | None) -> None:
        """Go on with the curve of a preview, from the beginning if it is another one."""
        if preview is not self._curve_of:
            self._runner.drop("curve")
            self._curve_of, self._left = preview, list(QUALITIES)
            self.curve_cleared.emit()
        if preview is not None and self._left and not self._runner.awaits("curve"):
            operation = tasks.measure_curve(preview, list(self._left))
            self._runner.start("curve", operation, Handlers(told=self._on_point))

    def forget_curve(self) -> None:
        """Another picture is open: nothing of the curve holds any more."""
        self._runner.drop("curve")
        self._curve_of, self._left = None, []
        self.curve_cleared.emit()

    def weigh(self, picture: engine.Picture | None, format: str, quality: int | None) -> None:
        """Find out what a picture takes in a format; without one, whatever was asked before is dropped."""
        self._runner.drop("weigh")
        if picture is not None:
            self._runner.start("weigh", tasks.weigh(picture, format, quality), Handlers(self.weighed.emit))

    def pause(self) -> None:
        """Make room for what the person waits for; :meth:`look_at` and :meth:`draw_curve` go on."""
        self._runner.drop("curve")
        if self._runner.awaits("likeness"):
            self._runner.drop("likeness")
            self._pair = None

    def _compare(self, a: engine.Picture | None, b: engine.Picture | None) -> None:
        pair = None if a is None or b is None else (a, b)
        if pair is not None and self._pair is not None and pair[0] is self._pair[0] and pair[1] is self._pair[1]:
            return
        self._runner.drop("likeness")
        self._pair, self.likeness = pair, None
        if a is not None and b is not None and a.pixels.shape == b.pixels.shape:
            self._runner.start("likeness", tasks.compare(a, b), Handlers(self._on_compared))

    def _count(self, side: Side, picture: engine.Picture | None) -> None:
        if picture is None:  # under way: the histogram of the setting before stays until there is a new one
            return
        known = self._counted.get(side)
        if known is None or known() is not picture:
            self._counted[side] = weakref.ref(picture)
            done = partial(self._on_counted, side)
            self._runner.start(f"levels-{side}", tasks.count_levels(picture), Handlers(done))

    def _on_compared(self, likeness: tasks.Likeness) -> None:
        self.likeness = likeness
        self.compared.emit()

    def _on_counted(self, side: Side, levels: Counts) -> None:
        self.levels[side] = levels
        self.counted.emit()

    def _on_point(self, point: engine.CurvePoint) -> None:
        if point.quality in self._left:
            self._left.remove(point.quality)
        self.pointed.emit(point)
