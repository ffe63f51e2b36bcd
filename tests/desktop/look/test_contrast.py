"""WCAG 2.1 AA in both themes: text 4.5 : 1 on its ground, what shows a control or its focus 3 : 1 (1.4.3, 1.4.11).

The style sheet is read rule by rule, so a rule that is added later is held to the same.
"""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass, fields

import pytest
from PySide6.QtGui import QColor, QPalette

from desktop.look import theme as theme_room
from desktop.look.stylesheet import STYLESHEET
from desktop.look.theme import DARK, LIGHT, TYPE_SCALE, Theme

TEXT, GRAPHIC = 4.5, 3.0
PAGES = ("window", "panel", "raised")
"""What lies under a text whose rule does not say."""
GROUNDS = {"#banner[": ("raised",), "#banner": ("error_ground",), "#segmented": ("window", "tint")}
"""What else lies under the texts and rings of some parts."""
INPUTS = ("QLineEdit", "QSpinBox", "QComboBox", "QCheckBox::indicator")
PAINTED = [
    ("text", "panel"), ("text", "window"), ("text", "tint"), ("text", "hover"), ("muted", "panel"), ("muted", "hover"),
    ("muted", "tint"), ("muted", "canvas"), ("text", "canvas"), ("good", "window"), ("good", "panel"),
    ("error", "window"), ("error", "panel"), ("error", "error_ground"), ("on_accent", "accent"),
    ("on_accent", "accent_hover"), ("accent", "tint"),
]  # fmt: skip
"""Texts on their grounds in what is painted by hand: charts, tables, the viewer."""
DRAWN = [(ink, ground) for ink in ("red", "green", "blue", "accent", "muted") for ground in ("window", "panel")]
"""Lines and areas of charts."""

both_themes = pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])


@dataclass(frozen=True)
class Rule:
    """One selector with the properties of its rule."""

    selector: str
    properties: dict[str, str]

    @property
    def is_off(self) -> bool:
        """What cannot be used is exempt."""
        return ":disabled" in self.selector

    @property
    def ground(self) -> str | None:
        found = part_in(self.properties.get("background", ""))
        return None if found == "" else found

    @property
    def edges(self) -> list[str]:
        """Parts of the theme that its borders are drawn in."""
        values = [value for name, value in self.properties.items() if name.startswith("border") and "$" in value]
        return [part_in(value) for value in values]


def part_in(value: str) -> str:
    found = re.search(r"\$(\w+)", value)
    return found.group(1) if found else ""


def rules() -> Iterator[Rule]:
    plain = re.sub(r"/\*.*?\*/", "", STYLESHEET, flags=re.DOTALL)
    for selectors, body in re.findall(r"([^{}]+)\{([^{}]*)\}", plain):
        pairs = [declaration.split(":", 1) for declaration in body.split(";") if ":" in declaration]
        for selector in selectors.split(","):
            yield Rule(" ".join(selector.split()), {name.strip(): value.strip() for name, value in pairs})


def grounds_of(rule: Rule) -> tuple[str, ...]:
    if rule.ground is not None:
        return (rule.ground,)
    return next((grounds for start, grounds in GROUNDS.items() if rule.selector.startswith(start)), PAGES)


def luminance(colour: QColor) -> float:
    parts = [colour.redF(), colour.greenF(), colour.blueF()]
    red, green, blue = (part / 12.92 if part <= 0.04045 else ((part + 0.055) / 1.055) ** 2.4 for part in parts)
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(a: QColor, b: QColor) -> float:
    low, high = sorted((luminance(a), luminance(b)))
    return (high + 0.05) / (low + 0.05)


def of(theme: Theme, first: str, second: str) -> float:
    colours: tuple[QColor, QColor] = (getattr(theme, first), getattr(theme, second))
    return contrast(*colours)


RULES = list(rules())


def test_the_measure_is_that_of_wcag() -> None:
    assert contrast(QColor("#000000"), QColor("#ffffff")) == pytest.approx(21)
    assert contrast(QColor("#767676"), QColor("#ffffff")) == pytest.approx(4.54, abs=0.01)


