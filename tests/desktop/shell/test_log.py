"""The log keeps what is worth knowing, and what nobody caught becomes a line in the page."""

from __future__ import annotations

import logging
import sys
import threading
import warnings
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import qWarning
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QFileDialog
from pytestqt.qtbot import QtBot

import engine
from desktop.shell import log
from desktop.shell.log import MOST_LINES, LogKeeper, Troubles, kept_log
from desktop.shell.log_dialog import LogDialog
from desktop.shell.main_window import MainWindow
from tests.desktop.conftest import PATIENCE


@pytest.fixture
def keeper(monkeypatch: pytest.MonkeyPatch) -> LogKeeper:
    made = LogKeeper()
    monkeypatch.setattr(log, "keeper", made)
    return made


@pytest.fixture
def troubles(qtbot: QtBot, keeper: LogKeeper) -> Iterator[Troubles]:
    made = Troubles()
    with kept_log(made):
        yield made


def test_what_the_app_python_and_qt_say_is_kept(troubles: Troubles, keeper: LogKeeper) -> None:
    logging.getLogger("engine.anything").warning("the disk is %s", "slow")
    logging.getLogger("engine.anything").debug("chatter")
    warnings.warn("old ways", UserWarning, stacklevel=1)
    qWarning("a plugin is missing")
    kept = keeper.text()
    assert "WARNING" in kept and "engine.anything: the disk is slow" in kept
    assert "UserWarning: old ways" in kept and "a plugin is missing" in kept and "chatter" not in kept


def test_only_the_last_lines_are_kept(keeper: LogKeeper) -> None:
    for number in range(MOST_LINES + 100):
        keeper.handle(logging.makeLogRecord({"msg": f"line {number}", "levelno": logging.INFO}))
    lines = keeper.text().splitlines()
    assert len(lines) == MOST_LINES and lines[-1].endswith(f"line {MOST_LINES + 99}")


def test_what_nobody_caught_is_told_and_kept(troubles: Troubles, keeper: LogKeeper, qtbot: QtBot) -> None:
    told: list[str] = []
    troubles.met.connect(told.append)
    try:
        raise ValueError("it is broken\nin two lines")
    except ValueError:
        sys.excepthook(*sys.exc_info())  # type: ignore[arg-type]
    assert told == ["ValueError: it is broken"]
    assert "Traceback" in keeper.text() and "in two lines" in keeper.text()
    with qtbot.waitSignal(troubles.met, timeout=PATIENCE) as heard:
        thread = threading.Thread(target=lambda: [][1])
        thread.start()
        thread.join()
    assert heard.args == ["IndexError: list index out of range"]


def test_trouble_that_comes_again_and_again_is_told_once(troubles: Troubles, keeper: LogKeeper) -> None:
    told: list[str] = []

    def tell(line: str) -> None:
        told.append(line)
        raised(KeyError("in the telling itself"))

    troubles.met.connect(tell)
    raised(ValueError("painting"))
    raised(KeyError("in the telling itself"))
    assert told == ["ValueError: painting", "KeyError: 'in the telling itself'"]
    assert keeper.text().count("unexpected error") == 4


def raised(error: Exception) -> None:
    sys.excepthook(type(error), error, None)


def test_an_interruption_is_no_trouble(troubles: Troubles) -> None:
    told: list[str] = []
    troubles.met.connect(told.append)
    sys.excepthook(KeyboardInterrupt, KeyboardInterrupt(), None)
    assert not told


def test_everything_is_as_it_was_afterwards(qtbot: QtBot) -> None:
    before = sys.excepthook, threading.excepthook, logging.getLogger().handlers[:], logging.getLogger().level
    with kept_log(Troubles()):
        assert sys.excepthook is not before[0]
    assert (sys.excepthook, threading.excepthook, logging.getLogger().handlers, logging.getLogger().level) == before


@pytest.mark.parametrize("index", [0, 1, 2])
def test_trouble_is_a_line_in_the_page(window: MainWindow, index: int) -> None:
    window.show_page(index)
    window.tell_trouble("ValueError: it is broken")
    banner = (window.picture, window.batch, window.models)[index].banner
    assert banner.isVisible() and "ValueError: it is broken" in banner.text.text()


def test_the_log_is_shown_copied_and_saved(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    log.keeper.handle(logging.makeLogRecord({"msg": "remember me", "levelno": logging.INFO}))
    window.menus.log.trigger()
    sheet = window.sheets.sheet("log")
    assert isinstance(sheet, LogDialog)
    qtbot.waitUntil(lambda: sheet.text().startswith(f"Safelight {engine.__version__}\nPython"), timeout=PATIENCE)
    assert "remember me" in sheet.text() and "numpy" in sheet.text()
    sheet.copy.click()
    assert QGuiApplication.clipboard().text() == sheet.text()
    target = tmp_path / "saved.log"
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(target), ""))
    sheet.save.click()
    qtbot.waitUntil(lambda: target.exists() and target.read_text(encoding="utf-8") == sheet.text(), timeout=PATIENCE)
    monkeypatch.setattr(QFileDialog, "getSaveFileName", lambda *_: (str(tmp_path / "no" / "folder.log"), ""))
    sheet.save.click()
    qtbot.waitUntil(sheet.banner.isVisible, timeout=PATIENCE)
    sheet.close()
    assert window.sheets.sheet("log") is None
