"""How a training goes: state, figures, loss, reconstructions, and what it says."""

from __future__ import annotations

from collections.abc import Callable

from PySide6.QtCore import QCoreApplication, Qt
from PySide6.QtGui import QImage
from PySide6.QtWidgets import (
    QHBoxLayout,
    QLabel,
    QPlainTextEdit,
    QProgressBar,
    QPushButton,
    QSizePolicy,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from desktop.studio.run import TrainingRun
from desktop.widgets.figures import Figures
from desktop.widgets.loss_chart import LossChart
from desktop.widgets.picture_pane import PicturePane
from desktop.words.retranslated import Retranslated
from desktop.words.wording import MISSING, decibel_text, duration_text, number_text

LOG_HEIGHT = 74


class ProgressPanel(Retranslated, QWidget):
    """Everything that is seen of a run. Its buttons are for the page to connect."""

    def __init__(self, run: TrainingRun, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self._run = run
        self.headline, self.detail = QLabel(), QLabel()
        self.setFocusPolicy(Qt.FocusPolicy.ClickFocus)
        self.start, self.pause, self.stop_keep, self.stop = QPushButton(), QPushButton(), QPushButton(), QPushButton()
        self.keep, self.discard, self.explore = QPushButton(), QPushButton(), QPushButton()
        self.bar, self.figures, self.chart, self.sheet = QProgressBar(), Figures(5), LossChart(), PicturePane()
        self.log, self.halves = QPlainTextEdit(), QSplitter(Qt.Orientation.Vertical)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)
        self._lay_out()
        self.retranslate()

    @property
    def buttons(self) -> tuple[QPushButton, ...]:
        return self.start, self.keep, self.explore, self.pause, self.stop_keep, self.stop, self.discard

    def show_run(self, *, can_start: bool) -> None:
        """Show the run as it is now."""
        run, state = self._run, self._run.state
        can_stop = state in ("starting", "training", "pausing", "paused")
        self.start.setVisible(not run.is_busy)
        self.start.setEnabled(can_start)
        self.pause.setVisible(state in ("training", "pausing", "paused"))
        if state == "pausing" and self.pause.hasFocus():
            self.setFocus()  # until the button comes back: the next one would end the training
        self.pause.setEnabled(state != "pausing")
        if self.hasFocus() and self.pause.isEnabled():
            self.pause.setFocus()
        self.stop_keep.setVisible(state in ("training", "pausing", "paused"))
        self.stop.setVisible(can_stop or state == "stopping")
        self.keep.setVisible(state == "stopped")
        self.discard.setVisible(state == "stopped")
        self.explore.setVisible(state == "kept" and run.kept_kind == "autoencoder")
        self.keep.setEnabled(can_start)
        self._show_texts()
        self._show_figures()
        self._show_log()

    def show_sheet(self, image: QImage) -> None:
        """Show the newest reconstructions."""
        if not image.isNull():
            self.sheet.show_image(image)

    def begin(self) -> None:
        """A new training: nothing of the one before is left."""
        self.chart.clear()
        self.sheet.show_image(QImage())
        self.log.clear()

    def retranslate(self) -> None:
        self.setAccessibleName(self.tr("Training"))
        self.stop_keep.setText(self.tr("Finish now"))
        self.stop_keep.setToolTip(self.tr("End training now, and put what was learned among the models"))
        self.keep.setText(self.tr("Keep the model"))
        self.discard.setText(self.tr("Discard"))
        self.discard.setToolTip(self.tr("Delete what was learned in this training"))
        self.explore.setText(self.tr("Explore the model"))
        self.sheet.describe(
            self.tr("Originals above, reconstructions below"),
            self.tr("Originals and their reconstructions are shown here while a model is trained"),
        )
        self.log.setAccessibleName(self.tr("Log"))
        self.log.setPlaceholderText(self.tr("Log"))
        self.bar.setAccessibleName(self.tr("Progress"))
        self._show_texts()
        self._show_figures()

    def _lay_out(self) -> None:
        self.headline.setProperty("role", "hero")
        self.headline.setWordWrap(True)
        self.detail.setProperty("role", "muted")
        self.detail.setWordWrap(True)
        self.bar.setRange(0, 1000)
        self.bar.setTextVisible(False)
        policy = self.bar.sizePolicy()
        policy.setRetainSizeWhenHidden(True)
        self.bar.setSizePolicy(policy)
        self.log.setReadOnly(True)
        self.log.setFixedHeight(LOG_HEIGHT)
        self.log.setLineWrapMode(QPlainTextEdit.LineWrapMode.NoWrap)
        self.start.setProperty("role", "primary")
        for label in (self.headline, self.detail):  # a long name must not widen the window
            label.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Preferred)
        head = QVBoxLayout()
        head.setContentsMargins(20, 16, 20, 10)
        head.setSpacing(2)
        head.addWidget(self.headline)
        head.addWidget(self.detail)
        head.addSpacing(8)
        actions = QHBoxLayout()
        actions.setSpacing(8)
        head.addLayout(actions)
        for button in self.buttons:
            actions.addWidget(button)
            button.setVisible(button is self.start)  # before anything asks how wide all of them are
        actions.addStretch()
        self.halves.setObjectName("bare")
        self.halves.setHandleWidth(10)
        self.halves.setChildrenCollapsible(False)
        self.halves.addWidget(self.chart)
        self.halves.addWidget(self.sheet)
        self.halves.setSizes([300, 220])
        body = QVBoxLayout()
        body.setContentsMargins(20, 12, 20, 16)
        body.setSpacing(10)
        body.addWidget(self.halves, 1)
        body.addWidget(self.log)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(head)
        bar = QHBoxLayout()
        bar.setContentsMargins(20, 0, 20, 10)
        bar.addWidget(self.bar)
        column.addLayout(bar)
        column.addWidget(self.figures)
        column.addLayout(body, 1)

    def _show_texts(self) -> None:
        run = self._run
        go_on = run.state == "stopped"
        self.start.setText(self.tr("Resume") if go_on else self.tr("Start training"))
        is_paused = run.state in ("pausing", "paused")
        self.pause.setText(self.tr("Resume") if is_paused else self.tr("Pause"))
        self.stop.setText(self.tr("End it now") if run.state == "stopping" else self.tr("Stop"))
        self.headline.setText(state_text(run))
        self.detail.setText(detail_text(run))
        self.bar.setVisible(run.state != "idle")
        self.bar.setRange(0, 0 if run.state in ("starting", "exporting") else 1000)
        self.bar.setValue(round(1000 * (1.0 if run.state == "kept" else run.done)))

    def _show_figures(self) -> None:
        found, run = self._run.figures, self._run
        left = run.clock.left if run.state in ("training", "pausing", "paused") else None
        texts: dict[str, Callable[[float], str]] = {
            "step": lambda value: number_text(value, 0), "loss": lambda value: f"{value:.4g}",
            "mse": lambda value: f"{value:.4g}", "psnr": decibel_text,
            "bits": lambda value: f"{number_text(value, 1)} %",
        }  # fmt: skip
        said = {name: texts[name](found[name]) if name in found else MISSING for name in texts}
        self.figures.show_figures([
            (self.tr("Steps"), said["step"]),
            (self.tr("Training loss"), said["loss"], self._loss_hint()),
            self._error_figure(said),
            (self.tr("PSNR"), said["psnr"]),
            (self.tr("Time left"), MISSING if left is None else duration_text(left)),
        ])  # fmt: skip

    def _loss_hint(self) -> str:
        if "bits" in self._run.figures:
            return self.tr("Bits a pixel and what is lost for them, at all qualities together")
        return self.tr("Summed over a picture's values, as the recipe has it")

    def _error_figure(self, said: dict[str, str]) -> tuple[str, str, str]:
        """Of a codec, how many bits it takes more or less than the one that it began as."""
        if "bits" in self._run.figures:
            hint = self.tr("At equal PSNR, against the codec that it began as, on pictures that are held out")
            return self.tr("Bits"), said["bits"], hint
        return (
            self.tr("Validation error"), said["mse"], self.tr("Mean squared error on pictures that are held out"),
        )  # fmt: skip

    def _show_log(self) -> None:
        lines = list(self._run.log)
        text = "\n".join(lines)
        if text != self.log.toPlainText():
            self.log.setPlainText(text)
            self.log.verticalScrollBar().setValue(self.log.verticalScrollBar().maximum())


