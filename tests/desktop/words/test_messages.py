"""The window says in its own language what the engine says in English."""

from __future__ import annotations

import ast
import copy
import csv
import importlib.util
import json
import pickle
import re
from collections.abc import Iterator
from pathlib import Path
from types import ModuleType

import pytest
from PySide6.QtCore import QCoreApplication, QLocale, QTranslator
from pytestqt.qtbot import QtBot

from desktop.words.messages import translated
from engine.errors import OutputError, reason_for
from engine.messages import Message, listed

ROOT = Path(__file__).resolve().parents[3]
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


@pytest.fixture(scope="module")
def engine_messages() -> ModuleType:
    spec = importlib.util.spec_from_file_location("engine_messages", ROOT / "scripts" / "engine_messages.py")
    assert spec is not None and spec.loader is not None
    module = importlib.util.module_from_spec(spec)
    spec.loader.exec_module(module)
    return module


def puts_together(node: ast.expr) -> bool:
    if isinstance(node, ast.IfExp):
        return puts_together(node.body) or puts_together(node.orelse)
    return isinstance(node, ast.JoinedStr | ast.BinOp)


def test_no_reason_of_an_error_is_put_together(engine_messages: ModuleType) -> None:
    """A text with something filled in is a message: an f-string could not be translated."""
    found = []
    for path in engine_messages.modules():
        for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
            makes_one = isinstance(node, ast.Call) and getattr(node.func, "id", "") in engine_messages.MAKERS
            if makes_one and node.args and puts_together(node.args[0]):
                found.append(f"{path.name}:{node.lineno}")
    assert found == []


def test_every_message_is_translated(engine_messages: ModuleType, chinese: None) -> None:
    templates = engine_messages.all_templates()
    assert len(templates) > 200
    assert [text for text in templates if not CHINESE.search(QCoreApplication.translate("Engine", text))] == []


@pytest.mark.parametrize("message", [
    Message("cannot be written: {0}", Message("the disk is full")),
    Message("lost in {0}: {1}", "JPEG", listed([Message("the transparency"), Message("the resolution")])),
    listed([Message("only the first of {0} pages", 3), Message("larger than the original")], "; "),
    Message("the original stays: {0}", Message("only {0:.1f} dB like the original", 12.04)),
    Message("needs about {0}, the memory budget is {1}", "2,300 MB", "1,000 MB"),
    listed([Message("{0} of {1} lost", 3, Message("{0} squares", 4)), Message("the colour profile")]),
    reason_for(OutputError("exists already", "/7.png"), "/8.png"),
])  # fmt: skip
def test_messages_within_messages(chinese: None, message: Message) -> None:
    said = translated(message)
    assert CHINESE.search(said)
    assert not re.search(r"[a-z]{3,}", re.sub(r"dB|MB|png", "", said)), said
    for number in re.findall(r"\d[\d.,]*\d|\d", message):
        assert number in said
    for again in (pickle.loads(pickle.dumps(message)), copy.deepcopy(message)):
        assert (again, translated(again)) == (message, said)
    kept = Message.from_json(json.loads(json.dumps(message.to_json())))
    assert (kept, translated(kept)) == (message, said)


def test_what_is_not_known_stays_as_it_is(chinese: None) -> None:
    assert translated("a wholly new kind of {trouble}") == "a wholly new kind of {trouble}"
    assert translated(Message("a wholly new kind of {0}", "trouble")) == "a wholly new kind of trouble"
    assert translated("") == ""


def test_english_is_what_the_engine_said(qtbot: QtBot) -> None:
    for text in (Message("cannot be written: {0}", Message("the disk is full")), "what?"):
        assert translated(text) == text


def test_all_that_was_said_of_the_awkward_files_is_known(engine_messages: ModuleType) -> None:
    """The list of what was said of other projects' test files holds no text that comes from elsewhere."""
    with (ROOT / "tests" / "data" / "awkward.tsv").open(encoding="utf-8", newline="") as file:
        texts = {row["reason or warning"] for row in csv.DictReader(file, delimiter="\t")} - {""}
    assert len(texts) > 40
    ordered = sorted(engine_messages.all_templates(), key=len, reverse=True)
    known = "|".join(re.sub(r"\\\{\d.*?\\\}", ".+", re.escape(template)) for template in ordered)
    assert [text for text in texts if not re.fullmatch(f"(?:{known})(?:[;,] (?:{known}))*", text)] == []


@pytest.mark.parametrize("value", [3, None, {"template": "{0}"}, {"template": "{1}", "arguments": ["a"]}])
def test_json_that_is_no_message(value: object) -> None:
    with pytest.raises((TypeError, KeyError, IndexError)):
        Message.from_json(value)
