"""The screen's profile: really asked of an X server, and None wherever there is nothing to ask."""

from __future__ import annotations

import ctypes
import logging
import os
import shutil
import subprocess
import sys
from collections.abc import Iterator

import pytest
from PySide6.QtGui import QColorSpace, QGuiApplication
from PySide6.QtWidgets import QApplication

from desktop.look import screen_profile as room
from desktop.look.screen_profile import of_x11, screen_profile

P3 = bytes(QColorSpace(QColorSpace.NamedColorSpace.DisplayP3).iccProfile().data())

ASK = """
import logging, sys
from PySide6.QtWidgets import QApplication
from desktop.look.screen_profile import screen_profile
application = QApplication(["ask", "-platform", "xcb"])
icc = screen_profile(application.primaryScreen())
sys.stdout.write("none" if icc is None else icc.hex())
"""


@pytest.fixture(scope="module")
def x_server() -> Iterator[str]:
    """A screen of its own; its name."""
    program = shutil.which("Xvfb")
    if program is None:
        pytest.skip("needs Xvfb")
    reading, writing = os.pipe()
    command = [program, "-displayfd", str(writing), "-screen", "0", "320x240x24", "-nolisten", "tcp"]
    server = subprocess.Popen(command, pass_fds=[writing], stderr=subprocess.DEVNULL)
    os.close(writing)
    with os.fdopen(reading, "rb") as file:
        number = file.readline().strip().decode()  # written once it takes connections
    if not number:
        server.wait()
        pytest.skip("Xvfb does not start here")
    keeper = room._libx11()
    connection = keeper.XOpenDisplay(f":{number}".encode())  # the server forgets all when its last client leaves
    yield f":{number}"
    keeper.XCloseDisplay(connection)
    server.terminate()
    server.wait()


def put(display_name: str, name: bytes, data: bytes, width: int = 8) -> None:
    """Set a property of the root window, as colour managers do."""
    x11 = room._libx11()
    pointer, number = ctypes.c_void_p, ctypes.c_ulong
    x11.XChangeProperty.argtypes = [
        pointer, number, number, number, ctypes.c_int, ctypes.c_int, ctypes.c_char_p, ctypes.c_int,
    ]  # fmt: skip
    display = x11.XOpenDisplay(display_name.encode())
    atom, cardinal, replace = x11.XInternAtom(display, name, False), 6, 0
    items = len(data) // (width // 8)
    x11.XChangeProperty(display, x11.XDefaultRootWindow(display), atom, cardinal, width, replace, data, items)
    x11.XCloseDisplay(display)


def test_a_profile_that_was_set_is_read_back(x_server: str) -> None:
    name = x_server.encode()
    assert of_x11(0, name) is None and of_x11(1, name) is None
    put(x_server, b"_ICC_PROFILE", P3)
    assert of_x11(0, name) == P3
    assert of_x11(1, name) is None, "the first screen's profile is not the second's"
    put(x_server, b"_ICC_PROFILE_1", P3[::-1])
    assert of_x11(1, name) == P3[::-1] and of_x11(0, name) == P3


def test_a_large_profile_is_read_whole(x_server: str) -> None:
    data = os.urandom(150_001)  # not a multiple of four
    put(x_server, b"_ICC_PROFILE_2", data)
    assert of_x11(2, x_server.encode()) == data


def test_what_is_not_bytes_is_no_profile(x_server: str) -> None:
    put(x_server, b"_ICC_PROFILE_3", b"\0" * 64, width=16)
    put(x_server, b"_ICC_PROFILE_4", b"")
    assert of_x11(3, x_server.encode()) is None and of_x11(4, x_server.encode()) is None


def test_the_app_finds_it_on_an_x_server(x_server: str) -> None:
    put(x_server, b"_ICC_PROFILE", P3)
    environment = {**os.environ, "DISPLAY": x_server, "PYTHONPATH": os.pathsep.join(filter(None, sys.path))}
    environment.pop("QT_QPA_PLATFORM", None)
    asked = subprocess.run([sys.executable, "-c", ASK], env=environment, capture_output=True, text=True, timeout=60)
    if asked.returncode and "xcb" in asked.stderr:
        pytest.skip("Qt's xcb plugin does not load here")
    assert asked.returncode == 0, asked.stderr
    assert asked.stdout == P3.hex()


def test_without_a_screen_or_without_a_real_one_there_is_none(qapp: QApplication) -> None:
    assert screen_profile(None) is None
    assert QGuiApplication.platformName() == "offscreen"
    assert screen_profile(QGuiApplication.primaryScreen()) is None


def test_a_failure_is_one_quiet_line(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, caplog: pytest.LogCaptureFixture
) -> None:
    def fail(index: int) -> bytes:
        raise OSError(f"no connection for {index}")

    monkeypatch.setattr(room, "of_x11", fail)
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "xcb"))
    with caplog.at_level(logging.DEBUG, logger=room.__name__):
        assert screen_profile(QGuiApplication.primaryScreen()) is None
    assert [record.levelno for record in caplog.records] == [logging.DEBUG]


@pytest.mark.parametrize("size", [0, 128, room.LARGEST + 1])
def test_what_cannot_be_a_profile_by_its_size_is_left_out(
    qapp: QApplication, monkeypatch: pytest.MonkeyPatch, size: int
) -> None:
    monkeypatch.setattr(room, "of_x11", lambda index: bytes(size))
    monkeypatch.setattr(QGuiApplication, "platformName", staticmethod(lambda: "xcb"))
    assert screen_profile(QGuiApplication.primaryScreen()) is None


@pytest.mark.skipif(sys.platform.startswith("win") or sys.platform == "darwin", reason="there is no X server to miss")
def test_a_display_that_is_not_there_is_told() -> None:
    with pytest.raises(OSError):
        of_x11(0, b":7654")


@pytest.mark.skipif(sys.platform not in ("win32", "darwin"), reason="asks Windows or macOS")
def test_what_the_system_tells_is_a_profile_or_nothing(qapp: QApplication) -> None:
    ask = room._of_windows if sys.platform == "win32" else room._of_mac
    icc = ask(QGuiApplication.primaryScreen())
    assert icc is None or icc[36:40] == b"acsp"
