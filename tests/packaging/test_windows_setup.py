"""The installer for Windows, compiled and, where Wine is at hand, run."""

from __future__ import annotations

import re
import shutil
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest
import windows as packing

import engine
from tests.packaging.stand_in import make_stand_in
from tests.packaging.wine import WINE, Registry, Windows

FOLDER = r"C:\users\{user}\AppData\Local\Programs\Safelight"
UNINSTALL = r"Software\Microsoft\Windows\CurrentVersion\Uninstall\Safelight"
CLASSES = r"Software\Classes"
LONG_PATH = ";".join(rf"%USERPROFILE%\tools\{number:04}\bin" for number in range(200)) + r";C:\末尾"


@pytest.fixture(scope="module")
def bundle(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """What is packed."""
    if shutil.which("makensis") is None or sys.platform != "linux":  # NSIS for Windows makes no programs of 64 bits
        pytest.skip("takes NSIS as Debian has it")
    return make_stand_in(tmp_path_factory.mktemp("bundle"))


@pytest.fixture(scope="module")
def setup(bundle: Path, tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The installer around the stand-in."""
    folder = tmp_path_factory.mktemp("setup")
    return packing.make_setup(bundle, folder, folder / "work", target="amd64-unicode")


@pytest.fixture(scope="module")
def system(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Windows]:
    """A fresh Windows."""
    if WINE is None:
        pytest.skip("Wine is not installed")
    folder = tmp_path_factory.mktemp("windows")
    made = Windows(folder)
    yield made
    made.stop()
    shutil.rmtree(folder, ignore_errors=True)  # 700 MB


@pytest.fixture
def clean(system: Windows) -> Iterator[Windows]:
    """A Windows that ends as it was before."""
    yield system
    uninstall(system)


def folder_of(system: Windows) -> str:
    (user,) = (path.name for path in (system.drive / "users").iterdir() if path.name != "Public")
    return FOLDER.format(user=user)


def uninstall(system: Windows, *options: str) -> None:
    program = folder_of(system) + r"\uninstall.exe"
    if system.place(program).exists():
        assert system.run(program, "/S", *options) == 0
    system.settle()  # it copies itself, ends, and goes on as the copy


def call_from_batch(system: Windows, command: str) -> None:
    """Run a command with its quotes as they are, which no list of arguments gives."""
    (system.drive / "run.bat").write_text(f'start /wait "" {command}\r\n'.replace("%", "%%"), encoding="utf-8")
    assert system.run("cmd", "/c", r"C:\run.bat") == 0


def gained(before: Registry, after: Registry) -> Registry:
    """What is in ``after`` only."""
    fresh = {key: {n: v for n, v in values.items() if before.get(key, {}).get(n) != v} for key, values in after.items()}
    return {key: values for key, values in fresh.items() if values or key not in before}


@pytest.mark.parametrize("target", ["x86-unicode", "amd64-unicode"])
def test_it_compiles_without_a_warning(bundle: Path, tmp_path: Path, target: str) -> None:
    made = packing.make_setup(bundle, tmp_path, tmp_path / "work", target=target)
    assert made.name == f"safelight-{engine.__version__}-windows-x64-setup.exe"
    assert made.read_bytes()[:2] == b"MZ"


def test_it_installs_what_it_says(setup: Path, bundle: Path, clean: Windows) -> None:
    before = clean.registry()
    assert clean.run(setup, "/S") == 0
    place = folder_of(clean)
    assert clean.place(place + r"\_internal\assets\models\odd $name.txt").exists()
    installed = {path.name for path in clean.place(place).iterdir()}
    assert installed == {path.name for path in bundle.iterdir()} | {"uninstall.exe"}
    assert any(path.endswith("Start Menu/Programs/Safelight.lnk") for path in clean.files())
    found = gained(before, clean.registry())
    entry = found[UNINSTALL]
    assert entry["DisplayVersion"] == engine.__version__ and entry["DisplayName"] == "Safelight"
    assert entry["QuietUninstallString"] == rf'"{place}\uninstall.exe" /S'
    assert int(entry["EstimatedSize"].removeprefix("dword:"), 16) > 0
    assert re.fullmatch(r"20\d{6}", entry["InstallDate"])
    assert found[rf"{CLASSES}\.latent"][""] == "Safelight.latent"
    assert found[rf"{CLASSES}\Safelight.latent\shell\open\command"][""] == rf'"{place}\Safelight-window.exe" "%1"'
    assert "Environment" not in found, "the Path is left alone unless it was asked for"


def test_verbs_are_offered_for_what_the_engine_reads(setup: Path, clean: Windows) -> None:
    before = clean.registry()
    assert clean.run(setup, "/S") == 0
    found = gained(before, clean.registry())
    offered: dict[str, set[str]] = {}
    for key, values in found.items():
        verb = re.fullmatch(r".*\\SystemFileAssociations\\(\.\w+)\\shell\\Safelight\.(\w+)\\command", key)
        if verb:
            offered.setdefault(verb[2], set()).add(verb[1])
            assert values[""] == rf'"{folder_of(clean)}\Safelight-window.exe" --task {verb[2]} "%1"'
    assert offered["reconstruct"] == {".latent"}
    assert offered["compress"] == offered["denoise"]
    assert {".jpg", ".png", ".heic", ".jxl", ".avif", ".tif"} <= offered["compress"] <= engine.READABLE_SUFFIXES


def test_nothing_is_left(setup: Path, system: Windows) -> None:
    registry, files = system.registry(), system.files()
    assert system.run(setup, "/S", "/DESKTOP=1", "/PATH=1") == 0
    assert "Desktop/Safelight.lnk" in system.files()
    uninstall(system)
    left = gained(registry, system.registry())
    # Keys that every Windows has, and this one had not yet.
    expected = {"App Paths", "Uninstall", "Classes"}
    assert {key for key in left if key.rsplit("\\", 1)[-1] not in expected or left[key]} == set()
    folders = ("AppData/Local/Programs", "Start Menu/Programs")
    assert {path for path in system.files() - files if not path.endswith(folders)} == set()


def test_the_verbs_can_be_left_out(setup: Path, clean: Windows) -> None:
    assert clean.run(setup, "/S", "/MENU=0") == 0
    assert not any("SystemFileAssociations" in key for key in clean.registry())


@pytest.mark.parametrize("path", [LONG_PATH, "C:\\one;", None])
def test_a_path_of_any_length_is_added_to_and_restored(setup: Path, clean: Windows, path: str | None) -> None:
    set_path(clean, path)
    assert clean.run(setup, "/S", "/PATH=1") == 0
    place = folder_of(clean)
    expected = place if not path else f"{path.removesuffix(';')};{place}"
    assert clean.registry()["Environment"]["Path"] == expected
    uninstall(clean)
    assert clean.registry()["Environment"].get("Path", "") == (path or "").removesuffix(";")


def set_path(system: Windows, path: str | None) -> None:
    """Through a file, as a command line would end before such a Path does."""
    value = "-" if path is None else "hex(2):" + ",".join(f"{byte:02x}" for byte in f"{path}\0".encode("utf-16-le"))
    text = f'Windows Registry Editor Version 5.00\n\n[HKEY_CURRENT_USER\\Environment]\n"Path"={value}\n'
    (system.drive / "path.reg").write_text(text, encoding="utf-16")
    assert system.run("regedit", "/S", r"C:\path.reg") == 0


def test_another_programs_claim_comes_back(setup: Path, clean: Windows) -> None:
    key = r"HKCU\Software\Classes\.latent"
    clean.run("reg", "add", key, "/ve", "/d", "Other.file", "/f")
    assert clean.run(setup, "/S") == 0
    assert clean.registry()[rf"{CLASSES}\.latent"][""] == "Safelight.latent"
    uninstall(clean)
    assert clean.registry()[rf"{CLASSES}\.latent"][""] == "Other.file"
    clean.run("reg", "delete", key, "/f")


def test_a_newer_version_replaces_an_older_one(setup: Path, bundle: Path, clean: Windows, tmp_path: Path) -> None:
    older = tmp_path / "older"
    shutil.copytree(bundle, older)
    (older / "_internal" / "gone in the new version.dll").write_text("old")
    old_setup = packing.make_setup(older, tmp_path, tmp_path / "work", target="amd64-unicode")
    assert clean.run(old_setup, "/S", "/DESKTOP=1", "/MENU=0", "/PATH=1") == 0
    place = clean.place(folder_of(clean))
    (place / "of the user.txt").write_text("stays")
    assert (place / "_internal" / "gone in the new version.dll").exists()
    assert clean.run(setup, "/S") == 0
    assert not (place / "_internal" / "gone in the new version.dll").exists()
    assert (place / "of the user.txt").exists() and (place / "safelight.exe").exists()
    after = clean.registry()
    assert "Desktop/Safelight.lnk" in clean.files(), "what was chosen stays chosen"
    assert not any("SystemFileAssociations" in key for key in after)
    assert after["Environment"]["Path"].count("Safelight") == 1
    uninstall(clean)
    assert [path.name for path in place.iterdir()] == ["of the user.txt"], "only what was installed is removed"
    shutil.rmtree(place)


def test_the_folder_can_be_changed(setup: Path, clean: Windows) -> None:
    assert clean.run(setup, "/S") == 0
    call_from_batch(clean, rf'"Z:{setup}" /S /D=C:\elsewhere\With Space')
    assert not clean.place(folder_of(clean)).exists(), "the earlier installation is gone"
    moved = r"C:\elsewhere\With Space"
    assert clean.place(moved + r"\safelight.exe").exists()
    assert clean.run(moved + r"\uninstall.exe", "/S") == 0
    clean.settle()
    assert not clean.place(moved).exists()


def test_settings_stay_unless_they_are_to_go(setup: Path, clean: Windows) -> None:
    for options, stays in (((), True), (("/SETTINGS=1",), False)):
        clean.run("reg", "add", r"HKCU\Software\Safelight\Safelight", "/v", "language", "/d", "zh_CN", "/f")
        presets = clean.place(folder_of(clean)).parents[2] / "Roaming" / "Safelight" / "presets.json"
        presets.parent.mkdir(exist_ok=True)
        presets.write_text("{}")
        assert clean.run(setup, "/S") == 0
        uninstall(clean, *options)
        assert (r"Software\Safelight\Safelight" in clean.registry()) is stays
        assert presets.exists() is stays


def test_nothing_is_touched_while_it_runs(setup: Path, clean: Windows) -> None:
    assert clean.run(setup, "/S") == 0
    place = folder_of(clean)
    before = clean.place(place + r"\safelight.exe").stat().st_mtime_ns
    running = clean.start(place + r"\safelight.exe", SAFELIGHT_TEST_STAYS="1")
    try:
        deadline = time.monotonic() + 60
        while not (clean.place(place).parent / "told.txt").exists():
            assert running.poll() is None and time.monotonic() < deadline
            time.sleep(0.1)
        assert clean.run(setup, "/S") == 3
        assert clean.run(place + r"\uninstall.exe", "/S", rf"_?={place}") == 3
        assert clean.place(place + r"\safelight.exe").stat().st_mtime_ns == before
    finally:
        clean.stop()
        running.wait(timeout=60)
        (clean.place(place).parent / "told.txt").unlink(missing_ok=True)


def test_an_old_windows_is_refused(setup: Path, clean: Windows) -> None:
    clean.run("winecfg", "-v", "win7")
    try:
        assert clean.run(setup, "/S") == 4
        assert not clean.place(folder_of(clean)).exists()
    finally:
        clean.run("winecfg", "-v", "win10")


def test_it_speaks_chinese(setup: Path, clean: Windows, tmp_path: Path) -> None:
    made = ["localedef", "-i", "zh_CN", "-f", "UTF-8", str(tmp_path / "zh_CN.UTF-8")]
    if shutil.which("localedef") is None or subprocess.run(made, check=False, capture_output=True).returncode:
        pytest.skip("this machine knows no Chinese")
    assert clean.run(setup, "/S", LOCPATH=str(tmp_path), LC_ALL="zh_CN.UTF-8") == 0
    verb = clean.registry()[rf"{CLASSES}\SystemFileAssociations\.jpg\shell\Safelight.compress"]
    assert verb[""] == "用 Safelight 压缩"


def test_what_explorer_calls_is_what_the_program_gets(setup: Path, clean: Windows) -> None:
    """Wine knows no file types of its user: the command is taken from where Explorer finds it."""
    assert clean.run(setup, "/S") == 0
    told = clean.place(folder_of(clean)).parent / "told.txt"
    kind = clean.registry()[rf"{CLASSES}\.latent"][""]
    denoise = r"SystemFileAssociations\.png\shell\Safelight.denoise"
    for key, words in ((rf"{kind}\shell\open", ""), (denoise, "--task denoise ")):
        command = clean.registry()[rf"{CLASSES}\{key}\command"][""]
        call_from_batch(clean, command.replace("%1", r"C:\two words\photo.latent"))
        heard = told.read_bytes().decode("utf-16-le")
        told.unlink()
        assert heard == rf'"{folder_of(clean)}\Safelight-window.exe" {words}"C:\two words\photo.latent"'
