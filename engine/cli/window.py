"""Opens the window, and says in one line why it cannot: Qt itself would abort the process."""

from __future__ import annotations

import argparse
import ctypes
import os
import subprocess
import sys
from collections.abc import Sequence
from pathlib import Path

from engine.cli.system_libraries import missing_packages
from engine.errors import SafelightError, first_line

_NO_WINDOW = "the window is no part of this variant, which is for servers; install the whole of Safelight to have it"


def gui(chosen: argparse.Namespace) -> int:
    """``gui``: open the window."""
    task = [] if chosen.for_task is None else ["--task", chosen.for_task]
    return open_window([*task, *chosen.files])


def open_window(arguments: Sequence[str]) -> int:
    """Run the app until it is closed; returns its exit status. A bundle has a program of its own for it.

    Args:
        arguments: those of the program of the window, files above all.

    Raises:
        SafelightError: PySide6, a system library or the screen is missing.
    """
    if getattr(sys, "frozen", False):
        return _run_program(arguments)
    try:
        from desktop.app import main
    except ImportError as error:
        raise SafelightError(f"the window cannot open: {first_line(error)}{_advice()}") from error
    if _uses_x11():
        _check_x11()
    return main(arguments)


def _run_program(arguments: Sequence[str]) -> int:
    program = Path(sys.executable).with_name(f"Safelight-window{Path(sys.executable).suffix}")
    if not program.is_file():
        raise SafelightError(_NO_WINDOW)
    if _uses_x11():
        _check_x11()
    return subprocess.run([program, *arguments], check=False).returncode


def _advice() -> str:
    packages = missing_packages()
    return f"; on Debian: sudo apt-get install {' '.join(packages)}" if packages else ""


def _uses_x11() -> bool:
    """Whether Qt will talk to an X server; where it may choose, it takes Wayland first."""
    platform = os.environ.get("QT_QPA_PLATFORM", "")
    chosen = platform.startswith("xcb") or not (platform or os.environ.get("WAYLAND_DISPLAY"))
    return sys.platform.startswith("linux") and chosen and "DISPLAY" in os.environ


def _check_x11() -> None:
    """Raises: SafelightError: a library is missing or the X server does not answer."""
    if missing_packages():
        raise SafelightError(f"the window cannot open: system libraries are missing{_advice()}")
    xcb = ctypes.CDLL("libxcb.so.1")
    xcb.xcb_connect.restype = ctypes.c_void_p
    connection = ctypes.c_void_p(xcb.xcb_connect(None, None))
    refused = xcb.xcb_connection_has_error(connection)
    xcb.xcb_disconnect(connection)
    if refused:
        raise SafelightError(f"the window cannot open: no connection to the screen {os.environ['DISPLAY']!r}")
