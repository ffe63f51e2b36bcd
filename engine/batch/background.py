"""Runs file operations that a batch must not wait for, because a disk may stall."""

from __future__ import annotations

import logging
import threading
from collections.abc import Callable
from queue import SimpleQueue

_log = logging.getLogger(__name__)


class Background:
    """A thread that runs calls in order; exceptions are logged at level ``DEBUG``."""

    def __init__(self) -> None:
        self._calls: SimpleQueue[Callable[[], object] | None] = SimpleQueue()
        self._thread = threading.Thread(target=self._work, name="safelight-background", daemon=True)
        self._thread.start()

    def do(self, call: Callable[[], object]) -> None:
        """Queue a call."""
        self._calls.put(call)

    def __enter__(self) -> Background:
        return self

    def __exit__(self, *_: object) -> None:
        self._calls.put(None)

    def finish(self, seconds: float) -> bool:
        """Wait for all calls, at most this long; returns whether they have ended. No call may follow."""
        self._calls.put(None)
        self._thread.join(seconds)
        return not self._thread.is_alive()

    def _work(self) -> None:
        while (call := self._calls.get()) is not None:
            try:
                call()
            except Exception as error:
                _log.debug("could not be done", exc_info=error)
