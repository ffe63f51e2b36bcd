"""Every string of the app is translated, and the language can be switched while it runs."""

from __future__ import annotations

import ast
import re
import string
import subprocess
import sys
import sysconfig
import xml.etree.ElementTree as ElementTree
from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from pytestqt.qtbot import QtBot

from desktop.look.theme import DARK, LIGHT, Theme
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from tests.desktop.conftest import PATIENCE

ROOT = Path(__file__).resolve().parents[3]
CHINESE = ROOT / "assets" / "translations" / "safelight_zh_CN.ts"

Message = tuple[str, str]


def messages(ts: Path) -> dict[Message, ElementTree.Element]:
    """The messages of a .ts file by context and source text."""
    found = {}
    for context in ElementTree.parse(ts).getroot().iter("context"):
        for message in context.iter("message"):
            found[context.findtext("name", ""), message.findtext("source", "")] = message
    return found


def run_tool(name: str, *arguments: str) -> None:
    tool = Path(sysconfig.get_path("scripts")) / name
    subprocess.run([tool, *arguments], check=True, capture_output=True, timeout=300, cwd=ROOT)


@pytest.fixture(scope="module")
def sources(tmp_path_factory: pytest.TempPathFactory) -> set[Message]:
    """What the code wants translated, gathered afresh, as ``scripts/translate`` does."""
    folder = tmp_path_factory.mktemp("lupdate")
    ts, engine = folder / "fresh.ts", folder / "engine.py"
    listing = subprocess.run([sys.executable, "scripts/engine_messages.py"], check=True, capture_output=True, cwd=ROOT)
    engine.write_bytes(listing.stdout)
    files = sorted(str(file) for file in (ROOT / "desktop").rglob("*.py"))
    run_tool("pyside6-lupdate", str(engine), *files, "-ts", str(ts), "-locations", "none")
    return set(messages(ts))


def test_no_string_is_missing_and_none_is_left_over(sources: set[Message]) -> None:
    assert len(sources) > 100
    assert set(messages(CHINESE)) == sources


def asked(node: ast.AST, owner: str = "") -> Iterator[Message]:
    """What a module looks up while it runs: its calls of ``tr`` and ``translate`` with literal texts."""
    for child in ast.iter_child_nodes(node):
        if isinstance(child, ast.Call):
            name = child.func.attr if isinstance(child.func, ast.Attribute) else getattr(child.func, "id", "")
            texts = [a.value for a in child.args if isinstance(a, ast.Constant) and isinstance(a.value, str)]
            if name in ("tr", "translate") and texts and len(texts) == len(child.args):
                yield (owner, texts[0]) if len(texts) == 1 else (texts[0], texts[1])
        yield from asked(child, child.name if isinstance(child, ast.ClassDef) else owner)


def test_whatever_the_app_looks_up_is_there() -> None:
    """lupdate passes over texts within an f-string, and over ``translate`` by another name."""
    found = {
        message
        for file in (ROOT / "desktop").rglob("*.py")
        for message in asked(ast.parse(file.read_text(encoding="utf-8")))
    }
    assert len(found) > 300
    assert found - set(messages(CHINESE)) == set()


def test_every_translation_is_finished_and_keeps_its_placeholders() -> None:
    for (context, source), message in messages(CHINESE).items():
        translation = message.find("translation")
        assert translation is not None and translation.get("type") is None, (context, source)
        text = translation.text or ""
        assert text.strip(), (context, source)
        fields = {field for _, field, _, _ in string.Formatter().parse(source) if field}
        assert {field for _, field, _, _ in string.Formatter().parse(text) if field} == fields, (context, source)


def test_the_compiled_file_is_up_to_date(tmp_path: Path) -> None:
    compiled = tmp_path / "fresh.qm"
    run_tool("pyside6-lrelease", str(CHINESE), "-qm", str(compiled))
    assert compiled.read_bytes() == CHINESE.with_suffix(".qm").read_bytes()


def test_the_language_is_switched_at_once_and_remembered(window: MainWindow, settings: Settings, qtbot: QtBot) -> None:
    assert window.picture.empty.headline.text() == "Drop a picture here"
    window.menus.languages["zh_CN"].trigger()
    qtbot.waitUntil(lambda: window.picture.empty.headline.text() == "将图片拖到此处", timeout=PATIENCE)
    assert window.sidebar.buttons[1].text() == "批处理"
    assert window.batch.footer.start.text() == "开始"
    assert settings.language == "zh_CN"
    window.menus.languages["en"].trigger()
    qtbot.waitUntil(lambda: window.batch.footer.start.text() == "Start", timeout=PATIENCE)


def test_a_new_window_speaks_only_its_own_language(make_window: Callable[[], MainWindow], settings: Settings) -> None:
    settings.language = "zh_CN"
    assert make_window().batch.footer.start.text() == "开始"
    settings.language = "en"
    assert make_window().batch.footer.start.text() == "Start"


def luminance(colour: str) -> float:
    parts = [int(colour[i : i + 2], 16) / 255 for i in (1, 3, 5)]
    linear = [c / 12.92 if c <= 0.04045 else ((c + 0.055) / 1.055) ** 2.4 for c in parts]
    return 0.2126 * linear[0] + 0.7152 * linear[1] + 0.0722 * linear[2]


@pytest.mark.parametrize("theme", [DARK, LIGHT], ids=["dark", "light"])
def test_text_can_be_read_on_its_ground(theme: Theme) -> None:
    pairs = [
        *((text, ground) for text in (theme.text, theme.muted) for ground in (theme.window, theme.panel, theme.raised)),
        (theme.accent, theme.tint), (theme.accent, theme.window), (theme.on_accent, theme.accent),
        (theme.on_accent, theme.accent_hover), (theme.error, theme.error_ground), (theme.error, theme.panel),
        (theme.good, theme.panel), (theme.good, theme.window), (theme.text, theme.tint),
    ]  # fmt: skip
    for text, ground in pairs:
        light, dark = sorted((luminance(text.name()), luminance(ground.name())), reverse=True)
        assert (light + 0.05) / (dark + 0.05) >= 4.5, (text.name(), ground.name())


def test_the_style_sheet_uses_only_known_parts() -> None:
    from desktop.look.stylesheet import STYLESHEET
    from desktop.look.theme import TYPE_SCALE

    used = set(re.findall(r"\$(\w+)", STYLESHEET))
    assert used <= set(Theme.__dataclass_fields__) | {"icons", "name", *TYPE_SCALE}
