"""The engine's messages in the language of the app."""

from __future__ import annotations

from PySide6.QtCore import QCoreApplication

from engine.messages import Argument, Message


def translated(text: str) -> str:
    """A message with its template and the messages among its arguments translated; other text as it is.

    What has no translation, such as a text of the operating system, stays in its own language.
    """
    message = Message.of(text)
    template = QCoreApplication.translate("Engine", message.template) if message.template else ""
    return template.format(*map(_argument, message.arguments)) if message.arguments else template


def _argument(argument: Argument) -> Argument:
    return translated(argument) if isinstance(argument, Message) else argument
