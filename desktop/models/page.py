"""The page for the installed models and what they run on."""

from __future__ import annotations

import html
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, QUrl, Signal
from PySide6.QtGui import QAction, QDesktopServices, QGuiApplication, QHideEvent, QShowEvent
from PySide6.QtWidgets import (
    QHBoxLayout,
    QListWidget,
    QListWidgetItem,
    QMenu,
    QPushButton,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop import dialogs
from desktop.models import tasks
from desktop.models.card_texts import kind_text
from desktop.models.card_view import CardView
from desktop.models.device_panel import DevicePanel
from desktop.models.tasks import EngineFacts, Installed, InstalledModel, Memory
from desktop.settings import Settings
from desktop.widgets.banner import Banner
from desktop.words.retranslated import Retranslated
from desktop.words.wording import size_text
from desktop.work.packages import read_versions
from desktop.work.task_runner import Failure, Handlers, TaskRunner

REFRESH_MS = 2000
CHANNELS = ("device", "models", "memory", "report", "own models")


class ModelsPage(Retranslated, QWidget):
    """The device above, the models on the left, the card of the chosen one on the right.

    Nothing is looked at before the page is seen for the first time, and memory only while it is seen.

    Signals:
        noticed: a line for the status bar.
        models_changed: one was added or removed.
    """

    noticed = Signal(str)
    models_changed = Signal()

    def __init__(self, runner: TaskRunner, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self._settings = runner, settings
        self._models: list[InstalledModel] = []
        self._looked = False
        self._wanted = ""
        self.banner, self.device = Banner(), DevicePanel(settings)
        self.list, self.card = QListWidget(), CardView()
        self.list.setObjectName("modellist")
        self.add = QPushButton()
        self.add_zip, self.add_folder = QAction(self), QAction(self)
        self.splitter = QSplitter(Qt.Orientation.Horizontal)
        self._refresh = QTimer(self)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._look_at_memory)
        self._lay_out()
        self.list.currentRowChanged.connect(self._choose)
        self.card.folder_asked.connect(self._show_folder)
        self.card.export_asked.connect(self._export)
        self.card.remove_asked.connect(self._remove)
        self.add_zip.triggered.connect(self._ask_zip)
        self.add_folder.triggered.connect(self._ask_folder)
        self.device.report_asked.connect(self._copy_report)
        self.retranslate()

    @property
    def chosen(self) -> InstalledModel | None:
        """The model whose card is shown."""
        row = self.list.currentRow()
        return self._models[row] if 0 <= row < len(self._models) else None

    def add_models(self, sources: list[Path]) -> None:
        """Add models from their folders or zips."""
        self.banner.clear()
        handlers = Handlers(self._on_added, self._on_not_changed)
        self._runner.start("own models", tasks.add_models(sources), handlers)

    def look_again(self) -> None:
        """Models have come or gone."""
        if self._looked:
            self._runner.start("models", tasks.look_at_models(), Handlers(self._on_models, self._on_failed))

    def remember(self) -> None:
        """Keep the splitter for the next run."""
        self._settings.set_layout("models", self.splitter.saveState())

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._looked:
            self._looked = True
            self._runner.start("device", tasks.look_at_engine(), Handlers(self._on_facts, self._on_failed))
            self.look_again()
        self._look_at_memory()
        self._refresh.start()
        self.card.setFocus()  # arrow keys scroll it, and no frame is drawn before the person has begun

    def hideEvent(self, event: QHideEvent) -> None:
        super().hideEvent(event)
        self._refresh.stop()
        self._runner.drop("memory")

    def retranslate(self) -> None:
        self.list.setAccessibleName(self.tr("Installed models"))
        self.add.setText(self.tr("Add a model"))
        self.add_zip.setText(self.tr("From a zip…"))
        self.add_folder.setText(self.tr("From a folder…"))
        self._fill()

    def _lay_out(self) -> None:
        halves = self.splitter
        halves.setHandleWidth(1)
        halves.setChildrenCollapsible(False)
        left = QWidget()
        left.setObjectName("modelside")
        stack = QVBoxLayout(left)
        stack.setContentsMargins(0, 0, 0, 0)
        stack.setSpacing(0)
        stack.addWidget(self.list, 1)
        foot = QHBoxLayout()
        foot.setContentsMargins(10, 10, 10, 12)
        foot.addWidget(self.add)
        stack.addLayout(foot)
        menu = QMenu(self.add)
        menu.addActions([self.add_zip, self.add_folder])
        self.add.setMenu(menu)
        halves.addWidget(left)
        halves.addWidget(self.card)
        halves.setSizes([300, 900])
        halves.setStretchFactor(1, 1)
        halves.restoreState(self._settings.layout("models"))
        left.setMinimumWidth(220)
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

    def _on_models(self, found: Installed) -> None:
        self._models = found.models
        self._fill()
        damaged = [model for model in found.models if model.damage]
        if damaged:
            self.banner.tell(damaged[0].damage, damaged[0].card.id)
        elif found.refused:
            self.banner.tell(found.refused[0].reason, found.refused[0].path)

    def _on_failed(self, failure: Failure) -> None:
        self.banner.tell(failure.reason, failure.path)

    def _on_added(self, ids: list[str]) -> None:
        self._wanted = ids[-1]
        self.noticed.emit(self.tr("Added: {0}").format(", ".join(ids)))
        self._on_changed()

    def _on_changed(self) -> None:
        self.look_again()
        self.models_changed.emit()

    def _on_not_changed(self, failure: Failure) -> None:
        """Of several, some may have been added before one failed."""
        self._on_changed()
        self._on_failed(failure)

    def _ask_zip(self) -> None:
        kinds = self.tr("Packed models (*.zip)")
        path = dialogs.ask_file(self, self.tr("Add a model"), self._settings.folder("model"), kinds)
        if path is not None:
            self._settings.set_folder("model", path.parent)
            self.add_models([path])

    def _ask_folder(self) -> None:
        folder = dialogs.ask_folder(self, self.tr("Folder of a model"), self._settings.folder("model"))
        if folder is not None:
            self._settings.set_folder("model", folder.parent)
            self.add_models([folder])

    def _export(self) -> None:
        if self.chosen is None:
            return
        model_id = self.chosen.card.id
        asked = dialogs.ask_save(self, self._settings.folder("model") / f"{model_id}.zip", [".zip"])
        if asked is not None:
            operation = tasks.export_model(model_id, asked[0], overwrite=asked[1])
            self._runner.start("own models", operation, Handlers(self._on_exported, self._on_failed))

    def _on_exported(self, path: Path) -> None:
        self._settings.set_folder("model", path.parent)
        self.noticed.emit(self.tr("Written: {0}").format(path.name))

    def _remove(self) -> None:
        if self.chosen is not None and dialogs.agree_to_remove(self, self.chosen.card.id):
            handlers = Handlers[None](lambda _: self._on_changed(), self._on_not_changed)
            self._runner.start("own models", tasks.remove_model(self.chosen.card.id), handlers)

    def _fill(self) -> None:
        row = max(0, self.list.currentRow())
        ids = [model.card.id for model in self._models]
        if self._wanted in ids:
            row, self._wanted = ids.index(self._wanted), ""
        row = min(row, len(ids) - 1)
        self.list.blockSignals(True)
        self.list.clear()
        for model in self._models:
            item = QListWidgetItem(f"{kind_text(model.card.kind)}   ·   {size_text(model.bytes)}\n{model.card.id}")
            item.setToolTip(f"<p>{html.escape(model.card.title)}</p>")  # a stranger's title is no markup
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
