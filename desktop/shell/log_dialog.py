"""Shows the log, to be copied or saved by the person; the app itself sends it nowhere."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import Qt
from PySide6.QtGui import QFontDatabase, QGuiApplication
from PySide6.QtWidgets import (
    QDialog,
    QFileDialog,
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QPushButton,
    QVBoxLayout,
    QWidget,
)

from desktop.settings import Settings
from desktop.shell.log import keeper
from desktop.widgets.banner import Banner
from desktop.words.retranslated import Retranslated
from desktop.work.packages import read_versions
from desktop.work.task_runner import Failure, Handlers, Operation, TaskRunner
from engine.errors import OutputError
from engine.progress import Progress


class LogDialog(Retranslated, QDialog):
    """The versions of everything, then the last lines of the log."""

    def __init__(self, runner: TaskRunner, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._runner, self._settings = runner, settings
        self._versions = ""
        self.banner, self.note, self.view = Banner(), QLabel(), QPlainTextEdit()
        self.copy, self.save, self.done_button = QPushButton(), QPushButton(), QPushButton()
        self.note.setProperty("role", "muted")
        self.note.setWordWrap(True)
        self.view.setReadOnly(True)
        self.view.setFont(QFontDatabase.systemFont(QFontDatabase.SystemFont.FixedFont))
        self.view.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self._lay_out()
        self.copy.clicked.connect(lambda: QGuiApplication.clipboard().setText(self.text()))
        self.save.clicked.connect(self._save)
        self.done_button.clicked.connect(self.close)
        self.retranslate()
        runner.start("versions", read_versions(), Handlers(self._on_versions))

    def text(self) -> str:
        """All that is shown."""
        return self.view.toPlainText()

    def done(self, result: int) -> None:
        self._runner.drop("versions")
        self._runner.drop("save log")
        super().done(result)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Log"))
        self.note.setText(self.tr("What the app noted since it was started. It stays on this computer."))
        self.view.setAccessibleName(self.tr("Log"))
        self.copy.setText(self.tr("Copy"))
        self.save.setText(self.tr("Save…"))
        self.done_button.setText(self.tr("Close"))
        self._show()

    def _lay_out(self) -> None:
        row = QHBoxLayout()
        row.addWidget(self.copy)
        row.addWidget(self.save)
        row.addStretch()
        row.addWidget(self.done_button)
        column = QVBoxLayout(self)
        column.setContentsMargins(16, 16, 16, 16)
        column.setSpacing(12)
        column.addWidget(self.banner)
        column.addWidget(self.note)
        column.addWidget(self.view)
        column.addLayout(row)
        self.done_button.setDefault(True)
        self.resize(820, 560)

    def _show(self) -> None:
        lines = keeper.text() or self.tr("No messages.")
        self.view.setPlainText(f"{self._versions}\n\n{lines}\n".lstrip())

    def _on_versions(self, versions: str) -> None:
        self._versions = versions
        self._show()

    def _save(self) -> None:
        suggestion = self._settings.folder("save") / "safelight.log"
        name, _ = QFileDialog.getSaveFileName(self, self.tr("Save the log"), str(suggestion))
        if name:
            handlers: Handlers[None] = Handlers(lambda _: self.banner.clear(), self._on_failed)
            self._runner.start("save log", write_text(Path(name), self.text()), handlers)

    def _on_failed(self, failure: Failure) -> None:
        self.banner.tell(failure.reason, failure.path)


def write_text(path: Path, text: str) -> Operation[None]:
    """Write a text to a file that the person has chosen."""

    def run(_: Progress) -> None:
        from engine.errors import reason_for

        try:
            path.write_text(text, encoding="utf-8")
        except OSError as error:
            raise OutputError(reason_for(error, path), path) from error

    return Operation(run)
