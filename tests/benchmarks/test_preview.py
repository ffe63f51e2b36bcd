"""The preview's benchmark on a picture that takes seconds."""

from __future__ import annotations

import re

import preview
import pytest


def test_every_step_is_measured(capsys: pytest.CaptureFixture[str]) -> None:
    preview.main(["--megapixels", "0.15", "--cancels", "2"])
    printed = capsys.readouterr().out
    for step in ("region, next quality", "denoise", "exact, next quality", "curve of 9 points"):
        line = next(line for line in printed.splitlines() if line.startswith(step + "  "))
        first, _, whole, _ = (float(figure) for figure in line.removeprefix(step).split())
        assert 0 <= first <= whole
    assert re.search(r"curve through one known point: at most 0\.0 % of bytes and 0\.00 dB off", printed)
    assert re.search(r"cancelled within \d+ ms", printed)


def test_a_photo_of_the_size_that_was_asked_for() -> None:
    picture = preview.photo(None, 0.6)
    assert picture.width * picture.height == pytest.approx(600_000, rel=0.01)
