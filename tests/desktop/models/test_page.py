"""The models page: what is installed, what it runs on, and no work while nobody looks."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from PySide6.QtCore import QTimer
from PySide6.QtGui import QDesktopServices, QGuiApplication
from pytestqt.qtbot import QtBot

import engine
from desktop.models import page as page_module
from desktop.models.card_texts import sections
from desktop.models.device_panel import why_not_cuda
from desktop.models.page import ModelsPage
from desktop.models.tasks import InstalledModel, Memory, look_at_memory, look_at_models
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from desktop.work.task_runner import TaskProgress
from engine.models import catalog
from tests.desktop.conftest import PATIENCE


@pytest.fixture
def page(window: MainWindow, qtbot: QtBot) -> ModelsPage:
    window.show_page(2)
    made = window.models
    qtbot.waitUntil(lambda: made.list.count() > 0, timeout=PATIENCE)
    qtbot.waitUntil(lambda: "–" not in made.device.figures.shown().values(), timeout=PATIENCE)
    return made


def progress() -> TaskProgress:
    return TaskProgress(lambda _: None, lambda _: None)


def rows_of(model: InstalledModel) -> dict[str, str]:
    return {name: value for _, rows in sections(model) for name, value in rows}


def a_model(**changes: object) -> InstalledModel:
    return InstalledModel(replace(engine.ModelCard("x", "codec", "X", "00"), **changes), {}, "")  # type: ignore[arg-type]


def test_all_installed_models_are_listed_with_size_and_kind(page: ModelsPage) -> None:
    texts = [page.list.item(row).text() for row in range(page.list.count())]
    assert len(texts) == len(engine.installed_models())
    assert any("Codec" in text and catalog.DEFAULT_CODEC in text and "MB" in text for text in texts)
    assert any("Denoiser" in text for text in texts)


def test_the_card_of_the_chosen_model_can_be_read(page: ModelsPage) -> None:
    assert page.chosen is not None and page.chosen.card.is_default, "what is used stands first"
    for row in range(page.list.count()):
        page.list.setCurrentRow(row)
        assert page.chosen is not None
        text = page.card.text()
        card = page.chosen.card
        use = "In use" if card.is_default else "Not in use"
        for said in (card.id, card.title, use, "Verified", "MIT", *card.files):
            assert said in text, said
    assert "dB" in page.card.text() and "Steps" in page.card.text()


def test_the_folder_is_shown(page: ModelsPage, monkeypatch: pytest.MonkeyPatch) -> None:
    opened: list[str] = []
    monkeypatch.setattr(QDesktopServices, "openUrl", lambda url: opened.append(url.toLocalFile()))
    page.card.folder.click()
    assert page.chosen is not None and opened == [str(page.chosen.card.folder)]


def test_the_device_is_told(page: ModelsPage) -> None:
    report, shown = engine.provider_report(), page.device.figures.shown()
    assert report.provider in page.device.title.text()
    assert shown["Processor cores"] == str(report.cores) and shown["ONNX Runtime"] == report.runtime
    assert " of " in shown["Memory in use"] and "B" in shown["Memory of this app"]


@pytest.mark.parametrize(("reason", "said"), [
    ("", ""),
    ("the installed ONNX Runtime has no CUDA support", "processor only"),
    ("CUDA is not usable here (driver or libraries missing)", "there is none"),
    ("CUDA gave wrong results (off by 9 of 255)", "off by 9"),
    ("CUDA failed: no kernel image", "no kernel image"),
])  # fmt: skip
def test_why_not_the_graphics_card_is_said_in_plain_words(qtbot: QtBot, reason: str, said: str) -> None:
    assert said in why_not_cuda(reason) and bool(why_not_cuda(reason)) is bool(reason)


def test_the_graphics_card_is_named_where_it_runs(page: ModelsPage) -> None:
    page.device.show_provider(engine.ProviderReport("CUDA", ""))
    assert "graphics card" in page.device.title.text() and page.device.why.text() == ""


def test_threads_are_chosen_and_remembered(page: ModelsPage, settings: Settings) -> None:
    assert settings.threads == 0 and page.device.threads.text() == "All cores"
    page.device.threads.setValue(1)
    assert settings.threads == 1 and page.device.figures.shown()["Threads in use"] == "1"
    assert "threads: 1" in "\n".join(page.device.lines())


def test_a_report_for_a_bug_is_copied(page: ModelsPage, qtbot: QtBot) -> None:
    with qtbot.waitSignal(page.noticed, timeout=PATIENCE):
        page.device.report.click()
    text = QGuiApplication.clipboard().text()
    for said in (
        f"Safelight {engine.__version__}",
        "onnxruntime",
        "Provider: ",
        "Memory: ",
        f"{catalog.DEFAULT_CODEC}: ",
    ):
        assert said in text, said
    assert str(Path.home()) not in text, "no folder of a person"


def test_nothing_ticks_while_the_page_is_not_seen(page: ModelsPage, window: MainWindow, qtbot: QtBot) -> None:
    timers = page.findChildren(QTimer)
    assert [timer.isActive() for timer in timers] == [True] and timers[0].interval() >= 2000
    window.show_page(0)
    assert not any(timer.isActive() for timer in timers)
    window.show_page(2)
    assert timers[0].isActive()


def test_memory_is_looked_at_again_while_the_page_is_seen(
    page: ModelsPage, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(page_module.tasks, "look_at_memory", lambda: replace_run(Memory(8_000_000_000, 0, 77_000_000)))
    page.findChildren(QTimer)[0].timeout.emit()
    qtbot.waitUntil(lambda: page.device.figures.shown()["Memory of this app"].startswith("77"), timeout=PATIENCE)


def replace_run(memory: Memory) -> object:
    return replace(look_at_memory(), run=lambda _: memory)


def test_memory_counts_the_machine_and_this_process() -> None:
    memory = look_at_memory().run(progress())
    assert 10_000_000 < memory.own < memory.total and 0 < memory.used <= memory.total


def test_damage_is_told_in_the_list_of_facts(
    window: MainWindow, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch, tmp_path: Path
) -> None:
    card = replace(engine.installed_models()[0], folder=tmp_path)
    monkeypatch.setattr(engine, "installed_models", lambda: [card])
    found = look_at_models().run(progress())
    assert found.models[0].damage == "a model file is missing" and found.models[0].sizes == {}
    window.show_page(2)
    qtbot.waitUntil(window.models.banner.isVisible, timeout=PATIENCE)
    assert "a model file is missing" in window.models.banner.text.text()
    assert "a model file is missing" in window.models.card.text()


def test_figures_are_found_however_a_card_groups_them(qtbot: QtBot) -> None:
    grouped = rows_of(a_model(figures={"bd_rate": {"jpeg": -48.9, "avif": 3.21}, "kmac_per_pixel": 20.1}))
    assert grouped["vs. JPEG at equal quality (BD-rate)"] == "48.9 % smaller"
    assert grouped["vs. AVIF at equal quality (BD-rate)"] == "3.2 % larger"
    assert grouped["Multiply-adds"] == "20.1 thousand for each pixel"
    flat = rows_of(a_model(figures={"bd_rate_webp": -23.9, "note": "text", "parity": {"x": 1.0}}))
    assert flat["vs. WebP at equal quality (BD-rate)"] == "23.9 % smaller" and len(flat) == 4


def test_a_card_without_training_says_nothing_of_it(qtbot: QtBot) -> None:
    assert [title for title, _ in sections(a_model())] == ["On this computer"]
    trained = rows_of(a_model(training={"data": "d", "steps": 9884.0, "minutes": 118.0, "date": "2026-11-01"}))
    assert (trained["Steps"], trained["Time"], trained["Date"]) == ("9,884", "1 h 58 min", "2026-11-01")
    points = rows_of(a_model(training={"validation": {"bpp@0.5": 0.69, "psnr@0.5": 36.4881, "bpp@1.0": 2.0}}))
    assert points["At quality 50"] == "0.69 bits a pixel, 36.49 dB" and "At quality 100" not in points
    noise = rows_of(a_model(kind="denoiser", training={"validation": {"psnr@25": 38.88}}))
    assert noise["Noise of σ 25 removed"] == "38.88 dB"


def test_the_splitter_is_remembered(make_window: Callable[[], MainWindow], qtbot: QtBot) -> None:
    first = make_window()
    first.show_page(2)
    first.models.splitter.setSizes([240, 460])
    sizes = first.models.splitter.sizes()
    first.close()
    qtbot.waitUntil(lambda: not first.isVisible(), timeout=PATIENCE)
    second = make_window()
    second.resize(first.size())
    assert second.pages.index == 2 and second.models.splitter.sizes() == sizes
