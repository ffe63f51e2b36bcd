"""What a start of the app asks for: files to look at, or a task to be done with them at once."""

from __future__ import annotations

import argparse
import json
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path

TASKS = ("compress", "reconstruct", "denoise")
"""As the engine calls them, which is not loaded yet when a start is understood."""


@dataclass(frozen=True)
class Wish:
    """Files by their whole names; ``task`` is empty where they are only to be opened."""

    paths: tuple[Path, ...] = ()
    task: str = ""

    def as_line(self, tokens: dict[str, str]) -> bytes:
        """For another start of the app, with what the desktop gave this one for coming to the front."""
        files = [str(path) for path in self.paths]
        return json.dumps({"files": files, "task": self.task, "tokens": tokens}).encode() + b"\n"


def wish_of(arguments: Sequence[str]) -> Wish:
    """What was typed, or what a file manager gave: ``[--task TASK] [FILE...]``; exits with 2 for wrong use."""
    parser = argparse.ArgumentParser(prog="Safelight-window", allow_abbrev=False)
    parser.add_argument("--task", choices=TASKS, default="", help="begin this with the files at once")
    parser.add_argument("files", nargs="*", metavar="FILE")
    chosen = parser.parse_args(arguments)
    return Wish(tuple(Path(name).absolute() for name in chosen.files), chosen.task)


def heard_wish(line: bytes, allowed: Sequence[str]) -> tuple[Wish, dict[str, str]] | None:
    """What another start said, and its tokens of the names allowed; ``None`` where it is not what one of ours says."""
    try:
        said = json.loads(line)
        files, tokens, task = said["files"], said["tokens"], said.get("task", "")
        if task not in ("", *TASKS) or not all(isinstance(name, str) and Path(name).is_absolute() for name in files):
            return None
        return Wish(tuple(map(Path, files)), task), {name: str(tokens[name]) for name in allowed if name in tokens}
    except (ValueError, KeyError, TypeError, AttributeError):
        return None
