"""What the app remembers between runs."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import QByteArray, QSettings, QStandardPaths

from desktop.look.theme import THEME_CHOICES, ThemeChoice
from desktop.words.translations import LANGUAGES

if TYPE_CHECKING:  # the window is painted before the engine and the viewer are loaded
    from desktop.viewer.compare_view import CompareMode
    from desktop.widgets.denoiser_choice import Denoiser
    from desktop.widgets.goal_row import Goal
    from engine.files.settings import Existing, Strip

PAGES = ("picture", "batch", "models", "studio")
MOST_RECENT = 12
MOST_THREADS = 256
MOST_MINUTES = 7 * 24 * 60


class _Text:
    """A setting that is any text."""

    def __init__(self, key: str, default: str = "") -> None:
        self._key, self._default = key, default

    def __get__(self, settings: Settings, _: type[Settings]) -> str:
        return str(settings._store.value(self._key, self._default))

    def __set__(self, settings: Settings, text: str) -> None:
        settings._store.setValue(self._key, text)


class _Switch:
    """A setting that is on or off."""

    def __init__(self, key: str, default: bool = False) -> None:
        self._key, self._default = key, default

    def __get__(self, settings: Settings, _: type[Settings]) -> bool:
        return settings._choice(self._key, ("no", "yes"), "yes" if self._default else "no") == "yes"

    def __set__(self, settings: Settings, on: bool) -> None:
        settings._store.setValue(self._key, "yes" if on else "no")


class _Number:
    """A setting that is a whole number; one out of its range counts as the nearest in it."""

    def __init__(self, key: str, default: int, least: int = 0, most: int = 100) -> None:
        self._key, self._default, self._least, self._most = key, default, least, most

    def __get__(self, settings: Settings, _: type[Settings]) -> int:
        try:
            value = int(str(settings._store.value(self._key, self._default)))
        except ValueError:
            return self._default
        return min(self._most, max(self._least, value))

    def __set__(self, settings: Settings, value: int) -> None:
        settings._store.setValue(self._key, value)


class Settings:
    """Typed access to a QSettings store; damaged or unknown values read as the default."""

    def __init__(self, store: QSettings | None = None) -> None:
        self._store = store if store is not None else QSettings("Safelight", "Safelight")

    @classmethod
    def untouched(cls) -> Settings:
        """Settings as a new app has them; what is changed in them is forgotten."""
        return cls(QSettings(":/untouched.ini", QSettings.Format.IniFormat))

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
        from desktop.viewer.compare_view import CompareMode

        names = tuple(mode.value for mode in CompareMode)
        return CompareMode(self._choice("compare_mode", names, CompareMode.SIDE.value))

    @compare_mode.setter
    def compare_mode(self, mode: CompareMode) -> None:
        self._store.setValue("compare_mode", mode.value)

    quality = _Number("quality", 50)
    strength = _Number("strength", 30)
    detail = _Number("detail", 0)
    """How much detail denoising brings back."""
    noise = _Number("noise", 0)
    """How much noise is left out of compressed files."""
    noise_is_automatic = _Switch("noise_is_automatic")
    """Whether as much noise is left out as each picture has."""

    @property
    def denoiser(self) -> Denoiser:
        """Which one is chosen, where there are several."""
        return cast("Denoiser", self._choice("denoiser", ("fast", "best"), "fast"))

    @denoiser.setter
    def denoiser(self, denoiser: Denoiser) -> None:
        self._store.setValue("denoiser", denoiser)

    target_percent = _Number("target_percent", 50, least=1)
    """The size that a batch aims at, in per cent of each original."""

    @property
    def existing(self) -> Existing:
        """What a batch does where a result is there already; never to replace it unasked."""
        return cast("Existing", self._choice("existing", ("skip", "rename"), "skip"))

    @existing.setter
    def existing(self, policy: Existing) -> None:
        self._store.setValue("existing", policy)

    @property
    def strip(self) -> Strip:
        """Private data that a batch's results go without; never all of it unasked."""
        return cast("Strip", self._choice("strip", ("none", "gps"), "none"))

    @strip.setter
    def strip(self, what: Strip) -> None:
        self._store.setValue("strip", what)

    keeps_dates = _Switch("keeps_dates")
    """Whether a batch's results take over the dates of their files."""

    def goal(self, page: str) -> Goal:
        """What ``picture`` or ``batch`` aims at when it compresses."""
        from desktop.widgets.goal_row import GOALS

        return cast("Goal", self._choice(f"goal/{page}", GOALS, "quality"))

    def set_goal(self, page: str, goal: str) -> None:
        """Remember an aim."""
        self._store.setValue(f"goal/{page}", goal)

    threads = _Number("threads", 0, most=MOST_THREADS)
    """Processor threads that the models may take; 0 stands for all cores."""
    codec = _Text("codec")
    """Id of the codec that new files are made with; empty for the program's."""
    training_python = _Text("studio/python")
    """Path of the Python that trains; empty for the one that runs the app."""
    studio_data = _Text("studio/data")
    """Folder of the pictures that were learned from last."""
    studio_recipe = _Text("studio/recipe")
    """Name of the recipe that was chosen last."""

    studio_minutes = _Number("studio/minutes", 10, least=1, most=MOST_MINUTES)
    """The budget of a training."""
    page = _Number("page", 0, most=len(PAGES) - 1)
    """The page last looked at, by its place in :data:`PAGES`."""
    details = _Switch("details")
    """Whether all figures of a picture are shown."""
    output = _Text("output", "latent")
    """Name of the format that compressed pictures are saved in."""
    opens_fitted = _Switch("opens_fitted")
    """Whether pictures open as a whole, rather than at their own pixels where there is most to see."""
    side_panel = _Switch("side_panel", default=True)
    """Whether the panel beside a picture is shown."""

    @property
    def recent(self) -> list[Path]:
        """What was opened, the newest first."""
        kept = self._store.value("recent", [])
        names = kept if isinstance(kept, list) else [kept]
        return [Path(str(name)) for name in names if str(name)][:MOST_RECENT]

    @recent.setter
    def recent(self, paths: list[Path]) -> None:
        self._store.setValue("recent", [str(path) for path in paths[:MOST_RECENT]])

    unfinished = _Text("batch/unfinished")
    """Path of the journal of a batch that has not come to its end; empty where there is none."""
    presets = _Text("presets", "{}")
    """Named settings of the batch page, as JSON."""

    measures = _Switch("measures")
    """Whether a batch tells the PSNR of its results."""

    @property
    def name_pattern(self) -> str:
        """What a batch's results are called."""
        return str(self._store.value("name_pattern", "")) or "{name}"

    @name_pattern.setter
    def name_pattern(self, pattern: str) -> None:
        self._store.setValue("name_pattern", pattern)

    @property
    def data_folder(self) -> Path:
        """Where the app keeps what is more than a setting; beside a store that is a file of its own, as tests have."""
        if self._store.format() == QSettings.Format.IniFormat:
            return Path(self._store.fileName()).parent / "data"
        return Path(QStandardPaths.writableLocation(QStandardPaths.StandardLocation.AppDataLocation))

    @property
    def place(self) -> str:
        """The file that holds all this: one for each user."""
        return self._store.fileName()

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
