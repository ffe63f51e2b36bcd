"""Patterns for the names of outputs: ``{name}-{quality}`` becomes ``photo-75``, before anything has been worked on.

A pattern makes the stem of a name; folder and suffix are those of the task. It never leads to another folder.
"""

from __future__ import annotations

import string
import unicodedata
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import cached_property
from pathlib import Path
from typing import Final

from engine.errors import OptionError, SafelightError
from engine.files.job import Task
from engine.files.sources import inspect_file
from engine.image.reader import probe
from engine.messages import Message

OWN_NAME = "{name}"
"""The pattern that changes nothing."""

_DONE: Final = {"compress": "compressed", "reconstruct": "reconstructed", "denoise": "denoised"}
_REFUSED = frozenset('/\\:*?"<>|')
"""What parts folders from names, or may not be in a name on some system."""
_UNKNOWN = "unknown"


@dataclass
class _Facts:
    """What is known of one source before the work.

    ``quality`` is the one that is asked for, if there is one; ``place`` counts from 1.
    """

    task: Task
    source: Path
    quality: float | None
    place: int
    count: int

    @cached_property
    def header(self) -> tuple[str, str, str]:
        """Width, height and quality as the file's own header has them; it is read if a pattern asks, and once."""
        try:
            if self.task == "reconstruct":
                latent = inspect_file(self.source)
                return str(latent.width), str(latent.height), f"{latent.quality:g}"
            picture = probe(self.source)
        except (SafelightError, OSError, MemoryError):
            return _UNKNOWN, _UNKNOWN, _UNKNOWN
        return str(picture.width), str(picture.height), _UNKNOWN


class NamePattern:
    """A validated pattern for names.

    Fields: ``{name}`` and ``{folder}`` of the source, ``{task}``, ``{date}`` of the source's last change, ``{number}``
    in the batch, ``{quality}``, ``{width}`` and ``{height}`` in pixels as stored. What a file does not tell
    is ``unknown``.

    Raises:
        OptionError: it is empty, has a field that is not known, or holds what no name can hold.
    """

    def __init__(self, text: str) -> None:
        self._parts = _parts(text)
        if not text.strip(" ."):
            raise OptionError("the name pattern is empty")
        for literal, name in self._parts:
            _check_literal(literal)
            if name is not None and name not in _FIELDS:
                known = ", ".join(map(field_text, _FIELDS))
                raise OptionError(Message("the name pattern has no field {0}; there are {1}", field_text(name), known))

    def stems(self, task: Task, sources: Sequence[Path], quality: float | None) -> list[str]:
        """The stem of each output, in the order of ``sources``.

        Args:
            quality: 0..100, with which all sources are compressed; ``None`` where that is not known.
        """
        facts = (_Facts(task, source, quality, place, len(sources)) for place, source in enumerate(sources, 1))
        return [self._stem(fact) for fact in facts]

    def _stem(self, facts: _Facts) -> str:
        text = "".join(literal + ("" if name is None else _FIELDS[name](facts)) for literal, name in self._parts)
        return text.strip() or facts.source.stem


def field_text(name: str) -> str:
    """A field as it stands in a pattern."""
    return f"{{{name}}}"


def _parts(text: str) -> list[tuple[str, str | None]]:
    """Literal text, each with the field after it."""
    try:
        parsed = list(string.Formatter().parse(text))
    except ValueError as error:
        raise OptionError("the name pattern has a brace without its other half") from error
    if any(spec or conversion for _, _, spec, conversion in parsed):
        raise OptionError(Message("the fields of a name pattern are plain, as {0}", OWN_NAME))
    return [(literal, name) for literal, name, _, _ in parsed]


def _check_literal(text: str) -> None:
    for character in text:
        if character in _REFUSED:
            raise OptionError(Message("a name cannot hold {0}", character))
        if unicodedata.category(character) in ("Cc", "Cs", "Zl", "Zp"):
            raise OptionError("a name cannot hold control characters")


def _date(facts: _Facts) -> str:
    try:
        return datetime.fromtimestamp(facts.source.stat().st_mtime).strftime("%Y-%m-%d")
    except (OSError, ValueError, OverflowError):
        return _UNKNOWN


def _quality(facts: _Facts) -> str:
    """Of what is compressed, unless it is searched for; of a ``.latent`` file, its own."""
    if facts.task == "compress" and facts.quality is not None:
        return f"{facts.quality:g}"
    return facts.header[2] if facts.task == "reconstruct" else _UNKNOWN


_FIELDS: Final[Mapping[str, Callable[[_Facts], str]]] = {
    "name": lambda facts: facts.source.stem,
    "task": lambda facts: _DONE[facts.task],
    "folder": lambda facts: facts.source.absolute().parent.name,
    "date": _date,
    "number": lambda facts: str(facts.place).zfill(len(str(facts.count))),
    "quality": _quality,
    "width": lambda facts: facts.header[0],
    "height": lambda facts: facts.header[1],
}

NAME_FIELDS = tuple(_FIELDS)
"""What may stand in the braces of a pattern."""
