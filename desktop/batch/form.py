"""What a batch is to do: task and setting, where to, and on demand the rest."""

from __future__ import annotations

import dataclasses
from pathlib import Path
from typing import cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QComboBox, QFrame, QHBoxLayout, QLabel, QPushButton, QVBoxLayout, QWidget

import engine
from desktop.batch import memory
from desktop.batch.name_row import NameRow
from desktop.batch.options import BatchOptions
from desktop.batch.preset_row import PresetRow
from desktop.batch.state import FormState
from desktop.batch.task_settings import TASKS, TaskSettings
from desktop.batch.where_row import WhereRow
from desktop.settings import Settings
from desktop.widgets.elided_label import ElidedLabel
from desktop.widgets.segmented import Segmented
from desktop.widgets.wheel_guard import guard_wheel
from desktop.words.retranslated import Retranslated
from desktop.words.wording import format_name
from engine.errors import OptionError
from engine.files.job import Task
from engine.files.settings import Existing, JobSettings


class BatchForm(Retranslated, QFrame):
    """The upper part of the batch page.

    ::

        [Compress | Reconstruct | Denoise]  format            preset
        sliders of the task
        where results go                              [More options]
        names, policies                                  on demand

    Signals:
        edited: the state is another one.
        changed: other files may be meant now, or their results have other names.
    """

    edited = Signal()
    changed = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setObjectName("form")
        self._settings = settings
        self._formats: dict[Task, str | None] = {"reconstruct": "png", "denoise": None}
        self._showing = False
        self.task = Segmented(TASKS)
        self.of_task = TaskSettings(settings)
        self.quality, self.noise = self.of_task.quality, self.of_task.noise
        self.sliders, self.denoiser, self.codec = self.of_task.sliders, self.of_task.denoiser, self.of_task.codec
        self.format_title, self.format, self.about_latent = QLabel(), QComboBox(), ElidedLabel()
        self.about_latent.setProperty("role", "muted")
        self.where, self.naming, self.options = WhereRow(settings), NameRow(), BatchOptions()
        self.presets, self.more = PresetRow(settings), QPushButton()
        self._rest = QWidget()
        self._lay_out()
        self._state = memory.remembered(settings)
        self.show_state(self._state)
        self._connect()
        self.retranslate()

    @property
    def out_dir(self) -> Path | None:
        """The folder for the results; ``None`` for beside the originals."""
        return self._state.out_dir(self.where.own)

    @property
    def chosen_task(self) -> Task:
        return cast(Task, self.task.choice)

    @property
    def problem(self) -> str:
        """What is wrong with the settings; empty where nothing is."""
        try:
            self.job_settings()
        except OptionError as error:
            return error.reason
        return ""

    def job_settings(self, existing: Existing | None = None) -> JobSettings:
        """The options as they are set now, with a denoiser and a codec that there are.

        Args:
            existing: what happens to results that are there, in place of what is set.

        Raises:
            OptionError: the pattern for names is wrong.
        """
        state = dataclasses.replace(
            self._state,
            denoiser=self.denoiser.in_use,
            codec=self.codec.in_use or "",
            existing=existing or self._state.existing,
        )
        return state.job_settings(self._settings.threads)

    def state(self) -> FormState:
        """All that is set, as a value."""
        return FormState(
            task=self.chosen_task,
            **self.of_task.values(),
            reconstruct_format=self._formats["reconstruct"],
            denoise_format=self._formats["denoise"],
            existing=self.options.chosen_existing,
            originals=self.options.chosen_originals,
            strip=self.options.chosen_strip,
            dates=self.options.dates.isChecked(),
            measure=self.options.measure.isChecked(),
            beside=self.where.beside,
            target=self.where.named,
            name=self.naming.value,
        )

    def restore(self, state: FormState) -> None:
        """Set all, as a change of settings."""
        self.show_state(state, quietly=False)

    def show_state(self, state: FormState, *, quietly: bool = True) -> None:
        """Set all; ``quietly`` where the files that are meant are known already."""
        self._showing = True
        self._formats = {"reconstruct": state.reconstruct_format, "denoise": state.denoise_format}
        self.task.choose(state.task)
        self.of_task.show_state(state)
        self.options.show_choices(state.existing, state.originals, state.strip)
        self.options.dates.setChecked(state.dates)
        self.options.measure.setChecked(state.measure)
        self.where.show_place(beside=state.beside, named=state.target)
        self.naming.show_value(state.name)
        self._show_task()
        self._showing = False
        if quietly:
            self._state = self.state()
            self.presets.show_state(self._state)
            self.edited.emit()
        else:
            self._on_edited()

    def propose(self, paths: tuple[Path, ...]) -> None:
        """Name an output folder beside what was dropped, unless there is one already."""
        self.where.propose(paths)

    def retranslate(self) -> None:
        self.task.label(compress=self.tr("Compress"), reconstruct=self.tr("Reconstruct"), denoise=self.tr("Denoise"))
        self.format_title.setText(self.tr("Format"))
        self.format.setAccessibleName(self.tr("Format"))
        self.about_latent.setText(self.tr("Only Safelight opens .latent files"))
        self.more.setText(self.tr("More options"))
        self.more.setAccessibleDescription(self.tr("Names, existing files, originals, metadata"))
        self._fill_formats()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(18, 12, 18, 12)
        column.setSpacing(8)
        column.addLayout(self._task_row())
        column.addWidget(self.of_task)
        places = QHBoxLayout()
        places.setSpacing(10)
        places.addWidget(self.where, 1)
        places.addWidget(self.more)
        column.addLayout(places)
        rest = QVBoxLayout(self._rest)
        rest.setContentsMargins(0, 0, 0, 0)
        rest.setSpacing(8)
        rest.addWidget(self.naming)
        rest.addWidget(self.options)
        column.addWidget(self._rest)
        self.more.setCheckable(True)
        self.more.setProperty("role", "fold")
        self._rest.hide()

    def _task_row(self) -> QHBoxLayout:
        """The task, what any of them may be asked for, and presets."""
        row = QHBoxLayout()
        self.task.setMinimumWidth(258)  # as wide in every language
        guard_wheel(self.format)
        self.format.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        row.addWidget(self.task)
        row.addSpacing(14)
        for widget in (self.format_title, self.format):
            row.addWidget(widget)
        row.addWidget(self.about_latent, 4)
        row.addStretch(1)  # takes all that is left: the tasks keep their places whatever stands beside them
        row.addWidget(self.presets)
        return row

    def _connect(self) -> None:
        self.task.chosen.connect(self._on_task)
        self.format.currentIndexChanged.connect(self._on_format)
        for signal in (self.of_task.edited, self.options.edited, self.where.edited, self.naming.edited):
            signal.connect(lambda *_: self._on_edited())
        self.presets.chosen.connect(lambda preset: self.restore(self.state().with_preset(preset)))
        self.more.toggled.connect(self._rest.setVisible)

    def _on_edited(self) -> None:
        if self._showing:
            return
        before, self._state = self._state, self.state()
        if self._state == before:
            return
        self.presets.show_state(self._state)
        problem = self.problem
        if problem:
            self.naming.show_problem(problem)
            self.more.setChecked(True)
        self.edited.emit()
        if self._state.of_the_plan != before.of_the_plan:
            self.changed.emit()

    def _on_task(self) -> None:
        self._show_task()
        self._on_edited()

    def _on_format(self) -> None:
        if self.chosen_task in self._formats:
            self._formats[self.chosen_task] = self.format.currentData()
        self._on_edited()

    def _show_task(self) -> None:
        task = self.chosen_task
        self.where.serve(task)
        self.of_task.show_task(task)
        self.options.measure.setEnabled(task == "compress")
        for widget in (self.format_title, self.format):
            widget.setVisible(task != "compress")
        self.about_latent.setVisible(task == "compress")
        self._fill_formats()

    def _fill_formats(self) -> None:
        self.format.blockSignals(True)
        self.format.clear()
        if self.chosen_task == "denoise":
            self.format.addItem(self.tr("Same as the original"), None)
        for name in engine.WRITABLE_FORMATS:
            self.format.addItem(format_name(name), name)
        self.format.setCurrentIndex(max(0, self.format.findData(self._formats.get(self.chosen_task))))
        self.format.blockSignals(False)
