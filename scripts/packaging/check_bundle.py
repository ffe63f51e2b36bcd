"""Looks whether a bundle is what it should be, and does its work. Run: ``python check_bundle.py full|cli``."""

from __future__ import annotations

import json
import os
import re
import subprocess
import sys
import tempfile
import time
from collections.abc import Iterator, Sequence
from pathlib import Path

import imagecodecs
import numpy as np
import tifffile
from PIL import Image
from release import Release, release
from version import ROOT

MOST_BYTES = {True: 350_000_000, False: 220_000_000}
"""Installed size, with the window and without."""
FORBIDDEN = re.compile(
    r"torch|onnx/|matplotlib|scipy/|skimage|cv2|tkinter|(^|/)_?pytest/|pip/|setuptools/|pygments/|engine/training|"
    r"Qt(6)?(Qml|Quick|WebEngine|Pdf|3D|VirtualKeyboard|Designer|Help|Sql|Test|Multimedia|PrintSupport|Concurrent|Xml)|"
    r"(^|/)qml/|assets/installer|/tests/|libssl|libcrypto|libreadline|libGLX?\.|libEGL\.|libstdc\+\+|\.pyi$"
)
_QT = re.compile(r"PySide6|shiboken6|libQt6|libicu|^desktop(/|$)|^libxcb-[a-z]+(-[a-z]+)*\.so|^libxkbcommon")
_NEEDED = (
    "assets/models", "assets/translations/safelight_zh_CN.qm", "assets/icons/safelight.svg", "assets/licences",
    "assets/sample",
)  # fmt: skip
_NEEDED_BY_WINDOW = ("platforms/libqxcb.so", "platforms/libqoffscreen.so", "translations/qtbase_zh_CN.qm")


def problems_of(made: Release) -> Iterator[str]:
    """What is wrong with what lies in the bundle."""
    root = made.bundle / "_internal"
    names = [path.relative_to(root).as_posix() for path in sorted(root.rglob("*"))]
    for name in names:
        if FORBIDDEN.search(name):
            yield f"{name}: has no business in the bundle"
        elif not made.with_window and _QT.search(name):
            yield f"{name}: belongs to the window, which this variant goes without"
    needed = _NEEDED + (_NEEDED_BY_WINDOW if made.with_window and sys.platform == "linux" else ())
    for wanted in needed:
        if not any(wanted in name for name in names):
            yield f"{wanted}: is missing"
    models = sorted(f"assets/models/{path.name}" for path in (ROOT / "assets" / "models").iterdir() if path.is_dir())
    yield from (f"{model}: is missing" for model in models if model not in names)
    size = size_of(made.bundle)
    if size > MOST_BYTES[made.with_window]:
        yield f"{size / 1e6:.0f} MB, more than {MOST_BYTES[made.with_window] / 1e6:.0f} MB"


