"""The real app, which also answers questions of a test: one expression a line comes in, one line of JSON goes out.

The questions only look (``window`` and ``rect(widget)`` are known to them); whatever is done is done by real mouse and
keyboard.
"""

from __future__ import annotations

import json
import sys
from pathlib import Path

from PySide6.QtCore import QPoint, QSettings, QSocketNotifier
from PySide6.QtWidgets import QApplication, QWidget

from desktop import app as desktop_app
from desktop.settings import Settings


def rect(widget: QWidget) -> list[int]:
    """Left, top, width and height on the screen."""
    corner = widget.mapToGlobal(QPoint(0, 0))
    return [corner.x(), corner.y(), widget.width(), widget.height()]


def main() -> int:
    settings = Settings(QSettings(sys.argv[1], QSettings.Format.IniFormat))
    settings.language = "en"
    app = desktop_app.build(settings)
    window = app.window
    window.setGeometry(0, 30, 1240, 820)
    window.begin([Path(name) for name in sys.argv[2:]])
    window.show()

    def answer() -> None:
        line = sys.stdin.readline()
        if not line:
            listener.setEnabled(False)
            return
        try:
            found = eval(line, {"window": window, "rect": rect, "app": QApplication.instance()})
        except Exception as error:  # not there yet: the test asks again
            found = f"{type(error).__name__}: {error}"
        print(json.dumps(found, default=str), flush=True)

    listener = QSocketNotifier(sys.stdin.fileno(), QSocketNotifier.Type.Read)
    listener.activated.connect(answer)
    status = app.application.exec()
    window.runner.shut_down()
    return status


if __name__ == "__main__":
    sys.exit(main())
