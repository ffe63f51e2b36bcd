"""A timer whose time is up when a test says so: what follows a rest does not depend on how fast the machine is."""

from __future__ import annotations

from PySide6.QtCore import QTimer


class HandTimer(QTimer):
    """Runs like a timer, but never out of itself. Put in the place of ``QTimer`` in the module under test."""

    _runs = False

    def start(self, milliseconds: int | None = None) -> None:  # type: ignore[override]
        if milliseconds is not None:
            self.setInterval(milliseconds)
        self._runs = True

    def stop(self) -> None:
        self._runs = False

    def isActive(self) -> bool:
        return self._runs

    def remainingTime(self) -> int:
        return self.interval() if self._runs else -1

    def run_out(self) -> None:
        """The time is up."""
        assert self._runs, "the timer does not run"
        self._runs = not self.isSingleShot()
        self.timeout.emit()
