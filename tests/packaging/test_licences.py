"""The licences of a bundle, as a document and for the window."""

from __future__ import annotations

import json
import re
from collections.abc import Callable
from pathlib import Path

import pytest
from bundle import Bundle
from licence_texts import read_text
from licences import INSIDE, write_licences

from desktop.work import packages
from desktop.work.task_runner import TaskProgress

Look = Callable[[], Bundle]


def test_the_document_names_everything_and_has_the_texts(look: Look, folder: Path, tmp_path: Path) -> None:
    target = tmp_path / "THIRD-PARTY-LICENCES.txt"
    write_licences(look(), target)
    text = target.read_text(encoding="utf-8")
    for line in ("safelight-noise-3: MIT", "LGPL-3.0-or-later, with pi_heif", "PyInstaller bootloader"):
        assert line in text
    for piece in ("GNU LESSER GENERAL PUBLIC LICENSE", "PYTHON SOFTWARE FOUNDATION LICENSE", "Bootloader Exception"):
        assert piece.lower() in text.lower()


def test_the_window_shows_the_same(look: Look, folder: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    write_licences(look(), tmp_path / "out.txt")
    assert (folder / "_internal" / INSIDE).name == packages.BUNDLED
    monkeypatch.setattr(packages, "assets_dir", lambda: folder / "_internal" / "assets")
    shown = packages.read_packages().run(TaskProgress(lambda _: None, lambda _: None))
    told = {part.name: part for part in shown}
    assert list(told)[:3] == ["Safelight", "Models", "Python"] and "PyInstaller bootloader" in told
    assert any(re.fullmatch(r"libheif [\d.]+: LGPL-3.0-or-later", line) for line in told["pi_heif"].libraries)
    assert all(part.licence and part.texts for part in shown)


def test_nothing_is_written_where_something_must_not_be_published(look: Look, folder: Path, tmp_path: Path) -> None:
    (folder / "_internal" / "libreadline.so.8").write_bytes(b"\x7fELF")
    target = tmp_path / "out.txt"
    with pytest.raises(SystemExit, match=r"must not be published(.|\n)*libreadline"):
        write_licences(look(), target)
    assert not target.exists() and not (folder / "_internal" / INSIDE).exists()


def test_a_second_run_gives_the_same(look: Look, folder: Path, tmp_path: Path) -> None:
    write_licences(look(), tmp_path / "first.txt")
    first = (folder / "_internal" / INSIDE).read_bytes()
    write_licences(look(), tmp_path / "second.txt")
    assert (tmp_path / "first.txt").read_bytes() == (tmp_path / "second.txt").read_bytes()
    assert (folder / "_internal" / INSIDE).read_bytes() == first and json.loads(first)


def test_pages_are_read_as_text(tmp_path: Path) -> None:
    page = tmp_path / "LICENSE.html"
    page.write_text("<style>p {}</style><h1>MIT &amp; more</h1><pre>one\n\n\n\n  two</pre><ul><li>three</li></ul>")
    assert read_text(page).split("\n") == ["MIT & more", "", "one", "", "  two", "", "three"]
