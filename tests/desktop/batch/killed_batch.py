"""A batch of the real page on the real engine in a process of its own, for a test that kills it."""

from __future__ import annotations

import sys
from pathlib import Path

from PySide6.QtCore import QSettings, QTimer
from PySide6.QtWidgets import QApplication

from desktop.batch.page import BatchPage
from desktop.settings import Settings
from desktop.work.task_runner import TaskRunner


def main(ini: str, folder: str) -> None:
    """Begin a batch, and print a line for every file that is done."""
    application = QApplication([])
    page = BatchPage(TaskRunner(), Settings(QSettings(ini, QSettings.Format.IniFormat)))
    page.form.naming.pattern.setText("{name}-{number}")
    page.form.where.choice.setCurrentIndex(1)
    page.run_of.told.connect(lambda news: [print("done", flush=True) for _ in news.outcomes])
    start = QTimer()
    start.timeout.connect(lambda: page.run() if page.is_planned and not page.sources.is_planning else None)
    start.start(20)
    page.take_paths([Path(folder)])
    application.exec()


if __name__ == "__main__":
    main(*sys.argv[1:])
