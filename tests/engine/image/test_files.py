"""Files are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
import threading
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any, BinaryIO

import pytest

from engine.errors import OutputError, OutputExists
from engine.image.files import TEMPORARY_SUFFIX, remove_leftovers, write_atomically
from tests.engine.disks import small_disk

posix = pytest.mark.skipif(sys.platform == "win32", reason="names and rights of POSIX")


def content(data: bytes) -> Callable[[BinaryIO], object]:
    return lambda file: file.write(data)


def names(folder: Path) -> list[str]:
    return sorted(path.name for path in folder.iterdir())


def test_a_new_file(tmp_path: Path) -> None:
    assert write_atomically(tmp_path / "a", content(b"12345"), overwrite=False) == 5
    assert (tmp_path / "a").read_bytes() == b"12345"
    assert names(tmp_path) == ["a"]


def test_an_existing_file(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"precious")
    with pytest.raises(OutputExists, match="exists already"):
        write_atomically(target, content(b"new"), overwrite=False)
    assert target.read_bytes() == b"precious"
    write_atomically(target, content(b"new"), overwrite=True)
    assert target.read_bytes() == b"new"
    assert names(tmp_path) == ["a"]


def test_the_old_file_is_there_until_the_new_one_is_whole(tmp_path: Path) -> None:
    target = tmp_path / "a"
    target.write_bytes(b"old")

    def fill(file: BinaryIO) -> None:
        file.write(b"new")
        file.flush()
        assert target.read_bytes() == b"old"
        temporary = next(path for path in tmp_path.iterdir() if path != target)
        assert temporary.name.startswith(".a.")
        assert temporary.name.endswith(TEMPORARY_SUFFIX)

    write_atomically(target, fill, overwrite=True)
    assert target.read_bytes() == b"new"


def test_a_file_that_appears_meanwhile_is_not_replaced(tmp_path: Path) -> None:
    def fill(file: BinaryIO) -> None:
        file.write(b"late")
        (tmp_path / "a").write_bytes(b"first")

    with pytest.raises(OutputExists):
        write_atomically(tmp_path / "a", fill, overwrite=False)
    assert (tmp_path / "a").read_bytes() == b"first"
    assert names(tmp_path) == ["a"]


def test_of_many_writers_one_wins(tmp_path: Path) -> None:
    results: list[str] = []

    def write(text: str) -> None:
        try:
            write_atomically(tmp_path / "a", content(text.encode() * 1000), overwrite=False)
            results.append(text)
        except OutputExists:
            pass

    threads = [threading.Thread(target=write, args=(str(number),)) for number in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 1
    assert (tmp_path / "a").read_bytes() == results[0].encode() * 1000
    assert names(tmp_path) == ["a"]


@pytest.mark.parametrize("links", [True, False], ids=["hard links", "no hard links"])
def test_file_systems_without_hard_links(tmp_path: Path, monkeypatch: pytest.MonkeyPatch, links: bool) -> None:
    if not links:
        monkeypatch.setattr(os, "link", failing(errno.EPERM))
    write_atomically(tmp_path / "a", content(b"1"), overwrite=False)
    assert (tmp_path / "a").read_bytes() == b"1"

    def fill(file: BinaryIO) -> None:
        (tmp_path / "b").write_bytes(b"first")

    with pytest.raises(OutputExists):
        write_atomically(tmp_path / "b", fill, overwrite=False)
    assert (tmp_path / "b").read_bytes() == b"first"
    assert names(tmp_path) == ["a", "b"]


@posix
def test_a_link_is_replaced_and_what_it_points_to_stays(tmp_path: Path) -> None:
    (tmp_path / "original").write_bytes(b"original")
    (tmp_path / "a").symlink_to("original")
    (tmp_path / "nowhere").symlink_to("missing")
    for name in ("a", "nowhere"):
        with pytest.raises(OutputExists):
            write_atomically(tmp_path / name, content(b"new"), overwrite=False)
        write_atomically(tmp_path / name, content(b"new"), overwrite=True)
        assert (tmp_path / name).read_bytes() == b"new"
    assert (tmp_path / "original").read_bytes() == b"original"
    assert names(tmp_path) == ["a", "nowhere", "original"]


@posix
def test_a_new_file_has_the_rights_of_any_other(tmp_path: Path) -> None:
    (tmp_path / "usual").touch()
    write_atomically(tmp_path / "a", content(b"1"), overwrite=False)
    assert (tmp_path / "a").stat().st_mode == (tmp_path / "usual").stat().st_mode


@posix
def test_contents_reach_the_disk_before_the_name_and_then_the_name(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    target, flush, seen = tmp_path / "a", os.fsync, list[tuple[int, bool]]()

    def note(descriptor: int) -> None:
        flush(descriptor)
        seen.append((os.fstat(descriptor).st_ino, target.exists()))

    monkeypatch.setattr(os, "fsync", note)
    write_atomically(target, content(b"1"), overwrite=False)
    assert seen == [(target.stat().st_ino, False), (tmp_path.stat().st_ino, True)]


@pytest.mark.parametrize("failure", [KeyboardInterrupt, SystemExit, ValueError, MemoryError])
def test_whatever_ends_the_writing_nothing_is_left(tmp_path: Path, failure: type[BaseException]) -> None:
    (tmp_path / "old").write_bytes(b"old")

    def fill(file: BinaryIO) -> None:
        file.write(b"half")
        file.flush()
        raise failure

    for name, overwrite in (("old", True), ("a", False)):
        with pytest.raises(failure):
            write_atomically(tmp_path / name, fill, overwrite=overwrite)
    assert names(tmp_path) == ["old"]
    assert (tmp_path / "old").read_bytes() == b"old"


def failing(number: int) -> Callable[..., Any]:
    def fail(*_args: object, **_kwargs: object) -> None:
        raise OSError(number, os.strerror(number))

    return fail


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


def test_leftovers_go_and_nothing_else(tmp_path: Path) -> None:
    hexadecimal = "0123456789ab"
    leftovers = [f".a.png.{hexadecimal}{TEMPORARY_SUFFIX}", f"..{hexadecimal}{TEMPORARY_SUFFIX}"]
    if sys.platform != "win32":
        leftovers.append(f".two\nlines.{hexadecimal}{TEMPORARY_SUFFIX}")
    others = [
        f"a.png.{hexadecimal}{TEMPORARY_SUFFIX}",
        f".a.png.{TEMPORARY_SUFFIX}",
        f".a.png.0123{TEMPORARY_SUFFIX}",
        f".a.png.{hexadecimal}{TEMPORARY_SUFFIX}.png",
        ".a.png.tmp",
        "a.png",
    ]
    for name in leftovers + others:
        (tmp_path / name).write_bytes(b"1")
    (tmp_path / f".folder.{hexadecimal}{TEMPORARY_SUFFIX}").mkdir()
    below = tmp_path / "below"
    below.mkdir()
    (below / leftovers[0]).touch()
    assert remove_leftovers(tmp_path) == len(leftovers)
    assert names(tmp_path) == sorted([*others, "below", f".folder.{hexadecimal}{TEMPORARY_SUFFIX}"])
    assert names(below) == [leftovers[0]]
    assert remove_leftovers(tmp_path) == 0
    assert remove_leftovers(tmp_path / "nowhere") == 0


@posix
def test_what_a_link_named_like_a_leftover_points_to_stays(tmp_path: Path) -> None:
    (tmp_path / "precious").write_bytes(b"1")
    (tmp_path / f".a.0123456789ab{TEMPORARY_SUFFIX}").symlink_to("precious")
    assert remove_leftovers(tmp_path) == 0
    assert (tmp_path / "precious").read_bytes() == b"1"
    assert len(names(tmp_path)) == 2


WRITER = """
    import sys, time
    from pathlib import Path
    from engine.image.files import write_atomically

    def fill(file):
        file.write(bytes(1000))
        file.flush()
        print("writing", flush=True)
        time.sleep(60)

    write_atomically(Path(sys.argv[1]), fill, overwrite=False)
"""


@posix
def test_a_killed_process_leaves_what_is_found_later(tmp_path: Path) -> None:
    command = [sys.executable, "-c", textwrap.dedent(WRITER), str(tmp_path / "a.png")]
    with subprocess.Popen(command, stdout=subprocess.PIPE) as process:
        assert process.stdout is not None
        assert process.stdout.readline() == b"writing\n"
        assert remove_leftovers(tmp_path) == 0  # it is still being written
        assert len(names(tmp_path)) == 1
        process.send_signal(signal.SIGKILL)
    assert names(tmp_path) != ["a.png"]
    assert remove_leftovers(tmp_path) == 1
    assert names(tmp_path) == []
