"""Values of options: from what was typed to what is meant. Argparse shows the messages, after the option's name."""

from __future__ import annotations

import math
import re
from argparse import ArgumentTypeError
from collections.abc import Callable
from dataclasses import dataclass
from decimal import Decimal

import engine
from engine.errors import OptionError
from engine.files.patterns import NamePattern
from engine.geometry import Rect

FORMAT_NAMES = {"jpg": "jpeg", "tif": "tiff"}
"""Other names that people type for formats."""

_SIZE = re.compile(r"([0-9]{1,15}(?:\.[0-9]{1,15})?) ?([a-z%]*)", re.IGNORECASE)
_UNITS = {"k": 1000, "kb": 1000, "m": 1000**2, "mb": 1000**2, "g": 1000**3, "gb": 1000**3} | {
    "kib": 1024,
    "mib": 1024**2,
    "gib": 1024**3,
}
_REGION = re.compile(r"([0-9]{1,10}),([0-9]{1,10}),([0-9]{1,10}),([0-9]{1,10})")


@dataclass(frozen=True)
class Size:
    """Of a file: in bytes or in percent of the original, both more than 0; the other one is ``None``."""

    bytes: int | None = None
    percent: float | None = None


def number(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise ArgumentTypeError(f"not a number: {text!r}") from None


def in_range(least: float, largest: float, *, is_automatic: bool) -> Callable[[str], float | None]:
    """Reads numbers of a range, and where ``is_automatic``, ``auto`` as ``None``."""

    def read(text: str) -> float | None:
        if is_automatic and text == "auto":
            return None
        value = number(text)
        if not least <= value <= largest:  # also refuses NaN
            raise ArgumentTypeError(f"must be from {least:g} to {largest:g}, not {text}")
        return value

    return read


def patterns(text: str) -> tuple[str, ...]:
    """Patterns with commas between."""
    return tuple(part.strip() for part in text.split(",") if part.strip())


def codec(text: str) -> str:
    """The id of a codec that is installed and can make files."""
    installed = [card for card in engine.installed_models() if card.kind == "codec"]
    known = ", ".join(card.id for card in installed if not card.is_decode_only)
    found = next((card for card in installed if card.id == text), None)
    if found is None:
        raise ArgumentTypeError(f"no codec {text!r} is installed; there are {known}")
    if found.is_decode_only:
        raise ArgumentTypeError(f"the codec {text!r} can only open files; new ones can be made with {known}")
    return text


def name_pattern(text: str) -> str:
    """A pattern for the names of outputs."""
    try:
        NamePattern(text)
    except OptionError as error:
        raise ArgumentTypeError(error.reason) from None
    return text


def decibels(text: str) -> float:
    """More than 0, finite."""
    value = number(text)
    if not 0.0 < value < math.inf:
        raise ArgumentTypeError(f"must be more than 0, not {text}")
    return value


def size(text: str) -> Size:
    """Bytes, with a unit from ``k`` to ``GiB`` in any case behind them, or percent of the original."""
    found = _SIZE.fullmatch(text)
    unit = found[2].lower() if found else ""
    if found is None or unit not in (*_UNITS, "", "%"):
        raise ArgumentTypeError(f"not a size: {text!r}; sizes are like 200000, 200kB, 1.5MB, 64KiB, 2MiB or 25%")
    count = Decimal(found[1])
    if unit == "" and count != int(count):  # somebody has forgotten the unit
        raise ArgumentTypeError(f"must be whole bytes, or have a unit such as kB, not {text!r}")
    if unit == "%" and count > 0:
        return Size(percent=float(count))
    whole = int(count * _UNITS.get(unit, 1))
    if whole < 1:
        raise ArgumentTypeError(f"must be more than 0{'' if unit == '%' else ' bytes'}, not {text!r}")
    return Size(whole)


def memory(text: str) -> int:
    """Bytes, as of :func:`size`, but never in percent."""
    found = size(text)
    if found.bytes is None:
        raise ArgumentTypeError(f"must be bytes, or have a unit such as GB, not {text!r}")
    return found.bytes


def seconds(text: str) -> float:
    """More than 0, finite."""
    value = number(text)
    if not 0.0 < value < math.inf:
        raise ArgumentTypeError(f"must be more than 0 seconds, not {text}")
    return value


def settling(text: str) -> float:
    """Seconds, 0 or more, finite."""
    value = number(text)
    if not 0.0 <= value < math.inf:
        raise ArgumentTypeError(f"must be 0 seconds or more, not {text}")
    return value


def pattern(text: str) -> str:
    """A pattern that names something."""
    if not text.strip("/\\"):
        raise ArgumentTypeError(f"matches nothing: {text!r}")
    return text


def region(text: str) -> Rect:
    """Left, top, width and height in pixels; the last two are more than 0."""
    found = _REGION.fullmatch(text)
    if found is None:
        raise ArgumentTypeError(f"must be X,Y,WIDTH,HEIGHT in pixels, as in 100,50,640,480, not {text!r}")
    left, top, width, height = map(int, found.groups())
    if width < 1 or height < 1:
        raise ArgumentTypeError(f"must be at least one pixel wide and high, not {text!r}")
    return Rect(left, top, width, height)


def pixels(text: str) -> int:
    """A whole number, more than 0."""
    if not _is_whole(text) or int(text) < 1:
        raise ArgumentTypeError(f"must be a whole number of pixels, more than 0, not {text!r}")
    return int(text)


def threads(text: str) -> int:
    """A whole number, 0 for all cores."""
    if not _is_whole(text):
        raise ArgumentTypeError(f"must be a whole number, 0 for all cores, not {text!r}")
    return int(text)


def workers(text: str) -> int:
    """A whole number, 0 for what suits."""
    if not _is_whole(text):
        raise ArgumentTypeError(f"must be a whole number, 0 for what suits, not {text!r}")
    return int(text)


def _is_whole(text: str) -> bool:
    return text.isascii() and text.isdecimal() and len(text) <= 15


def picture_format(text: str) -> str:
    """One of :data:`engine.WRITABLE_FORMATS`."""
    name = FORMAT_NAMES.get(text.lower(), text.lower())
    if name not in engine.WRITABLE_FORMATS:
        raise ArgumentTypeError(f"unknown format {text!r}; known are {', '.join(engine.WRITABLE_FORMATS)}")
    return name
