"""News of a running batch, gathered in the worker's threads and fetched by the GUI thread when it likes."""

from __future__ import annotations

import threading
from dataclasses import dataclass, field

from engine.files.job import Outcome


@dataclass
class News:
    """What has happened since the last look: fractions done and outcomes, by row."""

    fractions: dict[int, float] = field(default_factory=dict)
    outcomes: dict[int, Outcome] = field(default_factory=dict)


class BatchFeed:
    """A letter box: thousands of messages cost the GUI thread one look."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self._news = News()

    def on_progress(self, row: int, fraction: float) -> None:
        """Called in any thread."""
        with self._lock:
            self._news.fractions[row] = fraction

    def on_outcome(self, row: int, outcome: Outcome) -> None:
        """Called in any thread."""
        with self._lock:
            self._news.outcomes[row] = outcome

    def take(self) -> News:
        """Empty the box."""
        with self._lock:
            news, self._news = self._news, News()
        return news
