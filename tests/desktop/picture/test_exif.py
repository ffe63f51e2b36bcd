"""The line of facts that a camera has written."""

from __future__ import annotations

import pytest
from PIL import Image
from PIL.TiffImagePlugin import IFDRational
from PySide6.QtCore import QLocale

from desktop.picture.exif import photo_facts


@pytest.fixture(autouse=True)
def english() -> None:
    QLocale.setDefault(QLocale(QLocale.Language.English))


def block(**changes: object) -> bytes:
    exif = Image.Exif()
    exif[0x010F], exif[0x0110] = "Canon", "Canon EOS R6"
    exif._ifds[0x8769] = {
        0x829A: IFDRational(1, 200),
        0x829D: IFDRational(28, 10),
        0x8827: 400,
        0x920A: IFDRational(50, 1),
        0x9003: "2024:05:01 10:20:30",
    }
    exif._ifds[0x8825] = {1: "N", 2: (48.0, 6.0, 36.0), 3: "E", 4: (11.0, 30.0, 0.0)}
    return exif.tobytes().removeprefix(b"Exif\0\0")


def test_camera_exposure_date_and_place_are_told() -> None:
    facts = photo_facts(block()).split("   ·   ")
    assert facts[:5] == ["Canon EOS R6", "50 mm", "1/200 s", "f/2.8", "ISO 400"]
    assert "24" in facts[5] and facts[6] == "48.1100° N, 11.5000° E"


def test_what_is_damaged_or_missing_tells_nothing() -> None:
    assert photo_facts(None) == photo_facts(b"") == photo_facts(b"MM\0*\xff\xff\xff\xff") == ""
    whole = block()
    for end in range(0, len(whole), 7):
        assert isinstance(photo_facts(whole[:end]), str)
