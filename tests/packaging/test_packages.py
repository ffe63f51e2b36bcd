"""The package for Debian and the archive, made of a small bundle: their fields, and that they are made alike twice."""

from __future__ import annotations

import os
import shutil
import subprocess
import tarfile
from collections.abc import Callable
from pathlib import Path

import pytest

pytest.importorskip("shtab")

import deb
from deb import write_package
from release import Release
from tarball import write_tarball

needs_dpkg = pytest.mark.skipif(shutil.which("dpkg-deb") is None, reason="dpkg-deb is missing")


@pytest.fixture(autouse=True)
def depends_on_little(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(deb, "depends", lambda _: ["libc6 (>= 2.36)", "zlib1g"])


def field(package: Path, name: str) -> str:
    return subprocess.run(["dpkg-deb", "-f", package, name], capture_output=True, text=True, check=True).stdout.strip()


@needs_dpkg
@pytest.mark.parametrize("variant", ["full", "cli"])
def test_a_package_tells_what_it_is_and_is_made_alike_twice(
    make_release: Callable[[str], Release], variant: str
) -> None:
    made = make_release(variant)
    first = write_package(made).read_bytes()
    os.utime(made.bundle / "safelight")
    assert write_package(made).read_bytes() == first
    assert field(made.package, "Package") == made.name and field(made.package, "Version") == "9.8.7"
    assert field(made.package, "Depends") == "libc6 (>= 2.36), zlib1g"
    assert int(field(made.package, "Installed-Size")) > 50
    listed = subprocess.run(["dpkg-deb", "-c", made.package], capture_output=True, text=True, check=True).stdout
    assert {line.split()[1] for line in listed.splitlines()} == {"root/root"}
    assert f"./usr/bin/safelight -> ../lib/{made.name}/safelight" in listed
    assert ("applications/safelight.desktop" in listed) == made.with_window
    assert not [line for line in listed.splitlines() if line.startswith("-rwx") and ".so" in line]


def test_an_archive_is_made_alike_twice(make_release: Callable[[str], Release]) -> None:
    made = make_release("full")
    first = write_tarball(made).read_bytes()
    os.utime(made.bundle / "safelight")
    assert write_tarball(made).read_bytes() == first
    with tarfile.open(made.tarball) as archive:
        entries = archive.getmembers()
    assert {entry.uname or entry.uid for entry in entries} == {0} and {entry.mtime for entry in entries} == {1700000000}
    assert {entry.name.partition("/")[0] for entry in entries} == {made.tarball.name.removesuffix(".tar.xz")}


class Home:
    """Somebody's home, and the unpacked archive."""

    def __init__(self, made: Release, place: Path) -> None:
        self.path = place / "home"
        self.path.mkdir()
        with tarfile.open(write_tarball(made)) as archive:
            archive.extractall(place, filter="data")
        self.unpacked = place / made.tarball.name.removesuffix(".tar.xz")

    def run(self, script: str, *arguments: str) -> subprocess.CompletedProcess[str]:
        environment = {"HOME": str(self.path), "PATH": "/usr/bin:/bin"}
        command = [self.unpacked / script, *arguments]
        return subprocess.run(command, env=environment, capture_output=True, text=True, timeout=60)

    def files(self) -> list[str]:
        return sorted(path.relative_to(self.path).as_posix() for path in self.path.rglob("*"))


@pytest.fixture
def home(make_release: Callable[[str], Release], tmp_path: Path) -> Home:
    return Home(make_release("full"), tmp_path)


def test_it_installs_upgrades_and_leaves_nothing(home: Home) -> None:
    done = home.run("install.sh")
    assert done.returncode == 0, done.stderr
    local = home.path / ".local"
    assert subprocess.run([local / "bin/safelight"], capture_output=True, text=True).stdout == "safelight 9.8.7\n"
    entry = (local / "share/applications/safelight.desktop").read_text(encoding="utf-8")
    assert f"Exec={local}/lib/safelight/Safelight-window %F" in entry and "@" not in entry
    left_by_the_old_one = local / "lib/safelight/old-file"
    left_by_the_old_one.touch()
    (home.unpacked / "share/thumbnailers/safelight.thumbnailer").unlink()  # the new release has no such file
    assert home.run("install.sh").returncode == 0
    assert not left_by_the_old_one.exists() and not (local / "share/thumbnailers").exists()
    assert home.run("uninstall.sh").returncode == 0
    assert home.files() == []
    again = home.run("uninstall.sh")
    assert again.returncode == 1 and "is not installed" in again.stderr


def test_other_files_stay_as_they_are(home: Home) -> None:
    for name in (".local/bin/other", ".local/share/applications/other.desktop", ".local/lib/other/file"):
        (home.path / name).parent.mkdir(parents=True, exist_ok=True)
        (home.path / name).touch()
    before = home.files()
    assert home.run("install.sh").returncode == 0 and home.run("uninstall.sh").returncode == 0
    assert [name for name in home.files() if not name.endswith("mimeinfo.cache")] == before


@pytest.mark.parametrize("name", [".local/bin/safelight", ".local/lib/safelight/theirs"])
def test_what_is_of_others_is_not_overwritten(home: Home, name: str) -> None:
    (home.path / name).parent.mkdir(parents=True)
    (home.path / name).write_text("theirs")
    before = home.files()
    refused = home.run("install.sh")
    assert refused.returncode == 1 and "nothing was changed" in refused.stderr
    assert home.files() == before and (home.path / name).read_text() == "theirs"


def test_a_place_that_desktop_files_cannot_name_is_refused(home: Home) -> None:
    refused = home.run("install.sh", str(home.path / "with space"))
    assert refused.returncode == 1 and "with space" in refused.stderr and home.files() == []


def test_a_program_that_does_not_run_here_is_not_installed(home: Home) -> None:
    (home.unpacked / "lib/safelight").write_text("#!/bin/sh\nexit 1\n")
    refused = home.run("install.sh")
    assert refused.returncode == 1 and "does not run on this system" in refused.stderr
    assert not [name for name in home.files() if "safelight" in name]
