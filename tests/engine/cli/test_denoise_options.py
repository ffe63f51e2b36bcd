"""Colour noise and detail, from the command line."""

from __future__ import annotations

from pathlib import Path

import numpy as np
import pytest

import engine
from engine.cli import main
from engine.cli.arguments import parse
from engine.cli.commands import job_settings
from engine.image.picture import Picture
from engine.image.reader import read_picture
from engine.image.writer import write_picture
from tests.engine.conftest import DrawPhoto


@pytest.mark.parametrize("command", ["denoise a.png", "batch denoise in out"])
def test_they_reach_the_options(command: str) -> None:
    plain = job_settings(parse(command.split())).task.denoise
    assert (plain.colour, plain.detail) == (None, 0.0)
    chosen = job_settings(parse(f"{command} --strength 20 --colour-noise 60 --detail 12.5".split())).task.denoise
    assert (chosen.strength, chosen.colour, chosen.detail) == (20.0, 60.0, 12.5)


@pytest.mark.parametrize("option", ["--colour-noise 101", "--colour-noise auto", "--detail -1", "--detail much"])
def test_impossible_values_are_refused_in_one_line(option: str, capsys: pytest.CaptureFixture[str]) -> None:
    assert main(["denoise", "a.png", *option.split()]) == 2
    assert f"argument {option.split()[0]}: " in capsys.readouterr().err


def test_they_change_the_picture(tmp_path: Path, draw_photo: DrawPhoto) -> None:
    noise = np.random.default_rng(1).normal(0, 10, (64, 80, 3))
    source = tmp_path / "noisy.png"
    write_picture(Picture(np.clip(draw_photo(64, 80) + noise, 0, 255).astype(np.uint8)), source)
    typed = ["--strength", "20", "--colour-noise", "70", "--detail", "80"]
    assert main(["denoise", str(source), *typed, "-o", str(tmp_path / "clean.png")]) == 0
    expected = engine.denoise(read_picture(source), engine.DenoiseOptions(20, colour=70, detail=80))
    np.testing.assert_array_equal(read_picture(tmp_path / "clean.png").pixels, expected.pixels)
