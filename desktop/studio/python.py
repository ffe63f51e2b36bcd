"""Looks whether a Python can train: it needs this program and torch. It is asked in a process of its own."""

from __future__ import annotations

import contextlib
import ctypes
import json
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import dataclass
from pathlib import Path

import engine
from desktop.work.task_runner import Operation
from engine.progress import Progress

PATIENCE = 60.0
"""Seconds; a Python on a network drive, or looked through by a guard, may take its time."""
PACKAGES = ("torch", "torchvision", "onnx", "matplotlib")
_QUESTION = f"""
import importlib.util as u, json, sys
def has(name):
    try: return u.find_spec(name) is not None
    except Exception: return False
version = ""
if has("engine.training.family"):
    import engine
    version = getattr(engine, "__version__", "")
found = dict(python=sys.version.split()[0], engine=version, missing=[n for n in {PACKAGES!r} if not has(n)])
print(json.dumps(found))
"""


@dataclass(frozen=True)
class PythonFacts:
    """What a Python has.

    Attributes:
        path: the program.
        version: its own; empty where it does not answer.
        missing: packages that training needs and that it does not have.
        engine: version of this program in it; empty where it has none that can train.
    """

    path: str
    version: str = ""
    missing: tuple[str, ...] = PACKAGES
    engine: str = ""

    @property
    def can_train(self) -> bool:
        """Whether it has all that is needed, of the same version as the app."""
        return bool(self.version) and not self.missing and self.engine == engine.__version__


def usual_python() -> str:
    """The Python that runs the app; an installed app has none."""
    return "" if getattr(sys, "frozen", False) else sys.executable


def ask_python(path: str) -> Operation[PythonFacts]:
    """Find out what a Python has, without loading torch; it is ended when nobody wants to know any more."""

    def run(progress: Progress) -> PythonFacts:
        if not path:
            return PythonFacts(path)
        try:
            answer = _answer(path, progress)
            facts = json.loads(answer.strip().splitlines()[-1])
            return PythonFacts(path, str(facts["python"]), tuple(map(str, facts["missing"])), str(facts["engine"]))
        except (OSError, ValueError, IndexError, KeyError, TypeError, RecursionError):
            return PythonFacts(path)

    return Operation(run)


def _answer(path: str, progress: Progress) -> str:
    flags = getattr(subprocess, "CREATE_NO_WINDOW", 0)
    with outside_the_bundle():
        process = subprocess.Popen(
            [path, "-c", _QUESTION], stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=subprocess.DEVNULL,
            text=True, errors="replace", env=child_environment(), creationflags=flags,
        )  # fmt: skip
    with process:
        try:
            end = time.monotonic() + PATIENCE
            while True:
                progress.check()
                try:
                    return process.communicate(timeout=0.1)[0]
                except subprocess.TimeoutExpired:
                    if time.monotonic() > end:
                        return ""
        finally:
            process.kill()


def child_environment() -> dict[str, str]:
    """The app's environment without what the bundle of an installed app changes in it for itself."""
    found = dict(os.environ)
    if getattr(sys, "frozen", False):
        for name in ("LD_LIBRARY_PATH", "DYLD_LIBRARY_PATH"):
            before = found.pop(f"{name}_ORIG", None)
            found.pop(name, None)
            if before:
                found[name] = before
        places = found.get("PATH", "").split(os.pathsep)
        found["PATH"] = os.pathsep.join(place for place in places if not _is_of_the_bundle(place))
    found["PYTHONUTF8"] = "1"
    found["PYTHONWARNINGS"] = "ignore"  # they are for those who write programs
    found["PYTHONUNBUFFERED"] = "1"
    return found


@contextlib.contextmanager
def outside_the_bundle() -> Iterator[None]:
    """Programs that are started within find their own libraries, not those of an installed app, on Windows too."""
    if sys.platform != "win32" or not _bundle():
        yield
        return
    ctypes.windll.kernel32.SetDllDirectoryW(None)  # which they would inherit
    try:
        yield
    finally:
        ctypes.windll.kernel32.SetDllDirectoryW(_bundle())


def _bundle() -> str:
    """Where an installed app has its libraries; empty where the app is not installed as a bundle."""
    return str(getattr(sys, "_MEIPASS", ""))


def _is_of_the_bundle(place: str) -> bool:
    return bool(_bundle()) and Path(place).is_relative_to(_bundle())
