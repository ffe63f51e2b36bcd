"""The look: a darkroom's calm in the dark, a light table's in the light, one accent the colour of a safelight."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from string import Template
from typing import Literal, cast

from PySide6.QtCore import Qt
from PySide6.QtGui import QColor, QFontInfo, QPalette
from PySide6.QtWidgets import QApplication, QWidget

from desktop.look.stylesheet import STYLESHEET
from engine.assets import assets_dir

ThemeChoice = Literal["system", "light", "dark"]
THEME_CHOICES: tuple[ThemeChoice, ...] = ("system", "light", "dark")


@dataclass(frozen=True)
class Theme:
    """Colours by their part.

    Text on its ground always has a contrast of at least 4.5 : 1 (WCAG AA); ``edge``, which shows where one may type,
    ``accent`` as the ring of the focus, and the colours of a chart have 3 : 1 (WCAG 1.4.11). ``border`` only divides.
    """

    window: QColor
    panel: QColor
    raised: QColor
    hover: QColor
    border: QColor
    edge: QColor
    text: QColor
    muted: QColor
    canvas: QColor
    accent: QColor
    on_accent: QColor
    accent_hover: QColor
    tint: QColor
    good: QColor
    error: QColor
    error_ground: QColor
    red: QColor
    green: QColor
    blue: QColor


def _theme(**colours: str) -> Theme:
    return Theme(**{part: QColor(colour) for part, colour in colours.items()})


DARK = _theme(
    window="#1a1a1b", panel="#212122", raised="#2c2c2e", hover="#363638", border="#39393c", edge="#79797d",
    text="#e9e6e1", muted="#a5a19b", canvas="#121212",
    accent="#f0813a", on_accent="#1c0d04", accent_hover="#ff9a57", tint="#3a281d",
    good="#86c28b", error="#ff9d92", error_ground="#3d2220", red="#ff6b62", green="#55bd63", blue="#6b98ff",
)  # fmt: skip

LIGHT = _theme(
    window="#f2f1ef", panel="#faf9f8", raised="#ffffff", hover="#ebe8e4", border="#d5d1cb", edge="#86827c",
    text="#201e1b", muted="#625e58", canvas="#dddcda",
    accent="#b3441a", on_accent="#ffffff", accent_hover="#983712", tint="#f8e4da",
    good="#2e6f38", error="#a1261b", error_ground="#fbe6e3", red="#c9372c", green="#2d7d3a", blue="#2b5fd0",
)  # fmt: skip


TYPE_SCALE = {"caption": 0.9, "body": 1.15, "value": 1.25, "headline": 1.4, "hero": 1.8}
"""Sizes of text, as shares of the system's."""


def theme_of(widget: QWidget) -> Theme:
    """The theme that a widget is painted in: the application's, as style sheets change the palettes of widgets."""
    return DARK if QApplication.palette(widget).window().color().lightness() < 128 else LIGHT


def apply_theme(application: QApplication, choice: ThemeChoice) -> None:
    """Dress the whole application; ``system`` follows the desktop, and is dark where that does not say."""
    scheme = application.styleHints().colorScheme()
    light = choice == "light" or (choice == "system" and scheme == Qt.ColorScheme.Light)
    theme = LIGHT if light else DARK
    application.setPalette(_palette(theme))
    parts = {part: cast(QColor, colour).name() for part, colour in asdict(theme).items()}
    icons = (assets_dir() / "icons" / "ui").as_posix()
    size = QFontInfo(application.font()).pixelSize()
    sizes = {name: f"{max(10, round(size * share))}px" for name, share in TYPE_SCALE.items()}
    sheet = Template(STYLESHEET).substitute(parts, **sizes, icons=icons, name="light" if light else "dark")
    application.setStyleSheet(sheet)


def _palette(theme: Theme) -> QPalette:
    role = QPalette.ColorRole
    palette = QPalette()
    for part, colour in (
        (role.Window, theme.window), (role.WindowText, theme.text), (role.Base, theme.raised),
        (role.AlternateBase, theme.panel), (role.Text, theme.text), (role.Button, theme.raised),
        (role.ButtonText, theme.text), (role.BrightText, theme.error), (role.Link, theme.accent),
        (role.Highlight, theme.accent), (role.HighlightedText, theme.on_accent), (role.ToolTipBase, theme.raised),
        (role.ToolTipText, theme.text), (role.PlaceholderText, theme.muted), (role.Accent, theme.accent),
        (role.Light, theme.hover), (role.Midlight, theme.raised), (role.Mid, theme.border), (role.Dark, theme.border),
    ):  # fmt: skip
        palette.setColor(part, colour)
    for part in (role.WindowText, role.Text, role.ButtonText):
        faded = QColor(theme.muted)
        faded.setAlpha(140)
        palette.setColor(QPalette.ColorGroup.Disabled, part, faded)
    return palette
