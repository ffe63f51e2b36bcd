"""The progress bar, on a terminal and elsewhere."""

from __future__ import annotations

from pathlib import Path

import pytest

from engine.cli.bar import progress_bar


def test_silent_where_there_is_no_terminal(capsys: pytest.CaptureFixture[str]) -> None:
    with progress_bar([Path("a.png")]) as (progress, start):
        progress.begin(1)
        start(0)
        progress.advance(1)
    assert progress.fraction == 1.0
    assert capsys.readouterr().err == ""


def test_counts_and_shortens_long_names(monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")  # rich then takes standard error for a terminal
    monkeypatch.setenv("COLUMNS", "120")
    files = [Path("a.png"), Path(f"{'holiday' * 9}_4711.png")]
    with progress_bar(files) as (progress, start):
        progress.begin(2)
        start(0)
        progress.advance(1)
        start(1)
        progress.advance(1)
    drawn = capsys.readouterr().err
    assert "2/2" in drawn
    assert "_4711.png" in drawn and files[1].name not in drawn


def test_markup_in_a_name_is_shown_as_it_is(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setenv("FORCE_COLOR", "1")
    monkeypatch.setenv("COLUMNS", "120")
    with progress_bar([Path("[red].png")]) as (progress, start):
        progress.begin(1)
        start(0)
    assert "[red].png" in capsys.readouterr().err
