"""Presets in the form: which one is at work, and what can be done about it."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtGui import QAction
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QInputDialog, QMenu, QWidget

from desktop.batch.presets import Preset, Presets, cleaned, shipped
from desktop.batch.state import FormState
from desktop.settings import Settings
from desktop.widgets.icon_button import IconButton
from desktop.widgets.wheel_guard import guard_wheel
from desktop.words.retranslated import Retranslated

WIDTH = 170


class PresetRow(Retranslated, QWidget):
    """A list of presets, the first of which stands for settings that are none, and a menu.

    Signals:
        chosen: the settings of a preset are wanted.
    """

    chosen = Signal(dict)

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._presets = Presets(settings)
        self._state = FormState()
        self._last = ""  # the preset last chosen, which may have been changed since
        self.box, self.more, self.menu = QComboBox(), IconButton("more", 16), QMenu(self)
        self.save, self.update_it, self.delete = (QAction(self.menu) for _ in range(3))
        self.menu.addActions([self.save, self.update_it, self.delete])
        self.box.setFixedWidth(WIDTH)
        guard_wheel(self.box)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(6)
        row.addWidget(self.box)
        row.addWidget(self.more)
        self.box.activated.connect(self._on_activated)
        self.more.clicked.connect(lambda: self.menu.popup(self.more.mapToGlobal(self.more.rect().bottomLeft())))
        self.save.triggered.connect(self.ask_name)
        self.update_it.triggered.connect(lambda: self.keep(self._last))
        self.delete.triggered.connect(self._delete)
        self.retranslate()

    def show_state(self, state: FormState) -> None:
        """Show which preset these settings are, if they are one."""
        self._state = state
        fitting = [name for name, preset in self._all().items() if state.fits(preset)]
        name = self._last if self._last in fitting else next(iter(fitting), "")
        self._last = name or self._last
        self.box.setCurrentIndex(self.box.findData(name))
        self._show_actions()

    def ask_name(self) -> None:
        """Let the person name the settings as they are."""
        title, label = self.tr("Save preset"), self.tr("Name of the preset")
        name, agreed = QInputDialog.getText(self, title, label)
        if agreed and cleaned(name):
            self.keep(cleaned(name))

    def keep(self, name: str) -> None:
        """Save the settings as they are under a name; those that come with the app keep theirs."""
        while name in shipped():
            name = f"{name} 2"
        self._presets.save(name, self._state.preset())
        self._last = name
        self._fill()

    def retranslate(self) -> None:
        self.box.setAccessibleName(self.tr("Preset"))
        self.box.setToolTip(self.tr("Preset"))
        self.more.describe(self.tr("Presets: save, update, delete"))
        self.save.setText(self.tr("Save as a preset…"))
        self._fill()

    def _all(self) -> dict[str, Preset]:
        return {**shipped(), **self._presets.own}

    def _fill(self) -> None:
        self.box.clear()
        self.box.addItem(self.tr("Custom"), "")
        for name in self._all():
            self.box.addItem(name, name)
        self.box.insertSeparator(1)
        self.show_state(self._state)

    def _on_activated(self) -> None:
        name = str(self.box.currentData() or "")
        if name:
            self._last = name
            self.chosen.emit(dict(self._all()[name]))
        else:
            self.show_state(self._state)

    def _delete(self) -> None:
        self._presets.delete(self._last)
        self._last = ""
        self._fill()

    def _show_actions(self) -> None:
        own = self._presets.own
        is_own = self._last in own
        self.update_it.setText(self.tr("Update “{0}”").format(self._last) if is_own else self.tr("Update"))
        self.delete.setText(self.tr("Delete “{0}”").format(self._last) if is_own else self.tr("Delete"))
        self.update_it.setEnabled(is_own and not self._state.fits(own[self._last]))
        self.delete.setEnabled(is_own)
