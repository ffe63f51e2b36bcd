"""What the models run on: the provider that really works, the processor, and memory."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QHBoxLayout, QLabel, QPushButton, QSpinBox, QVBoxLayout, QWidget

import engine
from desktop.models.tasks import Memory
from desktop.settings import Settings
from desktop.widgets.figures import Figures
from desktop.words.messages import translated
from desktop.words.retranslated import Retranslated
from desktop.words.wording import MISSING, size_text


class DevicePanel(Retranslated, QFrame):
    """Figures of the device, why it is not another, and the one setting: how many threads the models may take.

    Signals:
        report_asked: a text for a report of a bug is to be copied.
    """

    report_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("device")
        self._settings = settings
        self._report: engine.ProviderReport | None = None
        self._memory: Memory | None = None
        self.title, self.why, self.figures = QLabel(), QLabel(), Figures(5)
        self.threads_title, self.threads, self.report = QLabel(), QSpinBox(), QPushButton()
        self.title.setProperty("role", "hero")
        self.why.setProperty("role", "muted")
        self.title.setWordWrap(True)
        self.why.setWordWrap(True)
        self.threads.setFixedWidth(130)
        self.threads.lineEdit().setTextMargins(7, 0, 0, 0)
        self._lay_out()
        self._offer_threads(0)
        self.threads.valueChanged.connect(self._on_threads)
        self.report.clicked.connect(self.report_asked)
        self.retranslate()

    def show_provider(self, report: engine.ProviderReport) -> None:
        """Show what the models run on."""
        self._report = report
        self._offer_threads(report.cores)
        self._show()

    def show_memory(self, memory: Memory) -> None:
        """Show how much memory is taken."""
        self._memory = memory
        self._show()

    def lines(self) -> list[str]:
        """The same in English words for a report, whatever the app speaks."""
        if self._report is None:
            return []
        report, memory = self._report, self._memory
        threads = self._settings.threads or report.cores
        found = [
            f"Provider: {report.provider}" + (f" ({report.reason})" if report.reason else ""),
            f"Cores: {report.cores}, threads: {threads}",
            f"ONNX Runtime: {report.runtime}",
        ]
        if memory is not None:
            megabytes = [f"{count / 1e6:.0f}" for count in (memory.used, memory.total, memory.own)]
            found.append("Memory: {} of {} MB in use, {} MB by this app".format(*megabytes))
        return found

    def retranslate(self) -> None:
        self.threads_title.setText(self.tr("CPU threads"))
        self.threads.setSpecialValueText(self.tr("All cores"))
        self.threads.setAccessibleName(self.tr("CPU threads"))
        self.threads.setToolTip(self.tr("Fewer threads leave more of the computer to other programs"))
        self.report.setText(self.tr("Copy system info"))
        self._show()

    def _lay_out(self) -> None:
        words = QVBoxLayout()
        words.setSpacing(4)
        words.addWidget(self.title)
        words.addWidget(self.why)
        setting = QGridLayout()
        setting.setVerticalSpacing(6)
        setting.addWidget(self.threads_title, 0, 0)
        setting.addWidget(self.threads, 1, 0)
        setting.addWidget(self.report, 1, 1)
        head = QHBoxLayout()
        head.setContentsMargins(16, 20, 24, 10)
        head.setSpacing(28)
        head.addLayout(words, 1)
        head.addLayout(setting)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        column.addWidget(self.figures)

    def _offer_threads(self, cores: int) -> None:
        self.threads.blockSignals(True)
        self.threads.setRange(0, max(cores, self._settings.threads, 1))
        self.threads.setValue(self._settings.threads)
        self.threads.blockSignals(False)

    def _on_threads(self, count: int) -> None:
        self._settings.threads = count
        self._show()

    def _show(self) -> None:
        report, memory = self._report, self._memory
        if report is None:
            self.title.setText(self.tr("Looking at the device…"))
        elif report.provider == "CUDA":
            self.title.setText(self.tr("Running on the graphics card (CUDA)"))
        else:
            self.title.setText(self.tr("Running on the CPU"))
        self.why.setText("" if report is None else why_not_cuda(report.reason))
        used = (
            MISSING if memory is None else self.tr("{0} of {1}").format(size_text(memory.used), size_text(memory.total))
        )
        self.figures.show_figures(
            [
                (self.tr("Processor cores"), MISSING if report is None else str(report.cores)),
                (self.tr("Threads in use"), MISSING if report is None else str(self._settings.threads or report.cores)),
                (self.tr("Memory in use"), used),
                (self.tr("Memory of this app"), MISSING if memory is None else size_text(memory.own)),
                ("ONNX Runtime", MISSING if report is None else report.runtime),
            ]
        )


def why_not_cuda(reason: str) -> str:
    """Why the graphics card does not work, in words for those who have never heard of CUDA."""
    translate = QCoreApplication.translate
    if not reason:
        return ""
    if "no CUDA support" in reason:
        return translate(
            "DevicePanel",
            "This installation works with the processor only. NVIDIA graphics cards are used by the CUDA edition of "
            "ONNX Runtime.",
        )
    if "not usable here" in reason:
        return translate(
            "DevicePanel",
            "No NVIDIA graphics card can be used here: there is none, or its driver or the CUDA libraries are missing.",
        )
    if "wrong results" in reason:
        return translate(
            "DevicePanel", "The graphics card gave wrong results in a test, so it is not used: {0}"
        ).format(translated(reason))
    return translate("DevicePanel", "The graphics card was tried and failed, so it is not used: {0}").format(
        translated(reason)
    )
