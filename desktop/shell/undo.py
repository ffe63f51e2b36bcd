"""Takes changes of settings back, and makes them again."""

from __future__ import annotations

import dataclasses
import time
from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QCoreApplication, Signal
from PySide6.QtGui import QUndoCommand, QUndoStack
from PySide6.QtWidgets import QWidget

MERGE_SECONDS = 1.0
"""Changes of one control that follow one another faster are one change: a slider passes many values on its way."""
MOST_STEPS = 200
_MERGES = 1


class SettingsUndo(QUndoStack):
    """Remembers the states of its owners, so that each change can be taken back.

    An owner is a widget with ``state() -> object`` (immutable, comparable), ``restore(state) -> None`` and a signal
    ``edited``. What :meth:`undo` itself brings about is no new change.

    Signals:
        went(owner): the settings of this owner were taken back, or made again.
        refused: they stay as they are, as their owner is disabled: work is being done with them.
    """

    went = Signal(object)
    refused = Signal()

    def __init__(self, parent: QWidget | None = None) -> None:
        super().__init__(parent)
        self.setUndoLimit(MOST_STEPS)
        self._known: dict[Any, object] = {}
        self._restoring = False

    def undo(self) -> None:
        self._step(self.index() - 1, super().undo)

    def redo(self) -> None:
        self._step(self.index(), super().redo)

    def watch(self, owner: Any) -> None:
        """Remember the changes of an owner from now on."""
        self._known[owner] = owner.state()
        owner.edited.connect(lambda: self._note(owner))

    def reset(self, owner: Any, state: object) -> None:
        """Give an owner a state as a change of its own, which can be taken back."""
        self._note(owner)
        if state != self._known[owner]:
            self.push(_Change(self, owner, self._known[owner], state, apart=True))

    def apply(self, owner: Any, state: object) -> None:
        """Put a state on an owner without counting it as a change."""
        self._known[owner] = state
        if owner.state() == state:
            return
        self._restoring = True
        try:
            owner.restore(state)
        finally:
            self._restoring = False
        self.went.emit(owner)

    def _step(self, place: int, step: Callable[[], None]) -> None:
        """Take the step over a change, unless its owner cannot be changed now."""
        change = self.command(place) if 0 <= place < self.count() else None
        if isinstance(change, _Change) and not change.owner.isEnabled():
            self.refused.emit()
        else:
            step()

    def _note(self, owner: Any) -> None:
        before, after = self._known[owner], owner.state()
        if self._restoring or before == after:
            return
        self._known[owner] = after
        self.push(_Change(self, owner, before, after))


class _Change(QUndoCommand):
    """One change; Qt merges it with the one before where that is of the same control and a moment ago."""

    def __init__(self, stack: SettingsUndo, owner: Any, before: object, after: object, *, apart: bool = False) -> None:
        super().__init__(QCoreApplication.translate("SettingsUndo", "Change of settings"))
        self._stack, self.owner = stack, owner
        self.before, self.after = before, after
        self.controls = changed_fields(before, after)
        self.apart = apart
        self.changed_at = time.monotonic()

    def id(self) -> int:
        return _MERGES

    def redo(self) -> None:
        self._stack.apply(self.owner, self.after)

    def undo(self) -> None:
        self._stack.apply(self.owner, self.before)

    def mergeWith(self, newer: QUndoCommand) -> bool:
        if not isinstance(newer, _Change) or newer.owner is not self.owner or newer.apart or self.apart:
            return False
        if newer.controls != self.controls or newer.changed_at - self.changed_at > MERGE_SECONDS:
            return False
        self.after, self.changed_at = newer.after, newer.changed_at
        self.setObsolete(self.before == self.after)
        return True


def changed_fields(before: object, after: object) -> frozenset[str]:
    """Names of the parts in which two states differ; states that have no parts differ as a whole.

    A part that comes or goes, as a slider's value does where it is found instead, is another change than one that
    moves.
    """
    old, new = _parts(before), _parts(after)
    differing = {name: (old.get(name), new.get(name)) for name in {*old, *new} if old.get(name) != new.get(name)}
    return frozenset(f"{name}?" if None in values else name for name, values in differing.items())


def _parts(state: object, name: str = "") -> dict[str, object]:
    """The leaves of a state by the way that leads to them."""
    if dataclasses.is_dataclass(state) and not isinstance(state, type):
        inner = [(field.name, getattr(state, field.name)) for field in dataclasses.fields(state)]
    elif isinstance(state, tuple):
        inner = [(str(place), value) for place, value in enumerate(state)]
    else:
        return {name: state}
    return {way: leaf for key, value in inner for way, leaf in _parts(value, f"{name}/{key}").items()}
