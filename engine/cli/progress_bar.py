"""The progress bar with files done, bytes saved and time left: on standard error, and only on a terminal."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import TYPE_CHECKING

from engine.cli.console import printable, size_text
from engine.files.job import Outcome
from engine.progress import Progress

if TYPE_CHECKING:
    from rich.progress import Progress as Drawn

NAME_LENGTH = 32


class Bar:
    """A progress that counts files, without drawing anything."""

    def __init__(self) -> None:
        self.progress = Progress()

    def on_start(self, index: int) -> None:
        """Tell which of the files is being worked on."""

    def on_outcome(self, index: int, outcome: Outcome) -> None:
        """Tell what became of one."""
        if outcome.state != "cancelled":
            was_compressed = outcome.state == "done" and outcome.quality is not None
            self.count(outcome.source_bytes - outcome.output_bytes if was_compressed else 0)

    def count(self, saved: int = 0) -> None:
        """Tell that one more is done, and how many bytes that saved."""


class _DrawnBar(Bar):
    def __init__(self, drawn: Drawn, files: Sequence[Path]) -> None:
        self.progress = Progress(self._move)
        self._drawn, self._files = drawn, files
        self._done = self._saved = 0
        self._line = drawn.add_task("", total=1.0, counts=self._counts(), left="")

    def on_start(self, index: int) -> None:
        self._drawn.update(self._line, description=_short(printable(self._files[index].name)))

    def count(self, saved: int = 0) -> None:
        self._done += 1
        self._saved += saved
        self._drawn.update(self._line, counts=self._counts())

    def _counts(self) -> str:
        saved = f", {size_text(self._saved)} saved" if self._saved > 0 else ""
        return f"{self._done}/{len(self._files)}{saved}"

    def _move(self, progress: Progress) -> None:
        self._drawn.update(self._line, completed=progress.fraction, left=_time_text(progress.seconds_left))


@contextmanager
def progress_bar(files: Sequence[Path]) -> Iterator[Bar]:
    """Draws itself for as long as it lasts."""
    from rich.console import Console  # slow to load, and only needed here

    console = Console(stderr=True)
    if not console.is_terminal:
        yield Bar()
        return
    from rich.progress import BarColumn, TextColumn
    from rich.progress import Progress as Drawn

    # A file name is no markup: "[red].jpg" is to be shown as it is.
    texts = ("{task.description}", "{task.fields[counts]}", "{task.fields[left]}")
    name, counts, left = (TextColumn(text, markup=False) for text in texts)
    with Drawn(name, BarColumn(), counts, left, console=console, transient=True) as drawn:
        yield _DrawnBar(drawn, files)


def _short(name: str) -> str:
    """The middle left out of a long name: cameras count at the end."""
    half = NAME_LENGTH // 2
    return name if len(name) <= NAME_LENGTH else f"{name[:half]}…{name[1 - half :]}"


def _time_text(seconds: float | None) -> str:
    if seconds is None:
        return ""
    minutes, rest = divmod(round(seconds), 60)
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02} left" if hours else f"{minutes}:{rest:02} left"
