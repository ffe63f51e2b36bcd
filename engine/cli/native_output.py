"""Keeps what image libraries print to themselves: libtiff and libpng tell standard error what they think of a file."""

from __future__ import annotations

import contextlib
import os
import sys
from collections.abc import Iterator


@contextlib.contextmanager
def native_output_dropped() -> Iterator[None]:
    """What is not written through ``sys.stderr`` goes nowhere; in worker processes that are started meanwhile, too.

    Does nothing where ``sys.stderr`` is not the process's own standard error, as in tests.
    """
    stream = sys.stderr
    try:
        is_own = stream is not None and stream.fileno() == 2
    except (OSError, ValueError):
        is_own = False
    if not is_own:
        yield
        return
    stream.flush()
    kept = os.dup(2)
    nowhere = os.open(os.devnull, os.O_WRONLY)
    own = open(kept, "w", buffering=1, encoding=stream.encoding, errors="backslashreplace")  # noqa: SIM115, PTH123
    os.dup2(nowhere, 2)
    os.close(nowhere)
    sys.stderr = own
    try:
        yield
    finally:
        own.flush()
        os.dup2(kept, 2)
        sys.stderr = stream
        own.close()
