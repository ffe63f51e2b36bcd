"""The colour profile that the system has for a screen."""

from __future__ import annotations

import ctypes
import ctypes.util
import logging
import sys
from pathlib import Path
from typing import Any

from PySide6.QtGui import QGuiApplication, QScreen

log = logging.getLogger(__name__)

LARGEST = 16 << 20  # bytes; profiles have a few kB, with tables a few MB

_ANY_TYPE = 0  # AnyPropertyType of X11
_MOST_DISPLAYS = 16


def screen_profile(screen: QScreen | None) -> bytes | None:
    """ICC bytes of a screen; ``None``, which means sRGB, where the system has or tells none.

    Takes a millisecond or two and must be called in the GUI thread. On Wayland the compositor converts colours itself,
    and windows are sRGB.
    """
    if screen is None:
        return None
    platform = QGuiApplication.platformName()
    try:
        if platform == "windows":
            icc = _of_windows(screen)
        elif platform == "cocoa":
            icc = _of_mac(screen)
        elif platform == "xcb":
            icc = of_x11(QGuiApplication.screens().index(screen))
        else:
            return None
    except (OSError, AttributeError, ValueError, ctypes.ArgumentError) as error:
        log.debug("the profile of the screen %s cannot be told: %s", screen.name(), error)
        return None
    if icc is not None and not 128 < len(icc) <= LARGEST:  # a header at least
        log.debug("the profile of the screen %s has %d bytes and is left out", screen.name(), len(icc))
        return None
    return icc


def of_x11(index: int, display_name: bytes | None = None) -> bytes | None:
    """The property ``_ICC_PROFILE`` of the root window, with the screen's number after the first one.

    (ICC Profiles in X Specification 0.4. A connection of its own, as Qt does not lend its own to Python.)

    Args:
        index: of the screen; 0 is the primary one.
        display_name: of the X server; ``None`` for the one in ``DISPLAY``.

    Raises:
        OSError: there is no libX11, or no X server.
    """
    x11 = _libx11()
    display = x11.XOpenDisplay(display_name)
    if not display:
        raise OSError("no connection to the X server")
    try:
        atom = x11.XInternAtom(display, b"_ICC_PROFILE" + (b"_%d" % index if index else b""), True)
        return _property(x11, display, atom) if atom else None  # an atom that nobody has made: no such property
    finally:
        x11.XCloseDisplay(display)


def _property(x11: Any, display: int, atom: int) -> bytes | None:
    kind, width = ctypes.c_ulong(), ctypes.c_int()
    count, left = ctypes.c_ulong(), ctypes.c_ulong()
    data = ctypes.POINTER(ctypes.c_ubyte)()
    root = x11.XDefaultRootWindow(display)
    status = x11.XGetWindowProperty(
        display, root, atom, 0, LARGEST // 4, False, _ANY_TYPE,
        ctypes.byref(kind), ctypes.byref(width), ctypes.byref(count), ctypes.byref(left), ctypes.byref(data),
    )  # fmt: skip
    if status != 0 or not data:
        return None
    try:
        if width.value != 8 or left.value or not count.value:
            return None
        return ctypes.string_at(data, count.value)
    finally:
        x11.XFree(data)


def _libx11() -> Any:
    """The library with the types of what is called.

    Raises:
        OSError: there is none.
    """
    name = ctypes.util.find_library("X11") or "libX11.so.6"
    x11 = ctypes.CDLL(name)
    pointer, number = ctypes.c_void_p, ctypes.c_ulong
    x11.XOpenDisplay.restype, x11.XOpenDisplay.argtypes = pointer, [ctypes.c_char_p]
    x11.XCloseDisplay.argtypes = [pointer]
    x11.XInternAtom.restype, x11.XInternAtom.argtypes = number, [pointer, ctypes.c_char_p, ctypes.c_int]
    x11.XDefaultRootWindow.restype, x11.XDefaultRootWindow.argtypes = number, [pointer]
    x11.XGetWindowProperty.argtypes = [
        pointer, number, number, ctypes.c_long, ctypes.c_long, ctypes.c_int, number,
        pointer, pointer, pointer, pointer, pointer,
    ]  # fmt: skip
    x11.XFree.argtypes = [pointer]
    return x11


