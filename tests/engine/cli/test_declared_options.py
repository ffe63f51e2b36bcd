"""Options are declared once, on their dataclasses: the command line offers what stands there."""

from __future__ import annotations

import dataclasses

import pytest

from engine.cli.arguments import parse
from engine.cli.commands import job_settings
from engine.errors import OptionError
from engine.files.settings import JobSettings, Limits, OutputPolicy, TaskOptions
from engine.option import option, options_of
from engine.pipeline.options import CompressOptions, DenoiseOptions, ReconstructOptions

HOLDERS = [CompressOptions, ReconstructOptions, DenoiseOptions, TaskOptions, OutputPolicy, Limits]


@pytest.mark.parametrize("holder", HOLDERS)
def test_every_option_is_offered(holder: type, capsys: pytest.CaptureFixture[str]) -> None:
    offered = set()
    for command in (["compress"], ["reconstruct"], ["denoise"], ["batch", "compress"]):
        with pytest.raises(SystemExit):
            parse([*command, "--help"])
        offered |= set(capsys.readouterr().out.replace("]", " ").replace("[", " ").split())
    assert {known.flag for known, _ in options_of(holder).values()} <= offered


@pytest.mark.parametrize("task", ["compress", "reconstruct", "denoise"])
def test_what_is_not_typed_is_the_default_of_the_dataclass(task: str) -> None:
    assert job_settings(parse([task, "a.file"])) == JobSettings()


def test_values_are_compared_with_their_declaration() -> None:
    with pytest.raises(OptionError, match="colour noise must be from 0 to 100, not 101"):
        DenoiseOptions(colour=101)
    with pytest.raises(OptionError, match="quality must be from 0 to 100, not nan"):
        CompressOptions(quality=float("nan"))
    with pytest.raises(OptionError, match="strip must be one of none, gps, all, not 'some'"):
        OutputPolicy(strip="some")  # type: ignore[arg-type]


def test_a_declared_field_has_its_default() -> None:
    @dataclasses.dataclass
    class Holder:
        depth: int = option(3, "--depth", "how deep")

    assert Holder().depth == 3 and options_of(Holder)["depth"][0].flag == "--depth"
