"""What goes into the packages for Windows, without a compiler."""

from __future__ import annotations

import re
import sys
import zipfile
from pathlib import Path

import pytest
import windows
from nsis_lists import picture_suffixes, pictures, removal
from project import version_numbers
from version import ROOT
from version_resource import MEANINGS, version_resource

import engine

SCRIPTS = ROOT / "assets" / "installer" / "windows"


@pytest.fixture
def bundle(tmp_path: Path) -> Path:
    made = tmp_path / "safelight"
    (made / "_internal" / "deep").mkdir(parents=True)
    for name in ("safelight.exe", "_internal/cost $5.txt", "_internal/deep/照片.dll"):
        (made / name).write_bytes(name.encode())
    return made


def test_all_files_are_removed_and_folders_after_what_is_in_them(bundle: Path) -> None:
    lines = [line.strip() for line in removal(bundle).splitlines()[1:-1]]
    assert lines[:3] == [
        r'Delete "$INSTDIR\_internal\cost $$5.txt"',
        r'Delete "$INSTDIR\_internal\deep\照片.dll"',
        r'Delete "$INSTDIR\safelight.exe"',
    ]
    assert lines[3:] == [r'RMDir "$INSTDIR\_internal\deep"', r'RMDir "$INSTDIR\_internal"']


def test_raw_is_offered_only_where_its_library_is_inside(bundle: Path) -> None:
    without = set(picture_suffixes(bundle))
    assert ".nef" not in without and {".jpg", ".heic", ".jxl"} <= without <= engine.READABLE_SUFFIXES
    (bundle / "_internal" / "rawpy").mkdir()
    assert set(picture_suffixes(bundle)) - without >= {".nef", ".dng", ".cr3"}
    assert ".ico" not in picture_suffixes(bundle)


def test_the_list_of_pictures_is_a_macro_over_another() -> None:
    assert pictures([".a", ".b"]).splitlines() == [
        "!macro EachPicture DO", '    !insertmacro ${DO} ".a"', '    !insertmacro ${DO} ".b"', "!macroend",
    ]  # fmt: skip


def test_the_script_names_no_kind_of_picture_and_no_version() -> None:
    """Both come from the engine."""
    for script in SCRIPTS.iterdir():
        code = "\n".join(line.split(";")[0] for line in script.read_text(encoding="utf-8-sig").splitlines())
        assert engine.__version__ not in code, script.name
        assert not {found for found in re.findall(r"\"(\.\w+)\"", code)} & engine.READABLE_SUFFIXES, script.name


def test_every_text_is_there_in_both_languages() -> None:
    text = (SCRIPTS / "texts.nsh").read_text(encoding="utf-8-sig")
    spoken = {
        language: re.findall(rf"^LangString (\w+) \$\{{LANG_{language}\}} \".+\"$", text, re.MULTILINE)
        for language in ("ENGLISH", "SIMPCHINESE")
    }
    assert spoken["ENGLISH"] == spoken["SIMPCHINESE"] and len(spoken["ENGLISH"]) >= 20
    used = {name for script in SCRIPTS.iterdir() for name in re.findall(r"\$\((\w+)\)", script.read_text("utf-8-sig"))}
    assert used == set(spoken["ENGLISH"]), "each is used, and each that is used is there"


def test_the_zip_is_the_bundle_and_always_the_same(
    bundle: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SOURCE_DATE_EPOCH", "1700000000")
    made = windows.make_zip(bundle, tmp_path)
    assert made.name == f"safelight-{engine.__version__}-windows-x64.zip"
    first = made.read_bytes()
    with zipfile.ZipFile(made) as archive:
        assert archive.namelist() == [
            "Safelight/_internal/cost $5.txt", "Safelight/_internal/deep/照片.dll", "Safelight/safelight.exe",
        ]  # fmt: skip
        assert archive.read("Safelight/safelight.exe") == b"safelight.exe"
    (bundle / "safelight.exe").touch()
    assert windows.make_zip(bundle, tmp_path).read_bytes() == first


@pytest.mark.parametrize("program", MEANINGS)
def test_windows_is_told_the_version_in_both_languages(program: str) -> None:
    """PyInstaller evaluates the text; its own classes can be loaded on Windows only."""
    tables: dict[str, dict[str, str]] = {}
    made = eval(version_resource(program), {
        "VSVersionInfo": lambda ffi, kids: (ffi, kids),
        "FixedFileInfo": lambda **values: values,
        "StringFileInfo": lambda kids: tables.update(kids),
        "StringTable": lambda code, words: (code, dict(words)),
        "StringStruct": lambda name, value: (name, value),
        "VarFileInfo": lambda kids: kids,
        "VarStruct": lambda name, values: (name, values),
    })  # fmt: skip
    assert made[0]["filevers"] == made[0]["prodvers"] == version_numbers()
    assert tables.keys() == {"040904B0", "080404B0"} and made[1][1] == [("Translation", [0x409, 0x4B0, 0x804, 0x4B0])]
    for words in tables.values():
        assert words["FileVersion"] == words["ProductVersion"] == engine.__version__
        assert words["OriginalFilename"] == f"{program}.exe"


def test_nothing_is_signed_without_a_certificate(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.delenv("SAFELIGHT_SIGN_THUMBPRINT", raising=False)
    assert windows.signing() == []


@pytest.mark.skipif(sys.platform == "win32", reason="the stand-in for signtool is a script")
def test_a_certificate_is_used_and_no_secret_is_in_the_command(monkeypatch: pytest.MonkeyPatch, tmp_path: Path) -> None:
    tool = tmp_path / "signtool"
    tool.write_text("#!/bin/sh\n")
    tool.chmod(0o755)
    monkeypatch.setenv("PATH", str(tmp_path))
    monkeypatch.setenv("SAFELIGHT_SIGN_THUMBPRINT", "AB12")
    monkeypatch.setenv("SAFELIGHT_TIMESTAMP_URL", "http://time.example")
    assert windows.signing() == [
        str(tool), "sign", "/sha1", "AB12", "/fd", "sha256", "/d", "Safelight", "/tr", "http://time.example",
        "/td", "sha256",
    ]  # fmt: skip
