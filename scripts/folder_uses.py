"""The states of a folder of pictures as a model sees it, for the screenshots."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING

from desktop.studio.page import StudioPage
from desktop.viewer.compare_view import CompareMode

if TYPE_CHECKING:
    from studio import Studio


def explore_folder(studio: Studio, page: StudioPage, folder: Path) -> None:
    """Photograph map, labels, strange pictures and the way into the viewer; ends on the studio page."""
    explorer, view, window = page.explorer, page.explorer.folder.view, studio.window
    explorer.view.looked_at.show_found(None)
    explorer.form.mode.choose("folder")
    studio.shoot("studio-folder-empty")
    explorer.take_folder(folder)
    studio.wait(lambda: explorer.folder.found is not None)
    studio.shoot("studio-map")
    chart = view.map.codes
    chart.setFocus()
    chart.point_at(0)
    explorer.form.folder.labels.setCurrentRow(1)
    studio.shoot("studio-map-label")
    explorer.form.folder.labels.setCurrentRow(-1)
    view.views.choose("labels")
    studio.wait(lambda: not window.runner.awaits("explore labels"))
    studio.shoot("studio-labels")
    view.views.choose("strange")
    explorer.form.folder.normal.setCurrentIndex(1)
    view.strange.setCurrentIndex(view.strange.pictures.index(0, 0))
    view.strange.picked.emit(view.strange.pictures.place(0))
    studio.wait(lambda: explorer.view.looked_at.found is not None)
    studio.shoot("studio-strange")
    explorer.view.looked_at.in_viewer.click()
    studio.wait(lambda: window.picture.session.shelf.chosen("right").startswith("made"))
    studio.wait(lambda: not window.picture.session.is_busy)
    studio.shoot("compared")
    window.picture.set_mode(CompareMode.DIFFERENCE)
    studio.wait(lambda: not window.runner.awaits("difference"))
    studio.shoot("compared-heat")
    window.picture.set_mode(CompareMode.SIDE)
    window.show_page(3)
