"""Texts for users that keep the template and the arguments they were made from, so that they can be translated."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import Any

Argument = str | int | float
"""What fills a field of a template; a :class:`Message` is one too."""


class Message(str):
    """An error or a warning in English.

    The command line prints it as it is. The window translates :attr:`template` and the arguments that are messages
    themselves. Pickling and copying keep both.

    Args:
        template: English text with numbered fields for :meth:`str.format`: ``"only the first of {0} pages"``.
        arguments: one for each field; a template without arguments may hold any braces.
    """

    __slots__ = ("arguments", "template")

    template: str
    arguments: tuple[Argument, ...]

    def __new__(cls, template: str, *arguments: Argument) -> Message:
        message = super().__new__(cls, template.format(*arguments) if arguments else template)
        message.template, message.arguments = str(template), arguments
        return message

    @classmethod
    def of(cls, text: str) -> Message:
        """``text`` itself if it is a message, else the message without arguments that it is the template of."""
        return text if isinstance(text, Message) else cls(text)

    @classmethod
    def from_json(cls, value: object) -> Message:
        """The message that :meth:`to_json` was called for; also a plain text.

        Raises:
            TypeError, KeyError, ValueError, IndexError: ``value`` is neither.
        """
        if isinstance(value, str):
            return cls(value)
        if not isinstance(value, Mapping):
            raise TypeError("not a message")
        arguments = (part if isinstance(part, int | float) else cls.from_json(part) for part in value["arguments"])
        return cls(str(value["template"]), *arguments)

    def to_json(self) -> str | dict[str, Any]:
        """The message for JSON: the text where there are no arguments, else template and arguments."""
        if not self.arguments:
            return str(self)
        parts = [part.to_json() if isinstance(part, Message) else part for part in self.arguments]
        return {"template": self.template, "arguments": parts}

    def __getnewargs__(self) -> tuple[Any, ...]:
        return (self.template, *self.arguments)


def listed(messages: Sequence[str], separator: str = ", ") -> Message:
    """Several messages as one, with ``separator`` between them; the empty message where there are none."""
    if len(messages) <= 1:
        return Message.of(messages[0]) if messages else Message("")
    return Message(separator.join(f"{{{index}}}" for index in range(len(messages))), *messages)
