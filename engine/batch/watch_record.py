"""What a folder watch has made, in a file among its outputs, so that it can make them anew when a source changes.

JSON, a line for each output, all ASCII; for each source the last line counts::

    {"source": path, "stamp": [bytes, changed], "output": path, "made": [bytes, changed]}

Paths are absolute; ``changed`` is in nanoseconds, as in :class:`~engine.files.sources.Stamp`.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from pathlib import Path
from typing import Any

from engine.errors import OutputError
from engine.files.naming import canonical_path
from engine.files.sources import Stamp
from engine.image.files import write_atomically

RECORD_NAME = ".safelight-watch.jsonl"
_log = logging.getLogger(__name__)


class WatchRecord:
    """The outputs that watches have made in a folder. A file that cannot be read or written is done without."""

    def __init__(self, folder: Path) -> None:
        self._path = folder / RECORD_NAME
        self._entries: dict[str, dict[str, Any]] = {}
        lines: list[bytes] = []
        with suppress(OSError):
            if self._path.is_file() and not self._path.is_symlink():
                lines = self._path.read_bytes().splitlines()
        for line in lines:
            with suppress(ValueError, KeyError, TypeError):  # cut short, or not ours
                entry = json.loads(line)
                self._entries[entry["source"]] = entry
        if len(lines) > 2 * len(self._entries):
            self._write_anew()

    def add(self, source: Path, stamp: Stamp, output: Path) -> None:
        """Note that ``output`` was made of the source as it was at ``stamp``."""
        made = Stamp.of(output)
        if made is None:
            return
        key = canonical_path(source)
        self._entries[key] = entry = {
            "source": key,
            "stamp": [stamp.bytes, stamp.changed],
            "output": str(output.absolute()),
            "made": [made.bytes, made.changed],
        }
        if self._path.is_symlink():
            return  # it could lead to any file
        try:
            with self._path.open("ab") as file:
                file.write(_line(entry))
        except OSError as error:
            _log.debug("the record of the watch cannot be written", exc_info=error)

    def output_of(self, source: Path) -> Path | None:
        """The output that was made of an earlier or the present state of a source, if it is there, unchanged."""
        try:
            entry = self._entries[canonical_path(source)]
            output, (size, changed) = Path(entry["output"]), entry["made"]
        except (KeyError, TypeError, ValueError):
            return None
        there = Stamp.of(output)
        return output if there is not None and (there.bytes, there.changed) == (size, changed) else None

    def is_done(self, source: Path, stamp: Stamp) -> bool:
        """Whether a source has an output that was made of it as it is."""
        entry = self._entries.get(canonical_path(source), {})
        return entry.get("stamp") == [stamp.bytes, stamp.changed] and self.output_of(source) is not None

    def _write_anew(self) -> None:
        lines = map(_line, self._entries.values())
        with suppress(OutputError):
            write_atomically(self._path, lambda file: file.writelines(lines), overwrite=True)


def _line(entry: dict[str, Any]) -> bytes:
    return json.dumps(entry).encode("ascii") + b"\n"
