"""A number box for a file's size that understands units."""

from __future__ import annotations

import re

from PySide6.QtCore import QLocale
from PySide6.QtGui import QValidator
from PySide6.QtWidgets import QSpinBox

_TYPED = re.compile(r"^\s*(\d[\d.,\s\u00a0\u202f’']*)\s*([a-z%]*)", re.IGNORECASE)
_KILOBYTES = {"": 1.0, "b": 0.001, "k": 1.0, "kb": 1.0, "m": 1000.0, "mb": 1000.0, "g": 1e6, "gb": 1e6}


class SizeBox(QSpinBox):
    """Takes ``300``, ``300 kB``, ``1.5 MB`` and, where the whole is known, ``25 %``.

    Attributes:
        whole: what 100 % is, in the unit of the box; ``None`` where a percentage means nothing.
    """

    def __init__(self, unit: str, largest: int) -> None:
        super().__init__()
        self._is_percentage = unit == "%"
        self.whole: int | None = 100 if self._is_percentage else None
        self.setRange(1, largest)
        self.setSuffix(f" {unit}")
        self.setGroupSeparatorShown(True)
        self.setKeyboardTracking(False)

    def validate(self, text: str, position: int) -> tuple[QValidator.State, str, int]:
        state = QValidator.State.Intermediate if self._read(text) is None else QValidator.State.Acceptable
        return state, text, position

    def valueFromText(self, text: str) -> int:
        size = self._read(text)
        return self.value() if size is None else min(self.maximum(), max(self.minimum(), round(size)))

    def _read(self, text: str) -> float | None:
        """The size that a text says, in the unit of the box; ``None`` where it says none."""
        found = _TYPED.match(text)
        if found is None:
            return None
        number, unit = _number(found[1].strip()), found[2].lower()
        if number is None:
            return None
        if unit == "%":
            return None if self.whole is None else number * self.whole / 100
        if self._is_percentage:
            return number if not unit else None
        return number * _KILOBYTES[unit] if unit in _KILOBYTES else None


def _number(text: str) -> float | None:
    """A number as the language of the app writes it, or with a decimal point."""
    value, is_number = QLocale().toDouble(text)
    if is_number:
        return value
    try:
        return float(text.replace(",", "."))
    except ValueError:
        return None
