"""A Windows to try the installer on: Wine in a home of its own, and what its registry says."""

from __future__ import annotations

import os
import re
import shutil
import subprocess
import time
from pathlib import Path

import psutil

WINE = shutil.which("wine64") or shutil.which("/usr/lib/wine/wine64") or shutil.which("wine")
Registry = dict[str, dict[str, str]]
"""Value by name by key; texts as they are, other types as Wine writes them."""

_KEY = re.compile(r"^\[HKEY_CURRENT_USER\\(.+)\]$")
_VALUE = re.compile(r'^(@|"(?:[^"\\]|\\.)*")=(.*)$')
_EXPANDED = "hex(2):"


class Windows:
    """One Windows, with one user."""

    def __init__(self, folder: Path) -> None:
        self.drive = folder / "prefix" / "drive_c"
        self._environment = {
            **{name: value for name, value in os.environ.items() if name not in ("DISPLAY", "WAYLAND_DISPLAY")},
            "HOME": str(folder),
            "WINEPREFIX": str(folder / "prefix"),
            "WINEDEBUG": "-all",
            # No offers to download Mono and Gecko, and no entries in the menus of this machine.
            "WINEDLLOVERRIDES": "mscoree,mshtml,winemenubuilder.exe=",
            "LC_ALL": "C.UTF-8",
        }
        (folder / "Desktop").mkdir(parents=True)
        self.run("wineboot", "-i")
        self.run("winecfg", "-v", "win10")

    def run(self, *command: str | Path, **variables: str) -> int:
        """Run a program to its end; returns its exit code."""
        return self.start(*command, **variables).wait(timeout=120)

    def start(self, *command: str | Path, **variables: str) -> subprocess.Popen[bytes]:
        """Run a program beside the test."""
        assert WINE is not None
        words = [str(word) for word in command]
        quiet = subprocess.DEVNULL
        environment = {**self._environment, **variables}
        return subprocess.Popen([WINE, *words], env=environment, stdin=quiet, stdout=quiet, stderr=quiet)

    def settle(self) -> None:
        """Wait until an uninstaller, which copies itself and goes on as the copy, has ended."""
        deadline = time.monotonic() + 120
        while any(self._is_copy(process) for process in psutil.process_iter()):
            assert time.monotonic() < deadline, "an uninstaller does not end"
            time.sleep(0.1)

    def _is_copy(self, process: psutil.Process) -> bool:
        try:
            ours = process.environ().get("WINEPREFIX") == self._environment["WINEPREFIX"]
            return ours and any("~nsu" in word for word in process.cmdline())
        except psutil.Error:  # it has ended just now, or is another user's
            return False

    def stop(self) -> None:
        """End what still runs."""
        subprocess.run(["wineserver", "-k"], env=self._environment, check=False, timeout=120)

    def place(self, path: str) -> Path:
        r"""Where ``C:\...`` lies on this machine."""
        return self.drive.joinpath(*path.removeprefix("C:\\").split("\\"))

    def registry(self) -> Registry:
        """All that the user's half of the registry holds, without what Wine keeps there for itself."""
        exported = self.drive / "exported.reg"
        exported.unlink(missing_ok=True)
        assert self.run("regedit", "/E", r"C:\exported.reg", "HKEY_CURRENT_USER") == 0
        text = exported.read_text(encoding="utf-16")
        return {key: values for key, values in _read(text).items() if not key.startswith("Software\\Wine")}

    def files(self) -> set[str]:
        """All that the user has, in folders that are not temporary."""
        home = self.drive / "users"
        return {str(path.relative_to(home)) for path in home.rglob("*") if "Temp" not in path.parts} | {
            f"Desktop/{path.name}" for path in (self.drive.parent.parent / "Desktop").iterdir()
        }


def _read(text: str) -> Registry:
    found: Registry = {}
    values: dict[str, str] = {}
    for line in re.sub(r"\\\n\s*", "", text).splitlines():
        if key := _KEY.match(line):
            values = found.setdefault(key[1], {})
        elif value := _VALUE.match(line):
            values["" if value[1] == "@" else _plain(value[1])] = _plain(value[2])
    return found


def _plain(text: str) -> str:
    """A text without quotes and escapes; other types stay as they are written."""
    if text.startswith(_EXPANDED):
        return bytes.fromhex(text.removeprefix(_EXPANDED).replace(",", "")).decode("utf-16-le").rstrip("\0")
    return re.sub(r"\\(.)", r"\1", text[1:-1]) if text.startswith('"') else text
