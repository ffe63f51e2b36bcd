"""Reads tables of a recipe into dataclasses. Errors name the file, the table, the key and the allowed values."""

from __future__ import annotations

import dataclasses
from collections.abc import Mapping
from pathlib import Path
from typing import Any, TypeVar, get_type_hints

from engine.errors import OptionError

Table = TypeVar("Table")


def number(default: Any, *, least: float | None = None, most: float | None = None, above: float | None = None) -> Any:
    """A field with a range, which holds for each number of a list; ``above`` is an exclusive lower bound."""
    return dataclasses.field(default=default, metadata={"least": least, "most": most, "above": above})


def choice(default: str, *others: str) -> Any:
    """A field with one of several words as its value."""
    return dataclasses.field(default=default, metadata={"words": (default, *others)})


def read_table(path: Path, table: str, values: Any, kind: type[Table]) -> Table:
    """Read the ``[table]`` of the file at ``path`` into the dataclass ``kind``.

    Raises:
        OptionError: a key is unknown, of the wrong type or out of its range.
    """
    if not isinstance(values, Mapping):
        raise OptionError(f"[{table}] should be a table", path)
    fields = {field.name: field for field in dataclasses.fields(kind)}  # type: ignore[arg-type]
    types = get_type_hints(kind)
    taken = {}
    for key, value in values.items():
        if key not in fields:
            raise OptionError(f"[{table}] has no setting {key!r}; {_known(fields)}", path)
        problem = _type_problem(value, types[key]) or _range_problem(value, fields[key].metadata)
        if problem:
            raise OptionError(f"[{table}] {key} = {value!r} {problem}", path)
        taken[key] = _as_declared(value, types[key])
    return kind(**taken)


def read_part(path: Path, table: str, values: Any, kinds: Mapping[str, type[Any]]) -> Any:
    """Like :func:`read_table`, for a table whose key ``kind`` selects one of several dataclasses."""
    if not isinstance(values, Mapping):
        raise OptionError(f"[{table}] should be a table", path)
    name = values.get("kind")
    if not isinstance(name, str) or name not in kinds:
        found = "is missing" if name is None else f"= {name!r} is unknown"
        raise OptionError(f"[{table}] kind {found}; known are {', '.join(kinds)}", path)
    return read_table(path, table, {key: value for key, value in values.items() if key != "kind"}, kinds[name])


def _known(fields: Mapping[str, Any]) -> str:
    return f"known are {', '.join(fields)}" if fields else "it has none"


def _as_declared(value: Any, declared: Any) -> Any:
    if declared in (float, float | None):
        return float(value)
    return tuple(value) if isinstance(value, list) else value


def _type_problem(value: Any, expected: Any) -> str:
    if expected == tuple[int, ...]:
        right = isinstance(value, list) and all(_is_whole(entry) for entry in value)
        return "" if right else "should be a list of whole numbers"
    if expected is bool:
        return "" if isinstance(value, bool) else "should be true or false"
    if expected is str:
        return "" if isinstance(value, str) else "should be text"
    if expected in (int, int | None):
        return "" if _is_whole(value) else "should be a whole number"
    return "" if isinstance(value, float) or _is_whole(value) else "should be a number"


def _is_whole(value: Any) -> bool:
    return isinstance(value, int) and not isinstance(value, bool)


def _range_problem(value: Any, metadata: Mapping[str, Any]) -> str:
    words = metadata.get("words")
    if words is not None and value not in words:
        return f"should be one of {', '.join(words)}"
    least, most, above = (metadata.get(bound) for bound in ("least", "most", "above"))
    for entry in value if isinstance(value, list) else [value]:
        if least is not None and entry < least:
            return f"should be at least {least:g}"
        if most is not None and entry > most:
            return f"should be at most {most:g}"
        if above is not None and entry <= above:
            return f"should be more than {above:g}"
    return ""
