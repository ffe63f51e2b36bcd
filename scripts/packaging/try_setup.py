"""Installs, tries and removes the package for Windows. Run: ``python scripts/packaging/try_setup.py SETUP.exe``.

For a machine of a CI: it leaves no Safelight there, the settings of one included.
"""

from __future__ import annotations

import os
import subprocess
import sys
import time
from pathlib import Path

from project import run
from version import ROOT, version

PLACES = (
    r"HKCU\Software\Classes",
    r"HKCU\Software\Safelight",
    r"HKCU\Software\RegisteredApplications",
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\Uninstall",
    r"HKCU\Software\Microsoft\Windows\CurrentVersion\App Paths",
    r"HKCU\Environment",
)
"""Where an installation leaves its traces. What Windows itself notes of programs that ran lies elsewhere."""
OF_WINDOWS = "\\Local Settings\\"
PATIENCE = 120.0


def traces() -> list[str]:
    """The lines of the registry that name Safelight."""
    lines: list[str] = []
    for place in PLACES:
        call = ["reg", "query", place, "/s", "/f", "Safelight"]
        found = subprocess.run(call, capture_output=True, text=True, errors="replace", check=False).stdout
        lines += [line for line in found.splitlines() if "safelight" in line.lower() and OF_WINDOWS not in line]
    return lines


def files() -> list[Path]:
    """What an installation leaves on the disk."""
    local, roaming = Path(os.environ["LOCALAPPDATA"]), Path(os.environ["APPDATA"])
    menu = roaming / "Microsoft" / "Windows" / "Start Menu" / "Programs" / "Safelight.lnk"
    places = [local / "Programs" / "Safelight", roaming / "Safelight", menu]
    return [*(path for path in places if path.exists())]


def main() -> int:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    setup = Path(sys.argv[1]).resolve()
    folder = Path(os.environ["LOCALAPPDATA"]) / "Programs" / "Safelight"
    assert not files() and not traces(), "Safelight is installed here already"
    for _ in range(2):  # the second time over the first
        run(setup, "/S", "/DESKTOP=1", "/PATH=1")
    said = subprocess.run([str(folder / "safelight.exe"), "--version"], capture_output=True, text=True, check=True)
    assert version() in said.stdout, said.stdout
    assert traces(), "it does not stand in the registry"
    run(sys.executable, ROOT / "scripts" / "packaging" / "smoke.py", folder)
    run(folder / "uninstall.exe", "/S", "/SETTINGS=1")
    deadline = time.monotonic() + PATIENCE
    while (files() or traces()) and time.monotonic() < deadline:  # it goes on as a copy of itself
        time.sleep(0.5)
    left = [*map(str, files()), *traces()]
    if left:
        raise SystemExit("left behind:\n" + "\n".join(left))
    print("installed, tried and removed without a trace")
    return 0


if __name__ == "__main__":
    sys.exit(main())
