"""Control of training by another program: JSON events on standard output, commands on standard input.

With ``--events``, the training process prints one JSON object per line on standard output, and nothing else::

    {"event": "start", "recipe": "basic", "parameters": 50992, "pictures": 57000, "shape": [1, 28, 28],
     "out": "runs/basic", "steps": 2000, "minutes": null, "device": "cpu"}
    {"event": "step", "phase": "layer 1", "step": 12, "done": 0.006, "loss": 41.2, ...}   at most two a second
    {"event": "validation", "phase": "", "step": 400, "mse": 0.0123, "psnr": 19.1, "sheet": "runs/basic/sheet.png"}
    {"event": "paused"}
    {"event": "resumed"}
    {"event": "done", "reason": "budget" | "stopped" | "session", "step": 2000, "mse": 0.0101, "psnr": 20.0}
    {"event": "error", "reason": "FILE: what is wrong"}

``done`` is the share of the phase's budget that is spent, 0..1. The name of the last phase is empty; earlier phases
train single layers. ``loss`` is the recipe's loss, a sum over a picture's values; ``step`` also has its terms. The
sheet shows original pictures, corrupted ones if there are any, and reconstructions in rows; it is replaced atomically.
Files can be read as soon as an event names them. The last line is ``done`` or ``error``; the exit code is 0 or 1 (2
for wrong arguments).

For the codec, ``start`` also has the number of ``held_out`` pictures; ``validation`` and ``done`` also have ``bits``,
the change of the rate in percent at equal PSNR compared with the initial codec (BD-rate), and ``cost``, the
rate-distortion loss.

Commands on standard input, one per line, take effect between two steps: ``pause``, ``resume``, and ``stop``, which
saves the weights and ends; the same command line resumes from there. Training also stops when standard input is closed,
because the other program has ended. Pauses do not count against the budget.
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
"""Seconds until the first validation and between two, when another program listens."""


class Control:
    """The interface between training and its controller; this base class reports nothing and knows :meth:`stop` only.

    ``is_watched``: another program listens to the events. ``is_quiet``: nothing else is printed.
    """

    is_watched = False
    is_quiet = False

    def __init__(self) -> None:
        self._go_on = threading.Event()
        self._go_on.set()
        self.is_stopped = False

    def stop(self) -> None:
        """Ask training to save and end; may be called from any thread or signal handler."""
        self.is_stopped = True
        self._go_on.set()

    def tell(self, event: str, **facts: Any) -> None:
        """Report an event."""

    def wait(self) -> bool:
        """Wait while training is paused; returns whether it was."""
        return False


class Events(Control):
    """Prints events and obeys commands; see the top of this module.

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
    """Decides when a periodic action is due."""

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
