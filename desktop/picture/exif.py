"""What a camera has written into a photo, in one line: camera, exposure, date and place."""

from __future__ import annotations

import math
from collections.abc import Mapping
from typing import Any

from PIL import Image
from PIL.ExifTags import GPS, IFD, Base
from PySide6.QtCore import QDateTime, QLocale

_DATE_FORMAT = "yyyy:MM:dd HH:mm:ss"


def photo_facts(block: bytes | None) -> str:
    """The facts of an Exif block, joined by dots; empty where it has none, or cannot be read."""
    if not block:
        return ""
    try:
        exif = Image.Exif()
        exif.load(b"Exif\0\0" + block)
        shot, place = exif.get_ifd(IFD.Exif), exif.get_ifd(IFD.GPSInfo)
        facts = [_camera(exif), *_exposure(shot), _date(exif, shot), _place(place)]
    except Exception:  # whatever a damaged block makes of Pillow: the picture itself is fine
        return ""
    return "   ·   ".join(fact for fact in facts if fact)


def _camera(exif: Mapping[int, Any]) -> str:
    make, model = (str(exif.get(tag, "")).strip("\0 ") for tag in (Base.Make, Base.Model))
    return model if make.split(" ")[0].casefold() in model.casefold() else f"{make} {model}".strip()


def _exposure(shot: Mapping[int, Any]) -> list[str]:
    length, time, aperture = (_number(shot.get(tag)) for tag in (Base.FocalLength, Base.ExposureTime, Base.FNumber))
    speed = shot.get(Base.ISOSpeedRatings)
    speed = speed[0] if isinstance(speed, tuple) and speed else speed
    return [
        f"{_short(length)} mm" if length else "",
        "" if not time else f"{_short(time)} s" if time >= 0.3 else f"1/{round(1 / time)} s",
        f"f/{_short(aperture)}" if aperture else "",
        f"ISO {speed}" if speed else "",
    ]


def _date(exif: Mapping[int, Any], shot: Mapping[int, Any]) -> str:
    told = str(shot.get(Base.DateTimeOriginal) or exif.get(Base.DateTime) or "").strip("\0 ")
    date = QDateTime.fromString(told, _DATE_FORMAT)
    return QLocale().toString(date, QLocale.FormatType.ShortFormat) if date.isValid() else ""


def _place(gps: Mapping[int, Any]) -> str:
    pairs = ((GPS.GPSLatitude, GPS.GPSLatitudeRef), (GPS.GPSLongitude, GPS.GPSLongitudeRef))
    parts = []
    for tag, side in pairs:
        degrees = [_number(part) for part in gps.get(tag, ())]
        if len(degrees) != 3:
            return ""
        total = sum(part / 60**power for power, part in enumerate(degrees))
        parts.append(f"{QLocale().toString(total, 'f', 4)}° {str(gps.get(side, '')).strip(chr(0))}".strip())
    return ", ".join(parts)


def _number(value: Any) -> float:
    """A number; 0 where it is none, or infinite."""
    try:
        found = float(value)
    except (TypeError, ValueError, ZeroDivisionError):
        return 0.0
    return found if math.isfinite(found) and found > 0 else 0.0


def _short(value: float) -> str:
    return QLocale().toString(value, "g", 3)
