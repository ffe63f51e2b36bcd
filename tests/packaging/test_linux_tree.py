"""Desktop entries, file type, thumbnailer, completions: what goes around the bundle."""

from __future__ import annotations

import configparser
import mimetypes
import shutil
import subprocess
from collections.abc import Callable
from pathlib import Path
from xml.etree import ElementTree

import pytest

pytest.importorskip("shtab")

from completions import PLACES
from linux_tree import PICTURES, stage_share
from release import Release

import engine
from engine.container.layout import MAGIC

HOME = "/usr/lib/safelight"
SPACE = "{http://www.freedesktop.org/standards/shared-mime-info}"


@pytest.fixture
def share(make_release: Callable[[str], Release], tmp_path: Path) -> Path:
    folder = tmp_path / "share"
    stage_share(make_release("full"), folder, {"window": f"{HOME}/Safelight-window", "safelight": "/usr/bin/safelight"})
    return folder


def entries(share: Path) -> list[Path]:
    return [path for path in share.rglob("*safelight*") if path.suffix in (".desktop", ".nemo_action", ".thumbnailer")]


def test_every_command_is_one_of_ours_and_every_text_is_translated(share: Path) -> None:
    assert len(entries(share)) == 13
    for path in entries(share):
        entry = configparser.ConfigParser(interpolation=None, delimiters="=")
        entry.optionxform = str  # type: ignore[assignment,method-assign]
        entry.read(path, encoding="utf-8")
        for section in entry.sections():
            values = dict(entry[section])
            if "Exec" in values:
                assert values["Exec"].split()[0] in (f"{HOME}/Safelight-window", "/usr/bin/safelight"), path
                task = values["Exec"].partition("--task ")[2].split()[:1]
                assert task in ([], ["compress"], ["denoise"], ["reconstruct"])
            assert "Name" not in values or values["Name"] == "Safelight" or "Name[zh_CN]" in values, path
        assert "@" not in path.read_text(encoding="utf-8"), f"{path}: a place was not filled in"


def test_the_type_is_found_by_the_first_bytes_and_by_the_suffix(share: Path) -> None:
    kind = ElementTree.parse(share / "mime/packages/safelight.xml").getroot().find(f"{SPACE}mime-type")
    assert kind is not None and kind.get("type") == "image/x-latent"
    match, glob = kind.find(f"{SPACE}magic/{SPACE}match"), kind.find(f"{SPACE}glob")
    assert match is not None and glob is not None
    assert match.get("value", "").encode().decode("unicode_escape").encode("latin-1") == MAGIC
    assert match.get("offset") == "0" and glob.get("pattern") == "*.latent"


def test_the_types_that_it_offers_to_open_can_be_opened() -> None:
    mimetypes.init()
    for kind in PICTURES:
        suffixes = mimetypes.guess_all_extensions(kind)
        assert not suffixes or set(suffixes) & engine.READABLE_SUFFIXES, kind


def test_icons_of_all_sizes_stand_for_the_app_and_for_its_files(share: Path) -> None:
    for place in ("apps/safelight", "mimetypes/image-x-latent"):
        found = {path.parents[1].name for path in share.glob(f"icons/hicolor/*/{place}.*")}
        assert found >= {"16x16", "32x32", "48x48", "128x128", "256x256", "scalable"}


def test_the_variant_without_a_window_has_no_part_of_a_desktop(
    make_release: Callable[[str], Release], tmp_path: Path
) -> None:
    share = tmp_path / "share"
    stage_share(make_release("cli"), share, {})
    names = {path.relative_to(share).as_posix() for path in share.rglob("*") if path.is_file()}
    assert names == {"man/man1/safelight.1.gz", *PLACES.values()}


@pytest.mark.skipif(shutil.which("desktop-file-validate") is None, reason="desktop-file-utils is missing")
def test_the_desktop_entry_is_valid(share: Path) -> None:
    done = subprocess.run(["desktop-file-validate", share / "applications/safelight.desktop"], capture_output=True)
    assert done.returncode == 0, done.stdout


@pytest.mark.skipif(shutil.which("bash") is None, reason="bash is missing")
@pytest.mark.parametrize(
    ("typed", "offered"),
    [("safelight comp", "compress"), ("safelight compress --qu", "--quality"), ("safelight batch den", "denoise")],
)
def test_bash_completes_commands_and_options(share: Path, typed: str, offered: str) -> None:
    words = typed.split()
    script = (
        f'. "{share}/{PLACES["bash"]}"; COMP_WORDS=({typed}); COMP_CWORD={len(words) - 1}; '
        f"_shtab_safelight safelight {words[-1]} {words[-2]}; echo ${{COMPREPLY[@]}}"
    )
    done = subprocess.run(["bash", "-c", script], capture_output=True, text=True)
    assert offered in done.stdout.split(), done.stderr
