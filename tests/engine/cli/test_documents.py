"""The README and the documents: short, their links lead somewhere, and what they show runs in the order shown."""

from __future__ import annotations

import re
import runpy
from pathlib import Path

import numpy as np
import pytest

from engine.cli import main
from engine.image.picture import Picture
from engine.image.writer import write_picture
from tests.engine.conftest import DrawPhoto

ROOT = Path(__file__).parents[3]
README = ROOT / "README.md"
DOCUMENTS = [README, ROOT / "CONTRIBUTING.md", *sorted((ROOT / "docs").glob("*.md"))]
_LINK = re.compile(r"\]\(([^)#\s]+)(?:#[^)]*)?\)")
_BLOCK = re.compile(r"^```(\w*)\n(.*?)^```", re.MULTILINE | re.DOTALL)


def blocks(path: Path, kind: str) -> list[str]:
    return [text for found, text in _BLOCK.findall(path.read_text(encoding="utf-8")) if found == kind]


@pytest.fixture
def photos(tmp_path: Path, draw_photo: DrawPhoto, monkeypatch: pytest.MonkeyPatch) -> Path:
    """A working folder with ``photo.jpg`` and a folder ``photos``."""
    noise = np.random.default_rng(0).normal(0.0, 8.0, (96, 128, 3))
    pixels = np.clip(draw_photo(96, 128, 1) + noise, 0, 255).astype(np.uint8)
    (tmp_path / "photos").mkdir()
    for name in ("photo.jpg", "photos/a.jpg", "photos/b.png"):
        write_picture(Picture(pixels), tmp_path / name)
    monkeypatch.chdir(tmp_path)
    return tmp_path


def test_the_readme_is_short() -> None:
    assert len(README.read_text(encoding="utf-8").split()) <= 900


@pytest.mark.parametrize("path", DOCUMENTS, ids=lambda path: path.name)
def test_links_lead_somewhere(path: Path) -> None:
    targets = [target for target in _LINK.findall(path.read_text(encoding="utf-8")) if "://" not in target]
    assert [target for target in targets if not (path.parent / target).exists()] == []


def test_the_table_of_options_is_what_the_program_has() -> None:
    made = runpy.run_path(str(ROOT / "scripts" / "options_table.py"))["page"]()
    assert (ROOT / "docs" / "options.md").read_text(encoding="utf-8") == made, "run scripts/options_table.py"


def test_the_commands_of_the_readme(photos: Path, capsys: pytest.CaptureFixture[str]) -> None:
    lines = [line for block in blocks(README, "") for line in block.splitlines()]
    commands = [line.removeprefix("$ ").split() for line in lines if line.startswith("$ safelight ")]
    shown = [line for line in lines if " -> " in line]
    endless = [command for command in commands if command[1] == "watch"]
    assert len(commands) == 5 and len(endless) == 1
    printed = []
    for command in commands:
        if command not in endless:
            assert main(command[1:]) == 0
            printed += capsys.readouterr().out.splitlines()
    for expected in shown:  # the figures are of another photo
        assert any(line.partition(":")[0] == expected.partition(":")[0] for line in printed)
    assert sorted(path.name for path in (photos / "archive").iterdir()) == ["a.latent", "b.latent"]


def test_the_python_of_the_documents(photos: Path) -> None:
    names: dict[str, object] = {}
    for code in blocks(ROOT / "docs" / "python.md", "python"):
        if "variational-mnist" not in code:  # a model that the reader has trained
            exec(compile(code, "python.md", "exec"), names)  # our own document
    assert {"again.png", "photo.latent"} <= {path.name for path in photos.iterdir()}
