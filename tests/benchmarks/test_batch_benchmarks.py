"""The benchmarks of batches, small: all the way to their last line."""

from __future__ import annotations

import os
from pathlib import Path

import batch_throughput
import kill_and_resume
import pytest
from large_photo_worker import drawn_tile
from PIL import Image


def test_throughput_compares_workers_with_one_process(tmp_path: Path, capsys: pytest.CaptureFixture[str]) -> None:
    Image.fromarray(drawn_tile(0)[:64, :64]).save(tmp_path / "a.png")
    batch_throughput.main([str(tmp_path), "--files", "3"])
    printed = capsys.readouterr().out.splitlines()
    assert printed[0].startswith("3 files")
    assert [line.split("  ")[0] for line in printed[-3:]] == [way.name for way in batch_throughput.ways()]


@pytest.mark.skipif(os.name != "posix", reason="sends POSIX signals")
def test_kills_change_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    kill_and_resume.main(["--files", "4", "--kills", "1"])
    printed = capsys.readouterr().out
    assert "outputs that differ 0, temporary files left 0, workers left 0" in printed
    assert "originals untouched" in printed