def size_of(folder: Path) -> int:
    """Bytes of all files, each once."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file() and not path.is_symlink())


class Trial:
    """Does what the program is for, without Python's variables and without Python's packages."""

    def __init__(self, made: Release, place: Path) -> None:
        self._made, self._place = made, place
        kept = ("PATH", "SYSTEMROOT", "TEMP", "TMP", "LANG")
        self._environment = {name: os.environ[name] for name in kept if name in os.environ} | {"HOME": str(place)}
        self._suffix = ".exe" if sys.platform == "win32" else ""

    def run(self) -> None:
        """Compress, look, decode, denoise: one picture, then two of them in worker processes."""
        sample = ROOT / "assets" / "sample" / "lighthouse.jpg"
        for number in (1, 2):
            (self._place / "in").mkdir(exist_ok=True)
            (self._place / "in" / f"{number}.jpg").write_bytes(sample.read_bytes())
        assert self._made.version in self._safelight("--version") or "SAFELIGHT_VERSION" in os.environ
        self._safelight("compress", sample, "-o", "a.latent")
        described = json.loads(self._safelight("info", "--json", "a.latent"))["files"][0]
        self._safelight("verify", "a.latent")
        for suffix in ("png", "jpg", "tiff", "webp", "avif"):
            self._safelight("reconstruct", "a.latent", "-o", f"a.{suffix}")
            with Image.open(self._place / f"a.{suffix}") as back, Image.open(sample) as was:
                assert back.size == was.size == (described["width"], described["height"]), f"a.{suffix}: {back.size}"
        self._deep_and_rare()
        self._safelight("denoise", "a.jpg", "-o", "clean.png", "--strength", "20")
        done = json.loads(self._safelight("batch", "compress", "in", "out", "--workers", "2", "--json"))
        assert done["counts"]["done"] == 2, done
        self._window()

    def _deep_and_rare(self) -> None:
        """Formats whose codecs are loaded by name; and the bin, which is a package of its own on each system."""
        deep = np.linspace(0, 65535, 64 * 64 * 3).astype(np.uint16).reshape(64, 64, 3)
        heic = ROOT / "tests" / "engine" / "image" / "data" / "deep.heic"
        (self._place / "deep.heic").write_bytes(heic.read_bytes())
        for suffix, encode in (
            ("png", imagecodecs.png_encode),
            ("jxl", imagecodecs.jpegxl_encode),
            ("jp2", imagecodecs.jpeg2k_encode),
            ("avif", lambda samples: imagecodecs.avif_encode(samples >> 6, bitspersample=10)),
        ):
            (self._place / f"deep.{suffix}").write_bytes(encode(deep))
        tifffile.imwrite(self._place / "deep.tiff", deep, compression="zlib", photometric="rgb")
        for suffix in ("png", "jxl", "jp2", "avif", "tiff", "heic"):
            self._safelight("compress", f"deep.{suffix}", "-o", f"{suffix}.latent", "--originals", "bin")
            described = json.loads(self._safelight("info", "--json", f"{suffix}.latent"))["files"][0]
            assert described["bits"] == 16, f"deep.{suffix} came back with {described['bits']} bits"
            assert not (self._place / f"deep.{suffix}").exists(), f"deep.{suffix} is not in the bin"
            self._safelight("reconstruct", f"{suffix}.latent", "-o", f"{suffix}.tiff")

    def _window(self) -> None:
        asked = [self._program("safelight"), "gui", "--task", "nonsense"]
        refused = subprocess.run(asked, env=self._environment, capture_output=True, text=True, timeout=60)
        assert refused.returncode == 2 and "nonsense" in refused.stderr, refused.stderr
        if not self._made.with_window:
            asked = [self._program("safelight"), "gui"]
            without = subprocess.run(asked, env=self._environment, capture_output=True, text=True, timeout=60)
            assert without.returncode == 1 and "no part of this variant" in without.stderr, without.stderr

        else:
            self._task_in_the_window()

    def _task_in_the_window(self) -> None:
        """The window without a screen: refuses what it does not know, and does what a file manager asks of it."""
        environment = {**self._environment, "QT_QPA_PLATFORM": "offscreen", "XDG_RUNTIME_DIR": str(self._place)}
        program = self._program("Safelight-window")
        refused = subprocess.run([program, "--task", "nonsense"], env=environment, capture_output=True, timeout=60)
        assert refused.returncode == 2, f"{program}: exit {refused.returncode}"
        with subprocess.Popen([program, "--task", "compress", str(self._place / "a.tiff")], env=environment) as window:
            try:
                end = time.monotonic() + 120
                wanted = self._place / "a-2.latent"  # a.latent is there: nothing is replaced
                while not wanted.exists():
                    assert window.poll() is None, f"{program}: ended by itself, exit {window.returncode}"
                    assert time.monotonic() < end, f"{program}: did not compress"
                    time.sleep(0.2)
            finally:
                window.kill()
        self._safelight("verify", wanted)

    def _program(self, name: str) -> str:
        return str(self._made.bundle / f"{name}{self._suffix}")

    def _safelight(self, *arguments: str | Path) -> str:
        command: Sequence[str] = [self._program("safelight"), *map(str, arguments)]
        done = subprocess.run(
            command, cwd=self._place, env=self._environment, capture_output=True, text=True, timeout=300
        )
        if done.returncode != 0:
            raise SystemExit(f"safelight {' '.join(map(str, arguments))}: exit {done.returncode}\n{done.stderr}")
        return done.stdout


def main() -> None:
    made = release(sys.argv[1])
    found = list(problems_of(made))
    for line in found:
        print(f"{made.name}: {line}", file=sys.stderr)
    if found:
        sys.exit(1)
    with tempfile.TemporaryDirectory() as folder:
        Trial(made, Path(folder)).run()
    print(f"dist/{made.name}: {size_of(made.bundle) / 1e6:.0f} MB, works")


if __name__ == "__main__":
    main()
