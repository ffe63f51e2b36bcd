"""Named settings of the batch page: a few that come with the app, and those that a person saves."""

from __future__ import annotations

import json
from collections.abc import Mapping

from PySide6.QtCore import QCoreApplication

from desktop.batch.state import FormState
from desktop.settings import Settings

Preset = Mapping[str, object]

LONGEST_NAME = 60

_SHIPPED: dict[str, FormState] = {
    "archive": FormState(quality=85, dates=True, measure=True),
    "web": FormState(quality=45, strip="all"),
    "smallest": FormState(quality=12, noise=20, strip="all"),
    "scans": FormState(task="denoise", automatic=True, dates=True),
}


def shipped() -> dict[str, Preset]:
    """Those that come with the app, by their names in its language."""
    names = {
        "archive": QCoreApplication.translate("Presets", "Archive"),
        "web": QCoreApplication.translate("Presets", "Small, no metadata"),
        "smallest": QCoreApplication.translate("Presets", "Smallest"),
        "scans": QCoreApplication.translate("Presets", "Clean up scans"),
    }
    return {names[key]: state.preset() for key, state in _SHIPPED.items()}


class Presets:
    """Those that a person has saved, kept with the settings; damaged ones are as if they had never been."""

    def __init__(self, settings: Settings) -> None:
        self._settings = settings

    @property
    def own(self) -> dict[str, Preset]:
        """By their names, in their order."""
        try:
            kept = json.loads(self._settings.presets)
            return {str(name): dict(fields) for name, fields in kept.items()}
        except (ValueError, TypeError, AttributeError):
            return {}

    def save(self, name: str, preset: Preset) -> None:
        """Keep settings under a name, in place of what it stood for."""
        self._write({**self.own, name: preset})

    def delete(self, name: str) -> None:
        """Forget a name."""
        self._write({other: preset for other, preset in self.own.items() if other != name})

    def _write(self, presets: Mapping[str, Preset]) -> None:
        self._settings.presets = json.dumps(dict(presets))


def cleaned(name: str) -> str:
    """A name as it is kept: in one line, and not endless."""
    return " ".join(name.split())[:LONGEST_NAME].strip()
