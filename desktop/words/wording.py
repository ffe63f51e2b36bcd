"""Numbers as a person reads them, in the language of the app."""

from __future__ import annotations

import math
from pathlib import Path

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.words.messages import translated

MISSING = "–"


def size_text(size: int) -> str:
    """Bytes in decimal units: ``312 kB``, ``516 B``."""
    if size < 1000:
        return f"{size} B"
    return QLocale().formattedDataSize(size, 1, QLocale.DataSizeFormat.DataSizeSIFormat)


def ratio_text(before: int, after: int) -> str:
    """How many times smaller: ``12.4 : 1``."""
    if before <= 0 or after <= 0:
        return MISSING
    ratio = before / after
    return f"{QLocale().toString(ratio, 'f', 1 if ratio >= 10 else 2)} : 1"


def decibel_text(psnr: float) -> str:
    """A PSNR: ``36.2 dB``; equal pictures have no end of it."""
    return "∞ dB" if math.isinf(psnr) else f"{QLocale().toString(psnr, 'f', 2)} dB"


def number_text(value: float, digits: int) -> str:
    """A number with a fixed count of digits after the point."""
    return QLocale().toString(value, "f", digits)


def level_text(level: float) -> str:
    """A setting from 0 to 100: a whole number as it was asked for, one decimal where it was found."""
    return number_text(level, 0 if level == round(level) else 1)


def duration_text(seconds: float) -> str:
    """A time left, no finer than it is known."""
    if seconds < 1:
        return QCoreApplication.translate("Wording", "less than a second")
    if seconds < 90:
        return QCoreApplication.translate("Wording", "{0} s").format(round(seconds))
    if seconds < 5400:
        return QCoreApplication.translate("Wording", "{0} min").format(round(seconds / 60))
    hours, minutes = divmod(round(seconds / 60), 60)
    return QCoreApplication.translate("Wording", "{0} h {1} min").format(hours, minutes)


def left_text(seconds: float | None) -> str:
    """How much longer something takes; empty while unknown."""
    if seconds is None:
        return ""
    return QCoreApplication.translate("Wording", "{0} left").format(duration_text(seconds))


def pixels_text(width: int, height: int) -> str:
    """Dimensions: ``768 × 512``."""
    return f"{width} × {height}"


def format_name(name: str) -> str:
    """A file format as people write it: ``JPEG``, ``WebP``, ``.latent``."""
    return {"latent": ".latent", "webp": "WebP"}.get(name, name.upper())


def change_text(before: int, after: int) -> str:
    """How a size has changed: ``2.0 MB → 291 kB   −85 %``."""
    percent = round(100 * (after - before) / before) if before else 0
    sign = "−" if percent < 0 else "+" if percent > 0 else "±"
    return f"{size_text(before)} → {size_text(after)}   {sign}{abs(percent)} %"


def reason_text(reason: str, path: str) -> str:
    """One line that names the file, without its folders, and the engine's reason."""
    return f"{Path(path).name}: {translated(reason)}" if path else translated(reason)
