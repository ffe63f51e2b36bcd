"""The one place with a training process: starts it, hears it, and makes sure that it ends with the app."""

from __future__ import annotations

import json
from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QObject, QProcess, QProcessEnvironment, QTimer, Signal

from desktop.studio.python import child_environment, outside_the_bundle

LONGEST_LINE = 1_000_000
"""Bytes; a process that writes more without an end of line is not understood."""
LONGEST_SAID = 1_000
"""Characters of a line for people that are kept."""
SAVING_MS = 15_000
"""What a process gets for saving when the app closes; after that it is killed."""


@dataclass(frozen=True)
class Ended:
    """How a process ended.

    Attributes:
        code: exit status.
        crashed: it did not end by itself.
        failed_to_start: there was no such program, or it could not be run.
    """

    code: int = 0
    crashed: bool = False
    failed_to_start: bool = False


class TrainingProcess(QObject):
    """A Python that trains or exports.

    Signals:
        told: an event, as the process printed it: a dictionary with the key ``event``.
        said: a line that is no event, for the log.
        ended: how it ended; always the last signal.
    """

    told = Signal(object)
    said = Signal(str)
    ended = Signal(object)

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._process: QProcess | None = None
        self._out, self._error = bytearray(), bytearray()
        self._last_hour = QTimer(self)
        self._last_hour.setSingleShot(True)
        self._last_hour.setInterval(SAVING_MS)
        self._last_hour.timeout.connect(self.kill)

    @property
    def is_running(self) -> bool:
        return self._process is not None

    def start(self, program: str, arguments: list[str]) -> None:
        """Start it; there must be none."""
        assert self._process is None
        self._out.clear()
        self._error.clear()
        process = self._process = QProcess(self)
        environment = QProcessEnvironment()
        for name, value in child_environment().items():
            environment.insert(name, value)
        process.setProcessEnvironment(environment)
        process.readyReadStandardOutput.connect(self._read_out)
        process.readyReadStandardError.connect(self._read_error)
        process.finished.connect(self._on_finished)
        process.errorOccurred.connect(self._on_error)
        with outside_the_bundle():
            process.start(program, arguments)

    def say(self, word: str) -> None:
        """Send a word: ``pause``, ``resume`` or ``stop``."""
        if self._process is not None:
            self._process.write(f"{word}\n".encode())

    def wind_up(self) -> None:
        """The app closes: let it save, but not for ever."""
        if self._process is not None and not self._last_hour.isActive():
            self.say("stop")
            self._process.closeWriteChannel()
            self._last_hour.start()

    def kill(self) -> None:
        """End it at once."""
        if self._process is not None:
            self._process.kill()

    def _read_out(self) -> None:
        if self._process is not None:
            self._out += self._process.readAllStandardOutput().data()
            self._take_lines(self._out, self._on_line)

    def _read_error(self) -> None:
        if self._process is not None:
            self._error += self._process.readAllStandardError().data()
            self._take_lines(self._error, self._on_text)

    def _take_lines(self, buffer: bytearray, tell: Callable[[str], None]) -> None:
        *lines, rest = bytes(buffer).split(b"\n")
        buffer[:] = rest if len(rest) <= LONGEST_LINE else b""
        for line in lines:
            tell(line.decode("utf-8", "replace").rstrip("\r"))

    def _on_line(self, line: str) -> None:
        event = _event(line)
        if event is None:
            self._on_text(line)
        else:
            self.told.emit(event)

    def _on_text(self, line: str) -> None:
        shown = line.rpartition("\r")[2][:LONGEST_SAID]  # as in a terminal: bars of progress go back and write anew
        if shown.strip():
            self.said.emit(shown)

    def _on_error(self, error: QProcess.ProcessError) -> None:
        if error == QProcess.ProcessError.FailedToStart:  # after which nothing finishes
            self._end(Ended(failed_to_start=True))

    def _on_finished(self, code: int, status: QProcess.ExitStatus) -> None:
        self._read_out()
        self._read_error()
        for buffer, tell in ((self._out, self._on_line), (self._error, self._on_text)):
            buffer += b"\n"
            self._take_lines(buffer, tell)
        self._end(Ended(code, crashed=status == QProcess.ExitStatus.CrashExit))

    def _end(self, how: Ended) -> None:
        process, self._process = self._process, None
        self._last_hour.stop()
        if process is not None:
            process.deleteLater()
            self.ended.emit(how)


def _event(line: str) -> dict[str, Any] | None:
    if not line.startswith("{"):
        return None
    try:
        found = json.loads(line)
    except (ValueError, RecursionError):
        return None
    return found if isinstance(found, dict) and isinstance(found.get("event"), str) else None
