"""The preferences in one place: language, theme, how pictures open, and processor threads."""

from __future__ import annotations

import os

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QCheckBox, QComboBox, QDialog, QDialogButtonBox, QFormLayout, QLabel, QSpinBox, QWidget

from desktop.settings import MOST_THREADS, Settings
from desktop.words.retranslated import Retranslated
from desktop.words.translations import LANGUAGES


class Preferences(Retranslated, QDialog):
    """Every choice takes effect at once.

    Signals:
        theme_chosen: ``system``, ``light`` or ``dark``.
        language_chosen: ``system`` or a language code.
    """

    theme_chosen = Signal(str)
    language_chosen = Signal(str)

    def __init__(self, settings: Settings, parent: QWidget) -> None:
        super().__init__(parent)
        self._settings = settings
        self.language, self.theme, self.threads = QComboBox(), QComboBox(), QSpinBox()
        self.fitted = QCheckBox()
        self._titles = [QLabel() for _ in range(3)]
        for code in ("system", *LANGUAGES):
            self.language.addItem(LANGUAGES.get(code, ""), code)
        for key in ("system", "light", "dark"):
            self.theme.addItem("", key)
        self.language.setCurrentIndex(self.language.findData(settings.language))
        self.theme.setCurrentIndex(self.theme.findData(settings.theme))
        self.threads.setRange(0, max(settings.threads, min(os.cpu_count() or 1, MOST_THREADS)))
        self.threads.setValue(settings.threads)
        self.fitted.setChecked(settings.opens_fitted)
        form = QFormLayout(self)
        form.setContentsMargins(20, 20, 20, 16)
        form.setVerticalSpacing(12)
        for title, control in zip(self._titles, (self.language, self.theme, self.threads), strict=True):
            title.setBuddy(control)
            form.addRow(title, control)
        form.addRow(self.fitted)
        buttons = QDialogButtonBox(QDialogButtonBox.StandardButton.Close)
        buttons.rejected.connect(self.reject)
        form.addRow(buttons)
        self.language.activated.connect(lambda _: self.language_chosen.emit(self.language.currentData()))
        self.theme.activated.connect(lambda _: self.theme_chosen.emit(self.theme.currentData()))
        self.threads.valueChanged.connect(self._on_threads)
        self.fitted.toggled.connect(self._on_fitted)
        self.retranslate()

    def retranslate(self) -> None:
        self.setWindowTitle(self.tr("Preferences"))
        for title, text in zip(
            self._titles, (self.tr("Language"), self.tr("Theme"), self.tr("CPU threads")), strict=True
        ):
            title.setText(text)
        self.language.setItemText(0, self.tr("System default"))
        for index, text in enumerate((self.tr("System default"), self.tr("Light"), self.tr("Dark"))):
            self.theme.setItemText(index, text)
        self.threads.setSpecialValueText(self.tr("All cores"))
        self.fitted.setText(self.tr("Open pictures fitted to the window instead of at 100 %"))

    def _on_threads(self, count: int) -> None:
        self._settings.threads = count

    def _on_fitted(self, on: bool) -> None:
        self._settings.opens_fitted = on
