"""SHA256SUMS, as the usual program reads them."""

from __future__ import annotations

import shutil
import subprocess
from pathlib import Path

import pytest
from sums import write_sums


@pytest.fixture
def dist(tmp_path: Path) -> Path:
    for name in ("b.tar.xz", "Z.deb", "a name.dmg"):
        (tmp_path / name).write_bytes(name.encode() * 1000)
    (tmp_path / "safelight").mkdir()
    (tmp_path / "safelight" / "inside").touch()
    (tmp_path / ".hidden").touch()
    return tmp_path


def check(folder: Path) -> int:
    return subprocess.run(
        ["sha256sum", "--check", "--strict", "SHA256SUMS"], cwd=folder, capture_output=True
    ).returncode


def test_the_published_files_by_name_and_nothing_else(dist: Path) -> None:
    lines = write_sums(dist).read_bytes().decode().splitlines()
    assert [line[66:] for line in lines] == ["Z.deb", "a name.dmg", "b.tar.xz"]
    assert all(len(line[:64]) == 64 and line[64:66] == "  " for line in lines)


def test_a_second_run_does_not_sum_its_own_list(dist: Path) -> None:
    first = write_sums(dist).read_bytes()
    (dist / "SHA256SUMS.asc").touch()  # a signature over the list is published beside it
    assert write_sums(dist).read_bytes() == first
    assert not list(dist.glob("*.part"))


@pytest.mark.skipif(not shutil.which("sha256sum"), reason="sha256sum is not here")
def test_they_can_be_checked(dist: Path) -> None:
    write_sums(dist)
    assert check(dist) == 0
    (dist / "Z.deb").write_bytes(b"another")
    assert check(dist) != 0


def test_nothing_to_publish_is_an_error(tmp_path: Path) -> None:
    with pytest.raises(SystemExit, match="nothing to publish"):
        write_sums(tmp_path)
    assert not list(tmp_path.iterdir())
