"""Ctrl-C, ``kill``, the terminal's end: the first asks the work to stop and tidy up, the second ends it at once."""

from __future__ import annotations

import signal
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from types import FrameType

from engine.progress import Progress

_SIGNALS = (signal.SIGINT, signal.SIGTERM)


@dataclass
class Caught:
    """The signal that came, if one did."""

    number: int | None = None


@contextmanager
def cancelled_by_signals(progress: Progress) -> Iterator[Caught]:
    """Cancel ``progress`` upon the first signal; a second one raises :class:`KeyboardInterrupt`."""
    caught = Caught()
    if threading.current_thread() is not threading.main_thread():  # Python lets no other thread handle signals
        yield caught
        return

    def handle(number: int, _: FrameType | None) -> None:
        if caught.number is not None:
            raise KeyboardInterrupt
        caught.number = number
        progress.cancel()

    previous = {number: signal.signal(number, handle) for number in _heard()}
    try:
        yield caught
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)


def _heard() -> tuple[signal.Signals, ...]:
    """The end of the terminal too, which systems other than Windows tell, unless ``nohup`` has it ignored."""
    if sys.platform == "win32" or signal.getsignal(signal.SIGHUP) is signal.SIG_IGN:
        return _SIGNALS
    return (*_SIGNALS, signal.SIGHUP)
