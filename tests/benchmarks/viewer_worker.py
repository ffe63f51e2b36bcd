"""The paints that ``viewer.py`` reports, at one ratio: ``viewer_worker.py WIDTH HEIGHT VIEW-W VIEW-H STEPS``.

Prints JSON: milliseconds of every turn with a paint, by what was painted.
"""

from __future__ import annotations

import json
import sys
import time
from collections.abc import Callable
from functools import partial

from large_photo_worker import DRAWN_TILES, drawn_tile
from PySide6.QtCore import QPointF
from PySide6.QtGui import QImage, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QWidget

from desktop.picture.qimage import to_part
from desktop.viewer.compare_view import CompareMode, CompareView
from desktop.viewer.tiles import TILE, TiledPicture

PEER = "drawImage"
MODES = {
    "side": CompareMode.SIDE,
    "wipe": CompareMode.WIPE,
    "difference": CompareMode.DIFFERENCE,
    "loupe": CompareMode.SIDE,
}
SCALES = {"fit": 0.0, "37 %": 0.37, "100 %": 1.0, "170 %": 1.7, "400 %": 4.0}
QUIET_SECONDS = 0.2

Turn = tuple[float, float]
"""Milliseconds of one turn: on the clock, and at most with the machine to itself.

The latter is the smaller of the clock's time, which others' work prolongs, and the processor's, which adds threads up.
"""

Turns = dict[str, list[Turn]]
"""Every turn with a paint, by what was painted."""


class Stalls:
    """Milliseconds of every turn of the event loop in which something was painted: how long it can do nothing else."""

    def __init__(self, application: QApplication) -> None:
        self._application = application
        self._times: list[Turn] = []
        self.has_painted = False

    def turn(self, act: Callable[[], None] = lambda: None) -> None:
        """Do something, and all that follows from it at once."""
        self.has_painted, began, busy = False, time.perf_counter(), time.process_time()
        act()
        self._application.processEvents()
        if self.has_painted:
            wall, cpu = time.perf_counter() - began, time.process_time() - busy
            self._times.append((1e3 * wall, 1e3 * min(wall, cpu)))

    def settle(self) -> None:
        """Let timers and paints run until nothing has been painted for a while."""
        last = time.perf_counter()
        while time.perf_counter() < last + QUIET_SECONDS:
            self.turn()
            last = time.perf_counter() if self.has_painted else last
            time.sleep(0.001)

    def read(self) -> list[Turn]:
        """Those since it was last read."""
        times, self._times = self._times, []
        return times


class Plain(QWidget):
    """Draws one image of its own size: the least that a view can do."""

    def __init__(self, stalls: Stalls) -> None:
        super().__init__()
        self._stalls = stalls
        self._image = QImage()

    def take_image(self) -> None:
        ratio = self.devicePixelRatioF()
        self._image = QImage(self.size() * ratio, QImage.Format.Format_RGB32)
        self._image.setDevicePixelRatio(ratio)
        self._image.fill(0x808080)

    def paintEvent(self, _: QPaintEvent) -> None:  # noqa: N802
        self._stalls.has_painted = True
        painter = QPainter(self)
        painter.drawImage(0, 0, self._image)
        painter.end()


class Watched(CompareView):
    """The viewer, which tells when it paints."""

    def __init__(self, stalls: Stalls) -> None:
        super().__init__()
        self._stalls = stalls

    def paintEvent(self, event: QPaintEvent) -> None:  # noqa: N802
        self._stalls.has_painted = True
        super().paintEvent(event)


def main(width: int, height: int, view_width: int, view_height: int, steps: int) -> None:
    stalls = Stalls(QApplication([]))
    paints = {PEER: plain(stalls, (view_width, view_height), steps)}
    view = Watched(stalls)
    view.set_pictures(drawn(width, height, 0), drawn(width, height, 1))
    view.set_difference(drawn(width, height, 2))
    view.resize(view_width, view_height)
    view.show()
    stalls.settle()
    stalls.read()
    for name, mode in MODES.items():
        view.set_mode(mode)
        view.set_loupe(name == "loupe")
        for label, scale in SCALES.items():
            stalls.turn(partial(view.viewport.zoom_to, scale))
            stalls.settle()
            paints[f"{name}, arrived at {label}"] = stalls.read()
            move(view, stalls, steps)
            paints[f"{name}, moved at {label}"] = stalls.read()
        zoom(view, stalls, steps)
        paints[f"{name}, zoomed"] = stalls.read()
    view.close()
    print(json.dumps(paints))


def plain(stalls: Stalls, size: tuple[int, int], steps: int) -> list[Turn]:
    widget = Plain(stalls)
    widget.resize(*size)
    widget.take_image()
    widget.show()
    stalls.settle()
    stalls.read()
    for _ in range(steps):
        stalls.turn(widget.update)
    widget.close()
    return stalls.read()


def move(view: CompareView, stalls: Stalls, steps: int) -> None:
    """To and fro, as a mouse drags it."""
    for step in range(steps):
        across, down = (38 if step // 10 % 2 else -38), (24 if step // 15 % 2 else -24)
        stalls.turn(partial(view.viewport.pan, QPointF(across, down)))


def zoom(view: CompareView, stalls: Stalls, steps: int) -> None:
    """From fit inwards, by less than a wheel's notch a time."""
    view.viewport.fit()
    for _ in range(steps):
        stalls.turn(partial(view.viewport.zoom_by, 1.13))
    stalls.settle()


def drawn(width: int, height: int, seed: int) -> TiledPicture:
    """A large picture of drawn tiles, each with memory of its own, as those of a photo."""
    tiles = [drawn_tile(seed + number) for number in range(DRAWN_TILES)]
    picture = TiledPicture(width, height)
    for top in range(0, height, TILE):
        for left in range(0, width, TILE):
            tile = tiles[(left + top) // TILE % len(tiles)]
            picture.put(to_part(tile[: height - top, : width - left], left, top))
    return picture


if __name__ == "__main__":
    main(*map(int, sys.argv[1:]))