class _MonitorInfo(ctypes.Structure):
    """``MONITORINFOEXW``."""

    _fields_ = (
        ("size", ctypes.c_uint32),
        ("monitor", ctypes.c_int32 * 4),
        ("work", ctypes.c_int32 * 4),
        ("flags", ctypes.c_uint32),
        ("device", ctypes.c_wchar * 32),
    )


class _WindowsPoint(ctypes.Structure):
    _fields_ = (("x", ctypes.c_int32), ("y", ctypes.c_int32))


def _of_windows(screen: QScreen) -> bytes | None:
    """The file that GDI names for the monitor at the screen's corner, which Qt leaves where Windows has it."""
    if sys.platform != "win32":
        return None
    user, gdi = ctypes.WinDLL("user32"), ctypes.WinDLL("gdi32")
    user.MonitorFromPoint.restype, user.MonitorFromPoint.argtypes = ctypes.c_void_p, [_WindowsPoint, ctypes.c_uint32]
    user.GetMonitorInfoW.argtypes = [ctypes.c_void_p, ctypes.c_void_p]
    gdi.CreateDCW.restype = ctypes.c_void_p
    gdi.CreateDCW.argtypes = [ctypes.c_wchar_p, ctypes.c_wchar_p, ctypes.c_wchar_p, ctypes.c_void_p]
    gdi.GetICMProfileW.argtypes = [ctypes.c_void_p, ctypes.c_void_p, ctypes.c_wchar_p]
    gdi.DeleteDC.argtypes = [ctypes.c_void_p]
    corner = screen.geometry().topLeft()
    nearest = 2
    monitor = user.MonitorFromPoint(_WindowsPoint(corner.x() + 1, corner.y() + 1), nearest)
    info = _MonitorInfo(size=ctypes.sizeof(_MonitorInfo))
    if not user.GetMonitorInfoW(monitor, ctypes.byref(info)):
        return None
    device = gdi.CreateDCW(info.device, info.device, None, None)
    if not device:
        return None
    try:
        length = ctypes.c_uint32(1024)
        name = ctypes.create_unicode_buffer(length.value)
        if not gdi.GetICMProfileW(device, ctypes.byref(length), name):
            return None
    finally:
        gdi.DeleteDC(device)
    return _read(Path(name.value))


def _read(file: Path) -> bytes | None:
    """A profile's file, unless it is too large for one."""
    return file.read_bytes() if file.stat().st_size <= LARGEST else None


class _MacPoint(ctypes.Structure):
    """``CGPoint``, in points from the upper left corner of the first screen, as in Qt."""

    _fields_ = (("x", ctypes.c_double), ("y", ctypes.c_double))


def _of_mac(screen: QScreen) -> bytes | None:
    """What CoreGraphics knows of the display in the middle of the screen."""
    if sys.platform != "darwin":
        return None
    graphics = ctypes.CDLL("/System/Library/Frameworks/CoreGraphics.framework/CoreGraphics")
    core = ctypes.CDLL("/System/Library/Frameworks/CoreFoundation.framework/CoreFoundation")
    pointer, number = ctypes.c_void_p, ctypes.c_uint32
    graphics.CGGetDisplaysWithPoint.argtypes = [_MacPoint, number, pointer, pointer]
    graphics.CGDisplayCopyColorSpace.restype, graphics.CGDisplayCopyColorSpace.argtypes = pointer, [number]
    graphics.CGColorSpaceCopyICCData.restype, graphics.CGColorSpaceCopyICCData.argtypes = pointer, [pointer]
    core.CFDataGetLength.restype, core.CFDataGetLength.argtypes = ctypes.c_long, [pointer]
    core.CFDataGetBytePtr.restype, core.CFDataGetBytePtr.argtypes = pointer, [pointer]
    core.CFRelease.argtypes = [pointer]
    middle = screen.geometry().center()
    displays, count = (number * _MOST_DISPLAYS)(), number()
    place = _MacPoint(middle.x(), middle.y())
    if graphics.CGGetDisplaysWithPoint(place, _MOST_DISPLAYS, displays, ctypes.byref(count)) or not count.value:
        return None
    space = graphics.CGDisplayCopyColorSpace(displays[0])
    data = graphics.CGColorSpaceCopyICCData(space) if space else None
    try:
        return ctypes.string_at(core.CFDataGetBytePtr(data), core.CFDataGetLength(data)) if data else None
    finally:
        for each in (data, space):
            if each:
                core.CFRelease(each)
