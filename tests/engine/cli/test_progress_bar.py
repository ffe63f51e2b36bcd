"""The progress bar, on a terminal and elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cli.progress_bar import progress_bar
from engine.files.job import Outcome


@pytest.fixture
def terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich then takes standard error for a terminal
    monkeypatch.setenv("COLUMNS", "160")


def test_silent_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar([Path("a.png")]) as bar:
        bar.progress.begin(1)
        bar.on_start(0)
        bar.progress.advance(1)
        bar.on_outcome(0, Outcome(Path("a.png"), None, "failed", "no such file"))
    assert bar.progress.fraction == 1.0
    assert capsys.readouterr().err == ""


def test_counts_saves_and_shortens_long_names(terminal: None, capsys: pytest.CaptureFixture[str]) -> None:
    files = [Path("a.png"), Path(f"{'holiday' * 9}_4711.png"), Path("c.png"), Path("d.png"), Path("e.png")]
    with progress_bar(files) as bar:
        bar.progress.begin(5)
        bar.on_start(0)
        bar.progress.advance(1)
        bar.on_outcome(0, Outcome(files[0], None, "done", "", 5000, 2000, quality=50.0))
        bar.on_start(1)
        bar.progress.advance(1)
        bar.on_outcome(1, Outcome(files[1], None, "done", "", 5000, 1000, quality=50.0))
        bar.on_outcome(2, Outcome(files[2], None, "copied", "would be larger", 500, 500, quality=50.0))
        bar.on_outcome(3, Outcome(files[3], None, "failed", "no such file", 500))
        bar.on_outcome(4, Outcome(files[4], None, "cancelled", "cancelled", 500))
    drawn = capsys.readouterr().err
    assert "4/5, 7.0 kB saved" in drawn and "5/5" not in drawn
    assert "_4711.png" in drawn and files[1].name not in drawn


def test_tells_the_time_left(
    terminal: None, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    with progress_bar([Path("a.png")]) as bar:
        monkeypatch.setattr(type(bar.progress), "seconds_left", 3725.4)
        bar.progress.begin(2)
        bar.progress.advance(1)
    assert "1:02:05 left" in capsys.readouterr().err


def test_markup_in_a_name_is_shown_as_it_is(terminal: None, capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar([Path("[red].png")]) as bar:
        bar.progress.begin(1)
        bar.on_start(0)
    assert "[red].png" in capsys.readouterr().err
