"""Keeps the picture page drawing for the screen on which the window is."""

from __future__ import annotations

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject
from PySide6.QtGui import QScreen
from PySide6.QtWidgets import QWidget

from desktop.look.screen_profile import screen_profile

if TYPE_CHECKING:
    from desktop.picture.page import PicturePage


class ScreenFollower(QObject):
    """Tells the page the profile of the screen, and of another one when the window is moved there."""

    def __init__(self, window: QWidget, page: PicturePage) -> None:
        super().__init__(window)
        self._page = page
        self._profile: bytes | None = None  # as the page has it at first: sRGB
        self.follow(window.screen())
        handle = window.windowHandle()
        if handle is not None:
            handle.screenChanged.connect(self.follow)

    def follow(self, screen: QScreen | None) -> None:
        """Draw for this screen; where its colours are the same, nothing is drawn anew."""
        profile = screen_profile(screen)
        if profile != self._profile:
            self._profile = profile
            self._page.use_screen_profile(profile)
