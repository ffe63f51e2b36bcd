"""Any exception in one line that a user can read."""

from __future__ import annotations

import logging
from pathlib import Path

from engine.errors import SafelightError

_log = logging.getLogger(__name__)


def reason_for(error: Exception, source: Path) -> str:
    """Why work on ``source`` failed, without its name; other files concerned are named.

    What nobody foresaw goes to the log with its traceback, at level ``DEBUG``.
    """
    if isinstance(error, SafelightError):
        return error.reason if error.path in (None, str(source)) else str(error)
    _log.debug("while working on %s", source, exc_info=error)
    if isinstance(error, MemoryError):
        return "not enough memory"
    if isinstance(error, OSError) and error.strerror:
        return error.strerror
    return f"unexpected problem: {first_line(error)}"


def first_line(error: BaseException) -> str:
    """The message up to its first line break, or the kind of error where there is no message."""
    return next(iter(str(error).splitlines()), "") or type(error).__name__
