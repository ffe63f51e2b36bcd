"""What a batch is to do: folders, task and setting."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QEvent, Qt, Signal
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QFrame,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QStackedWidget,
    QWidget,
)

import engine
from desktop.batch.options import BatchOptions
from desktop.settings import Settings
from desktop.shell import dialogs
from desktop.widgets.goal_row import GoalRow
from desktop.widgets.segmented import Segmented
from desktop.widgets.slider_row import HEAD_HEIGHT, SliderRow
from engine import jobs

TASKS: tuple[jobs.Task, ...] = ("compress", "reconstruct", "denoise")
ENDINGS = {"compress": "compressed", "reconstruct": "reconstructed", "denoise": "denoised"}


class BatchForm(QFrame):
    """The upper part of the batch page.

    Signals:
        changed: other files may be meant now.
    """

    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self._settings = settings
        self._formats: dict[jobs.Task, object] = {}  # the one chosen for each task
        self._own_target = True  # the output folder is of our making until the person names one
        self.task = Segmented(TASKS)
        self.source, self.target = QLineEdit(), QLineEdit()
        self.source_title, self.target_title = QLabel(), QLabel()
        self.source_button, self.target_button = QPushButton(), QPushButton()
        self.quality, self.noise, self.strength = GoalRow("%", 100), SliderRow(), SliderRow()
        self.automatic = QCheckBox()
        self.options = BatchOptions(settings)
        self.format_title, self.format = QLabel(), QComboBox()
        self._setting = QStackedWidget()
        self._lay_out()
        self._restore()
        self._connect()
        self.retranslate()

    @property
    def folders(self) -> tuple[Path, Path] | None:
        """Where from and where to; ``None`` while one of them is not named."""
        source, target = self.source.text().strip(), self.target.text().strip()
        return (Path(source).expanduser(), Path(target).expanduser()) if source and target else None

    @property
    def chosen_task(self) -> jobs.Task:
        return cast(jobs.Task, self.task.choice)

    def job_settings(self) -> jobs.JobSettings:
        """The options as they are set now."""
        strength = None if self.automatic.isChecked() else float(self.strength.value)
        percent = self.quality.target
        return jobs.JobSettings(
            compress=engine.CompressOptions(quality=float(self.quality.value), denoise=float(self.noise.value)),
            reconstruct=engine.ReconstructOptions(),
            denoise=engine.DenoiseOptions(strength=strength),
            format=None if self.chosen_task == "compress" else self.format.currentData(),
            existing=self.options.chosen_existing,
            keep_larger=False,
            originals=self.options.chosen_originals,
            strip=self.options.chosen_strip,
            keep_times=self.options.dates.isChecked(),
            target_percent=None if percent is None else float(percent),
        )

    def set_source(self, folder: Path) -> None:
        """Take a folder, and name an output folder beside it unless there is one already."""
        self.source.setText(str(folder))
        self._settings.set_folder("batch", folder)
        self._name_target()
        self.changed.emit()

    def ask_source(self) -> None:
        """Let the person choose the folder."""
        folder = dialogs.ask_folder(self, self.tr("Folder with the files"), self._settings.folder("batch"))
        if folder is not None:
            self.set_source(folder)

    def ask_target(self) -> None:
        """Let the person choose the output folder."""
        folder = dialogs.ask_folder(self, self.tr("Folder for the results"), self._settings.folder("batch"))
        if folder is not None:
            self.target.setText(str(folder))
            self._on_target_edited()

    def remember(self) -> None:
        """Keep the aim for the next run; the other values are those of the picture page."""
        self._settings.set_goal("batch", self.quality.goal.choice)
        self._settings.target_percent = self.quality.size_box.value()
        self.options.remember()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.task.label(compress=self.tr("Compress"), reconstruct=self.tr("Reconstruct"), denoise=self.tr("Denoise"))
        self.source_title.setText(self.tr("From"))
        self.target_title.setText(self.tr("To"))
        self.source.setAccessibleName(self.tr("Folder with the files"))
        self.target.setAccessibleName(self.tr("Folder for the results"))
        self.source.setPlaceholderText(self.tr("Drop a folder here, or choose one"))
        self.target.setPlaceholderText(self.tr("Sub-folders are kept; the originals are not touched"))
        for button in (self.source_button, self.target_button):
            button.setText(self.tr("Choose…"))
        self.quality.label(self.tr("Quality"), self.tr("Smaller file"), self.tr("Better picture"))
        self.quality.label_size(self.tr("Target size"), self.tr("Of each original's size"))
        self.noise.label(self.tr("Leave out noise"), self.tr("None"), self.tr("Strong"), zero=self.tr("Off"))
        self.noise.explain(
            self.tr("Noise is removed before it costs bytes in the compressed files; your originals are not touched.")
        )
        self.strength.label(self.tr("Strength"), self.tr("Gentle"), self.tr("Strong"))
        self.automatic.setText(self.tr("Automatic strength"))
        self.format_title.setText(self.tr("Format"))
        self.format.setAccessibleName(self.tr("Format"))
        self._fill_formats()

    def _lay_out(self) -> None:
        grid = QGridLayout(self)
        grid.setContentsMargins(18, 14, 18, 14)
        grid.setHorizontalSpacing(10)
        grid.setVerticalSpacing(10)
        folders = ((self.source_title, self.source, self.source_button),
                   (self.target_title, self.target, self.target_button))  # fmt: skip
        for row, (title, edit, button) in enumerate(folders):
            title.setProperty("role", "muted")
            edit.setAcceptDrops(False)  # the window takes drops: a path dropped as text would be no folder
            grid.addWidget(title, row, 0)
            grid.addWidget(edit, row, 1)
            grid.addWidget(button, row, 2)
        grid.addLayout(self._task_row(), 2, 0, 1, 3)
        self.automatic.setMinimumHeight(HEAD_HEIGHT)  # level with the title of its slider
        for page in ((self.quality, self.noise), (), (self.strength, self.automatic)):
            self._setting.addWidget(_side_by_side(*page))
        grid.addWidget(self._setting, 3, 0, 1, 3)
        grid.addWidget(self.options, 4, 0, 1, 3)
        grid.setColumnStretch(1, 1)

    def _task_row(self) -> QHBoxLayout:
        """The task, and what any of them may be asked for."""
        row = QHBoxLayout()
        self.task.setMinimumWidth(258)  # as wide in every language
        row.addWidget(self.task)
        row.addSpacing(14)
        for widget in (self.format_title, self.format):
            row.addWidget(widget)
        row.addStretch(1)  # takes all that is left: the tasks keep their places whatever stands beside them
        return row

    def _restore(self) -> None:
        self.quality.set_value(self._settings.quality)
        self.quality.show_size(self._settings.target_percent)
        self.quality.aim(self._settings.goal("batch"))
        self.noise.set_value(self._settings.noise)
        self.strength.set_value(self._settings.strength)
        self.automatic.setChecked(True)
        self.strength.setEnabled(False)
        self._show_task()

    def _connect(self) -> None:
        self.source_button.clicked.connect(self.ask_source)
        self.target_button.clicked.connect(self.ask_target)
        self.source.editingFinished.connect(self._on_source_edited)
        self.target.editingFinished.connect(self._on_target_edited)
        self.task.chosen.connect(self._on_task)
        self.format.currentIndexChanged.connect(self._on_format)
        self.automatic.toggled.connect(lambda on: self.strength.setEnabled(not on))

    def _on_task(self) -> None:
        self._show_task()
        self._fill_formats()
        self._name_target()
        self.changed.emit()

    def _on_format(self) -> None:
        self._formats[self.chosen_task] = self.format.currentData()
        self.changed.emit()

    def _show_task(self) -> None:
        task = self.chosen_task
        self._setting.setCurrentIndex(TASKS.index(task))
        self._setting.setVisible(task != "reconstruct")  # which has none
        for widget in (self.format_title, self.format):
            widget.setVisible(task != "compress")

    def _fill_formats(self) -> None:
        self.format.blockSignals(True)
        self.format.clear()
        if self.chosen_task == "denoise":
            self.format.addItem(self.tr("As the original"), None)
        for name in engine.WRITABLE_FORMATS:
            self.format.addItem(name.upper() if name != "webp" else "WebP", name)
        self.format.setCurrentIndex(max(0, self.format.findData(self._formats.get(self.chosen_task))))
        self.format.blockSignals(False)

    def _on_source_edited(self) -> None:
        if self.source.isModified():
            self.source.setModified(False)
            self._name_target()
            self.changed.emit()

    def _on_target_edited(self) -> None:
        self._own_target = not self.target.text().strip()
        self._name_target()
        self.changed.emit()

    def _name_target(self) -> None:
        source = self.source.text().strip()
        if self._own_target and source:
            folder = Path(source).expanduser()
            self.target.setText(str(folder.with_name(f"{folder.name}-{ENDINGS[self.chosen_task]}")))


def _side_by_side(*widgets: QWidget) -> QWidget:
    """Settings of one task; wide windows do not stretch a slider over the whole page."""
    page = QWidget()
    row = QHBoxLayout(page)
    row.setContentsMargins(0, 0, 0, 0)
    row.setSpacing(28)
    for widget in widgets:
        if isinstance(widget, SliderRow):
            widget.setMaximumWidth(360)
        row.addWidget(widget, 1 if isinstance(widget, SliderRow) else 0, Qt.AlignmentFlag.AlignTop)
    row.addStretch()
    return page
