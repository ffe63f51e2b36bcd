"""The benchmark of the start on this machine, short: its figures are plausible, and at rest the app costs nothing."""

from __future__ import annotations

import json
from pathlib import Path

import pytest
import startup


def test_startup_is_measured_and_rest_is_rest(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    out = tmp_path / "startup.json"
    startup.main(["--runs", "1", "--idle", "2", "--settle", "8", "--json", str(out)])
    found = json.loads(out.read_text(encoding="utf-8"))
    assert 0 < found["bare_seconds"] < found["seconds"]
    assert found["ratio"] == pytest.approx(found["seconds"] / found["bare_seconds"])
    assert found["idle_cpu_percent"] < 25, "on a machine so slow that it is still loading, this is about the most"
    assert "first window" in capsys.readouterr().out
