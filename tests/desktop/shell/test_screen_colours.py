"""The picture page draws for the screen on which the window is."""

from __future__ import annotations

import pytest

from desktop.shell import screen_colours
from desktop.shell.main_window import MainWindow
from desktop.shell.screen_colours import ScreenFollower

WIDE = b"wide" * 64


def test_the_page_hears_of_another_profile_once(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bytes | None] = []
    profiles: list[bytes | None] = [None]
    monkeypatch.setattr(window.picture, "use_screen_profile", told.append)
    monkeypatch.setattr(screen_colours, "screen_profile", lambda _: profiles[-1])
    handle = window.windowHandle()
    assert handle is not None
    for profile, heard in ((None, []), (WIDE, [WIDE]), (WIDE, [WIDE]), (None, [WIDE, None])):
        profiles.append(profile)
        handle.screenChanged.emit(window.screen())
        assert told == heard


def test_a_page_begins_with_the_profile_of_its_screen(window: MainWindow, monkeypatch: pytest.MonkeyPatch) -> None:
    told: list[bytes | None] = []
    monkeypatch.setattr(screen_colours, "screen_profile", lambda _: WIDE)
    page = window.picture
    monkeypatch.setattr(page, "use_screen_profile", told.append)
    ScreenFollower(window, page).deleteLater()
    assert told == [WIDE]
