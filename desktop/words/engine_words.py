"""Says in the language of the app what the engine says in English."""

from __future__ import annotations

import re
from functools import lru_cache

from PySide6.QtCore import QCoreApplication, QLocale

from desktop.words.phrases import PHRASES

_FIELD = re.compile(r"\{(\d)\}")
_PLAIN = frozenset(template for template in PHRASES if not _FIELD.search(template))
"""Phrases in which nothing is filled in."""


def told(text: str) -> str:
    """A reason, warning or remark of the engine in the language of the app; what is not known stays as it is."""
    return _told(text, QLocale().name())


@lru_cache(maxsize=4096)
def _told(text: str, _language: str) -> str:
    """Kept by language: tables ask for the same texts again and again."""
    if QCoreApplication.translate("Engine", PHRASES[0]) == PHRASES[0]:
        return text  # English: nothing to look for
    return _phrase(text) or "; ".join(_list(part) for part in text.split("; "))


def _list(text: str) -> str:
    """One phrase, or several with commas between."""
    whole = _phrase(text)
    if whole is not None:
        return whole
    parts = [_phrase(part) for part in text.split(", ")]
    return ", ".join(part for part in parts if part is not None) if None not in parts else text


def _phrase(text: str) -> str | None:
    """The translation of a text that is one of the engine's phrases as a whole, what it fills in translated too."""
    if text in _PLAIN:
        return QCoreApplication.translate("Engine", text)
    for template, pattern in _patterns():
        found = pattern.fullmatch(text)
        if found is not None:
            return QCoreApplication.translate("Engine", template).format(*map(_list, found.groups()))
    return None


@lru_cache(maxsize=1)
def _patterns() -> tuple[tuple[str, re.Pattern[str]], ...]:
    """Templates with what recognises them; those that say most by themselves come first."""
    ordered = sorted(set(PHRASES) - _PLAIN, key=lambda template: len(_FIELD.sub("", template)), reverse=True)
    return tuple((template, _pattern(template)) for template in ordered)


def _pattern(template: str) -> re.Pattern[str]:
    pieces = _FIELD.split(template)  # text, number, text, number, ... in rising order of numbers
    return re.compile("".join("(.+)" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces)))
