"""Creates the folder of an exported model, whose name is the model's id."""

from __future__ import annotations

import contextlib
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

from engine.errors import OptionError, OutputError
from engine.models.catalog import id_problem


@contextlib.contextmanager
def new_model(out: Path) -> Iterator[Path]:
    """A temporary folder that is renamed to ``out`` once it is complete.

    Raises:
        OptionError: the folder exists, or its name is not a valid id.
        OutputError: it cannot be written.
    """
    problem = id_problem(out.name)
    if problem:
        raise OptionError(f"{problem}; a model's id is its folder's name", out)
    if out.exists():
        raise OptionError("is there already; a model's id, which is its folder's name, stands for one model", out)
    try:
        out.parent.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=".safelight-tmp-", dir=out.parent) as temporary:
            folder = Path(temporary) / out.name
            folder.mkdir()
            yield folder
            shutil.move(folder, out)
    except OSError as error:
        raise OutputError(f"cannot be written: {error}", out) from error
