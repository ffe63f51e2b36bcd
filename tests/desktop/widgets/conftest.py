"""Both looks, and the application as it was afterwards."""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from PySide6.QtWidgets import QApplication

from desktop.look.theme import DARK, LIGHT, Theme, apply_theme


@pytest.fixture(params=["dark", "light"])
def theme(request: pytest.FixtureRequest, qapp: QApplication) -> Iterator[Theme]:
    """The application dressed in one theme after the other."""
    palette, sheet = qapp.palette(), qapp.styleSheet()
    apply_theme(qapp, "light" if request.param == "light" else "dark")
    yield LIGHT if request.param == "light" else DARK
    qapp.setStyleSheet(sheet)
    qapp.setPalette(palette)
