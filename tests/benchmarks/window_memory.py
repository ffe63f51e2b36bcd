"""Memory of the window: what a large photo takes while it is open, and what is left of that once it is closed.

    python tests/benchmarks/window_memory.py [FOLDER] [--megapixels 24] [--times 3]

Opens a PNG file in the window on the real engine, without a screen, waits until it is compressed and measured, and
closes it; several times. The process is at rest when its resident size is read.
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

import psutil
from PySide6.QtCore import QSettings

from desktop import app as desktop_app
from desktop.settings import Settings
from tests.benchmarks.child_process import run, work
from tests.benchmarks.pictures import print_table

PATIENCE = 1800.0


class Bench:
    """The real window, and how much memory its process has."""

    def __init__(self, folder: Path) -> None:
        store = QSettings(str(folder / "settings.ini"), QSettings.Format.IniFormat)
        self._app = desktop_app.build(Settings(store))
        self.window = self._app.window
        self.window.resize(1280, 800)
        self.window.show()
        self.page = self.window.picture

    def open(self, path: Path) -> float:
        """Open a photo and wait for its result and its curve; returns the resident megabytes."""
        session = self.page.session
        self.window.open_paths([path])
        self._wait(lambda: session.answer is not None)
        return self.rest()

    def close_file(self) -> float:
        """Close the photo; returns the resident megabytes."""
        self.page.close_file()
        return self.rest()

    def close(self) -> None:
        self.window.close()
        self._wait(lambda: not self.window.isVisible())

    def rest(self) -> float:
        """Resident megabytes, once no thread works any more."""
        self._wait(lambda: not self.window.runner.is_busy and not self.page.session.is_busy)
        self._app.application.processEvents()
        return float(psutil.Process().memory_info().rss) / 1e6

    def _wait(self, ready: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > end:
                raise SystemExit("the window has not come to rest")
            self._app.application.processEvents()
            time.sleep(0.002)


def main(argv: list[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=(__doc__ or "").splitlines()[0])
    parser.add_argument("folder", type=Path, nargs="?", help="PNG files to make the photo of; drawn without")
    parser.add_argument("--megapixels", type=float, default=24.0)
    parser.add_argument("--times", type=int, default=3)
    arguments = parser.parse_args(argv)
    with tempfile.TemporaryDirectory() as place:
        photo = Path(place) / "large.png"
        folder = () if arguments.folder is None else (arguments.folder,)
        run(work("draw", photo, arguments.megapixels, *folder))  # in a process of its own: this one is to be small
        bench = Bench(Path(place))
        start = bench.rest()
        rows = [["start", f"{start:.0f}", "1.00"]]
        for number in range(1, arguments.times + 1):
            for name, size in ((f"open {number}", bench.open(photo)), (f"closed {number}", bench.close_file())):
                rows.append([name, f"{size:.0f}", f"{size / start:.2f}"])
        bench.close()
    print_table(["", "resident MB", "of the start"], rows)
    return 0


if __name__ == "__main__":
    sys.exit(main())
