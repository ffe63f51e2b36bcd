"""The measurement of the batch page on a few files: everything that it does is done."""

from __future__ import annotations

import batch_rows
import pytest


def test_a_short_list_is_measured(qapp: object, capsys: pytest.CaptureFixture[str]) -> None:
    assert batch_rows.main(["--count", "120"]) == 0
    lines = capsys.readouterr().out.splitlines()
    assert lines[0] == "| 120 files | ms | of the GUI thread's work |"
    assert [line.split("|")[1].strip() for line in lines[2:]] == [
        "adding",
        *(f"stall while {what}" for what in ("adding", "scrolling", "sorting", "filtering", "selecting", "finishing")),
    ]
    assert all(float(line.split("|")[2]) < 60_000 for line in lines[2:])
