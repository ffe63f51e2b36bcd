"""How quick the window is to the hand, on the real engine and without a screen.

    python tests/benchmarks/window.py [FOLDER] [--megapixels 24]

Measures the time until a large JPEG shows its first pixels, until a slider shows the first new pixels of a view of one
megapixel and all of it, and the longest time that the event loop did not answer while a large photo was compressed.
Seconds mean little on another machine: each is also given in units of a peer measured in the same run, reading and
encoding the same photo with Pillow.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
sys.path.insert(0, str(Path(__file__).resolve().parents[2]))

from PIL import Image
from PySide6.QtCore import QPointF, QSettings, QTimer

from desktop import app as desktop_app
from desktop.settings import Settings
from tests.benchmarks import large_photo_worker

TICK_MS = 2
PATIENCE = 600.0
SLIDES = 7


class Stalls:
    """The longest time between two ticks of a timer, seconds."""

    def __init__(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()
        self._timer = QTimer()
        self._timer.setInterval(TICK_MS)
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def begin(self) -> None:
        self.longest, self._last = 0.0, time.perf_counter()

    def _tick(self) -> None:
        now = time.perf_counter()
        self.longest = max(self.longest, now - self._last)
        self._last = now


def timed(function: Callable[[], object]) -> float:
    start = time.perf_counter()
    function()
    return time.perf_counter() - start


class Bench:
    """The real window, and how long it takes."""

    def __init__(self, folder: Path) -> None:
        store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self._app = desktop_app.build(Settings(store))
        self.window = self._app.window
        self.window.resize(1500, 950)
        self.window.show()
        self.page = self.window.picture
        self._wait(lambda: self.window.isVisible())
        self.stalls = Stalls()

    def open(self, path: Path) -> float:
        """Seconds until the view has painted the file."""
        session = self.page.session
        start = time.perf_counter()
        self.window.open_paths([path])
        self._wait(lambda: session.document is not None and session.document.path == path)
        self._app.application.processEvents()
        return time.perf_counter() - start

    def slide(self) -> list[tuple[float, float]]:
        """Seconds from moving the slider to the first new pixels, and to all of the view, at 100 %."""
        view, quality = self.page.view, self.page.controls.compress.quality
        view.viewport.zoom_to(1.0, QPointF(300, 300))
        self._wait(lambda: False, 1.0)
        found = []
        for number in range(SLIDES):
            session = self.page.session
            drawn: list[float] = []
            connection = session.drawn.connect(lambda *_, drawn=drawn: drawn.append(time.perf_counter()))
            start = time.perf_counter()
            quality.set_value(20 + 10 * number)
            self._wait(lambda drawn=drawn: bool(drawn))
            self._wait(self._is_seen)
            found.append((drawn[0] - start, time.perf_counter() - start))
            session.drawn.disconnect(connection)
        return found

    def _is_seen(self) -> bool:
        rendition = self.page.session.rendition
        return rendition is not None and not rendition.lacks(self.page.view.visible_region())

    def finish(self) -> float:
        """Seconds until the answer is complete, watched for stalls."""
        self.stalls.begin()
        return timed(lambda: self._wait(lambda: not self.page.session.is_busy))

    def close(self) -> None:
        self.window.close()
        self._wait(lambda: not self.window.isVisible())

    def _wait(self, ready: Callable[[], bool], at_most: float = PATIENCE) -> None:
        end = time.monotonic() + at_most
        while not ready() and time.monotonic() < end:
            self._app.application.processEvents()
            time.sleep(0.0005)


def main() -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", help="PNG files to make the photo of; drawn without")
    parser.add_argument("--megapixels", type=float, default=24.0)
    arguments = parser.parse_args()
    with tempfile.TemporaryDirectory() as place:
        large = Path(place) / "large.jpg"
        drawn = Path(place) / "large.png"
        folder = () if arguments.folder is None else (str(arguments.folder),)
        large_photo_worker.draw(str(drawn), str(arguments.megapixels), *folder)
        with Image.open(drawn) as picture:
            picture.save(large, quality=92)
            encoding = timed(lambda: picture.save(Path(place) / "peer.avif", quality=60, speed=6))
        reading = min(timed(lambda: Image.open(large).load()) for _ in range(3))
        bench = Bench(Path(place))
        opened = bench.open(large)
        whole, stall = bench.finish(), bench.stalls.longest
        slides = bench.slide()
        rest, late = bench.finish(), bench.stalls.longest
        bench.close()
    first = sorted(first for first, _ in slides)[len(slides) // 2]
    seen = sorted(seen for _, seen in slides)[len(slides) // 2]
    print(f"opened to first pixels   {opened:6.2f} s   {opened / reading:5.2f} of reading it with Pillow")
    print(f"compressed, shown, measured {whole:6.2f} s   {whole / encoding:5.2f} of Pillow's AVIF encoder")
    print(f"  again, from a view of a part {rest:6.2f} s")
    print(f"longest stall meanwhile  {1000 * stall:4.0f} and {1000 * late:4.0f} ms")
    print(f"slider to first pixels   {1000 * first:4.0f} ms, to all that is seen {1000 * seen:4.0f} ms (medians)")
    return 0


if __name__ == "__main__":
    sys.exit(main())
