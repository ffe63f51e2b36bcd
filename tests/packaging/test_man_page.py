"""The man page says what the command line knows."""

from __future__ import annotations

import argparse
import re
import shutil
import subprocess
from collections.abc import Iterator
from datetime import UTC, datetime

import pytest
from man_page import man_page

from engine.cli.arguments import build_parser

DATE = datetime(2026, 1, 2, tzinfo=UTC)


def parsers(parser: argparse.ArgumentParser) -> Iterator[argparse.ArgumentParser]:
    yield parser
    for action in parser._actions:
        if isinstance(action, argparse._SubParsersAction):
            for below in action.choices.values():
                yield from parsers(below)


def test_every_option_of_every_command_is_told() -> None:
    page = man_page("1.2.3", DATE).replace("\\-", "-")
    for parser in parsers(build_parser()):
        if parser.prog != "safelight" and not any(isinstance(a, argparse._SubParsersAction) for a in parser._actions):
            section = re.search(rf'^\.SS "{parser.prog}[ "].*?(?=^\.S[SH] )', page, re.DOTALL | re.MULTILINE)
            assert section is not None, parser.prog
            for action in parser._actions:
                missing = [name for name in action.option_strings if f'"{name}"' not in section[0]]
                assert not missing or action.dest == "help", parser.prog
    assert "Safelight 1.2.3" in page and "2026-01-02" in page and "%%" not in page


@pytest.mark.skipif(shutil.which("groff") is None, reason="groff is missing")
def test_troff_has_nothing_to_say_against_it() -> None:
    command = ["groff", "-man", "-Tutf8", "-ww", "-z"]
    done = subprocess.run(command, input=man_page("1.2.3", DATE), capture_output=True, text=True)
    assert done.returncode == 0 and not done.stderr
