"""Files that cannot be written: a clear reason for each way to fail, and nothing left behind."""

from __future__ import annotations

import errno
import os
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import BinaryIO

import pytest

from engine.errors import OutputError, OutputExists
from engine.image.files import TEMPORARY_SUFFIX, remove_leftovers, write_atomically
from tests.engine.disks import small_disk
from tests.engine.image.written_files import content, failing, names, posix

REASONS = [
    ("ENOSPC", "the disk is full"),
    ("EDQUOT", "the disk quota is used up"),
    ("EROFS", "the file system is read-only"),
    ("EACCES", "no permission"),
    ("EPERM", "no permission"),
    ("EFBIG", "it is larger than this file system takes"),
    ("EIO", "the disk reports an error"),
    ("ESTALE", "the network folder is gone"),
]


@pytest.mark.parametrize(("name", "reason"), [case for case in REASONS if hasattr(errno, case[0])])
@pytest.mark.parametrize("place", ["write", "fsync", "move"])
def test_every_failure_has_its_reason(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch, name: str, reason: str, place: str
) -> None:
    fail = failing(getattr(errno, name))
    if place == "fsync":
        monkeypatch.setattr(os, "fsync", fail)
    if place == "move":
        monkeypatch.setattr(Path, "replace", fail)
    target = tmp_path / "a"
    target.write_bytes(b"old")
    with pytest.raises(OutputError) as caught:
        write_atomically(target, fail if place == "write" else content(b"new"), overwrite=True)
    assert str(caught.value) == f"{target}: cannot be written: {reason}"
    assert target.read_bytes() == b"old"
    assert names(tmp_path) == ["a"]


def test_an_unknown_failure_says_what_the_system_says(tmp_path: Path) -> None:
    with pytest.raises(OutputError, match=f"cannot be written: {os.strerror(errno.EMFILE)}"):
        write_atomically(tmp_path / "a", failing(errno.EMFILE), overwrite=False)


def test_a_folder_that_is_missing_or_none(tmp_path: Path) -> None:
    (tmp_path / "file").touch()
    for target, reason in (
        (tmp_path / "nowhere" / "a", "its folder does not exist"),
        (tmp_path / "file" / "a", "a part of its path is not a folder|its folder does not exist"),
    ):
        with pytest.raises(OutputError, match=reason):
            write_atomically(target, content(b""), overwrite=False)


@posix
def test_a_folder_in_place_of_the_file(tmp_path: Path) -> None:
    (tmp_path / "a").mkdir()
    with pytest.raises(OutputExists):
        write_atomically(tmp_path / "a", content(b""), overwrite=False)
    with pytest.raises(OutputError, match="it is a folder"):
        write_atomically(tmp_path / "a", content(b""), overwrite=True)
    assert names(tmp_path) == ["a"]


@posix
def test_a_folder_that_vanishes_meanwhile(tmp_path: Path) -> None:
    folder = tmp_path / "folder"
    folder.mkdir()

    def fill(file: BinaryIO) -> None:
        for path in folder.iterdir():
            path.unlink()
        folder.rmdir()

    for overwrite in (False, True):
        folder.mkdir(exist_ok=True)
        with pytest.raises(OutputError, match="its folder does not exist"):
            write_atomically(folder / "a", fill, overwrite=overwrite)
    assert names(tmp_path) == []


@posix
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="root may write anywhere")
def test_a_folder_without_the_right_to_write(tmp_path: Path) -> None:
    tmp_path.chmod(0o500)
    try:
        with pytest.raises(OutputError, match="no permission"):
            write_atomically(tmp_path / "a", content(b""), overwrite=False)
    finally:
        tmp_path.chmod(0o700)


@posix
@pytest.mark.parametrize("start", ["a" * 250, "ü" * 122 + "a" * 6, "🌅" * 60 + "a" * 10, "a\nb\n\t'\"*", " .. ", "-rf"])
def test_long_and_odd_names(tmp_path: Path, start: str) -> None:
    target = tmp_path / f"{start}.png"
    seen: list[int] = []

    def fill(file: BinaryIO) -> None:
        seen.extend(len(os.fsencode(name)) for name in names(tmp_path))

    write_atomically(target, fill, overwrite=False)
    assert names(tmp_path) == [target.name]
    assert max(seen) <= 143  # what encrypted file systems take


@posix
def test_names_that_are_not_utf8(tmp_path: Path) -> None:
    target = tmp_path / os.fsdecode(b"\xff\xfe" * 60 + b".png")
    try:
        target.touch()
    except OSError:
        pytest.skip("this file system takes UTF-8 alone")
    write_atomically(target, content(b"new"), overwrite=True)
    assert names(tmp_path) == [target.name]
    (tmp_path / f".{target.name[:20]}.0123456789ab{TEMPORARY_SUFFIX}").touch()
    assert remove_leftovers(tmp_path) == 1


@posix
@pytest.mark.parametrize("overwrite", [False, True])
def test_a_name_that_is_too_long_is_refused_before_any_work(tmp_path: Path, overwrite: bool) -> None:
    def fill(file: BinaryIO) -> None:
        raise AssertionError("not to be called")

    with pytest.raises(OutputError, match="the name or the path is too long"):
        write_atomically(tmp_path / ("ü" * 130 + ".png"), fill, overwrite=overwrite)
    assert names(tmp_path) == []


@pytest.fixture
def disk(tmp_path: Path) -> Iterator[Path]:
    with small_disk(tmp_path / "disk", "64k") as made:
        yield made


def test_a_full_disk(disk: Path) -> None:
    write_atomically(disk / "old", content(b"old"), overwrite=False)
    for name, overwrite in (("old", True), ("a", False)):
        with pytest.raises(OutputError, match="cannot be written: the disk is full"):
            write_atomically(disk / name, content(bytes(200_000)), overwrite=overwrite)
    assert names(disk) == ["old"]
    assert (disk / "old").read_bytes() == b"old"
    write_atomically(disk / "a", content(bytes(20_000)), overwrite=False)


def test_a_read_only_file_system(disk: Path) -> None:
    subprocess.run(["mount", "-o", "remount,ro", str(disk)], check=True)
    with pytest.raises(OutputError, match="cannot be written: the file system is read-only"):
        write_atomically(disk / "a", content(b""), overwrite=False)
