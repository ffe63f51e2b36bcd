"""The sheets beside the window: shortcuts, about and its licences."""

from __future__ import annotations

import json
import re
import tomllib
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

import engine
from desktop.shell.about import AboutDialog
from desktop.shell.main_window import MainWindow
from desktop.shell.shortcuts import ShortcutSheet, keys_text
from desktop.work import packages
from desktop.work.packages import DIRECT, package_names, read_packages
from desktop.work.task_runner import TaskProgress
from engine.assets import assets_dir
from tests.desktop.conftest import PATIENCE

ROOT = Path(__file__).resolve().parents[3]


def sheet_of(window: MainWindow) -> ShortcutSheet:
    sheet = window.sheets.sheet("shortcuts")
    assert isinstance(sheet, ShortcutSheet)
    return sheet


def test_the_shortcut_sheet_lists_every_key_there_is(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_F1)
    shown = sheet_of(window).shown()
    keyed = [
        (action.text().replace("&", ""), keys_text(action))
        for _, action in window.menus.actions()
        if action.shortcuts()
    ]
    assert len(keyed) > 25 and set(keyed) <= set(shown)
    assert ("Side by side", "S") in shown and ("Zoom under the cursor", "Wheel") in shown


def test_the_shortcut_sheet_can_be_searched(window: MainWindow) -> None:
    window.menus.shortcuts.trigger()
    sheet = sheet_of(window)
    sheet.filter.setText("zoom")
    names = [name for name, _ in sheet.shown()]
    assert names and all("zoom" in name.lower() for name in names)
    sheet.filter.setText("ctrl+z")
    assert ("Undo", "Ctrl+Z") in sheet.shown()
    sheet.filter.setText("no such thing")
    assert sheet.shown() == []


def test_the_shortcut_sheet_follows_the_language(window: MainWindow, qtbot: QtBot) -> None:
    window.menus.shortcuts.trigger()
    sheet = sheet_of(window)
    window.menus.languages["zh_CN"].trigger()
    qtbot.waitUntil(lambda: ("退出", "Ctrl+Q") in sheet.shown(), timeout=PATIENCE)
    titles = [sheet.table.topLevelItem(place).text(0) for place in range(sheet.table.topLevelItemCount())]
    assert titles[0] == "文件"
    window.menus.languages["en"].trigger()
    qtbot.waitUntil(lambda: ("Quit", "Ctrl+Q") in sheet.shown(), timeout=PATIENCE)


def test_there_is_one_sheet_of_a_kind(window: MainWindow) -> None:
    window.menus.shortcuts.trigger()
    first = sheet_of(window)
    window.menus.shortcuts.trigger()
    assert sheet_of(window) is first
    first.close()
    assert window.sheets.sheet("shortcuts") is None


def test_sheets_close_with_the_window(window: MainWindow, qtbot: QtBot) -> None:
    window.menus.about.trigger()
    window.menus.log.trigger()
    window.close()
    qtbot.waitUntil(lambda: not window.isVisible(), timeout=PATIENCE)
    assert window.sheets.sheet("about") is None and window.sheets.sheet("log") is None


def test_about_shows_the_version_and_all_licences(window: MainWindow, qtbot: QtBot) -> None:
    window.menus.about.trigger()
    about = window.sheets.sheet("about")
    assert isinstance(about, AboutDialog) and engine.__version__ in about.name.text()
    qtbot.waitUntil(lambda: about.parts.count() > 10, timeout=PATIENCE)
    texts = {}
    for row in range(about.parts.count()):
        about.parts.setCurrentRow(row)
        texts[about.parts.item(row).text()] = about.text.toPlainText()
    assert "Permission is hereby granted" in texts["Safelight itself"]
    assert "safelight-codec" in texts["The models"] and "MIT" in texts["The models"]
    qt = next(text for name, text in texts.items() if name.startswith("PySide6"))
    assert "GNU Lesser General Public License" in qt and "replace" in qt and "Version 3, 29 June 2007" in qt
    assert all("Licence: –" not in text for text in texts.values()), "every part names its licence"


def test_a_bundle_shows_the_list_that_it_was_made_with(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    (tmp_path / "licences").mkdir()
    row = {"name": "libheif", "version": "1.2", "licence": "LGPL-3.0-or-later", "texts": [["copyright", "its text"]]}
    (tmp_path / "licences" / "parts.json").write_text(json.dumps([row]), encoding="utf-8")
    (tmp_path / "licences" / "Safelight.txt").write_text("ours", encoding="utf-8")
    monkeypatch.setattr(packages, "assets_dir", lambda: tmp_path)
    shown = read_packages().run(TaskProgress(lambda _: None, lambda _: None))
    assert [part.name for part in shown] == ["Safelight", "Models", "libheif"]
    assert shown[0].texts == (("LICENSE", "ours"),)
    assert shown[2] == packages.Package("libheif", "1.2", "LGPL-3.0-or-later", (("copyright", "its text"),))


def test_licences_are_those_of_the_project_file() -> None:
    asked = tomllib.loads((ROOT / "pyproject.toml").read_text(encoding="utf-8"))["project"]
    wanted = [*asked["dependencies"], *asked["optional-dependencies"]["raw"]]
    names = {re.split(r"[<>=!~ \[;]", line)[0].lower() for line in wanted}
    assert names <= {name.lower() for name in DIRECT}
    assert {"numpy", "onnxruntime", "pyside6-essentials", "shiboken6"} <= set(package_names())


def test_the_licence_that_ships_is_the_projects_own() -> None:
    assert (assets_dir() / "licences" / "Safelight.txt").read_bytes() == (ROOT / "LICENSE").read_bytes()


def test_reading_licences_can_be_stopped() -> None:
    progress = TaskProgress(lambda _: None, lambda _: None)
    progress.cancel()
    with pytest.raises(engine.progress.Cancelled):  # type: ignore[attr-defined]
        read_packages().run(progress)
