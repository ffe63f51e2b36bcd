"""The benchmark of the viewer, small: all the way to its last line."""

from __future__ import annotations

import pytest
import viewer
from viewer_worker import MODES, PEER


def test_paints_are_measured_and_judged(capsys: pytest.CaptureFixture[str]) -> None:
    command = ["--width", "900", "--height", "700", "--view", "300", "200", "--ratios", "1", "--steps", "2"]
    viewer.main([*command, "--limit", "10000"])
    printed = capsys.readouterr().out.splitlines()
    names = [line.split("  ")[0] for line in printed]
    assert PEER in names and all(f"{mode}, moved at 100 %" in names for mode in MODES)
    assert printed[-1].startswith("longest")
    with pytest.raises(SystemExit):
        viewer.main([*command, "--limit", "0"])
