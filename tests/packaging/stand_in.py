"""A bundle to pack that stands in for the real one, which takes minutes to make."""

from __future__ import annotations

import subprocess
from pathlib import Path

PROGRAMS = ("safelight.exe", "Safelight-window.exe")
STAND_IN = r"""
Unicode true
Target amd64-unicode
OutFile "${OUT}"
RequestExecutionLevel user
SilentInstall silent
Section
    ReadEnvStr $1 SAFELIGHT_TEST_STAYS
    FileOpen $0 "$EXEDIR\..\told.txt" w
    FileWriteUTF16LE $0 $CMDLINE
    FileClose $0
    StrCmp $1 "" +2
    Sleep 60000
SectionEnd
"""
"""A program for Windows that writes down how it was called, and stays for a minute if it is asked to."""


def make_stand_in(folder: Path) -> Path:
    """Two programs, and files with names that a script could trip over."""
    made = folder / "safelight"
    inner = made / "_internal" / "assets" / "models"
    inner.mkdir(parents=True)
    script = folder / "stand-in.nsi"
    script.write_text(STAND_IN, encoding="utf-8")
    for name in PROGRAMS:
        subprocess.run(["makensis", "-V1", f"-DOUT={made / name}", str(script)], check=True)
    for name in ("base_library.zip", "odd $name.txt", "with space.dll", "ünïcode 照片.txt"):
        (inner / name).write_text(name, encoding="utf-8")
    return made
