"""One window of the app in one theme and language, and the states it is photographed in."""

from __future__ import annotations

import os
import threading
import time
from collections.abc import Callable
from pathlib import Path

from folder_uses import explore_folder
from PySide6.QtCore import QPointF, QSettings
from PySide6.QtWidgets import QWidget

from desktop.app import build
from desktop.settings import Settings
from desktop.shell.main_window import MainWindow
from desktop.studio.page import StudioPage
from desktop.viewer.compare_view import CompareMode
from engine.batch import run as batch_run
from engine.files.job import Outcome
from engine.progress import Progress

PATIENCE = 600.0  # seconds for one answer of the engine


class Held(Progress):
    """Stands still with a few seconds to go."""

    @property
    def seconds_left(self) -> float | None:
        return 6.0


class Studio:
    """Goes through the states of a window."""

    def __init__(self, folder: Path, material: Path, theme: str, language: str) -> None:
        self._folder, self._material = folder, material
        self._suffix = f"{theme}-{language}"
        store = material / self._suffix
        store.mkdir()
        os.environ["SAFELIGHT_MODELS"] = str(store / "models")  # whoever runs this may have some
        settings = Settings(QSettings(str(store / "settings.ini"), QSettings.Format.IniFormat))
        settings.theme, settings.language = theme, language  # type: ignore[assignment]
        self._app = build(settings)
        self.window: MainWindow = self._app.window
        self.window.resize(1280, 800)
        self.window.show()
        self.window.begin([])
        self.wait(lambda: bool(self.window.provider.text()))

    def run(self) -> None:
        """Photograph all the states."""
        self.shoot("empty")
        self._comparing()
        self._modes()
        self._denoising()
        self._telling()
        self._batch()
        self._models_and_sheets()
        self._training()
        self.window.close()
        self.wait(lambda: not self.window.isVisible())
        self.window.deleteLater()
        self._app.application.processEvents()

    def shoot(self, state: str, widget: QWidget | None = None) -> None:
        """Photograph the window, or a sheet, as it is."""
        self.rest()
        (widget or self.window).grab().save(str(self._folder / f"{state}-{self._suffix}.png"))

    def _comparing(self) -> None:
        page = self.window.picture
        self.window.open_paths([self._material / "lake at dusk.png"])
        page.controls.compress.quality.set_value(35)
        self._answered(35)
        self.wait(lambda: len(page.controls.compress.curve.points) >= 11)
        page.view.viewport.zoom_to(0.75)
        self.shoot("compare")
        page.keep_result()
        page.session.shelf.choose("left", page.session.shelf.exhibits()[-1].key)
        page.controls.compress.quality.set_value(12)
        self._answered(12)
        page.view.viewport.zoom_to(2.0, QPointF(300, 260))
        self.shoot("kept")
        page.session.shelf.choose("left", "original")
        page.controls.compress.quality.set_value(35)
        self._answered(35)
        page.controls.compress.quality.aim("size")
        self.wait(lambda: not page.session.is_busy)
        self.shoot("target-size")
        page.controls.compress.quality.aim("quality")
        self._answered(35)

    def _modes(self) -> None:
        page = self.window.picture
        page.view.viewport.zoom_to(4.0, QPointF(420, 330))
        self.shoot("pixels")
        page.view.viewport.fit()
        page.set_loupe(True)
        self.shoot("loupe")
        page.set_loupe(False)
        for mode, state in (
            (CompareMode.WIPE, "wipe"),
            (CompareMode.DIFFERENCE, "difference"),
            (CompareMode.SINGLE, "single"),
        ):
            page.set_mode(mode)
            self.wait(lambda: not self.window.runner.awaits("difference"))
            self.shoot(state)
        page.set_mode(CompareMode.SIDE)
        self._stage_work()

    def _denoising(self) -> None:
        page = self.window.picture
        self.window.open_paths([self._material / "lake at night.png"])
        self.wait(lambda: page.bar.name.text() == "lake at night.png")
        page.controls.mode.choose("denoise")
        self.wait(lambda: page.session.answer is not None and page.session.answer.mode == "denoise")
        page.view.viewport.zoom_to(1.0)
        self.shoot("denoise")
        page.controls.denoise.sliders.as_strength.setChecked(False)
        page.controls.denoise.sliders.colour.set_value(70)
        page.controls.denoise.sliders.detail.set_value(30)
        self.wait(lambda: not page.session.is_busy)
        page.view.viewport.zoom_to(4.0)
        self.shoot("denoise-colour")
        page.view.viewport.fit()
        page.controls.mode.choose("compress")
        self._answered(35)

    def _telling(self) -> None:
        window, page = self.window, self.window.picture
        window.open_paths([self._material / "a letter.png"])
        self.wait(page.banner.isVisible)
        self.shoot("error")
        page.banner.clear()
        window.open_paths([self._material / "slides.tif"])
        self.wait(lambda: bool(page.banner.isVisible() and page.session.answer) and not page.session.is_busy)
        self.shoot("message")
        page.banner.clear()
        window.open_paths([self._material / "lake at dusk.latent"])
        self.wait(lambda: page.session.document is not None and page.session.document.latent is not None)
        self.wait(lambda: not page.session.is_busy)
        self.shoot("latent")
        self.window.resize(790, 700)
        self.shoot("small")
        self.window.resize(1280, 800)

    def _stage_work(self) -> None:
        """The progress of a long piece of work, held still."""
        work, progress = self.window.picture.controls.work, Held()
        progress.begin(10)
        progress.advance(4)
        work.begin(self.window.picture.feedback.tr("Compressing…"))
        work.show()
        work.follow(progress)
        self.window.picture.controls.enable_result(False, False)
        self.shoot("working")
        work.end()

    def _batch(self) -> None:
        window, page = self.window, self.window.batch
        window.show_page(1)
        self.shoot("batch-empty")
        copy = self._material / f"{self._suffix}" / "holidays"
        copy.symlink_to(self._material / "holidays", target_is_directory=True)
        page.take_paths([copy])
        self.wait(lambda: bool(page.model.rows) and page.footer.start.isEnabled())
        self._name_place()
        self.shoot("batch-ready")
        gate = threading.Event()
        real, batch_run.run_batch = batch_run.run_batch, held_after(9, gate)
        try:
            page.run()
            self.wait(lambda: page.model.totals.finished >= 9)
            self.wait(lambda: bool(page.footer.left.text()))
            self.shoot("batch-running")
            page.footer.pause.click()
            self.shoot("batch-paused")
            page.footer.pause.click()
            gate.set()
            self.wait(lambda: not page.is_running)
        finally:
            gate.set()
            batch_run.run_batch = real
        self._name_place()
        self.shoot("batch-done")
        page.filters.show_kind("failed")
        self.shoot("batch-failed")
        page.filters.show_kind("all")
        self.window.resize(790, 700)
        self.shoot("batch-small")
        self.window.resize(1280, 800)

    def _name_place(self) -> None:
        """Show a place that means something, in place of the temporary folder that the batch works in."""
        field = self.window.batch.form.where.target
        field.blockSignals(True)
        field.setText("~/Pictures/holidays-compressed")
        field.blockSignals(False)

    def _models_and_sheets(self) -> None:
        window = self.window
        window.show_page(2)
        self.rest(1.0)
        self.shoot("models")
        window.show_page(0)
        for name, show in (
            ("shortcuts", window.sheets.show_shortcuts),
            ("log", window.sheets.show_log),
            ("about", window.sheets.show_about),
        ):
            show()
            self.rest(1.0)
            self.shoot(name, window.sheets.sheet(name))
        window.sheets.close()

    def _training(self) -> None:
        """The studio; a model is really trained where this Python can."""
        window, page = self.window, self.window.studio
        window.show_page(3)
        self.wait(lambda: page.environment.facts is not None and page.form.recipe.count() > 0)
        self.shoot("studio")
        page.tabs.choose("explore")
        self.shoot("studio-no-model")
        page.tabs.choose("train")
        if page.environment.can_train:
            self._train(page)
        page.environment.choose_python("/usr/bin/false")
        self.wait(lambda: page.environment.facts is not None)
        self.shoot("studio-no-torch")
        self.window.resize(790, 700)
        self.shoot("studio-small")
        self.window.resize(1280, 800)
        window.show_page(2)
        self.rest(1.0)
        window.models.list.setCurrentRow(0)
        self.shoot("models-own")

    def _train(self, page: StudioPage) -> None:
        page.form.set_folder(self._material / "holidays")
        page.form.minutes.setValue(2)
        page.start()
        self.wait(lambda: page.training.state != "starting")
        self.wait(lambda: page.training.clock.seconds > 25 or page.training.state != "training")
        self.shoot("studio-training")
        page.panel.pause.click()
        self.wait(lambda: page.training.state != "pausing")
        self.shoot("studio-paused")
        page.panel.pause.click()
        self.wait(lambda: page.training.state != "paused")
        page.training.stop(keep=True)
        self.wait(lambda: page.training.state in ("kept", "stopped", "idle"))
        self.shoot("studio-kept")
        page.tabs.choose("explore")
        self.wait(lambda: page.explorer.model is not None)
        page.explorer.form.axes.sliders[0].setValue(120)
        self.shoot("studio-explore")
        page.explorer.take_picture(self._material / "lake at dusk.png")
        self.wait(lambda: not page.explorer.view.looked_at.heat.image.isNull())
        self.shoot("studio-unlike")
        explore_folder(self, page, self._material / "holidays")
        page.tabs.choose("train")

    def _answered(self, quality: float) -> None:
        session = self.window.picture.session
        self.wait(lambda: session.answer is not None and session.answer.setting == quality and not session.is_busy)

    def rest(self, seconds: float = 0.4) -> None:
        end = time.monotonic() + seconds
        while time.monotonic() < end:
            self._app.application.processEvents()
            time.sleep(0.01)

    def wait(self, ready: Callable[[], bool]) -> None:
        end = time.monotonic() + PATIENCE
        while not ready():
            if time.monotonic() > end:
                raise SystemExit(f"screenshots: waited in vain: {self.window.picture.banner.text.text()}")
            self._app.application.processEvents()
            time.sleep(0.01)


def held_after(count: int, gate: threading.Event) -> Callable[..., list[Outcome]]:
    """``run_batch`` that stands still after ``count`` outcomes until the gate opens."""
    real = batch_run.run_batch

    def run(batch: object, settings: object, *, on_outcome: Callable[..., None], **others: object) -> object:
        seen = iter(range(count))

        def outcome(index: int, result: Outcome) -> None:
            on_outcome(index, result)
            if next(seen, None) is None:
                gate.wait(PATIENCE)

        return real(batch, settings, on_outcome=outcome, **others)  # type: ignore[call-overload]

    return run  # type: ignore[return-value]
