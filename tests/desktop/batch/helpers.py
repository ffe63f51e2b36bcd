"""What many tests of the batch page do."""

from __future__ import annotations

from pathlib import Path

from pytestqt.qtbot import QtBot

from desktop.batch.rows import Column
from desktop.shell.main_window import MainWindow
from tests.desktop.conftest import PATIENCE


def planned(window: MainWindow, folder: Path, qtbot: QtBot) -> None:
    """Put a folder on the page and wait for its rows."""
    window.open_paths([folder])
    qtbot.waitUntil(window.batch.footer.start.isEnabled, timeout=PATIENCE)


def replanned(window: MainWindow, qtbot: QtBot) -> None:
    """Wait until what was changed in the form is in the rows."""
    qtbot.waitUntil(lambda: not window.batch.sources.is_planning and window.batch.is_planned, timeout=PATIENCE)


def run(window: MainWindow, qtbot: QtBot) -> None:
    """Run the batch to its end."""
    with qtbot.waitSignal(window.batch.finished, timeout=PATIENCE):
        window.batch.run()


def texts(window: MainWindow, column: Column) -> list[str]:
    """What stands in a column, from the top."""
    model = window.batch.model
    return [model.index(row, column).data() for row in range(model.rowCount())]
