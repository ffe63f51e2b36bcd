"""Training under the eyes of another program: JSON objects out, words in.

With ``--events``, the training process prints one JSON object a line on standard output, and nothing else there::

    {"event": "start", "recipe": "basic", "parameters": 50992, "pictures": 57000, "shape": [1, 28, 28],
     "out": "runs/basic", "steps": 2000, "minutes": null, "device": "cpu"}
    {"event": "step", "phase": "layer 1", "step": 12, "done": 0.006, "loss": 41.2, ...}   at most two a second
    {"event": "validation", "phase": "", "step": 400, "mse": 0.0123, "psnr": 19.1, "sheet": "runs/basic/sheet.png"}
    {"event": "paused"}
    {"event": "resumed"}
    {"event": "done", "reason": "budget" | "stopped" | "session", "step": 2000, "mse": 0.0101, "psnr": 20.0}
    {"event": "error", "reason": "FILE: what is wrong"}

``done`` is the part of the phase's budget that is spent, 0..1; the last phase is the empty one, those before it train
single layers. ``loss`` is in the recipe's terms, a sum over a picture's values; ``step`` also has the parts of it. The
sheet has original pictures above (corrupted ones between, where there are any) and reconstructions below; it is
replaced in one move. Files can be read as soon as they are named. The last line is ``done`` or ``error``; the exit
code is 0 or 1 (2 for wrong use).

Of the codec, ``start`` also says how many pictures are ``held_out``; ``validation`` and ``done`` also have ``bits``,
how many percent it takes more than the codec that it began as at equal PSNR, and ``cost``, bits and what is lost in
one figure that falls.

It obeys these words on standard input, one a line, between two steps: ``pause``, ``resume`` and ``stop``, which saves
what has been learned and ends; the same command then goes on from there. When standard input is closed it stops too:
the program that listened is gone. Time that is spent paused does not count against the budget.
"""

from __future__ import annotations

import json
import sys
import threading
import time
from typing import Any, TextIO

STEP_EVERY = 0.5
"""Seconds between two ``step`` events."""
FIRST_LOOK, LOOK_EVERY = 1.0, 10.0
"""Seconds until the first validation and between two, where somebody watches."""


class Control:
    """What training tells and asks at every step; by itself it tells nobody, and stops when told by :meth:`stop`.

    ``is_watched``: somebody listens to what is told. ``is_quiet``: nothing is printed beside that.
    """

    is_watched = False
    is_quiet = False

    def __init__(self) -> None:
        self._go_on = threading.Event()
        self._go_on.set()
        self.is_stopped = False

    def stop(self) -> None:
        """Asks training to save and end; from any thread or signal handler."""
        self.is_stopped = True
        self._go_on.set()

    def tell(self, event: str, **facts: Any) -> None:
        """Something happened."""

    def wait(self) -> bool:
        """Returns when training is not paused; says whether time went by with that."""
        return False


class Events(Control):
    """Prints events and obeys words; see the top of this module.

    Args:
        commands, out: default: standard input and output.
    """

    is_watched = True
    is_quiet = True

    def __init__(self, commands: TextIO | None = None, out: TextIO | None = None) -> None:
        super().__init__()
        self._commands, self._out = commands or sys.stdin, out or sys.stdout
        self._lock = threading.Lock()
        threading.Thread(target=self._listen, daemon=True).start()

    def tell(self, event: str, **facts: Any) -> None:
        with self._lock:
            try:
                self._out.write(json.dumps({"event": event, **{k: _short(v) for k, v in facts.items()}}) + "\n")
                self._out.flush()
            except (OSError, ValueError):  # the reader is gone
                self.stop()

    def wait(self) -> bool:
        if self._go_on.is_set():
            return False
        self.tell("paused")
        self._go_on.wait()
        self.tell("resumed")
        return True

    def _listen(self) -> None:
        for line in self._commands:
            word = line.strip()
            if word == "pause" and not self.is_stopped:
                self._go_on.clear()
            elif word == "resume":
                self._go_on.set()
            elif word == "stop":
                self.stop()
        self.stop()


class Pace:
    """Says when something that is done now and then is due."""

    def __init__(self, first: float, every: float) -> None:
        self._every, self._next = every, time.monotonic() + first

    def is_due(self) -> bool:
        now = time.monotonic()
        if now < self._next:
            return False
        self._next = now + self._every
        return True


def _short(value: Any) -> Any:
    return round(value, 6) if isinstance(value, float) else value
