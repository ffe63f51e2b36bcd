"""What a start of the app asks for."""

from __future__ import annotations

from pathlib import Path
from typing import get_args

import pytest

from desktop.shell.wish import TASKS, Wish, heard_wish, wish_of
from engine.files.job import Task


def test_the_tasks_are_those_of_the_engine() -> None:
    assert get_args(Task) == TASKS


def test_files_and_a_task_are_understood(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    monkeypatch.chdir(tmp_path)
    assert wish_of([]) == Wish()
    assert wish_of(["a.png", "/b c.png"]) == Wish((tmp_path / "a.png", Path("/b c.png")))
    assert wish_of(["--task", "compress", "a.png"]) == Wish((tmp_path / "a.png",), "compress")


@pytest.mark.parametrize("arguments", [["--task", "format", "a.png"], ["--tas", "denoise"], ["--nonsense"]])
def test_wrong_use_is_refused(arguments: list[str], capsys: pytest.CaptureFixture[str]) -> None:
    with pytest.raises(SystemExit) as stopped:
        wish_of(arguments)
    assert stopped.value.code == 2 and "error:" in capsys.readouterr().err


def test_a_wish_is_heard_as_it_was_said() -> None:
    wish = Wish((Path("/tmp/ä.png").absolute(),), "reconstruct")
    assert heard_wish(wish.as_line({"TOKEN": "1", "PATH": "/"}), ["TOKEN"]) == (wish, {"TOKEN": "1"})


def test_earlier_releases_name_no_task() -> None:
    name = Path("/tmp/a.png").absolute()
    line = f'{{"files": ["{name.as_posix()}"], "tokens": {{}}}}'.encode()
    assert heard_wish(line, []) == (Wish((name,)), {})
