"""What to train: pictures, recipe, budget, and what the model will be called."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QLabel,
    QLineEdit,
    QPushButton,
    QSpinBox,
    QVBoxLayout,
    QWidget,
)

from desktop.settings import MOST_MINUTES, Settings
from desktop.studio.plan import LONGEST_NAME, Plan, name_problem, proposed_name
from desktop.studio.recipes import Recipe
from desktop.widgets.wheel_guard import guard_wheel
from desktop.words.retranslated import Retranslated

MOST_SEED = 999_999
USUAL_RECIPE = "convolutional"


class StudioForm(Retranslated, QWidget):
    """The settings of a training.

    Signals:
        edited: something is another.
        folder_asked, recipe_asked: a dialog is wanted.
    """

    edited = Signal()
    folder_asked = Signal()
    recipe_asked = Signal()

    def __init__(self, settings: Settings, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._settings = settings
        self._recipes: list[Recipe] = []
        self._taken: set[str] = set()
        self._has_own_name = False
        self.data_title, self.recipe_title, self.name_title = QLabel(), QLabel(), QLabel()
        self.minutes_title, self.seed_title = QLabel(), QLabel()
        self.data, self.choose, self.data_hint = QLineEdit(), QPushButton(), QLabel()
        self.recipe, self.other, self.about = QComboBox(), QPushButton(), QLabel()
        self.minutes, self.seed, self.name, self.name_hint = QSpinBox(), QSpinBox(), QLineEdit(), QLabel()
        self._lay_out()
        self.minutes.setRange(1, MOST_MINUTES)
        self.minutes.setValue(settings.studio_minutes)
        self.seed.setRange(0, MOST_SEED)
        self.seed.setValue(1)
        self.name.setMaxLength(LONGEST_NAME)
        for box in (self.recipe, self.minutes, self.seed):
            guard_wheel(box)
        self.data.setText(settings.studio_data)
        self._connect()
        self.retranslate()

    @property
    def chosen_recipe(self) -> Recipe | None:
        found = self.recipe.currentData()
        return found if isinstance(found, Recipe) else None

    @property
    def folder(self) -> Path | None:
        """The folder with the pictures."""
        typed = self.data.text().strip()
        if not typed:
            return None
        try:
            return Path(typed).expanduser()
        except RuntimeError:  # a tilde that is nobody's
            return Path(typed)

    @property
    def is_complete(self) -> bool:
        """Whether all is there that a training needs."""
        has_name = not name_problem(self.name.text()) and self.name.text() not in self._taken
        return self.folder is not None and self.chosen_recipe is not None and has_name

    def plan(self, out: str, threads: int) -> Plan:
        """The training as it is set now; the form must be complete."""
        recipe, folder = self.chosen_recipe, self.folder
        assert recipe is not None and folder is not None
        return Plan(
            recipe.argument, str(folder.absolute()), self.minutes.value(), self.seed.value(), self.name.text(), out,
            threads,
        )  # fmt: skip

    def offer(self, recipes: Sequence[Recipe]) -> None:
        """Offer these recipes."""
        self._recipes = list(recipes)
        self._fill(self._settings.studio_recipe or USUAL_RECIPE)
        self._propose()

    def add_recipe(self, recipe: Recipe) -> None:
        """Offer one more, and choose it."""
        self._recipes = [*(other for other in self._recipes if other.path != recipe.path), recipe]
        self._fill(recipe.name)
        self.recipe.setCurrentIndex(len(self._recipes) - 1)
        self._propose()
        self.edited.emit()

    def set_folder(self, folder: Path) -> None:
        """Learn from these pictures."""
        self.data.setText(str(folder))
        self._on_data()

    def show_taken(self, names: set[str]) -> None:
        """These names are models already."""
        self._taken = names
        if self.name.text() in names:
            self._has_own_name = False
        self._propose()
        self.edited.emit()

    def show_plan(self, plan: Plan) -> None:
        """Set all as a training that is there already."""
        self.data.setText(plan.data)
        place = next((i for i, recipe in enumerate(self._recipes) if recipe.argument == plan.recipe), -1)
        if place >= 0:
            self.recipe.setCurrentIndex(place)
        self.minutes.setValue(plan.minutes)
        self.seed.setValue(plan.seed)
        self.name.setText(plan.name)
        self._has_own_name = True
        self.edited.emit()

    def remember(self) -> None:
        """Keep the settings for the next run."""
        recipe = self.chosen_recipe
        self._settings.studio_data = self.data.text()
        self._settings.studio_minutes = self.minutes.value()
        self._settings.studio_recipe = "" if recipe is None or recipe.is_own else recipe.name

    def retranslate(self) -> None:
        self.data_title.setText(self.tr("Pictures"))
        self.data.setAccessibleName(self.tr("Folder with the pictures"))
        self.data.setPlaceholderText(self.tr("Folder with the pictures"))
        self.choose.setText(self.tr("Choose…"))
        self.choose.setAccessibleName(self.tr("Choose the folder with the pictures"))
        self.data_hint.setText(self.tr("Any pictures, or the files of MNIST or Fashion-MNIST. Drop a folder here."))
        self.recipe_title.setText(self.tr("Recipe"))
        self.recipe.setAccessibleName(self.tr("Recipe"))
        self.other.setText(self.tr("Open…"))
        self.other.setAccessibleName(self.tr("Open a recipe of your own"))
        self.minutes_title.setText(self.tr("Time limit (min)"))
        self.minutes.setAccessibleName(self.tr("Time limit (min)"))
        self.seed_title.setText(self.tr("Seed"))
        self.seed.setAccessibleName(self.tr("Seed"))
        self.seed.setToolTip(self.tr("The same seed gives the same model again, as far as the machine allows."))
        self.name_title.setText(self.tr("Name of the model"))
        self.name.setAccessibleName(self.tr("Name of the model"))
        for place, recipe in enumerate(self._recipes):
            self.recipe.setItemText(place, recipe.title_text())
        self._explain()

    def _lay_out(self) -> None:
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for title in (self.data_title, self.recipe_title, self.name_title):
            title.setProperty("role", "title")
        for hint in (self.data_hint, self.about, self.name_hint):
            hint.setProperty("role", "muted")
            hint.setWordWrap(True)
        self.name_hint.setObjectName("nameExample")  # which the style sheet knows as wrong or right
        for title, field, button, hint in (
            (self.data_title, self.data, self.choose, self.data_hint),
            (self.recipe_title, self.recipe, self.other, self.about),
        ):
            row = QHBoxLayout()
            row.setSpacing(8)
            row.addWidget(field, 1)
            row.addWidget(button)
            column.addWidget(title)
            column.addLayout(row)
            column.addWidget(hint)
            column.addSpacing(8)
        self.recipe.setMinimumContentsLength(12)
        numbers = QGridLayout()
        numbers.setHorizontalSpacing(12)
        for place, (title, box) in enumerate(((self.minutes_title, self.minutes), (self.seed_title, self.seed))):
            title.setProperty("role", "title")
            box.setAlignment(Qt.AlignmentFlag.AlignRight)
            numbers.addWidget(title, 0, place)
            numbers.addWidget(box, 1, place)
        column.addLayout(numbers)
        column.addSpacing(8)
        for widget in (self.name_title, self.name, self.name_hint):
            column.addWidget(widget)

    def _connect(self) -> None:
        self.choose.clicked.connect(self.folder_asked)
        self.other.clicked.connect(self.recipe_asked)
        self.data.textChanged.connect(self._on_data)
        self.recipe.currentIndexChanged.connect(self._on_recipe)
        self.name.textEdited.connect(self._on_name)
        for box in (self.minutes, self.seed):
            box.valueChanged.connect(self.edited)

    def _fill(self, chosen: str) -> None:
        self.recipe.blockSignals(True)
        self.recipe.clear()
        for recipe in self._recipes:
            self.recipe.addItem(recipe.title_text(), recipe)
        names = [recipe.name for recipe in self._recipes]
        self.recipe.setCurrentIndex(names.index(chosen) if chosen in names else 0)
        self.recipe.blockSignals(False)
        self._explain()

    def _on_data(self) -> None:
        self._propose()
        self.edited.emit()

    def _on_recipe(self) -> None:
        self._propose()
        self._explain()
        self.edited.emit()

    def _on_name(self) -> None:
        self._has_own_name = bool(self.name.text())
        self._propose()
        self.edited.emit()

    def _propose(self) -> None:
        """A name that suits, until a person has typed one."""
        if not self._has_own_name and self.chosen_recipe is not None:
            self.name.setText(proposed_name(self.chosen_recipe.name, self.folder, self._taken))
        self._explain()

    def _explain(self) -> None:
        recipe, name = self.chosen_recipe, self.name.text()
        self.about.setText("" if recipe is None else recipe.about_text())
        wrong = True
        if name in self._taken:
            text = self.tr("There is a model of this name already.")
        elif name and name_problem(name):
            text = self.tr("Small letters, digits, dots, dashes and underscores.")
        else:
            text, wrong = self.tr("Appears under this name in Models."), False
        self.name_hint.setText(text)
        self.name_hint.setProperty("wrong", "true" if wrong else "false")
        self.name_hint.style().polish(self.name_hint)
