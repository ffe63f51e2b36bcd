"""``train`` and ``family``: a process of its own, since torch is no part of the program and is not loaded here."""

from __future__ import annotations

import argparse
import importlib.util
import signal
import subprocess
import sys
import threading
from collections.abc import Sequence
from types import FrameType

from engine.errors import SafelightError

PACKAGES = ("torch", "torchvision", "onnx", "matplotlib")
"""What the extra ``training`` brings."""
MODULE = "engine.training.family"


def train(chosen: argparse.Namespace) -> int:
    """``train``: learn a recipe of the autoencoder family."""
    return run_family(["train", *chosen.rest])


def family(chosen: argparse.Namespace) -> int:
    """``family``: what can be done with a trained autoencoder."""
    return run_family(chosen.rest)


def run_family(arguments: Sequence[str]) -> int:
    """Run the training's own command line; returns its exit code.

    Raises:
        SafelightError: torch is not installed.
    """
    check_installed()
    process = subprocess.Popen([sys.executable, "-m", MODULE, *arguments])
    with _SignalsPassedOn(process):
        code = process.wait()
    return 128 - code if code < 0 else code


def check_installed() -> None:
    """Raises: SafelightError: training is not possible here; says how to make it so."""
    if getattr(sys, "frozen", False):
        text = "the installed app does not contain what training needs; in a Python of your own, it comes with"
        raise SafelightError(f'{text} pip install "safelight[training]"')
    missing = [name for name in PACKAGES if importlib.util.find_spec(name) is None]
    if missing:
        raise SafelightError(f'training needs {", ".join(missing)}: pip install "safelight[training]" adds all of it')


class _SignalsPassedOn:
    """Ctrl-C reaches the whole group by itself and SIGTERM is passed on; the child tidies up, and is waited for."""

    def __init__(self, process: subprocess.Popen[bytes]) -> None:
        self._process = process
        self._before: dict[signal.Signals, object] = {}

    def __enter__(self) -> None:
        if threading.current_thread() is threading.main_thread():
            self._before = {number: signal.signal(number, self._handle) for number in (signal.SIGINT, signal.SIGTERM)}

    def __exit__(self, *_: object) -> None:
        for number, handler in self._before.items():
            signal.signal(number, handler)  # type: ignore[arg-type]

    def _handle(self, number: int, _: FrameType | None) -> None:
        if number == signal.SIGTERM:
            self._process.terminate()
