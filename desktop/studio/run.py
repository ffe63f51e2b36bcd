"""One training from its start to the model in the catalog."""

from __future__ import annotations

import shutil
from collections import deque
from collections.abc import Mapping
from pathlib import Path
from typing import Any, Literal

from PySide6.QtCore import QCoreApplication, QObject, Signal

import engine
from desktop.studio import tasks
from desktop.studio.clock import Clock
from desktop.studio.plan import Plan
from desktop.studio.process import Ended, TrainingProcess
from desktop.work.task_runner import Failure, Handlers, TaskRunner

State = Literal["idle", "starting", "training", "pausing", "paused", "stopping", "stopped", "exporting", "kept"]
"""``stopped``: nothing runs, and there is something that can be gone on with or kept."""
RUNNING: tuple[State, ...] = ("starting", "training", "pausing", "paused", "stopping", "exporting")
LOG_LINES = 200


class TrainingRun(QObject):
    """The state of a training, and what it has told.

    ::

        idle --start--> starting --> training <--> paused
                                        |  stop, or budget spent
                                        v
                       stopped <--- stopping ---> exporting --> kept
                          +--go on--> starting        ^
                          +--keep---------------------+

    Signals:
        changed: state, figures or log.
        measured: a loss or an error to be drawn: seconds, loss or ``None``, error or ``None``.
        sheet_came: path of the sheet, which is another one now.
        kept: the card of the model that is in the catalog now.
        failed: why it cannot go on, in one line.
        ended: no process is running any more.
    """

    changed = Signal()
    measured = Signal(float, object, object)
    sheet_came = Signal(str)
    kept = Signal(object)
    failed = Signal(str)
    ended = Signal()

    def __init__(self, runner: TaskRunner, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._runner, self._python = runner, ""
        self._process = TrainingProcess(self)
        self._process.told.connect(self._on_told)
        self._process.said.connect(self._on_said)
        self._process.ended.connect(self._on_ended)
        self.state: State = "idle"
        self.plan: Plan | None = None
        self.clock = Clock()
        self.clock.pause()
        self.log: deque[str] = deque(maxlen=LOG_LINES)
        self.figures: dict[str, float] = {}
        self.phase, self.done, self.kept_kind, self._spent = "", 0.0, "", 0.0
        self._keeps, self._closing = False, False
        self._reason, self._has_learned, self._is_through = "", False, False

    @property
    def is_running(self) -> bool:
        """Whether a process is at work."""
        return self._process.is_running

    @property
    def is_busy(self) -> bool:
        """Whether something is being done that a person waits for."""
        return self.state in RUNNING

    def start(self, plan: Plan, python: str) -> None:
        """Train, or go on with a run that was stopped."""
        assert not self.is_running
        goes_on = plan == self.plan
        self.plan, self._python = plan, python
        self._spent = self.clock.seconds if goes_on else 0.0  # its curve goes on where it ended
        if not goes_on:
            self.log.clear()
        self.figures, self.phase, self.done = {}, "", 0.0
        self._keeps, self._has_learned, self._is_through, self._reason = True, False, False, ""
        self._set("starting")
        handlers = Handlers[None](lambda _: self._begin(plan), self._on_failed, self._on_called_off)
        self._runner.start("studio", tasks.store_plan(plan), handlers)

    def show_unfinished(self, plan: Plan) -> None:
        """An earlier run of the app has left this."""
        if self.state == "idle":
            self.plan = plan
            self._set("stopped")

    def pause(self, *, on: bool) -> None:
        """Let it wait, or go on."""
        if self.state == "training" and on:
            self._process.say("pause")
            self._set("pausing")
        elif self.state in ("paused", "pausing") and not on:
            self._process.say("resume")

    def stop(self, *, keep: bool) -> None:
        """End training; ``keep``: and make a model of what was learned."""
        if self.state in ("starting", "training", "pausing", "paused"):
            self._keeps = keep
            self._process.say("stop")
            self._set("stopping")

    def kill(self) -> None:
        """End at once a process that does not stop by itself; what it saved last is there."""
        self._keeps = False
        self._process.kill()

    def keep(self, python: str) -> None:
        """Make a model of a run that was stopped."""
        if self.state == "stopped" and self.plan is not None:
            self._python = python
            self._export()

    def discard(self) -> None:
        """Forget a run that was stopped, with what it has written."""
        if self.state == "stopped" and self.plan is not None:
            self._runner.start("studio", tasks.discard_run(Path(self.plan.out)), Handlers(failed=self._on_failed))
            self.plan = None
            self._set("idle")

    def wind_up(self) -> None:
        """The app closes: what was learned is saved, and offered at the next start."""
        self._keeps, self._closing = False, True
        self._process.wind_up()

    # What the process tells

    def _begin(self, plan: Plan) -> None:
        if self._closing or self.state != "starting":
            self._on_called_off()
            return
        self.clock = Clock(spent=self._spent)
        self._process.start(self._python, plan.training())

    def _on_told(self, event: Mapping[str, Any]) -> None:
        kind = event["event"]
        if kind == "step":
            self._on_step(event)
        elif kind == "validation":
            self._on_validation(event)
        elif kind == "paused":
            self.clock.pause()
            self._set("paused" if self.state == "pausing" else self.state)
        elif kind == "resumed":
            self.clock.resume()
            self._set("training" if self.state in ("paused", "pausing") else self.state)
        elif kind == "done":
            self._is_through = True
            self._take(event, "step", "mse", "psnr", "bits")
        elif kind == "error":
            self._reason = str(event.get("reason", ""))
        elif kind == "start":
            self.clock = Clock(spent=self._spent)  # pictures have been read
            self._take(event, "pictures", "parameters")
        self.changed.emit()

    def _on_step(self, event: Mapping[str, Any]) -> None:
        phase, done = str(event.get("phase", "")), _number(event.get("done"))
        if self.state == "starting":
            self._set("training")
        if phase != self.phase or not self._has_learned:
            self.phase = phase
            self.clock.begin_phase(done or 0.0)
        self._has_learned = True
        self.done = min(1.0, max(0.0, done or 0.0))
        self.clock.reach(self.done)
        self._take(event, "step", "loss")
        loss = _number(event.get("loss"))
        if loss is not None:
            self.measured.emit(self.clock.seconds, loss, None)

    def _on_validation(self, event: Mapping[str, Any]) -> None:
        self._take(event, "mse", "psnr", "bits")
        error, sheet = _number(event.get("cost", event.get("mse"))), event.get("sheet")
        if error is not None:
            self.measured.emit(self.clock.seconds, None, error)
        if isinstance(sheet, str):
            self.sheet_came.emit(sheet)

    def _take(self, event: Mapping[str, Any], *names: str) -> None:
        for name in names:
            value = _number(event.get(name))
            if value is not None:
                self.figures[name] = value

    def _on_said(self, line: str) -> None:
        self.log.append(line)
        self.changed.emit()

    def _on_ended(self, how: Ended) -> None:
        self.clock.pause()
        exporting, through = self.state == "exporting", self._is_through and how.code == 0 and not how.crashed
        if self._closing:
            self._set("stopped")
        elif exporting and how.code == 0 and not how.crashed and not how.failed_to_start:
            self._add()
        elif not exporting and through and self._keeps and self._has_learned:
            self._export()
        else:
            stopped_in_time = not exporting and through
            self._set("stopped" if self._has_learned or exporting or self._resumable() else "idle")
            if not stopped_in_time:
                self.failed.emit(self._why(how))
        self.ended.emit()

    def _resumable(self) -> bool:
        return self.plan is not None and (Path(self.plan.out) / "checkpoint.pt").is_file()

    def _why(self, how: Ended) -> str:
        """One line for a person."""
        translate = QCoreApplication.translate
        if how.failed_to_start:
            return translate("TrainingRun", "{0} cannot be started").format(self._python)
        last = next((line.strip() for line in reversed(self.log) if line.strip()), "")
        if self._reason:
            return self._reason
        if how.crashed:
            return translate("TrainingRun", "The training process was ended from outside, or crashed")
        said = last.removeprefix("safelight: ")
        ended = translate("TrainingRun", "The training process ended unexpectedly (exit status {0})").format(how.code)
        return f"{ended}: {said}" if said else ended

    # From what was learned to a model

    def _export(self) -> None:
        assert self.plan is not None
        self._reason = ""
        self._set("exporting")
        shutil.rmtree(self.plan.model_folder.parent, ignore_errors=True)  # small, and there only after a failure
        self._process.start(self._python, self.plan.exporting())

    def _add(self) -> None:
        assert self.plan is not None
        operation = tasks.keep_model(self.plan.model_folder, Path(self.plan.out))
        self._runner.start("studio", operation, Handlers(self._on_kept, self._on_failed, self._on_called_off))

    def _on_kept(self, card: engine.ModelCard) -> None:
        self.kept_kind = card.kind
        self._set("kept")
        self.kept.emit(card)

    def _on_failed(self, failure: Failure) -> None:
        if self.state in RUNNING:
            self._set("stopped" if self.state == "exporting" else "idle")
        name = Path(failure.path).name
        self.failed.emit(f"{name}: {failure.reason}" if name else failure.reason)

    def _on_called_off(self) -> None:
        self._set("stopped" if self.state == "exporting" or self._resumable() else "idle")

    def _set(self, state: State) -> None:
        self.state = state
        self.changed.emit()


def _number(value: object) -> float | None:
    try:
        return float(value) if isinstance(value, (int, float)) and not isinstance(value, bool) else None
    except OverflowError:  # a whole number of hundreds of digits
        return None
