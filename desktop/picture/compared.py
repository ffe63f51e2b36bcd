"""Opens what an autoencoder saw and made of a picture, with the file that it comes from."""

from __future__ import annotations

from dataclasses import dataclass
from pathlib import Path

from desktop.picture import tasks
from desktop.picture.colours import ScreenColours
from desktop.picture.difference import full_heat_of
from desktop.picture.documents import Document
from desktop.picture.qimage import to_tiles
from desktop.picture.shelf import Pair
from desktop.work.comparison import Comparison
from desktop.work.task_runner import Operation, TaskProgress


@dataclass(frozen=True)
class Opened:
    """A document with what a model saw of it and made of that, each with its tiles.

    Attributes:
        full_heat: levels from which on their difference has the hottest colour.
    """

    document: Document
    model: str
    pair: Pair
    full_heat: int


def open_comparison(comparison: Comparison, colours: ScreenColours) -> Operation[Opened]:
    """Read the file that two pictures come from, and make these ready too; where there is none, the first stands in."""

    def run(progress: TaskProgress) -> Opened:
        path, seen, made = comparison.path, comparison.seen, comparison.made
        seen_tiles, made_tiles = (to_tiles(picture, colours, progress) for picture in (seen, made))
        if path is None:
            document = Document(Path(f"{comparison.name}.png"), seen, seen_tiles.copy(), 0)
        else:
            document = tasks.open_file(path, colours).run(progress)
        shown = ((seen, seen_tiles), (made, made_tiles))
        return Opened(document, comparison.model, shown, full_heat_of(seen, made))

    return Operation(run)
