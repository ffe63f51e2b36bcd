"""Says for every mode how far a view that was moved, and got a part, is from one that was painted anew."""

from __future__ import annotations

import json
import sys

import numpy as np
from PySide6.QtCore import QPointF
from PySide6.QtWidgets import QApplication

from desktop.picture.qimage import to_part, to_tiles
from desktop.viewer.compare_view import CompareMode, CompareView
from desktop.viewer.tiles import TiledPicture
from tests.desktop.viewer.drawn import Seen, noise, paint, seen_in, slope

STEPS = QPointF(-24, 12), QPointF(9, -30), QPointF(-36, -3)


def on_screen(view: CompareView) -> Seen:
    paint()
    return seen_in(view.screen().grabWindow(view.winId(), 0, 0, 4000, 4000).toImage())


def main() -> None:
    application = QApplication(sys.argv)
    right = to_tiles(noise(1300, 1000))
    parts = TiledPicture(1300, 1000)
    view = CompareView()
    view.clock = lambda: 0.0  # there is always time for a smooth paint
    view.resize(601, 303)
    view.show()
    view.set_pictures(to_tiles(slope(1300, 1000)), right)
    view.set_difference(parts)
    view.set_captions("Original", "Result")
    found = {}
    for mode in CompareMode:
        view.set_mode(mode)
        view.viewport.zoom_to(0.83)
        on_screen(view)
        for step in STEPS:
            view.viewport.pan(step)
            application.processEvents()
        for side in ("right", "difference"):
            view.put(side, to_part(noise(208, 176, seed=3).pixels, 480, 400))
        view.set_divider(view.divider - 0.07)
        shown = on_screen(view).astype(int)
        view.update()
        found[mode.value] = int(np.abs(shown - on_screen(view)).max())
    print(json.dumps({"ratio": view.devicePixelRatioF(), "apart": found}))
    view.close()


if __name__ == "__main__":
    main()
