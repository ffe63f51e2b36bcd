"""A batch on the disk while it runs, so that it outlives the window: JSON, written whole or not at all.

::

    {"version": 1, "form": {...}, "paths": [...], "root": ..., "journal": ..., "started": ...,
     "batch": [[source, output, bytes], ...]}

What is done stands in the engine's journal, not here. Names that are not text keep their bytes, as lone surrogates.
"""

from __future__ import annotations

import json
import logging
from contextlib import suppress
from dataclasses import dataclass
from pathlib import Path
from typing import Any, BinaryIO

from desktop.batch.state import FormState
from engine import write_atomically
from engine.errors import SafelightError
from engine.files.job import Job

QUEUE_NAME = "batch.json"
JOURNAL_NAME = "batch-journal.jsonl"
"""Beside it, of batches whose results go beside their originals, in many folders."""

_VERSION = 1
_log = logging.getLogger(__name__)


@dataclass(frozen=True)
class StoredBatch:
    """A batch that is to go on one day.

    Attributes:
        form: what it does.
        paths: what was dropped.
        root: the folder that all sources are in.
        journal: the engine's.
        started: when, in ISO 8601.
        batch: jobs, each with the bytes of its source.
    """

    form: FormState
    paths: tuple[str, ...]
    root: str
    journal: str
    started: str
    batch: tuple[tuple[Job, int], ...]


def store(place: Path, stored: StoredBatch) -> None:
    """Write it down; a batch that cannot be written down runs all the same."""
    document = {
        "version": _VERSION,
        "form": stored.form.fields(),
        "paths": stored.paths,
        "root": stored.root,
        "journal": stored.journal,
        "started": stored.started,
        "batch": [[str(job.source), str(job.output), size] for job, size in stored.batch],
    }
    data = json.dumps(document).encode("ascii")

    def fill(file: BinaryIO) -> None:
        file.write(data)

    try:
        place.parent.mkdir(parents=True, exist_ok=True)
        write_atomically(place, fill, overwrite=True)
    except (OSError, SafelightError) as error:
        _log.warning("the batch cannot be stored: %s", error)


def load(place: Path) -> StoredBatch | None:
    """What was written down; ``None`` where nothing was, or nothing that makes sense."""
    try:
        return _read(json.loads(place.read_bytes()))
    except OSError:
        return None
    except (ValueError, KeyError, TypeError, AttributeError, SafelightError) as error:
        _log.warning("the stored batch cannot be read: %s", error)
        remove(place)
        return None


def remove(place: Path) -> None:
    """Forget it."""
    with suppress(OSError):
        place.unlink(missing_ok=True)


def _read(document: dict[str, Any]) -> StoredBatch:
    if document["version"] != _VERSION:
        raise ValueError(f"of version {document['version']}")
    form = FormState().with_fields(document["form"])
    form.job_settings()  # which finds out whether it can be
    return StoredBatch(
        form=form,
        paths=tuple(map(str, document["paths"])),
        root=str(document["root"]),
        journal=str(document["journal"]),
        started=str(document["started"]),
        batch=tuple((Job(form.task, Path(source), Path(out)), int(size)) for source, out, size in document["batch"]),
    )
