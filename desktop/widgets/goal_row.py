"""A quality, or the size that the quality is to be found for."""

from __future__ import annotations

from typing import Literal

from PySide6.QtCore import Qt, QTimer, Signal
from PySide6.QtWidgets import QLabel, QWidget

from desktop.widgets.segmented import Segmented
from desktop.widgets.size_box import SizeBox
from desktop.widgets.slider_row import SliderRow
from desktop.widgets.wheel_guard import guard_wheel

Goal = Literal["quality", "size"]
GOALS: tuple[Goal, ...] = ("quality", "size")

BOX_WIDTH = 116
TYPING_MS = 700  # 300 begins with 3: a size counts once no more digits have come for this long


class GoalRow(SliderRow):
    """A slider for the quality whose place a number box for the size can take.

    ::

        [Quality | Size]   50        [Quality | Size]
        ------O--------------        [ 300 kB ]
        smaller        better        hint

    Signals:
        aimed: the goal or the size was changed by a person, or by :meth:`aim`.
    """

    aimed = Signal()

    def __init__(self, unit: str, largest: int, parent: QWidget | None = None) -> None:
        goal = Segmented(GOALS)
        super().__init__(goal, parent)
        self.goal = goal
        self.size_box, self.hint = SizeBox(unit, largest), QLabel()
        self.size_box.setAlignment(Qt.AlignmentFlag.AlignRight)
        guard_wheel(self.size_box)
        self.hint.setProperty("role", "figure")
        self._typing = QTimer(self)
        self._typing.setSingleShot(True)
        self._typing.setInterval(TYPING_MS)
        self.size_box.setFixedWidth(BOX_WIDTH)
        self.grid.addWidget(self.size_box, 1, 0, 1, 2, Qt.AlignmentFlag.AlignLeft)
        self.grid.addWidget(self.hint, 2, 0, 1, 2)
        for widget in self._quality_parts + self._size_parts:  # what is below must not jump when the goal changes
            policy = widget.sizePolicy()
            policy.setRetainSizeWhenHidden(True)
            widget.setSizePolicy(policy)
        self._show_goal()
        self.goal.chosen.connect(self._on_goal)
        self.size_box.valueChanged.connect(self.aimed)
        self.size_box.lineEdit().textEdited.connect(self._typing.start)
        self.size_box.editingFinished.connect(self._typing.stop)
        self._typing.timeout.connect(self.size_box.interpretText)

    @property
    def target(self) -> int | None:
        """The size, where that is the goal."""
        return self.size_box.value() if self.goal.choice == "size" else None

    def aim(self, goal: Goal) -> None:
        """Choose the goal."""
        self.goal.choose(goal)

    def show_size(self, size: int) -> None:
        """Set the size without telling: it is a proposal, not a person's."""
        self.size_box.blockSignals(True)
        self.size_box.setValue(size)
        self.size_box.blockSignals(False)

    def label_size(self, title: str, hint: str) -> None:
        """Name the size and say what is done for it; :meth:`label` names the quality."""
        self.goal.label(quality=self.title.text(), size=title)
        self.size_box.setAccessibleName(title)
        self.size_box.setAccessibleDescription(hint)
        self.hint.setText(hint)

    @property
    def _quality_parts(self) -> tuple[QWidget, ...]:
        return self.number, self.slider, self.low, self.high

    @property
    def _size_parts(self) -> tuple[QWidget, ...]:
        return self.size_box, self.hint

    def _on_goal(self) -> None:
        self._show_goal()
        self.aimed.emit()

    def _show_goal(self) -> None:
        for_size = self.goal.choice == "size"
        for widget in self._quality_parts:
            widget.setVisible(not for_size)
        for widget in self._size_parts:
            widget.setVisible(for_size)
