"""Which folder of pictures is looked at, and what its sub-folders are called."""

from __future__ import annotations

from pathlib import Path

from PySide6.QtCore import QEvent, QSize, Qt, Signal
from PySide6.QtWidgets import QComboBox, QLabel, QListWidget, QListWidgetItem, QPushButton, QVBoxLayout, QWidget

from desktop.look.series import mark_icon
from desktop.look.theme import theme_of
from desktop.studio.folder_tasks import Surveyed
from desktop.widgets.elided_label import ElidedLabel
from desktop.widgets.wheel_guard import guard_wheel
from desktop.widgets.work_bar import WorkBar
from desktop.words.messages import translated

MOST_REASONS = 12
MOST_ROWS, ROW_HEIGHT, LIST_MARGIN = 10, 27, 3
"""Of the list of labels: rows that are seen without scrolling, and pixels."""


class FolderForm(QWidget):
    """The folder, how far looking at it is, its labels, and which of them is normal.

    Signals:
        emphasised: a label is to stand out on the maps; -1 for none.
        normal_chosen: a label is the normal one; -1 for none.
    """

    emphasised = Signal(int)
    normal_chosen = Signal(int)

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._found: Surveyed | None = None
        self.title, self.folder, self.about = QLabel(), ElidedLabel(), QLabel()
        self.choose, self.work = QPushButton(), WorkBar()
        self.labels_title, self.labels = QLabel(), QListWidget()
        self.normal_title, self.normal = QLabel(), QComboBox()
        self._lay_out()
        guard_wheel(self.normal)
        self.labels.itemSelectionChanged.connect(self._on_selected)
        self.labels.itemClicked.connect(self._on_clicked)
        self.normal.currentIndexChanged.connect(lambda place: self.normal_chosen.emit(place - 1))
        self._clicked = -1
        self.show_folder(None)
        self.show_found(None)
        self.retranslate()

    def show_folder(self, folder: Path | None) -> None:
        """Name the folder that is looked at."""
        self.folder.setText("" if folder is None else str(folder))
        self.folder.setVisible(folder is not None)

    def show_found(self, found: Surveyed | None, normal: int = -1) -> None:
        """List what was found in it."""
        self._found, self._clicked = found, -1
        classes = () if found is None else found.survey.classes
        for box in (self.labels, self.normal):
            box.blockSignals(True)
            box.clear()
        self.normal.addItem("")
        for name, count in zip(classes, () if found is None else found.counts, strict=True):
            item = QListWidgetItem(f"{name}  ·  {count}")
            item.setSizeHint(QSize(0, ROW_HEIGHT))
            self.labels.addItem(item)
            self.normal.addItem(name)
        self.normal.setCurrentIndex(normal + 1)
        for box in (self.labels, self.normal):
            box.blockSignals(False)
        self.labels.setFixedHeight(ROW_HEIGHT * min(MOST_ROWS, max(1, len(classes))) + 2 * LIST_MARGIN)
        for widget in (self.labels_title, self.labels, self.normal_title, self.normal):
            widget.setVisible(bool(classes))
        self._tint()
        self.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        super().changeEvent(event)
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        elif event.type() == QEvent.Type.PaletteChange:
            self._tint()

    def retranslate(self) -> None:
        """Set the texts in the language of the app."""
        self.title.setText(self.tr("Folder with pictures"))
        self.choose.setText(self.tr("Choose a folder…"))
        self.choose.setToolTip(self.tr("Sub-folders are labels. A folder can also be dropped here."))
        self.labels_title.setText(self.tr("Labels"))
        self.labels.setAccessibleName(self.tr("Labels"))
        self.labels.setToolTip(self.tr("Choose one to let it stand out on the maps; once more for all"))
        self.normal_title.setText(self.tr("Normal pictures"))
        self.normal.setAccessibleName(self.tr("Normal pictures"))
        self.normal.setToolTip(self.tr("All other pictures count as strange"))
        self.normal.setItemText(0, self.tr("Choose…"))
        self._tell()

    def _tell(self) -> None:
        """How many pictures there are, and what is not among them."""
        if self._found is None:
            self.about.setText(self.tr("Sub-folders are labels: the pictures in each show the same kind of thing."))
            self.about.setToolTip("")
            return
        survey = self._found.survey
        texts = [self.tr("{0} pictures").format(len(survey))]
        looked = len(survey) + len(survey.left_out)
        if survey.count > looked:
            texts.append(self.tr("drawn at random from {0}").format(survey.count))
        if survey.left_out:
            texts.append(self.tr("{0} could not be read").format(len(survey.left_out)))
        self.about.setText(", ".join(texts))
        reasons = [f"{name}: {translated(reason)}" for name, reason in survey.left_out[:MOST_REASONS]]
        self.about.setToolTip("\n".join([*reasons, "…"] if len(survey.left_out) > MOST_REASONS else reasons))

    def _lay_out(self) -> None:
        for title in (self.title, self.labels_title, self.normal_title):
            title.setProperty("role", "title")
        for label in (self.about, self.folder):
            label.setProperty("role", "muted")
        self.about.setWordWrap(True)
        self.labels.setObjectName("labels")
        self.labels.setIconSize(QSize(16, 16))
        self.labels.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(6)
        for widget in (self.title, self.folder, self.about, self.choose):
            column.addWidget(widget)
        column.addSpacing(8)
        column.addWidget(self.labels_title)
        column.addWidget(self.labels)
        column.addSpacing(8)
        column.addWidget(self.normal_title)
        column.addWidget(self.normal)
        column.addStretch()
        column.addWidget(self.work)

    def _tint(self) -> None:
        theme, ratio = theme_of(self), self.devicePixelRatioF()
        for place in range(self.labels.count()):
            self.labels.item(place).setIcon(mark_icon(place, theme, ratio))

    def _on_selected(self) -> None:
        self.emphasised.emit(self.labels.currentRow() if self.labels.selectedItems() else -1)

    def _on_clicked(self, item: QListWidgetItem) -> None:
        """Clicked once more, a label stands out no longer."""
        again, self._clicked = self._clicked == self.labels.row(item), self.labels.row(item)
        if again:
            self._clicked = -1
            self.labels.setCurrentRow(-1)