def test_the_style_sheet_was_read() -> None:
    assert len(RULES) > 80
    names = {field.name for field in fields(Theme)}
    used = set(re.findall(r"\$(\w+)", STYLESHEET)) - {"icons", "name", *TYPE_SCALE}
    assert used <= names and {"text", "edge", "accent", "tint"} <= used


@both_themes
def test_every_text_of_the_style_sheet_can_be_read(theme: Theme) -> None:
    poor = [
        (rule.selector, part_in(rule.properties["color"]), ground)
        for rule in RULES
        if "$" in rule.properties.get("color", "") and not rule.is_off
        for ground in grounds_of(rule)
        if of(theme, part_in(rule.properties["color"]), ground) < TEXT
    ]
    assert not poor


@both_themes
def test_every_selection_can_be_read(theme: Theme) -> None:
    pairs = [(part_in(rule.properties["selection-color"]), part_in(rule.properties["selection-background-color"]))
             for rule in RULES if "selection-color" in rule.properties]  # fmt: skip
    assert pairs and all(of(theme, text, ground) >= TEXT for text, ground in pairs)


@both_themes
@pytest.mark.parametrize(("text", "ground"), PAINTED)
def test_every_painted_text_can_be_read(theme: Theme, text: str, ground: str) -> None:
    assert of(theme, text, ground) >= TEXT


@both_themes
@pytest.mark.parametrize(("ink", "ground"), DRAWN)
def test_every_line_of_a_chart_can_be_seen(theme: Theme, ink: str, ground: str) -> None:
    assert of(theme, ink, ground) >= GRAPHIC


@both_themes
@pytest.mark.parametrize("control", INPUTS)
def test_one_sees_where_one_may_type_or_tick(theme: Theme, control: str) -> None:
    edges = [edge for rule in RULES if rule.selector == control for edge in rule.edges]
    assert edges, "it has no edge at all"
    assert all(of(theme, edge, ground) >= GRAPHIC for edge in edges for ground in PAGES)


@both_themes
def test_every_ring_of_the_focus_can_be_seen(theme: Theme) -> None:
    rings = [rule for rule in RULES if ":focus" in rule.selector and not rule.is_off]
    assert {"QPushButton", "QLineEdit", "QSpinBox", "QComboBox", "QCheckBox::indicator"} <= {
        rule.selector.split(":focus")[0] for rule in rings
    }
    for rule in rings:
        assert rule.edges, f"{rule.selector} shows its focus by no edge"
        for ground in grounds_of(rule):
            assert all(of(theme, edge, ground) >= GRAPHIC for edge in rule.edges), (rule.selector, ground)


@both_themes
def test_what_is_down_is_told_by_more_than_a_tint(theme: Theme) -> None:
    """The tint alone is as light as what lies around it."""
    marked = {rule.selector: rule.edges for rule in RULES if rule.edges}
    for selector in ('QToolButton[role="tool"]:checked', "#segmented QPushButton:checked", "QMenu::item:selected"):
        assert all(of(theme, edge, ground) >= GRAPHIC for edge in marked[selector] for ground in (*PAGES, "tint"))


@both_themes
def test_progress_and_sliders_stand_out(theme: Theme) -> None:
    assert of(theme, "accent", "border") >= GRAPHIC  # the filled part on the rest
    assert all(of(theme, "accent", ground) >= GRAPHIC for ground in PAGES)
    handle = next(rule for rule in RULES if rule.selector == "QScrollBar::handle")
    assert all(of(theme, handle.ground or "", ground) >= GRAPHIC for ground in PAGES)


@both_themes
def test_the_palette_can_be_read(theme: Theme) -> None:
    palette, role = theme_room._palette(theme), QPalette.ColorRole
    for text, ground in (
        (role.WindowText, role.Window), (role.Text, role.Base), (role.Text, role.AlternateBase), (role.Link, role.Base),
        (role.ButtonText, role.Button), (role.HighlightedText, role.Highlight), (role.ToolTipText, role.ToolTipBase),
        (role.PlaceholderText, role.Base), (role.BrightText, role.Window), (role.Link, role.Window),
    ):  # fmt: skip
        for group in (QPalette.ColorGroup.Active, QPalette.ColorGroup.Inactive):
            assert contrast(palette.color(group, text), palette.color(group, ground)) >= TEXT, (text, ground)
