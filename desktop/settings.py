"""What the app remembers between runs."""

from __future__ import annotations

from pathlib import Path
from typing import cast

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from desktop.look.theme import THEME_CHOICES, ThemeChoice
from desktop.viewer.compare_view import CompareMode
from desktop.widgets.goal_row import GOALS, Goal
from desktop.words.translations import LANGUAGES
from engine.jobs import Existing, Strip


class Settings:
    """Typed access to a QSettings store; damaged or unknown values read as the default."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store if store is not None else QSettings("Safelight", "Safelight")

    @property
    def language(self) -> str:
        """``system`` or one of the language codes."""
        return self._choice("language", ("system", *LANGUAGES), "system")

    @language.setter
    def language(self, code: str) -> None:
        self._store.setValue("language", code)

    @property
    def theme(self) -> ThemeChoice:
        return cast(ThemeChoice, self._choice("theme", THEME_CHOICES, "system"))

    @theme.setter
    def theme(self, choice: ThemeChoice) -> None:
        self._store.setValue("theme", choice)

    @property
    def compare_mode(self) -> CompareMode:
        names = tuple(mode.value for mode in CompareMode)
        return CompareMode(self._choice("compare_mode", names, CompareMode.SIDE.value))

    @compare_mode.setter
    def compare_mode(self, mode: CompareMode) -> None:
        self._store.setValue("compare_mode", mode.value)

    @property
    def quality(self) -> int:
        return self._level("quality", 50)

    @quality.setter
    def quality(self, value: int) -> None:
        self._store.setValue("quality", value)

    @property
    def strength(self) -> int:
        return self._level("strength", 30)

    @strength.setter
    def strength(self, value: int) -> None:
        self._store.setValue("strength", value)

    @property
    def noise(self) -> int:
        """How much noise is left out of compressed files."""
        return self._level("noise", 0)

    @noise.setter
    def noise(self, value: int) -> None:
        self._store.setValue("noise", value)

    @property
    def target_percent(self) -> int:
        """The size that a batch aims at, in per cent of each original."""
        return max(1, self._level("target_percent", 50))

    @target_percent.setter
    def target_percent(self, value: int) -> None:
        self._store.setValue("target_percent", value)

    @property
    def existing(self) -> Existing:
        """What a batch does where a result is there already; never to replace it unasked."""
        return cast(Existing, self._choice("existing", ("skip", "rename"), "skip"))

    @existing.setter
    def existing(self, policy: Existing) -> None:
        self._store.setValue("existing", policy)

    @property
    def strip(self) -> Strip:
        """Private data that a batch's results go without."""
        return cast(Strip, self._choice("strip", ("none", "gps", "all"), "none"))

    @strip.setter
    def strip(self, what: Strip) -> None:
        self._store.setValue("strip", what)

    @property
    def keeps_dates(self) -> bool:
        """Whether a batch's results take over the dates of their files."""
        return self._choice("keeps_dates", ("no", "yes"), "no") == "yes"

    @keeps_dates.setter
    def keeps_dates(self, keeps: bool) -> None:
        self._store.setValue("keeps_dates", "yes" if keeps else "no")

    def goal(self, page: str) -> Goal:
        """What ``picture`` or ``batch`` aims at when it compresses."""
        return cast(Goal, self._choice(f"goal/{page}", GOALS, "quality"))

    def set_goal(self, page: str, goal: str) -> None:
        """Remember an aim."""
        self._store.setValue(f"goal/{page}", goal)

    def folder(self, purpose: str) -> Path:
        """The folder last used for ``open``, ``save`` or ``batch``; at first, the user's pictures."""
        kept = str(self._store.value(f"folder/{purpose}", ""))
        if kept and Path(kept).is_dir():
            return Path(kept)
        places = QStandardPaths.standardLocations(QStandardPaths.StandardLocation.PicturesLocation)
        return Path(places[0]) if places and Path(places[0]).is_dir() else Path.home()

    def set_folder(self, purpose: str, folder: Path) -> None:
        """Remember a folder."""
        self._store.setValue(f"folder/{purpose}", str(folder))

    def layout(self, part: str) -> QByteArray:
        """The saved geometry or state of a part of the window; empty at first."""
        value = self._store.value(f"layout/{part}")
        return value if isinstance(value, QByteArray) else QByteArray()

    def set_layout(self, part: str, state: QByteArray) -> None:
        """Remember a geometry or state."""
        self._store.setValue(f"layout/{part}", state)

    def sync(self) -> None:
        """Write everything out."""
        self._store.sync()

    def _choice(self, key: str, allowed: tuple[str, ...], default: str) -> str:
        value = str(self._store.value(key, default))
        return value if value in allowed else default

    def _level(self, key: str, default: int) -> int:
        try:
            return min(100, max(0, int(str(self._store.value(key, default)))))
        except ValueError:
            return default
