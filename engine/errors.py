"""Every error that Safelight raises on purpose.

::

    SafelightError
    ├── InputError                 a source file cannot be used
    │   ├── UnreadableImage        not a picture, truncated, or of an unsupported kind
    │   ├── PictureTooLarge        refused from its header, before anything was allocated
    │   └── LatentError            a .latent file cannot be used
    │       ├── NotALatentFile     wrong magic
    │       ├── DamagedLatent      cut short, or a checksum does not hold
    │       └── UnsupportedLatent  of a newer version, or with an unknown critical chunk
    ├── ModelError                 a model file is missing, changed or refused
    │   └── UnknownModel           no model of that id is installed
    ├── TargetMissed               no quality gives the requested size or PSNR
    ├── OutputError                an output cannot be written
    │   └── OutputExists           it exists, and overwriting was not requested
    └── OptionError                an option is out of its range

    Cancelled                      not an error: the task was cancelled

The text of an error names the file, where there is one, and the reason, in one line fit for a user.
"""

from __future__ import annotations

import logging
from os import PathLike, fspath

from engine.messages import Message

_log = logging.getLogger(__name__)


class SafelightError(Exception):
    """Base of all deliberate errors.

    Args:
        reason: what is wrong, without the file's name, in one line; a text with arguments is a :class:`Message`.
        path: the file concerned.
    """

    def __init__(self, reason: str, path: str | PathLike[str] | None = None) -> None:
        super().__init__(reason, path)
        self.reason = Message.of(reason)
        self.path = None if path is None else fspath(path)

    def __str__(self) -> str:
        return self.reason if self.path is None else f"{self.path}: {self.reason}"

    def at(self, path: str | PathLike[str]) -> SafelightError:
        """The same error naming ``path``; for code that knows bytes but not where they came from."""
        return type(self)(self.reason, path)


class InputError(SafelightError):
    """A source file cannot be used."""


class UnreadableImage(InputError):
    """Not a picture, truncated, or of an unsupported kind."""


class PictureTooLarge(InputError):
    """Refused from its header, before anything was allocated."""


class LatentError(InputError):
    """A ``.latent`` file cannot be used."""


class NotALatentFile(LatentError):
    """Does not start like a ``.latent`` file."""


class DamagedLatent(LatentError):
    """Cut short, or a checksum does not hold."""


class UnsupportedLatent(LatentError):
    """Of a newer version, or with an unknown critical chunk."""


class ModelError(SafelightError):
    """A model file is missing, changed or refused."""


class UnknownModel(ModelError):
    """No model of that id is installed."""


class TargetMissed(SafelightError):
    """No quality gives the requested size or PSNR."""


class OutputError(SafelightError):
    """An output cannot be written."""


class OutputExists(OutputError):
    """The output exists, and overwriting was not requested."""


class OptionError(SafelightError):
    """An option is out of its range."""


class Cancelled(Exception):
    """The task was cancelled; not an error."""


def reason_for(error: Exception, source: str | PathLike[str]) -> Message:
    """Why work on ``source`` failed, without its name; other files concerned are named.

    What nobody foresaw goes to the log with its traceback, at level ``DEBUG``.
    """
    if isinstance(error, SafelightError):
        is_of_source = error.path is None or error.path == fspath(source)
        return error.reason if is_of_source else Message("{0}: {1}", error.path or "", error.reason)
    _log.debug("while working on %s", source, exc_info=error)
    if isinstance(error, MemoryError):
        return Message("not enough memory")
    if isinstance(error, OSError) and error.strerror:
        return Message(error.strerror)
    return Message("unexpected problem: {0}", first_line(error))


def first_line(error: BaseException) -> str:
    """The message up to its first line break, or the kind of error where there is no message."""
    return next(iter(str(error).splitlines()), "") or type(error).__name__
