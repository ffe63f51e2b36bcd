"""A screen without a monitor, and hands for its mouse and keyboard."""

from __future__ import annotations

import json
import os
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from contextlib import contextmanager, suppress
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

import pytest

PATIENCE = 90.0
HERE = Path(__file__).parent
ROOT = Path(__file__).resolve().parents[3]

Rect = list[int]


@dataclass
class Screen:
    """An X server of its own."""

    display: str
    home: Path
    processes: list[subprocess.Popen[str]] = field(default_factory=list)

    @property
    def environment(self) -> dict[str, str]:
        private = {name: str(self.home) for name in ("HOME", "XDG_CONFIG_HOME", "XDG_DATA_HOME", "XDG_CACHE_HOME")}
        return {**os.environ, **private, "DISPLAY": self.display, "QT_QPA_PLATFORM": "xcb", "PYTHONPATH": str(ROOT),
                "LC_ALL": "C.UTF-8"}  # fmt: skip

    def start(self, script: str, *arguments: str | Path) -> subprocess.Popen[str]:
        process = subprocess.Popen(
            [sys.executable, str(HERE / script), *map(str, arguments)],
            env=self.environment, text=True, stdin=subprocess.PIPE, stdout=subprocess.PIPE,
        )  # fmt: skip
        self.processes.append(process)
        return process

    def do(self, *words: str | int) -> str:
        """Let the hands do something."""
        command = ["xdotool", *map(str, words)]
        return subprocess.run(command, env=self.environment, text=True, capture_output=True, check=True).stdout

    def click(self, rect: Rect, x: float = 0.5, y: float = 0.5) -> None:
        self.do("mousemove", *place(rect, x, y), "click", 1)

    def drag(self, start: tuple[int, int], end: tuple[int, int], steps: int = 12) -> None:
        """Slowly enough that both windows see what is going on."""
        self.do("mousemove", *start, "mousedown", 1)
        for step in range(1, steps + 1):
            time.sleep(0.03)
            self.do("mousemove", *(round(a + (b - a) * step / steps) for a, b in zip(start, end, strict=True)))
        time.sleep(0.2)
        self.do("mouseup", 1)

    def keys(self, *names: str) -> None:
        self.do("key", "--delay", 40, *names)

    def drop(self, files: list[Path], target: Rect) -> None:
        """Drag files out of another program and let them go."""
        source = self.start("drag_source.py", 1260, 400, *files)
        assert source.stdout is not None and source.stdout.readline() == "ready\n"
        time.sleep(0.4)
        self.drag((1310, 430), place(target, 0.5, 0.5), steps=20)
        assert source.stdout.readline() == "CopyAction\n"


class App:
    """The app in a process of its own."""

    def __init__(self, screen: Screen, *files: Path) -> None:
        self.screen = screen
        self.process = screen.start("probed_app.py", screen.home / "settings.ini", *files)
        self.wait("window.isVisible()")
        window = screen.do(
            "search", "--sync", "--onlyvisible", "--pid", self.process.pid, "--name", "Safelight"
        ).split()[-1]
        self._window = window
        self.focus()

    def focus(self) -> None:
        """Give the keyboard to the window, as a window manager would."""
        self.screen.do("windowfocus", "--sync", self._window)

    def ask(self, question: str) -> Any:
        assert self.process.stdin is not None and self.process.stdout is not None
        self.process.stdin.write(question + "\n")
        self.process.stdin.flush()
        return json.loads(self.process.stdout.readline())

    def wait(self, question: str, wanted: object = True) -> None:
        end = time.monotonic() + PATIENCE
        while (found := self.ask(question)) != wanted:
            assert time.monotonic() < end, f"{question} is {found!r} after {PATIENCE:.0f} s"
            time.sleep(0.05)

    def rect(self, widget: str) -> Rect:
        found: Rect = self.ask(f"rect({widget})")
        return found


def place(rect: Rect, x: float, y: float) -> tuple[int, int]:
    """A point of a rectangle, by its share of width and height."""
    return round(rect[0] + x * rect[2]), round(rect[1] + y * rect[3])


@contextmanager
def new_screen(home: Path) -> Iterator[Screen]:
    for program in ("Xvfb", "xdotool"):
        if shutil.which(program) is None:
            pytest.skip(f"{program} is not installed")
    server = subprocess.Popen(
        ["Xvfb", "-displayfd", "1", "-screen", "0", "1400x900x24", "-nolisten", "tcp"],
        stdout=subprocess.PIPE, stderr=subprocess.DEVNULL, text=True,
    )  # fmt: skip
    assert server.stdout is not None
    screen = Screen(f":{server.stdout.readline().strip()}", home)
    try:
        yield screen
    finally:
        for process in [*screen.processes, server]:
            with suppress(ProcessLookupError):
                process.kill()
            process.wait(PATIENCE)
