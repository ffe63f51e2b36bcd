"""What this is, and the licences of all that is inside."""

from __future__ import annotations

from PySide6.QtCore import Qt, qVersion
from PySide6.QtWidgets import (
    QDialog,
    QHBoxLayout,
    QLabel,
    QListWidget,
    QPlainTextEdit,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

import engine
from desktop.words.retranslated import Retranslated
from desktop.work.packages import OWN_PARTS, Package, read_packages
from desktop.work.task_runner import Failure, Handlers, TaskRunner

QT_PARTS = ("PySide6", "shiboken6")


class AboutDialog(Retranslated, QDialog):
    """The version above; below, each part with its licence, which is read in a worker."""

    def __init__(self, runner: TaskRunner, parent: QWidget) -> None:
        super().__init__(parent)
        self.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose)
        self._runner = runner
        self._packages: list[Package] = []
        self.name, self.what, self.inside = QLabel(), QLabel(), QLabel()
        self._icon = QLabel()
        self.parts, self.text, self.done_button = QListWidget(), QPlainTextEdit(), QPushButton()
        self._lay_out()
        self.parts.currentRowChanged.connect(self._show_part)
        self.done_button.clicked.connect(self.close)
        self.retranslate()
        runner.start("licences", read_packages(), Handlers(self._on_read, self._on_failed))

    def done(self, result: int) -> None:
        self._runner.drop("licences")
        super().done(result)

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("About Safelight"))
        self.name.setText(f"Safelight {engine.__version__}")
        self.what.setText(
            self.tr(
                "Compresses photos with a learned codec, decodes them, and removes noise. "
                "Everything happens on this computer: nothing is sent anywhere. "
                "Free software under the MIT licence."
            )
        )
        self.inside.setText(self.tr("Components and licences:"))
        self.parts.setAccessibleName(self.tr("Parts of the app"))
        self.text.setAccessibleName(self.tr("Licence of the chosen part"))
        self.done_button.setText(self.tr("Close"))
        self._fill()

    def _lay_out(self) -> None:
        self.name.setProperty("role", "hero")
        self.inside.setProperty("role", "title")
        self.what.setWordWrap(True)
        self.text.setReadOnly(True)
        for label in (self.name, self.what):
            label.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
        parent = self.parentWidget()
        if parent is not None:
            self._icon.setPixmap(parent.windowIcon().pixmap(72, 72))
        words = QVBoxLayout()
        words.setSpacing(6)
        words.addWidget(self.name)
        words.addWidget(self.what)
        head = QHBoxLayout()
        head.setSpacing(18)
        head.addWidget(self._icon, 0, Qt.AlignmentFlag.AlignTop)
        head.addLayout(words, 1)
        halves = QSplitter(Qt.Orientation.Horizontal)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.parts)
        halves.addWidget(self.text)
        halves.setSizes([230, 470])
        column = QVBoxLayout(self)
        column.setContentsMargins(20, 20, 20, 16)
        column.setSpacing(14)
        column.addLayout(head)
        column.addWidget(self.inside)
        column.addWidget(halves, 1)
        column.addWidget(self.done_button, 0, Qt.AlignmentFlag.AlignRight)
        self.done_button.setDefault(True)
        self.resize(760, 600)

    def _on_read(self, packages: list[Package]) -> None:
        self._packages = packages
        self._fill()

    def _on_failed(self, failure: Failure) -> None:
        self.text.setPlainText(failure.reason)

    def _fill(self) -> None:
        row = max(0, self.parts.currentRow())
        self.parts.clear()
        self.parts.addItems([self._title(package) for package in self._packages])
        self.parts.setCurrentRow(row if self._packages else -1)

    def _title(self, package: Package) -> str:
        own = {OWN_PARTS[0]: self.tr("Safelight itself"), OWN_PARTS[1]: self.tr("The models")}
        return own.get(package.name, f"{package.name} {package.version}")

    def _show_part(self, row: int) -> None:
        if not 0 <= row < len(self._packages):
            self.text.clear()
            return
        package = self._packages[row]
        licence = self.tr("Licence: {0}").format(package.licence or "–")
        pieces = [f"{self._title(package)}\n{licence}"]
        if package.name.startswith(QT_PARTS):
            pieces.append(self._qt_notice())
        if package.libraries:
            pieces.append("\n".join([self.tr("Libraries that it brings:"), *package.libraries]))
        rule = "\n\n" + "─" * 20 + "\n\n"
        pieces += [f"{name}\n\n{text}" for name, text in package.texts]
        if not package.texts:
            pieces.append(self.tr("This part carries no licence text of its own; its name above says which one holds."))
        self.text.setPlainText(rule.join(pieces))

    def _qt_notice(self) -> str:
        return self.tr(
            "Safelight uses Qt {0}, © The Qt Company Ltd and others, through PySide6, under the GNU Lesser General "
            "Public License, version 3. Qt lies in libraries of its own, which you may replace with versions that you "
            "have changed. Source code: https://download.qt.io/."
        ).format(qVersion())
