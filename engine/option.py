"""Options, declared once on the fields of the dataclasses that hold them.

A declaration gives the default, the range or the choices, the name that is typed and the help. The dataclass checks its
values by it; the command line makes its arguments of it.
"""

from __future__ import annotations

from dataclasses import dataclass, field, fields
from numbers import Real
from typing import Any

from engine.errors import OptionError
from engine.messages import Message

PERCENT = (0.0, 100.0)


@dataclass(frozen=True)
class Option:
    """What is declared of an option, its default apart.

    Attributes:
        flag: as it is typed, such as ``--quality``.
        help: a line, in the form that :mod:`argparse` takes.
        kind: how the typed text is read: a function of ``engine.cli.value_types``; empty where ``range`` or ``choices``
            say it, or where nothing follows the flag.
        metavar: what stands for the value in the help.
        range: the least and the largest number.
        name: what messages call it.
        choices: the texts that it may be.
        is_automatic: it may be ``None``, typed as ``auto``.
    """

    flag: str
    help: str
    kind: str = ""
    metavar: str | None = None
    range: tuple[float, float] | None = None
    name: str = ""
    choices: tuple[str, ...] = ()
    is_automatic: bool = False


def option(default: Any, flag: str, help: str, **more: Any) -> Any:
    """A field of a dataclass that is an option; ``more`` are the other fields of :class:`Option`."""
    return field(default=default, metadata={"option": Option(flag, help, **more)})


def options_of(holder: Any) -> dict[str, tuple[Option, Any]]:
    """The options of a dataclass, each with its default, by the names of their fields."""
    return {
        known.name: (known.metadata["option"], known.default) for known in fields(holder) if "option" in known.metadata
    }


def check_options(holder: Any) -> None:
    """Compare the values of a dataclass with its declarations.

    Raises:
        OptionError: a number is out of its range or of another type, or a text is none of the choices.
    """
    for field_name, (known, _) in options_of(holder).items():
        value, name = getattr(holder, field_name), known.name or field_name
        if value is None:
            continue
        if known.range is not None and not isinstance(value, Real):
            raise OptionError(Message("{0} must be a number, not {1}", name, type(value).__name__))
        if known.range is not None and not known.range[0] <= value <= known.range[1]:  # also refuses NaN
            raise OptionError(
                Message("{0} must be from {1:g} to {2:g}, not {3:g}", name, known.range[0], known.range[1], value)
            )
        if known.choices and value not in known.choices:
            raise OptionError(Message("{0} must be one of {1}, not {2!r}", name, ", ".join(known.choices), value))
