"""The window says in its own language what the engine says in English."""

from __future__ import annotations

import ast
import csv
import inspect
import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from pytestqt.qtbot import QtBot

from desktop.words.engine_words import told
from desktop.words.phrases import PHRASES
from engine import errors

ROOT = Path(__file__).resolve().parents[3]
ENGINE = ROOT / "engine"
ERRORS = {name for name, kind in inspect.getmembers(errors, inspect.isclass) if kind.__module__ == errors.__name__}
NOT_FOR_THE_WINDOW = ("cli", "training", "report.py", "selection.py", "watch.py", "settings.py")
"""Parts whose reasons the window never shows: options are checked by its controls."""
OPTIONS = re.compile(r"must be|only one|either |is 'fast' or|region|a thumbnail has|unknown picture format")
CHINESE = re.compile(r"[\u4e00-\u9fff]")


@pytest.fixture
def chinese(qtbot: QtBot) -> Iterator[None]:
    """The application speaks Chinese for the length of a test."""
    translator, before = QTranslator(), QLocale()
    assert translator.load(str(ROOT / "assets" / "translations" / "safelight_zh_CN.qm"))
    QCoreApplication.installTranslator(translator)
    QLocale.setDefault(QLocale("zh_CN"))
    yield
    QCoreApplication.removeTranslator(translator)
    QLocale.setDefault(before)


def template_of(node: ast.expr) -> str | None:
    """A literal text, with numbered fields where an f-string fills something in."""
    if isinstance(node, ast.Constant) and isinstance(node.value, str):
        return node.value
    if not isinstance(node, ast.JoinedStr):
        return None
    text, count = "", 0
    for piece in node.values:
        if isinstance(piece, ast.Constant):
            text += str(piece.value)
        else:
            text += f"{{{count}}}"
            count += 1
    return text


def reasons() -> set[str]:
    """All texts that the engine's source gives its errors, and its report of why the graphics card is not used."""
    found = set()
    for path in ENGINE.rglob("*.py"):
        if set(path.relative_to(ENGINE).parts) & set(NOT_FOR_THE_WINDOW):
            continue
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            if isinstance(node, ast.Call) and isinstance(node.func, ast.Name) and node.args:
                if node.func.id not in ERRORS | {"ProviderReport"}:
                    continue
                reason = node.args[int(node.func.id == "ProviderReport")]
                choices = [reason.body, reason.orelse] if isinstance(reason, ast.IfExp) else [reason]
                found |= {text for choice in choices if (text := template_of(choice)) is not None}
    return {text for text in found if text and not OPTIONS.search(text)}


def test_every_reason_in_the_engines_source_has_its_phrase() -> None:
    found = reasons()
    assert len(found) > 60
    assert sorted(found - set(PHRASES)) == []


def test_all_that_was_said_of_the_awkward_files_is_said_in_chinese(chinese: None) -> None:
    with (ROOT / "tests" / "data" / "awkward.tsv").open(encoding="utf-8", newline="") as file:
        texts = {row["reason or remark"] for row in csv.DictReader(file, delimiter="\t")} - {""}
    assert len(texts) > 40
    english = {text for text in texts if re.search(r"[a-z]{3,} [a-z]{3,} [a-z]{3,}", re.sub(r"（.*）", "", told(text)))}
    assert english == set()


@pytest.mark.parametrize("text", [
    "cannot be written: the disk is full",
    "lost in JPEG: the transparency, 16 bits a channel",
    "only the first of 3 pages; larger than the original",
    "the original stays: only 12.0 dB like the original",
    "needs about 2,300 MB, the memory budget is 1,000 MB",
    "3 of 4 squares lost, the colour profile is damaged",
    "the transparency, the resolution",
])  # fmt: skip
def test_phrases_within_phrases(chinese: None, text: str) -> None:
    said = told(text)
    assert CHINESE.search(said)
    assert not re.search(r"[a-z]{3,}", said.replace("dB", "").replace("MB", "")), said
    for number in re.findall(r"\d[\d.,]*\d|\d", text):
        assert number in said


def test_what_is_not_known_stays_as_it_is(chinese: None) -> None:
    assert told("a wholly new kind of trouble; and more, of it") == "a wholly new kind of trouble; and more, of it"
    assert told("") == ""


def test_english_is_what_the_engine_said(qtbot: QtBot) -> None:
    for text in ("cannot be written: the disk is full", "3 of 4 squares lost, the colour profile is damaged", "what?"):
        assert told(text) == text
