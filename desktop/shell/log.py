"""The log of the running app: its last lines, kept in memory, for the person to read and to copy. Nothing is sent."""

from __future__ import annotations

import logging
import sys
import threading
from collections import deque
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from types import TracebackType
from typing import Any

from PySide6.QtCore import QMessageLogContext, QObject, QtMsgType, Signal, qInstallMessageHandler

MOST_LINES = 2000
LINE = "%(asctime)s  %(levelname)-7s  %(name)s: %(message)s"
LEVELS = {
    QtMsgType.QtDebugMsg: logging.DEBUG,
    QtMsgType.QtInfoMsg: logging.INFO,
    QtMsgType.QtWarningMsg: logging.WARNING,
    QtMsgType.QtCriticalMsg: logging.ERROR,
    QtMsgType.QtFatalMsg: logging.CRITICAL,
}
log = logging.getLogger("safelight")


class LogKeeper(logging.Handler):
    """Keeps the last :data:`MOST_LINES` lines; safe to use from any thread."""

    def __init__(self) -> None:
        super().__init__(logging.INFO)
        self.setFormatter(logging.Formatter(LINE))
        self._lines: deque[str] = deque(maxlen=MOST_LINES)

    def emit(self, record: logging.LogRecord) -> None:
        self._lines.extend(self.format(record).splitlines())

    def text(self) -> str:
        """All that is kept, oldest first."""
        return "\n".join(self._lines.copy())


class Troubles(QObject):
    """Brings what nobody caught, in whatever thread, to the window.

    Signals:
        met(line): an unexpected error in one line.
    """

    met = Signal(str)


keeper = LogKeeper()
"""The log of this process."""


@contextmanager
def kept_log(troubles: Troubles) -> Iterator[None]:
    """Keep what Python, its warnings and Qt have to say, and turn what nobody caught into a line for the window."""
    root = logging.getLogger()
    hooks = sys.excepthook, threading.excepthook
    level = root.level
    root.addHandler(keeper)
    root.setLevel(logging.INFO)
    logging.captureWarnings(True)
    told_before = qInstallMessageHandler(_qt_message)
    tell = _teller(troubles)
    sys.excepthook = tell
    threading.excepthook = lambda args: tell(args.exc_type, args.exc_value, args.exc_traceback)
    try:
        yield
    finally:
        sys.excepthook, threading.excepthook = hooks
        qInstallMessageHandler(told_before)
        logging.captureWarnings(False)
        root.setLevel(level)
        root.removeHandler(keeper)


def _teller(troubles: Troubles) -> Callable[[type[BaseException], Any, TracebackType | None], None]:
    """What tells each trouble once: one in a paint event comes again and again, one in the telling itself for ever."""
    told = ""

    def tell(kind: type[BaseException], error: BaseException | None, trace: TracebackType | None) -> None:
        if error is None or issubclass(kind, (KeyboardInterrupt, SystemExit)):
            return
        log.critical("unexpected error", exc_info=(kind, error, trace))
        nonlocal told
        first = str(error).splitlines()
        line = f"{kind.__name__}: {first[0]}" if first else kind.__name__
        if line != told:
            told = line
            troubles.met.emit(line)

    return tell


def _qt_message(kind: QtMsgType, context: QMessageLogContext, message: str) -> None:
    logging.getLogger(f"qt.{getattr(context, 'category', '') or 'default'}").log(LEVELS[kind], message)
