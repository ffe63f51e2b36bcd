"""Adds models of one's own from a folder or a zip, removes them, and packs them up for others.

What is added is copied to a temporary folder beside the others, checked there as a whole and tried, and only then moved
to its place: a model is there completely or not at all.
"""

from __future__ import annotations

import contextlib
import shutil
import stat
import tempfile
import zipfile
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from engine.assets import own_models_dir
from engine.errors import InputError, ModelError, OutputError, OutputExists
from engine.image.files import write_atomically
from engine.pipeline import autoencoder
from engine.pipeline.codec import CONTEXT_NETWORKS, CodecModel
from engine.runtime import catalog
from engine.runtime.catalog import ModelCard
from engine.runtime.own_models import CARD, FILES_OF_KIND, MOST_FILE_BYTES, find_own, id_problem, read_own
from engine.runtime.session import signature

MODEL_SUFFIX = ".zip"
MOST_ENTRIES = 100
"""In a folder or a zip; a model has nine files."""
_KNOWN = frozenset({CARD}.union(*FILES_OF_KIND.values()))
_RUBBISH = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What systems leave in any folder."""
_TEMPORARY = ".adding-"

_Opened = Callable[[], IO[bytes]]


def add_model(source: Path) -> ModelCard:
    """Add the model in a folder, or in a zip that holds its files or a folder of them; returns its card.

    Raises:
        InputError: there is no such folder or zip, or it holds something else.
        ModelError: the model is not allowed, is damaged, or cannot be run.
        OutputExists: there is a model of that id.
        OutputError: it cannot be stored.
    """
    home = own_models_dir()
    try:
        home.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=home, ignore_cleanup_errors=True) as temporary:
            folder = Path(temporary) / "model"
            folder.mkdir()
            _copy(source, folder)
            with _naming(source):
                card = read_own(folder)
                card.verify()
                _try_out(card)
            _move(folder, home / card.id)
    except OSError as error:
        raise OutputError(f"cannot be written: {error.strerror or error}", home) from error
    return catalog.find_model(card.id)


def remove_model(model_id: str) -> None:
    """Delete one of one's own models; files made with it cannot be opened any more until it is added again.

    Raises:
        ModelError: it came with the program, or is not there.
        OutputError: it cannot be deleted.
    """
    folder = own_models_dir() / model_id
    if id_problem(model_id) or not folder.is_dir():
        is_shipped = any(card.id == model_id and not card.is_own for card in catalog.models())
        raise ModelError(
            f"the model {model_id!r} came with the program and stays"
            if is_shipped
            else f"there is no model {model_id!r} among those that were added"
        )
    try:
        gone = folder.with_name(f"{_TEMPORARY}{model_id}")  # in one move: half a model would be a damaged one
        shutil.rmtree(gone, ignore_errors=True)
        folder.rename(gone)
        shutil.rmtree(gone)
    except OSError as error:
        raise OutputError(f"cannot be deleted: {error.strerror or error}", folder) from error


def export_model(model_id: str, target: Path, *, overwrite: bool = False) -> Path:
    """Pack one of one's own models into a zip that :func:`add_model` takes; returns its path.

    Raises:
        ModelError: it is not there, or damaged.
        OutputExists, OutputError: the zip cannot be written.
    """
    card = find_own(model_id)
    if card is None:
        raise ModelError(f"there is no model {model_id!r} among those that were added")
    card.verify()

    def fill(file: BinaryIO) -> None:
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED) as packed:
            for name in (CARD, *sorted(card.files)):
                packed.write(card.folder / name, f"{card.id}/{name}")

    write_atomically(target, fill, overwrite=overwrite)
    return target


@contextlib.contextmanager
def _naming(source: Path) -> Iterator[None]:
    """Errors of the temporary folder name what a person has given."""
    try:
        yield
    except ModelError as error:
        name = Path(error.path or "").name
        raise ModelError(error.reason, source / name if name in _KNOWN else source) from error


def _try_out(card: ModelCard) -> None:
    """Load all networks once.

    Raises:
        ModelError: one does not load.
    """
    if card.kind == "autoencoder":
        autoencoder.check_networks(card)
        return
    CodecModel(card, 1)  # reads the tables
    for name in ("analysis", "synthesis", "hyper_analysis", *CONTEXT_NETWORKS):
        signature(catalog.model_file(card, f"{name}.onnx"))


def _move(folder: Path, target: Path) -> None:
    if target.exists():
        raise OutputExists(f"the model {target.name!r} is there already; remove it first", target)
    folder.rename(target)


def _copy(source: Path, folder: Path) -> None:
    if source.is_dir():
        files = _in_folder(source)
        _copy_all(files, source, folder)
    elif source.is_file():
        try:
            with zipfile.ZipFile(source) as packed:
                _copy_all(_in_zip(packed, source), source, folder)
        except (zipfile.BadZipFile, NotImplementedError, RuntimeError, EOFError) as error:
            raise InputError("is not a zip, or is damaged", source) from error
    else:
        raise InputError("no such file or folder", source)


def _in_folder(source: Path) -> dict[str, _Opened]:
    entries = [path for path in source.iterdir() if not _is_rubbish(path.name)]
    if len(entries) > MOST_ENTRIES:
        raise InputError("is not the folder of a model", source)
    odd = next((path for path in entries if path.is_symlink() or not path.is_file()), None)
    if odd is not None:
        raise InputError(f"is not the folder of a model: {odd.name!r} is no file", source)
    return {path.name: partial(_open, path) for path in entries}


def _open(path: Path) -> IO[bytes]:
    return path.open("rb")


def _in_zip(packed: zipfile.ZipFile, source: Path) -> dict[str, _Opened]:
    """Files at the top or all in one folder; nothing that leads out of it."""
    infos = [info for info in packed.infolist() if not info.is_dir() and not _is_rubbish(info.filename)]
    if len(infos) > MOST_ENTRIES:
        raise InputError("is not the zip of a model", source)
    files: dict[str, _Opened] = {}
    folders = set()
    for info in infos:
        parts = PurePosixPath(info.filename).parts
        leads_out = info.filename.startswith("/") or ".." in parts or "\\" in info.filename or ":" in info.filename
        if leads_out or stat.S_ISLNK(info.external_attr >> 16) or not 1 <= len(parts) <= 2 or parts[-1] in files:
            raise InputError(f"is not the zip of a model: {info.filename!r} is not allowed in one", source)
        folders.add(parts[:-1])
        files[parts[-1]] = partial(packed.open, info)
    if len(folders) > 1:
        raise InputError("holds several folders; a model is one", source)
    return files


def _copy_all(files: dict[str, _Opened], source: Path, folder: Path) -> None:
    if CARD not in files:
        raise InputError(f"is no model: it has no {CARD}", source)
    odd = sorted(set(files) - _KNOWN)
    if odd:
        raise InputError(f"holds {odd[0]!r}, which is no part of a model", source)
    for name, opened in files.items():
        with opened() as given, (folder / name).open("xb") as copy:
            left = MOST_FILE_BYTES
            while chunk := given.read(2**20):  # what a zip says of its sizes is not trusted
                left -= len(chunk)
                if left < 0:
                    raise InputError(f"{name!r} is larger than {MOST_FILE_BYTES >> 20} MiB", source)
                copy.write(chunk)


def _is_rubbish(name: str) -> bool:
    path = PurePosixPath(name)
    return path.name in _RUBBISH or path.parts[:1] == ("__MACOSX",)
