"""One part of a bundle, and the facts about parts that nobody else tells."""

from __future__ import annotations

import tomllib
from dataclasses import dataclass, field
from functools import cache
from pathlib import Path
from typing import Any

from licence_texts import Text

UNKNOWN = "unknown"
"""The licence of something that no one knows; never allowed."""


@dataclass(frozen=True)
class Part:
    """Something that a bundle holds.

    Attributes:
        kind: ``app``, ``model``, ``python``, ``package``, ``library`` or ``loader``.
        licence: an SPDX expression.
        purl: where it is registered, if it is.
        site: its home page, if known.
        brought_by: name of the package that brought a library.
        files: where it lies, below the contents of the bundle; empty where it is linked into others.
        texts: licence texts; those of a library that a package brought are among the package's.
        digest: SHA-256 of the whole, where one is kept.
    """

    kind: str
    name: str
    version: str
    licence: str
    purl: str = ""
    site: str = ""
    brought_by: str = ""
    files: tuple[str, ...] = ()
    texts: tuple[Text, ...] = field(default=(), repr=False)
    digest: str = ""


@cache
def facts() -> dict[str, Any]:
    """What ``parts.toml`` tells."""
    return tomllib.loads(Path(__file__).with_name("parts.toml").read_text(encoding="utf-8"))
