"""Which files of a folder are meant: by suffix, by patterns, without what systems and other programs leave behind."""

from __future__ import annotations

import fnmatch
import os
import re
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

from engine.container.layout import LATENT_SUFFIX
from engine.errors import OptionError
from engine.files.job import Task
from engine.files.naming import case_key
from engine.image.files import TEMPORARY_SUFFIX
from engine.image.reader import READABLE_SUFFIXES
from engine.messages import Message

_SYSTEM_NAMES = frozenset(
    {"thumbs.db", "ehthumbs.db", "desktop.ini", ".ds_store", "__macosx", "@eadir", "$recycle.bin", ".trash", ".trashes"}
    | {".spotlight-v100", ".fseventsd", "system volume information", "lost+found"}
)
_SYSTEM_STARTS = ("._", ".trash-")
"""Of the shadow files that macOS leaves on foreign disks, and of bins."""
_Part = re.Pattern[str] | None
"""One name of a pattern; ``None`` stands for any number of folders."""


@dataclass(frozen=True)
class Selection:
    """Which files of a folder are meant.

    Patterns ignore letter case. One without a slash matches names at any depth, one with a slash the path from the
    folder on; ``*`` and ``?`` stand for part of a name, ``**`` for any number of folders. A pattern that matches a
    folder matches all in it; with a slash at its end it matches folders alone.

    Attributes:
        include: files that match one of these; all if there is none.
        exclude: files that match one of these are left out, whatever ``include`` says.
        hidden: whether hidden files and folders are meant too; what systems leave behind never is.

    Raises:
        OptionError: a pattern is empty.
    """

    include: tuple[str, ...] = ()
    exclude: tuple[str, ...] = ()
    hidden: bool = False

    def __post_init__(self) -> None:
        for pattern in (*self.include, *self.exclude):
            if not pattern.strip("/\\"):
                raise OptionError(Message("the pattern {0!r} matches nothing", pattern))


class Filter:
    """Judges paths below a folder, given as the names that lead to them, by a task and a selection."""

    def __init__(self, task: Task, selection: Selection) -> None:
        self._suffixes = frozenset({LATENT_SUFFIX}) if task == "reconstruct" else READABLE_SUFFIXES
        self._include = [_Pattern(text) for text in selection.include]
        self._exclude = [_Pattern(text) for text in selection.exclude]
        self.takes_hidden = selection.hidden

    def takes_folder(self, parts: Sequence[str]) -> bool:
        """Whether there may be files that are meant in a folder whose parent is taken."""
        return not self._leaves_out(parts, is_folder=True)

    def takes_file(self, parts: Sequence[str]) -> bool:
        """Whether a file in a folder that is taken is meant."""
        if not self.takes_suffix(parts[-1]) or self._leaves_out(parts, is_folder=False):
            return False
        return not self._include or any(_on_the_way(pattern, parts) for pattern in self._include)

    def takes_suffix(self, name: str) -> bool:
        """Whether a file of this name can be one of the task's."""
        return Path(name).suffix.lower() in self._suffixes

    def _leaves_out(self, parts: Sequence[str], *, is_folder: bool) -> bool:
        name = parts[-1].lower()
        if name in _SYSTEM_NAMES or name.startswith(_SYSTEM_STARTS) or name.endswith(TEMPORARY_SUFFIX):
            return True
        if name.startswith(".") and not self.takes_hidden:
            return True
        return any(pattern.matches(parts, is_folder=is_folder) for pattern in self._exclude)


def _on_the_way(pattern: _Pattern, parts: Sequence[str]) -> bool:
    """Whether a file or one of the folders that lead to it matches."""
    folders = (pattern.matches(parts[:depth], is_folder=True) for depth in range(1, len(parts)))
    return pattern.matches(parts, is_folder=False) or any(folders)


class _Pattern:
    def __init__(self, text: str) -> None:
        text = case_key(text.replace("\\", "/") if os.sep == "\\" else text)
        self._folders_only = text.endswith("/")
        text = text.rstrip("/")
        self._anywhere = "/" not in text
        names = [name for name in text.split("/") if name not in ("", ".")]
        self._parts: list[_Part] = [None if name == "**" else re.compile(fnmatch.translate(name)) for name in names]

    def matches(self, parts: Sequence[str], *, is_folder: bool) -> bool:
        if self._folders_only and not is_folder:
            return False
        return _match(self._parts, [case_key(part) for part in (parts[-1:] if self._anywhere else parts)])


def _match(pattern: Sequence[_Part], names: Sequence[str]) -> bool:
    if not pattern:
        return not names
    first = pattern[0]
    if first is None:
        return any(_match(pattern[1:], names[skipped:]) for skipped in range(len(names) + 1))
    return bool(names) and first.match(names[0]) is not None and _match(pattern[1:], names[1:])
