"""The pages of the window, each made when it is first wanted, so that the window itself is there at once."""

from __future__ import annotations

from importlib import import_module
from pathlib import Path
from typing import TYPE_CHECKING, cast

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QStackedWidget, QWidget

from desktop.settings import PAGES, Settings
from desktop.widgets.banner import Banner
from desktop.widgets.drop_zone import DropZone
from desktop.widgets.welcome import Welcome
from desktop.work.task_runner import Operation, TaskRunner
from engine.progress import Progress

if TYPE_CHECKING:
    from desktop.batch.page import BatchPage
    from desktop.models.page import ModelsPage
    from desktop.picture.page import PicturePage
    from desktop.studio.page import StudioPage

MODULES = ("desktop.picture.page", "desktop.batch.page", "desktop.models.page", "desktop.studio.page")
CLASSES = ("PicturePage", "BatchPage", "ModelsPage", "StudioPage")


class Pages(QStackedWidget):
    """Shows one page at a time; until the picture page is made, an invitation stands in for it.

    Signals:
        made(index): a page came to be, and is to be connected.
    """

    made = Signal(int)

    def __init__(self, runner: TaskRunner, settings: Settings) -> None:
        super().__init__()
        self._runner, self._settings = runner, settings
        self._made: dict[int, QWidget] = {}
        self.index = 0
        self.welcome, self.blank = Welcome(), QWidget()
        self.addWidget(self.welcome)
        self.addWidget(self.blank)

    @property
    def picture(self) -> PicturePage:
        return cast("PicturePage", self.page(0))

    @property
    def batch(self) -> BatchPage:
        return cast("BatchPage", self.page(1))

    @property
    def models(self) -> ModelsPage:
        return cast("ModelsPage", self.page(2))

    @property
    def studio(self) -> StudioPage:
        return cast("StudioPage", self.page(3))

    @property
    def invitation(self) -> DropZone:
        """What the picture page shows while it is empty, or what stands in for it."""
        return self.picture.empty if self.is_made(0) else self.welcome

    @property
    def banner(self) -> Banner:
        """Where the page that is shown tells of errors."""
        return cast("PicturePage | BatchPage | ModelsPage | StudioPage", self.page(self.index)).banner

    def page(self, index: int) -> QWidget:
        """A page, made now if it was not yet."""
        if index not in self._made:
            made = getattr(import_module(MODULES[index]), CLASSES[index])(self._runner, self._settings)
            self._made[index] = made
            self.addWidget(made)
            if index == self.index:
                self.setCurrentWidget(made)
            if index == 0:
                self.removeWidget(self.welcome)
                self.welcome.deleteLater()
            self.made.emit(index)
        return self._made[index]

    def is_made(self, index: int) -> bool:
        """Whether a page exists already."""
        return index in self._made

    def stand_in(self, index: int) -> None:
        """Show what stands in for a page that is not made yet."""
        self.index = index
        self.setCurrentWidget(self._made.get(index, self.blank if index else self.welcome))

    def show_page(self, index: int) -> None:
        """Show a page."""
        self.index = index
        self.setCurrentWidget(self.page(index))

    def show_recent(self, paths: list[Path]) -> None:
        """Offer what was opened of late on the empty page."""
        self.invitation.show_recent(paths)

    def light_up(self, over: bool) -> None:
        """Show that what is dragged over the window can be dropped."""
        self.invitation.set_over(over)
        if self.is_made(1):
            self.batch.empty.set_over(over)


def load_pages() -> Operation[None]:
    """Load what the pages need, the numerical libraries above all, while the window stands already."""

    def run(progress: Progress) -> None:
        for name in ("engine.batch.run", *MODULES):
            progress.check()
            import_module(name)

    return Operation(run)


assert len(MODULES) == len(CLASSES) == len(PAGES)
