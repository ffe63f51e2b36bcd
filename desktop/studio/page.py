"""The page for training autoencoders on one's own pictures, and for exploring them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime
from pathlib import Path

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtGui import QShowEvent
from PySide6.QtWidgets import QFrame, QHBoxLayout, QScrollArea, QStackedWidget, QVBoxLayout, QWidget

import engine
from desktop import dialogs
from desktop.settings import Settings
from desktop.studio import tasks
from desktop.studio.environment import Environment
from desktop.studio.explore import Explorer
from desktop.studio.form import StudioForm
from desktop.studio.plan import Plan
from desktop.studio.progress_panel import ProgressPanel
from desktop.studio.python import PythonFacts, ask_python
from desktop.studio.recipes import Recipe, look_at_recipe, look_at_recipes
from desktop.studio.run import State, TrainingRun
from desktop.widgets.banner import Banner
from desktop.widgets.segmented import Segmented
from desktop.words.retranslated import Retranslated
from desktop.work.task_runner import Failure, Handlers, TaskRunner

REFRESH_MS = 250
"""The figures of a run follow it no faster: calm for the eye, and whatever a process says costs little."""
PANEL_WIDTH = 308
TABS = ("train", "explore")
RECIPE_SUFFIX = ".toml"


class StudioPage(Retranslated, QWidget):
    """Settings on the left, what comes of them on the right; nothing is looked at before the page is seen.

    Signals:
        noticed: a line for the status bar.
        models_changed: there is a model that was not there before.
        ended: no training process is running any more.
        viewer_asked: pictures for the viewer, a :class:`~desktop.work.comparison.Comparison`.
    """

    noticed = Signal(str)
    models_changed = Signal()
    ended = Signal()
    viewer_asked = Signal(object)

    def __init__(self, runner: TaskRunner, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._runner, self.settings = runner, settings
        self._looked, self._closing = False, False
        self._shown_state: State = "idle"
        self.banner, self.tabs = Banner(), Segmented(TABS)
        self.form, self.environment = StudioForm(settings), Environment(settings)
        self.training = TrainingRun(runner, self)
        self.panel, self.explorer = ProgressPanel(self.training), Explorer(runner, settings, self)
        self._left, self._right = QStackedWidget(), QStackedWidget()
        self._refresh = QTimer(self)
        self._refresh.setSingleShot(True)
        self._refresh.setInterval(REFRESH_MS)
        self._refresh.timeout.connect(self._show_run)
        self._lay_out()
        self._connect()
        self.retranslate()
        self._show_all()

    @property
    def is_training(self) -> bool:
        """Whether a process is at work."""
        return self.training.is_running

    @property
    def runs_folder(self) -> Path:
        return self.settings.data_folder / "studio"

    def take_paths(self, folders: Sequence[Path], files: Sequence[Path]) -> None:
        """What was dropped: a folder to learn from or to explore, a recipe, or pictures for the explored model."""
        recipes = [path for path in files if path.suffix.lower() == RECIPE_SUFFIX]
        suffixes = {*engine.READABLE_SUFFIXES, engine.LATENT_SUFFIX}
        pictures = [path for path in files if path.suffix.lower() in suffixes]
        if folders and not recipes and self.tabs.choice == "explore":
            self.explorer.take_folder(folders[0])
            return
        if (folders or recipes) and self.training.is_busy:
            self.banner.inform(self.tr("The settings are in use until the training has ended"))
            return
        if folders:
            self.tabs.choose("train")
            self.form.set_folder(folders[0])
        if recipes:
            self.tabs.choose("train")
            self.take_recipe(recipes[0])
        if pictures and not folders:
            self.tabs.choose("explore")
            self.explorer.take_pictures(pictures)

    def look_at_models(self) -> None:
        """Models may have come or gone."""
        self._runner.start("studio models", tasks.taken_names(), Handlers(self._on_models, self._on_failed))

    def stop(self) -> None:
        """Wind up, as the window is closing: a training saves what it has learned, and is offered at the next start."""
        self._closing = True
        self._refresh.stop()
        self.explorer.stop()
        self.training.wind_up()

    def remember(self) -> None:
        """Keep the settings for the next run."""
        self.form.remember()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if not self._looked:
            self._looked = True
            self._runner.start("studio recipes", look_at_recipes(), Handlers(self._on_recipes, self._on_failed))
            self.look_at_models()
            self.environment.look()
        self.panel.setFocus()  # no frame is drawn before the person has begun

    def retranslate(self) -> None:
        self.tabs.label(train=self.tr("Train"), explore=self.tr("Explore"))

    def _lay_out(self) -> None:
        """Settings of both tabs on the left, what comes of them on the right."""
        settings = QWidget()
        column = QVBoxLayout(settings)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(14)
        column.addWidget(self.form)
        column.addWidget(self.environment)
        column.addStretch()
        self._left.setContentsMargins(18, 0, 18, 0)
        for form, view in ((settings, self.panel), (self.explorer.form, self.explorer.view)):
            self._left.addWidget(form)
            self._right.addWidget(view)
        scroll = QScrollArea()
        scroll.setObjectName("panelscroll")
        scroll.setWidget(self._left)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        side = QFrame()
        side.setObjectName("studiopanel")
        side.setFixedWidth(PANEL_WIDTH)
        of_side = QVBoxLayout(side)
        of_side.setContentsMargins(0, 14, 0, 14)
        of_side.setSpacing(14)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(18, 0, 18, 0)
        tabs.addWidget(self.tabs)
        of_side.addLayout(tabs)
        of_side.addWidget(scroll, 1)
        row = QHBoxLayout()
        row.setSpacing(0)
        row.addWidget(side)
        row.addWidget(self._right, 1)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.setSpacing(0)
        whole.addWidget(self.banner)
        whole.addLayout(row, 1)

    def _connect(self) -> None:
        form, environment, panel, training, explorer = (
            self.form, self.environment, self.panel, self.training, self.explorer,
        )  # fmt: skip
        for signal, slot in (
            (self.tabs.chosen, self._show_tab),
            (form.edited, self._show_all),
            (form.folder_asked, self._ask_data),
            (form.recipe_asked, self._ask_recipe),
            (environment.asked, self._ask_python),
            (environment.choose_asked, self._choose_python),
            (environment.copied, lambda: self.noticed.emit(self.tr("Copied"))),
            (panel.start.clicked, self.start),
            (panel.pause.clicked, lambda: training.pause(on=training.state == "training")),
            (panel.stop_keep.clicked, lambda: training.stop(keep=True)),
            (panel.stop.clicked, self._stop),
            (panel.keep.clicked, lambda: training.keep(self.environment.python)),
            (panel.discard.clicked, self._discard),
            (panel.explore.clicked, lambda: self.tabs.choose("explore")),
            (training.changed, self._on_changed),
            (training.measured, self._on_measured),
            (training.sheet_came, self._on_sheet),
            (training.kept, self._on_kept),
            (training.failed, self.banner.tell),
            (training.ended, self.ended),
            (explorer.failed, self.banner.tell),
            (explorer.pictures_asked, self._ask_pictures),
            (explorer.folder_asked, self._ask_explored),
            (explorer.viewer_asked, self.viewer_asked),
        ):
            signal.connect(slot)

    def start(self) -> None:
        """Begin, or go on with what was stopped."""
        if self.training.is_busy or not self._can_start():
            return
        self.banner.clear()
        plan = self._plan()
        if plan != self.training.plan:
            self.panel.begin()
        self.training.start(plan, self.environment.python)
        self.panel.setFocus()  # the button is gone, and the next that takes the keys would be the log

    def _plan(self) -> Plan:
        """What is set now; the same training as before where it was stopped and nothing is changed."""
        stopped = self.training.plan if self.training.state == "stopped" else None
        if stopped is not None:
            same = self.form.plan(stopped.out, stopped.threads)
            if (same.recipe, same.data, same.seed) == (stopped.recipe, stopped.data, stopped.seed):
                return same
        now = datetime.now().astimezone()
        folder = self.runs_folder / f"{tasks.RUN_PREFIX}{now:%Y%m%d-%H%M%S}-{self.form.name.text()}"
        return self.form.plan(str(folder), self.settings.threads)

    def _can_start(self) -> bool:
        return self.form.is_complete and self.environment.can_train

    def _stop(self) -> None:
        if self.training.state == "stopping":
            self.training.kill()
        else:
            self.training.stop(keep=False)

    def _discard(self) -> None:
        self.training.discard()
        self.panel.begin()

    def _ask_python(self, path: str) -> None:
        self._show_all()
        self._runner.start("studio python", ask_python(path), Handlers(self._on_python, self._on_failed))

    def take_recipe(self, path: Path) -> None:
        """Offer a recipe of one's own, once it has been looked at."""
        operation = look_at_recipe(path)
        self._runner.start("studio recipe", operation, Handlers(self.form.add_recipe, self._on_failed))

    def _ask_data(self) -> None:
        """A folder to learn from."""
        folder = self._ask_for("studio")
        if folder is not None:
            self.form.set_folder(folder)

    def _ask_explored(self) -> None:
        """A folder to look at with the model that is explored."""
        folder = self._ask_for("explore")
        if folder is not None:
            self.explorer.take_folder(folder)

    def _ask_for(self, use: str) -> Path | None:
        """A folder, where the last one for this use was."""
        title = self.tr("Folder with the pictures")
        folder = dialogs.ask_folder(self, title, self.settings.folder(use))
        if folder is not None:
            self.settings.set_folder(use, folder)
        return folder

    def _ask_recipe(self) -> None:
        """A recipe of one's own."""
        kinds = self.tr("Recipes (*.toml)")
        path = dialogs.ask_file(self, self.tr("Open a recipe"), self.settings.folder("recipe"), kinds)
        if path is not None:
            self.settings.set_folder("recipe", path.parent)
            self.take_recipe(path)

    def _choose_python(self) -> None:
        """A Python to train with."""
        folder = Path(self.environment.python or Path.home()).parent
        path = dialogs.ask_file(self, self.tr("Choose a Python"), folder, "")
        if path is not None:
            self.environment.choose_python(str(path))

    def _ask_pictures(self, count: int) -> None:
        """One picture to look at, or two to go between."""
        paths = dialogs.ask_open(self, self.settings.folder("open"))
        if len(paths) < count:
            if paths:
                self.banner.inform(self.tr("Choose two files, to go from the one to the other"))
            return
        self.settings.set_folder("open", paths[0].parent)
        self.explorer.take_pictures(paths[:count])

    # What the parts tell

    def _on_recipes(self, recipes: list[Recipe]) -> None:
        self.form.offer(recipes)
        self._show_all()
        handlers = Handlers[Plan | None](self._on_unfinished, self._on_failed)
        self._runner.start("studio unfinished", tasks.find_unfinished(self.runs_folder), handlers)

    def _on_unfinished(self, plan: Plan | None) -> None:
        if plan is not None and not self.training.is_busy:
            self.form.show_plan(plan)
            self.training.show_unfinished(plan)

    def _on_models(self, cards: list[engine.ModelCard]) -> None:
        self.form.show_taken({card.id for card in cards})
        self.explorer.form.offer([card for card in cards if card.kind == "autoencoder"])
        self._show_all()

    def _on_python(self, facts: PythonFacts) -> None:
        self.environment.show_facts(facts)
        self._show_all()

    def _on_changed(self) -> None:
        """At once where the state is another, and otherwise soon."""
        if not self._refresh.isActive() and not self._closing:
            self._refresh.start()
        if self.training.state != self._shown_state:
            self._show_all()

    def _on_measured(self, seconds: float, loss: float | None, error: float | None) -> None:
        if loss is not None:
            self.panel.chart.add_training(seconds, loss)
        if error is not None:
            self.panel.chart.add_validation(seconds, error)

    def _on_sheet(self, path: str) -> None:
        self._runner.start("studio sheet", tasks.read_sheet(path), Handlers(self.panel.show_sheet))

    def _on_kept(self, card: engine.ModelCard) -> None:
        self.noticed.emit(self.tr("{0} added to your models").format(card.id))
        self.look_at_models()
        self.explorer.form.choose(card.id)
        self.models_changed.emit()

    def _on_failed(self, failure: Failure) -> None:
        self.banner.tell(failure.reason, failure.path)

    # What is shown

    def _show_tab(self) -> None:
        index = TABS.index(self.tabs.choice)
        self._left.setCurrentIndex(index)
        self._right.setCurrentIndex(index)

    def _show_all(self) -> None:
        self._shown_state = self.training.state
        busy = self.training.is_busy
        self.form.setEnabled(not busy)
        self.environment.path.setEnabled(not busy)
        self.environment.choose.setEnabled(not busy)
        complete = self.form.is_complete
        self.environment.show_command(self._plan_text() if complete else "")
        self._show_run()

    def _plan_text(self) -> str:
        return self.form.plan(str(Path("runs") / self.form.name.text()), self.settings.threads).command_line()

    def _show_run(self) -> None:
        self.panel.show_run(can_start=self._can_start())