def state_text(run: TrainingRun) -> str:
    """What is going on."""
    translate = QCoreApplication.translate
    name = "" if run.plan is None else run.plan.name
    texts = {
        "idle": translate("ProgressPanel", "Train an autoencoder on your own pictures"),
        "starting": translate("ProgressPanel", "Loading the pictures…"),
        "training": translate("ProgressPanel", "Training {0}"),
        "pausing": translate("ProgressPanel", "Pausing…"),
        "paused": translate("ProgressPanel", "Paused"),
        "stopping": translate("ProgressPanel", "Saving what was learned…"),
        "stopped": translate("ProgressPanel", "{0} was stopped"),
        "exporting": translate("ProgressPanel", "Exporting the model…"),
        "kept": translate("ProgressPanel", "{0} added to your models"),
    }
    return texts[run.state].format(name)


def detail_text(run: TrainingRun) -> str:
    """More of it."""
    translate = QCoreApplication.translate
    if run.state == "idle":
        return translate("ProgressPanel", "It learns to describe a picture in a few numbers, and to draw it from them.")
    if run.state == "stopped":
        return translate("ProgressPanel", "Nothing is lost: go on from there, keep it as it is, or discard it.")
    if run.state in ("training", "paused") and "pictures" in run.figures:
        text = translate("ProgressPanel", "{0} pictures, {1} weights")
        said = text.format(number_text(run.figures["pictures"], 0), number_text(run.figures.get("parameters", 0.0), 0))
        layer = run.phase.removeprefix("layer ")
        if layer.isdecimal():
            alone = translate("ProgressPanel", "layer {0} by itself").format(layer)
            said = f"{said}   ·   {alone}"
        return said
    if run.state == "kept" and run.kept_kind == "codec":
        return translate("ProgressPanel", "Choose it as the codec of new files. Whoever opens them needs it too.")
    if run.state == "kept" and run.plan is not None:
        text = translate("ProgressPanel", "Weights and log stay in {0}")
        return text.format(run.plan.out)
    return ""
