"""The page for the installed models and what they run on."""

from __future__ import annotations

from PySide6.QtCore import QEvent, Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QDesktopServices, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import QListWidget, QListWidgetItem, QSplitter, QVBoxLayout, QWidget

from desktop.models import tasks
from desktop.models.card_texts import kind_text
from desktop.models.card_view import CardView
from desktop.models.device_panel import DevicePanel
from desktop.models.tasks import EngineFacts, InstalledModel, Memory
from desktop.settings import Settings
from desktop.widgets.banner import Banner
from desktop.words.wording import size_text
from desktop.work.packages import read_versions
from desktop.work.task_runner import Failure, Handlers, TaskRunner

REFRESH_MS = 2000
CHANNELS = ("device", "models", "memory", "report")


class ModelsPage(QWidget):
    """The device above, the models on the left, the card of the chosen one on the right.

    Nothing is looked at before the page is seen for the first time, and memory only while it is seen.

    Signals:
        noticed: a line for the status bar.
    """

    noticed = Signal(str)

    def __init__(self, runner: TaskRunner, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self._settings = runner, settings
        self._models: list[InstalledModel] = []
        self._looked = False
        self.banner, self.device = Banner(), DevicePanel(settings)
        self.list, self.card = QListWidget(), CardView()
        self.list.setObjectName("modellist")
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._refresh = QTimer(self)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._look_at_memory)
        self._lay_out()
        self.list.currentRowChanged.connect(self._choose)
        self.card.folder_asked.connect(self._show_folder)
        self.device.report_asked.connect(self._copy_report)
        self.retranslate()

    @property
    def chosen(self) -> InstalledModel | None:
        """The model whose card is shown."""
        row = self.list.currentRow()
        return self._models[row] if 0 <= row < len(self._models) else None

    def remember(self) -> None:
        """Keep the splitter for the next run."""
        self._settings.set_layout("models", self.splitter.saveState())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._looked:
            self._looked = True
            self._runner.start("device", tasks.look_at_engine(), Handlers(self._on_facts, self._on_failed))
            self._runner.start("models", tasks.look_at_models(), Handlers(self._on_models, self._on_failed))
        self._look_at_memory()
        self._refresh.start()
        self.card.setFocus()  # arrow keys scroll it, and no frame is drawn before the person has begun

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._refresh.stop()
        self._runner.drop("memory")

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.list.setAccessibleName(self.tr("Installed models"))
        self._fill()

    def _lay_out(self) -> None:
        halves = self.splitter
        halves.setHandleWidth(1)
        halves.setChildrenCollapsible(False)
        halves.addWidget(self.list)
        halves.addWidget(self.card)
        halves.setSizes([300, 900])
        halves.setStretchFactor(1, 1)
        halves.restoreState(self._settings.layout("models"))
        self.list.setMinimumWidth(220)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.banner)
        column.addWidget(self.device)
        column.addWidget(halves, 1)

    def _look_at_memory(self) -> None:
        if not self._runner.awaits("memory"):
            self._runner.start("memory", tasks.look_at_memory(), Handlers(self._on_memory))

    def _on_facts(self, facts: EngineFacts) -> None:
        self.device.show_provider(facts.provider)

    def _on_memory(self, memory: Memory) -> None:
        self.device.show_memory(memory)

    def _on_models(self, models: list[InstalledModel]) -> None:
        self._models = models
        self._fill()
        damaged = [model for model in models if model.damage]
        if damaged:
            self.banner.tell(damaged[0].damage, damaged[0].card.id)

    def _on_failed(self, failure: Failure) -> None:
        self.banner.tell(failure.reason, failure.path)

    def _fill(self) -> None:
        row = max(0, self.list.currentRow())
        self.list.blockSignals(True)
        self.list.clear()
        for model in self._models:
            item = QListWidgetItem(f"{kind_text(model.card.kind)}   ·   {size_text(model.bytes)}\n{model.card.id}")
            item.setToolTip(model.card.title)
            self.list.addItem(item)
        self.list.setCurrentRow(row if self._models else -1)
        self.list.blockSignals(False)
        self.card.show_model(self.chosen)

    def _choose(self, _: int) -> None:
        self.card.show_model(self.chosen)

    def _show_folder(self) -> None:
        if self.chosen is not None:
            QDesktopServices.openUrl(QUrl.fromLocalFile(str(self.chosen.card.folder)))

    def _copy_report(self) -> None:
        self._runner.start("report", read_versions(), Handlers(self._on_report, self._on_failed))

    def _on_report(self, versions: str) -> None:
        models = [f"{model.card.id}: {model.card.sha256[:16]} {model.damage or 'verified'}" for model in self._models]
        QGuiApplication.clipboard().setText("\n".join([versions, *self.device.lines(), *models]))
        self.noticed.emit(self.tr("Copied: versions, device and models"))
