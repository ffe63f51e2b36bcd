"""What a file holds beside its picture and metadata: each part that is not kept is a warning that names it.

The module of a format walks through all parts of a file. It knows which of them are kept, and which only say how the
picture is stored or repeat what is kept. It hands the names of all others to :func:`unkept`, also of parts that nobody
has heard of, so that nothing goes without a warning. ``docs/formats.md`` lists what is kept, format by format.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from fnmatch import fnmatchcase

from engine.image.metadata import IPTC_RESOURCE, PATH_RESOURCES, photoshop_resources
from engine.messages import Argument, Message, listed

_SETTINGS = frozenset(
    {1000, 1001, 1002, 1003, 1005, 1009, 1010, 1011, *range(1012, 1018), 1024, 1026, 1030, 1032, 1033, 1034, 1036, 1037}
    | {
        1039,
        1041,
        1044,
        1049,
        1050,
        1054,
        1057,
        1058,
        1060,
        1061,
        1062,
        1064,
        1069,
        1070,
        1072,
        1074,
        1082,
        1083,
        10000,
    }
)
"""Photoshop's resources that say how it showed, printed or saved the file, or that repeat Exif, XMP and the profile."""
_RESOURCES = {
    1006: Message("the names of alpha channels"),
    1007: Message("display settings of alpha channels"),
    1008: Message("Photoshop's caption"),
    1035: Message("Photoshop's web address"),
    1065: Message("layer comps"),
    1073: Message("colour samplers"),
    1075: Message("Photoshop's timeline"),
}
_MOVIE, _JPEG, _PNG = b"ftyp", b"\xff\xd8\xff", b"\x89PNG"
_SAMSUNG = b"SEFT"


_NOT_KEPT = "not kept: {0}"
_LIST = re.compile(r"\{0\}(?:, \{\d+\})+")


def unkept(parts: Iterable[Message]) -> tuple[Message, ...]:
    """The warning that names all parts that are not kept, each once; empty if there are none."""
    names = tuple(dict.fromkeys(parts))
    return (Message("not kept: {0}", listed(names)),) if names else ()


def is_accepted(warning: Message, patterns: Sequence[str]) -> bool:
    """Whether all losses that a warning names match one of the patterns, such as ``a comment`` or ``the chunk *``.

    A warning that is not made by :func:`unkept` is a loss by itself. Case does not matter.
    """
    losses: tuple[Argument, ...] = (warning,)
    if warning.template == _NOT_KEPT:
        losses = warning.arguments
        if isinstance(losses[0], Message) and _LIST.fullmatch(losses[0].template):
            losses = losses[0].arguments
    folded = [pattern.casefold() for pattern in patterns]
    return all(any(fnmatchcase(str(loss).casefold(), pattern) for pattern in folded) for loss in losses)


def trailer(data: bytes) -> Iterator[Message]:
    """What stands after the end of a picture; padding with one and the same byte does not count."""
    if len(data.strip(data[:1])) == 0:
        return
    if data[4:8] == _MOVIE or _MOVIE in data[:4096] or _SAMSUNG in data[-64:]:
        yield Message(
            "the film of a motion photo, or other data of the camera, {0:,} bytes after the picture", len(data)
        )
    elif data.lstrip(b"\0").startswith((_JPEG, _PNG)):
        yield Message("a further picture, such as a gain map or a preview, {0:,} bytes after the picture", len(data))
    else:
        yield Message("{0:,} bytes after the end of the picture", len(data))


def photoshop_parts(data: bytes) -> Iterator[Message]:
    """Names of image resources of Photoshop that are neither kept nor settings of the program."""
    for number, _, _ in photoshop_resources(data):
        if number != IPTC_RESOURCE and number not in PATH_RESOURCES and number not in _SETTINGS:
            yield _RESOURCES.get(number) or Message("Photoshop's resource {0}", number)


def printable(tag: bytes) -> str:
    """The letters of a chunk's or box's type; other bytes as escapes."""
    return tag.decode("latin-1").encode("unicode_escape").decode("ascii")
