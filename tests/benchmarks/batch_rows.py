"""Ten thousand files on the batch page: how long adding takes, and how long the window is ever away.

    python tests/benchmarks/batch_rows.py --count 10000

Files are empty but for their names, in a temporary folder of many sub-folders; nothing is compressed. A timer of the
event loop that should fire every millisecond tells how long the window was away; beside it stands how long the GUI
thread itself was at work in one go, which is what remains of it on a machine that has nothing else to do.
"""

from __future__ import annotations

import argparse
import os
import sys
import tempfile
import time
from collections.abc import Callable, Sequence
from functools import partial
from pathlib import Path

os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import QEventLoop, QObject, QSettings, Qt, QTimer
from PySide6.QtWidgets import QApplication

from desktop.batch.page import BatchPage
from desktop.batch.rows import Column
from desktop.look.theme import apply_theme
from desktop.settings import Settings
from desktop.work.task_runner import TaskRunner

FOLDERS = 100
PATIENCE = 120.0
SCROLL_STEPS = 200


class Pulse(QObject):
    """A heart that beats in the event loop; the longest pause between two beats is the longest stall.

    Attributes:
        longest: in seconds by the clock, and in seconds that a processor spent on this thread.
    """

    def __init__(self) -> None:
        super().__init__()
        self.reset()
        self._timer = QTimer(self)
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.timeout.connect(self._beat)
        self._timer.start(1)

    def reset(self) -> None:
        self.longest = (0.0, 0.0)
        self._last = (time.perf_counter(), time.thread_time())

    def stop(self) -> None:
        self._timer.stop()

    def _beat(self) -> None:
        now = (time.perf_counter(), time.thread_time())
        clock, work = (max(kept, new - old) for kept, new, old in zip(self.longest, now, self._last, strict=True))
        self.longest, self._last = (clock, work), now


def measure(count: int) -> dict[str, tuple[float, float]]:
    """``adding`` until all rows are there, and the longest stall of each thing that is done then.

    In seconds by the clock, and of the GUI thread's own work.
    """
    with tempfile.TemporaryDirectory() as name:
        folder = Path(name) / "photos"
        _fill(folder, count)
        settings = Settings(QSettings(str(Path(name) / "settings.ini"), QSettings.Format.IniFormat))
        runner = TaskRunner()
        page = BatchPage(runner, settings)
        page.resize(1280, 800)
        page.show()
        try:
            return _measured(page, runner, folder, count)
        finally:
            page.stop()
            runner.shut_down()
            page.deleteLater()


def _measured(page: BatchPage, runner: TaskRunner, folder: Path, count: int) -> dict[str, tuple[float, float]]:
    pulse, found = Pulse(), dict[str, tuple[float, float]]()
    _wait(lambda: not runner.is_busy)
    for path in (folder, *sorted(folder.glob("*/*"))[:1]):  # drawn once before: fonts, icons, the first table
        page.take_paths([path] if path.is_file() else [])
    _wait(lambda: page.model.rowCount() == 1 and not runner.is_busy)
    page.sources.clear()
    pulse.reset()
    began = (time.perf_counter(), time.thread_time())
    page.take_paths([folder])
    _wait(lambda: page.model.rowCount() == count)
    found["adding"] = (time.perf_counter() - began[0], time.thread_time() - began[1])
    _wait(lambda: not runner.is_busy)
    found["stall while adding"] = pulse.longest
    for what, steps in _deeds(page, count).items():
        pulse.reset()
        for step in steps:
            step()
            _pause(0.01)
        _wait(lambda: not runner.is_busy)
        _pause(0.05)
        found[f"stall while {what}"] = pulse.longest
    pulse.stop()
    return found


def _deeds(page: BatchPage, count: int) -> dict[str, Sequence[Callable[[], object]]]:
    """What a person does with the list, as single steps of the event loop."""
    bar, table, text = page.table.verticalScrollBar(), page.table, page.filters.text
    places = [round(bar.maximum() * step / SCROLL_STEPS) for step in range(SCROLL_STEPS + 1)]
    orders = (Qt.SortOrder.AscendingOrder, Qt.SortOrder.DescendingOrder)
    sorts = [partial(table.sortByColumn, column, order) for column in Column for order in orders]
    return {
        "scrolling": [partial(bar.setValue, place) for place in places],
        "sorting": sorts,
        "filtering": [partial(text.setText, typed) for typed in ("1", "12", "123", "12", "1", "")],
        "selecting": [table.selectAll, table.clearSelection],
        "finishing": [lambda: page.model.stop_rest(), lambda: page.model.wait(range(count))],
    }


def _fill(folder: Path, count: int) -> None:
    for number in range(FOLDERS):
        (folder / f"{number:03}").mkdir(parents=True)
    for number in range(count):
        (folder / f"{number % FOLDERS:03}" / f"IMG_{number:05}.jpg").write_bytes(b"\xff\xd8\xff")


def _wait(is_so: Callable[[], bool]) -> None:
    """Let the event loop run until something is so."""
    end = time.perf_counter() + PATIENCE
    while not is_so():
        if time.perf_counter() > end:
            raise TimeoutError
        _pause(0.002)


def _pause(seconds: float) -> None:
    loop = QEventLoop()
    QTimer.singleShot(round(1000 * seconds), loop.quit)
    loop.exec()


def main(arguments: Sequence[str] | None = None) -> int:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    parser.add_argument("--count", type=int, default=10_000)
    chosen = parser.parse_args(arguments)
    application = QApplication.instance() or QApplication(sys.argv[:1])
    assert isinstance(application, QApplication)
    application.setStyle("Fusion")
    apply_theme(application, "dark")
    print(f"| {chosen.count:,} files | ms | of the GUI thread's work |\n| --- | ---: | ---: |")
    for what, (clock, work) in measure(chosen.count).items():
        print(f"| {what} | {1000 * clock:.0f} | {1000 * work:.0f} |")
    return 0


if __name__ == "__main__":
    sys.exit(main())
