"""Tries a program as it was installed, away from Python's own. Run: ``python scripts/packaging/smoke.py FOLDER``.

``FOLDER`` holds the two programs: a bundle, an installation, or ``Safelight.app/Contents/MacOS``. Compresses, verifies,
reconstructs and denoises a drawn picture; then has the window do the same, as a file manager asks for it.
"""

from __future__ import annotations

import os
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from PIL import Image
from project import COMMAND, VERSION, WINDOW
from version import ROOT

PATIENCE = 120.0  # seconds for one thing, on a slow machine
SUFFIX = ".exe" if sys.platform == "win32" else ""
DROPPED = ("PYTHON", "VIRTUAL_ENV", "QT_", "DYLD_", "LD_LIBRARY")
NAME = "Dämmerung 照片.png"


def environment(home: Path) -> dict[str, str]:
    """Nothing of Python, no screen, and settings of its own where the system lets a variable decide that."""
    kept = {name: value for name, value in os.environ.items() if not name.startswith(DROPPED)}
    home.mkdir()
    folders = {"HOME": str(home), "XDG_CONFIG_HOME": str(home), "XDG_DATA_HOME": str(home)}
    if sys.platform == "win32":
        folders = {}
    return {**kept, **folders, "QT_QPA_PLATFORM": "offscreen"}


class Smoke:
    """One program, in one temporary folder."""

    def __init__(self, programs: Path, place: Path) -> None:
        self._programs, self._place = programs, place
        self._environment = environment(place / "home")

    def command_line(self) -> None:
        """There and back, and the sizes are right."""
        assert VERSION in self._safelight("--version"), "another version answers"
        picture = self._drawn("command line")
        latent, back, clean = (picture.with_name(f"out{suffix}") for suffix in (".latent", ".png", ".jpg"))
        self._safelight("compress", picture, "-o", latent)
        self._safelight("verify", latent)
        self._safelight("info", latent)
        self._safelight("reconstruct", latent, "-o", back)
        self._safelight("denoise", picture, "-o", clean)
        for made in (back, clean):
            assert size_of(made) == size_of(picture), f"{made.name} has another size"
        assert latent.stat().st_size < picture.stat().st_size / 4, "compressed little"

    def window(self) -> None:
        """A first start does what it is asked to; a second one hands its wish over and ends."""
        picture = self._drawn("window")
        first = self._start("--task", "compress", str(picture))
        try:
            latent = self._wait_for(picture.parent, ".latent", first)
            other = self._place / "second"
            other.mkdir()
            moved = latent.rename(other / latent.name)
            second = self._start("--task", "reconstruct", str(moved))
            assert second.wait(timeout=PATIENCE) == 0, "the second start failed"
            assert size_of(self._wait_for(other, ".png", first)) == size_of(picture)
        finally:
            first.terminate()
            first.wait(timeout=PATIENCE)

    def _drawn(self, folder: str) -> Path:
        place = self._place / folder
        place.mkdir()
        with Image.open(ROOT / "assets" / "sample" / "lighthouse.jpg") as sample:
            sample.convert("RGB").resize((640, 427)).save(place / NAME)
        return place / NAME

    def _safelight(self, *arguments: str | Path) -> str:
        call = [str(self._programs / f"{COMMAND}{SUFFIX}"), *map(str, arguments)]
        done = subprocess.run(
            call, env=self._environment, cwd=self._place, capture_output=True, timeout=PATIENCE, check=False
        )
        if done.returncode:
            said = done.stderr.decode(errors="replace")
            raise SystemExit(f"{' '.join(call)}: exit code {done.returncode}\n{said}")
        return done.stdout.decode(errors="replace")

    def _start(self, *arguments: str) -> subprocess.Popen[bytes]:
        call = [str(self._programs / f"{WINDOW}{SUFFIX}"), *arguments]
        return subprocess.Popen(call, env=self._environment, cwd=self._place)

    def _wait_for(self, folder: Path, suffix: str, first: subprocess.Popen[bytes]) -> Path:
        """An output; it is whole as soon as it is there, for outputs are moved into place."""
        deadline = time.monotonic() + PATIENCE
        while True:
            found = [path for path in folder.iterdir() if path.suffix == suffix]
            if found:
                return found[0]
            if first.poll() is not None:
                raise SystemExit(f"the window ended with exit code {first.returncode}")
            if time.monotonic() > deadline:
                raise SystemExit(f"the window made no {suffix} file in {PATIENCE:.0f} seconds")
            time.sleep(0.2)


def size_of(path: Path) -> tuple[int, int]:
    """Width and height."""
    with Image.open(path) as image:
        image.load()
        return image.size


def main() -> int:
    if len(sys.argv) != 2:
        raise SystemExit(__doc__)
    programs = Path(sys.argv[1]).resolve()
    with tempfile.TemporaryDirectory(ignore_cleanup_errors=True) as folder:  # what ends just now may hold it
        smoke = Smoke(programs, Path(folder).resolve())
        smoke.command_line()
        print("the command line works")
        smoke.window()
        print("the window works")
    return 0


if __name__ == "__main__":
    sys.exit(main())
