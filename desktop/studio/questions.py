"""What the studio page asks a person for with a dialog."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication

from desktop import dialogs

if TYPE_CHECKING:
    from desktop.studio.page import StudioPage


def ask_folder(page: StudioPage) -> None:
    """A folder to learn from."""
    folder = _folder(page, "studio")
    if folder is not None:
        page.form.set_folder(folder)


def ask_explored(page: StudioPage) -> None:
    """A folder to look at with the model that is explored."""
    folder = _folder(page, "explore")
    if folder is not None:
        page.explorer.take_folder(folder)


def _folder(page: StudioPage, use: str) -> Path | None:
    """A folder, where the last one for this use was."""
    title = QCoreApplication.translate("StudioPage", "Folder with the pictures")
    folder = dialogs.ask_folder(page, title, page.settings.folder(use))
    if folder is not None:
        page.settings.set_folder(use, folder)
    return folder


def ask_recipe(page: StudioPage) -> None:
    """A recipe of one's own."""
    kinds = QCoreApplication.translate("StudioPage", "Recipes (*.toml)")
    path = dialogs.ask_file(
        page, QCoreApplication.translate("StudioPage", "Open a recipe"), page.settings.folder("recipe"), kinds
    )
    if path is not None:
        page.settings.set_folder("recipe", path.parent)
        page.take_recipe(path)


def ask_python(page: StudioPage) -> None:
    """A Python to train with."""
    folder = Path(page.environment.python or Path.home()).parent
    path = dialogs.ask_file(page, QCoreApplication.translate("StudioPage", "Choose a Python"), folder, "")
    if path is not None:
        page.environment.choose_python(str(path))


def ask_pictures(page: StudioPage, count: int) -> None:
    """One picture to look at, or two to go between."""
    paths = dialogs.ask_open(page, page.settings.folder("open"))
    if len(paths) < count:
        if paths:
            page.banner.inform(
                QCoreApplication.translate("StudioPage", "Choose two files, to go from the one to the other")
            )
        return
    page.settings.set_folder("open", paths[0].parent)
    page.explorer.take_pictures(paths[:count])
