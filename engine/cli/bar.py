"""The progress bar with its time left: on standard error, and only on a terminal."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, TextColumn, TimeRemainingColumn
from rich.progress import Progress as Bar

from engine.cli.console import printable
from engine.progress import Progress

NAME_LENGTH = 32


@contextmanager
def progress_bar(files: Sequence[Path]) -> Iterator[tuple[Progress, Callable[[int], None]]]:
    """A progress that counts ``files`` and draws itself, and a function that tells which of them is being worked on."""
    console = Console(stderr=True)
    if not console.is_terminal:
        yield Progress(), lambda _: None
        return
    # A file name is no markup: "[red].jpg" is to be shown as it is.
    columns = (
        TextColumn("{task.description}", markup=False),
        BarColumn(),
        MofNCompleteColumn(),
        TimeRemainingColumn(),
    )
    with Bar(*columns, console=console, transient=True) as bar:
        line = bar.add_task("", total=len(files))

        def start(index: int) -> None:
            bar.update(line, description=_short(printable(files[index].name)))

        yield Progress(lambda progress: bar.update(line, completed=progress.fraction * len(files))), start


def _short(name: str) -> str:
    """The middle left out of a long name: cameras count at the end."""
    half = NAME_LENGTH // 2
    return name if len(name) <= NAME_LENGTH else f"{name[:half]}…{name[1 - half :]}"
