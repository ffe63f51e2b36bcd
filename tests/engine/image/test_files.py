"""Files are there whole or not at all, whatever happens while they are written."""

from __future__ import annotations

import errno
import os
import signal
import subprocess
import sys
import textwrap
import threading
from pathlib import Path
from typing import BinaryIO

import pytest

from engine.errors import OutputExists
from engine.image.files import TEMPORARY_SUFFIX, remove_leftovers, write_atomically
from tests.engine.image.written_files import content, failing, names, posix


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
