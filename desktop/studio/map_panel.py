"""Codes as a map, beside one of the pixels."""

from __future__ import annotations

from PySide6.QtCore import Signal
from PySide6.QtWidgets import QHBoxLayout, QVBoxLayout, QWidget

from desktop.studio.folder_tasks import Surveyed
from desktop.studio.images import square_image
from desktop.widgets.elided_label import ElidedLabel
from desktop.widgets.point_cloud import Shown
from desktop.widgets.point_map import PointMap
from desktop.words.retranslated import Retranslated
from desktop.words.wording import number_text


class MapPanel(Retranslated, QWidget):
    """Two maps of the same pictures; what is pointed at on one is marked on the other.

    Signals:
        picked: place of a picture in the survey.
    """

    picked = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Surveyed | None = None
        self.codes, self.pixels = PointMap(), PointMap()
        self.titles, self.shares = [ElidedLabel(), ElidedLabel()], [ElidedLabel(), ElidedLabel()]
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(16)
        for chart, title, share in zip((self.codes, self.pixels), self.titles, self.shares, strict=True):
            title.setProperty("role", "title")
            share.setProperty("role", "muted")
            box = QVBoxLayout()
            box.setSpacing(6)
            box.addWidget(title)
            box.addWidget(chart, 1)
            box.addWidget(share)
            row.addLayout(box, 1)
        for chart, other in ((self.codes, self.pixels), (self.pixels, self.codes)):
            chart.pointed.connect(other.point_at)
            chart.chosen.connect(self.picked)
        self.retranslate()

    def show_found(self, found: Surveyed | None) -> None:
        """Draw other maps."""
        self._found = found
        self.codes.show_cloud(None if found is None else found.codes, self._tell)
        self.pixels.show_cloud(None if found is None else found.pixels, self._tell)
        self.retranslate()

    def emphasise(self, label: int) -> None:
        """Let a label stand out; -1 for none."""
        self.codes.emphasise(label)
        self.pixels.emphasise(label)

    def retranslate(self) -> None:
        maps = None if self._found is None else self._found.maps
        own = maps is not None and maps.own
        names = (
            self.tr("Codes") if own else self.tr("Codes, first two components"),
            self.tr("Pixels, first two components"),
        )
        for chart, title, name in zip((self.codes, self.pixels), self.titles, names, strict=True):
            title.setText(name)
            chart.describe(self.tr("Map: {0}").format(name), "")
        for place, share in enumerate(self.shares):
            agreement = None if maps is None else maps.agreement
            share.setVisible(agreement is not None)
            if agreement is not None:
                text = self.tr("Neighbours mostly have the same label: {0} %")
                share.setText(text.format(number_text(100 * agreement[place], 1)))
                share.setToolTip(self.tr("Share of pictures whose ten nearest on the map mostly have their label"))

    def _tell(self, place: int) -> Shown:
        assert self._found is not None
        survey = self._found.survey
        picture = survey.pictures[place]
        label = survey.classes[picture.label] if survey.classes else ""
        return Shown(square_image(survey.squares[place]), picture.name.rpartition("/")[2], label)
