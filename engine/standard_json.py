"""JSON that strict parsers take: no lone surrogates, no NaN and no infinity."""

from __future__ import annotations

import json
import re
from typing import Any

_SURROGATE = re.compile("[\ud800-\udfff]")


def dumps(document: Any, indent: int | None = None) -> str:
    r"""A document in ASCII.

    Bytes of a file's name that are no text become ``\xNN``, as a backslash, an x and two digits; other lone surrogates
    become ``\uNNNN``.

    Raises:
        ValueError: a number is NaN or infinite.
    """
    return json.dumps(_standard(document), indent=indent, allow_nan=False)


def _standard(value: Any) -> Any:
    if isinstance(value, str):
        return _SURROGATE.sub(lambda found: _escape(ord(found[0])), value)
    if isinstance(value, dict):
        return {_standard(key): _standard(entry) for key, entry in value.items()}
    return [_standard(entry) for entry in value] if isinstance(value, list | tuple) else value


def _escape(code: int) -> str:
    """Python keeps a byte that is no text as U+DC80 to U+DCFF (PEP 383)."""
    return f"\\x{code - 0xDC00:02x}" if 0xDC80 <= code <= 0xDCFF else f"\\u{code:04x}"
