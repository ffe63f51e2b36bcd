"""How soon the window is there, against a bare window of PySide6, and what it costs while nothing happens.

    python tests/benchmarks/startup.py [--runs 7] [--idle 5] [--json FILE]

Each run is a process of its own; the time is from before it is started until the window has been painted. Both kinds
of window take turns, so that what else the machine does falls on both. The first run of each is not counted: it warms
the disk's cache. CPU time at rest is that of the whole process after everything was loaded, the window shown.
"""

from __future__ import annotations

import argparse
import json
import os
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

import psutil

ROOT = Path(__file__).resolve().parents[2]
BARE = """
from PySide6.QtWidgets import QApplication, QMainWindow
app = QApplication([])
window = QMainWindow()
window.resize(1280, 800)
"""
OURS = """
import sys
from PySide6.QtCore import QSettings
from desktop import app as desktop
from desktop.settings import Settings
made = desktop.build(Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat)))
app, window = made.application, made.window
window.begin([])
"""
UNTIL_PAINTED = """
import os, time
from PySide6.QtCore import QObject, QEvent, QTimer
class Watch(QObject):
    def eventFilter(self, watched, event):
        if event.type() == QEvent.Type.Paint:
            window.removeEventFilter(self)
            QTimer.singleShot(0, painted)
        return False
def painted():
    print(time.time(), flush=True)
    if not os.environ.get("STAYS"):
        os._exit(0)
watch = Watch()
window.installEventFilter(watch)
window.show()
app.exec()
"""


def main(arguments: list[str] | None = None) -> dict[str, float]:
    parser = argparse.ArgumentParser(description=__doc__.splitlines()[0])
    parser.add_argument("--runs", type=int, default=7)
    parser.add_argument("--idle", type=float, default=5.0, metavar="SECONDS")
    parser.add_argument("--settle", type=float, default=6.0, metavar="SECONDS", help="wait for the rest to be loaded")
    parser.add_argument("--json", type=Path)
    chosen = parser.parse_args(arguments)
    with tempfile.TemporaryDirectory() as folder:
        place = str(Path(folder) / "settings.ini")
        taken: dict[str, list[float]] = {"bare": [], "ours": []}
        for _ in range(chosen.runs + 1):
            for name, code in (("bare", BARE), ("ours", OURS)):
                taken[name].append(seconds_to_paint(code, place))
        cpu = idle_cpu(place, chosen.settle, chosen.idle)
    bare, ours = (statistics.median(taken[name][1:]) for name in ("bare", "ours"))
    found = {"bare_seconds": bare, "seconds": ours, "ratio": ours / bare, "idle_cpu_percent": 100 * cpu / chosen.idle}
    print(f"first window: {ours:.2f} s, a bare one {bare:.2f} s: {ours / bare:.2f} times")
    print(f"CPU time in {chosen.idle:g} s at rest: {1000 * cpu:.0f} ms ({found['idle_cpu_percent']:.1f} %)")
    if chosen.json is not None:
        chosen.json.write_text(json.dumps(found, indent=2), encoding="utf-8")
    return found


def started(code: str, place: str, **variables: str) -> subprocess.Popen[str]:
    environment = {"QT_QPA_PLATFORM": "offscreen", **os.environ, "PYTHONPATH": str(ROOT), **variables}
    command = [sys.executable, "-c", code + UNTIL_PAINTED, place]
    return subprocess.Popen(
        command, env=environment, cwd=ROOT, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True
    )


def seconds_to_paint(code: str, place: str) -> float:
    begun = time.time()
    with started(code, place) as process:
        output, _ = process.communicate(timeout=120)
    return float(output) - begun


def idle_cpu(place: str, settle: float, span: float) -> float:
    """CPU seconds of the app, shown and left alone, in ``span`` seconds."""
    with started(OURS, place, STAYS="1") as process:
        try:
            assert process.stdout is not None
            process.stdout.readline()
            time.sleep(settle)
            watched = psutil.Process(process.pid)
            before = watched.cpu_times()
            time.sleep(span)
            after = watched.cpu_times()
        finally:
            process.kill()
    return (after.user + after.system) - (before.user + before.system)


if __name__ == "__main__":
    main()
