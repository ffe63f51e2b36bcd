r"""Writes the outcome of every file of a batch as CSV or JSON.

CSV begins with a byte-order mark, without which Excel takes UTF-8 for something else; programs that read files are
better served by the JSON. Cells are one line each and never formulas: control characters and bytes that are no text
are written as ``\n``, ``\xff`` and the like, a backslash in a name, where names may hold one, as two, and what would
begin a formula has an apostrophe before it, as has what begins with one. So every name can be told from its cell.
"""

from __future__ import annotations

import csv
import io
import os
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from pathlib import Path
from typing import Any, BinaryIO

import engine
from engine import standard_json
from engine.errors import OptionError, OutputError
from engine.files.job import STATES, Outcome, Task
from engine.files.outputs import make_folder
from engine.files.sources import is_folder, is_there
from engine.image.files import write_atomically
from engine.messages import Message

REPORT_SUFFIXES = (".csv", ".json")

_FORMULA_STARTS = ("=", "+", "-", "@", "'")


@dataclass(frozen=True)
class Totals:
    """Sums over outcomes. Bytes are of what is done or copied, before and after."""

    counts: dict[str, int]
    source_bytes: int
    output_bytes: int
    seconds: float

    @property
    def saved(self) -> int:
        """Bytes; less than 0 where outputs are larger."""
        return self.source_bytes - self.output_bytes


def totals(outcomes: Sequence[Outcome]) -> Totals:
    """Sums over outcomes."""
    written = [outcome for outcome in outcomes if outcome.is_written]
    return Totals(
        counts={state: sum(outcome.state == state for outcome in outcomes) for state in STATES},
        source_bytes=sum(outcome.source_bytes for outcome in written),
        output_bytes=sum(outcome.output_bytes for outcome in written),
        seconds=sum(outcome.seconds for outcome in outcomes),
    )


def check_report(path: Path) -> None:
    """Refuse before the work a report that could not be written after it.

    Raises:
        OptionError: neither CSV nor JSON, by the suffix.
        OutputError: it cannot be there.
    """
    if path.suffix.lower() not in REPORT_SUFFIXES:
        raise OptionError(Message("a report is a {0} file", " or a ".join(REPORT_SUFFIXES)), path)
    if is_folder(path):
        raise OutputError("is a folder", path)
    folder = next(parent for parent in path.absolute().parents if is_there(parent))
    if not folder.is_dir():
        raise OutputError("is not a folder", folder)
    if not os.access(folder, os.W_OK):
        raise OutputError("no permission to write there", folder)


def write_report(path: Path, outcomes: Sequence[Outcome], *, task: Task, started: datetime) -> None:
    """Write a report in the format of its suffix; one that is there is replaced, the new one whole or not at all.

    Raises:
        OptionError, OutputError: as :func:`check_report`.
    """
    check_report(path)
    make_folder(path.parent)
    if path.suffix.lower() == ".csv":
        data = _csv(outcomes).encode("utf-8-sig")
    else:
        data = standard_json.dumps(_document(outcomes, task, started), indent=2).encode("ascii")

    def fill(file: BinaryIO) -> None:
        file.write(data)

    write_atomically(path, fill, overwrite=True)


def _document(outcomes: Sequence[Outcome], task: Task, started: datetime) -> dict[str, Any]:
    summed = totals(outcomes)
    return {
        "task": task,
        "started": started.isoformat(timespec="seconds"),
        "version": engine.__version__,
        "totals": {
            "files": len(outcomes),
            **summed.counts,
            "source_bytes": summed.source_bytes,
            "output_bytes": summed.output_bytes,
            "bytes_saved": summed.saved,
            "seconds": round(summed.seconds, 3),
        },
        "files": [outcome.to_dict() for outcome in outcomes],
    }


def _csv(outcomes: Sequence[Outcome]) -> str:
    empty = Outcome(Path(), None, "failed")
    text = io.StringIO(newline="")
    writer = csv.writer(text, quoting=csv.QUOTE_NONNUMERIC)
    writer.writerow(empty.to_dict())
    for outcome in outcomes:
        writer.writerow([_cell(value) for value in outcome.to_dict().values()])
    return text.getvalue()


def _cell(value: object) -> object:
    if value is None:
        return ""
    if isinstance(value, list):
        value = "; ".join(value)
    return cell_text(value) if isinstance(value, str) else value


def cell_text(text: str) -> str:
    """A text as it stands in a cell; see the top of this file."""
    if os.sep != "\\":
        text = text.replace("\\", "\\\\")
    text = "".join(_escaped(character) for character in text)
    return f"'{text}" if text.startswith(_FORMULA_STARTS) else text


def _escaped(character: str) -> str:
    code = ord(character)
    if "\udc80" <= character <= "\udcff":  # how Python holds a byte that is no text
        return f"\\x{code - 0xDC00:02x}"
    if unicodedata.category(character) not in ("Cc", "Cs", "Zl", "Zp"):
        return character
    return character.encode("unicode_escape").decode("ascii") if code < 0x80 else f"\\u{code:04x}"
