"""Adds models of one's own from a folder or a zip, removes them, and packs them up for others.

What is added is copied to a temporary folder beside the others, checked there as a whole and tried, and only then moved
to its place: a model is there completely or not at all.
"""

from __future__ import annotations

import contextlib
import errno
import shutil
import stat
import tempfile
import time
import zipfile
import zlib
from collections.abc import Callable, Iterator
from functools import partial
from pathlib import Path, PurePosixPath
from typing import IO, BinaryIO

from engine.assets import own_models_dir
from engine.errors import InputError, ModelError, OutputError, OutputExists
from engine.image.files import write_atomically
from engine.messages import Message
from engine.models import catalog
from engine.models.catalog import CARD, MOST_FILE_BYTES, ModelCard, find_own, id_problem, read_own
from engine.models.onnx_scan import has_external_data

try:
    from lzma import LZMAError
except ImportError:  # left out of the installers: zipfile then refuses such zips with a RuntimeError
    LZMAError = zipfile.BadZipFile  # type: ignore[assignment, misc]

MODEL_SUFFIX = ".zip"
MOST_ENTRIES = 100
"""In a folder or a zip; a model has nine files."""
_KNOWN = frozenset({CARD}.union(*catalog.FILES_OF_KIND.values(), *catalog.OPTIONAL_FILES.values()))
_RUBBISH = frozenset({".DS_Store", "Thumbs.db", "desktop.ini"})
"""What systems leave in any folder."""
_TEMPORARY = ".adding-"
_LEFT_SECONDS = 24 * 3600.0
"""A temporary folder of this age is nobody's any more: its process was killed."""
_ZIP_ERRORS = (zipfile.BadZipFile, zlib.error, LZMAError, RuntimeError, EOFError, ValueError)
"""What reading a damaged zip may raise, beside an ``OSError``."""

_Opened = Callable[[], IO[bytes]]


def add_model(source: Path, check: Callable[[ModelCard], None]) -> ModelCard:
    """Add the model in a folder, or in a zip that holds its files or a folder of them; returns its card.

    Args:
        check: runs the model, and raises a ``ModelError`` where that fails.

    Raises:
        InputError: there is no such folder or zip, or it holds something else.
        ModelError: the model is not allowed, is damaged, or cannot be run.
        OutputExists: there is a model of that id.
        OutputError: it cannot be stored.
    """
    home = own_models_dir()
    try:
        home.mkdir(parents=True, exist_ok=True)
        _remove_leftovers(home)
        with tempfile.TemporaryDirectory(prefix=_TEMPORARY, dir=home, ignore_cleanup_errors=True) as temporary:
            folder = Path(temporary) / "model"
            folder.mkdir()
            _copy(source, folder)
            with _naming(source):
                card = read_own(folder)
                card.verify()
                for name in card.files:
                    _check_graph(folder / name)
                check(card)
            _move(folder, home / card.id)
    except OSError as error:
        raise OutputError(Message("cannot be written: {0}", error.strerror or str(error)), home) from error
    return catalog.find_model(card.id)


def remove_model(model_id: str) -> None:
    """Delete one of one's own models; files made with it cannot be opened any more until it is added again.

    Raises:
        ModelError: it came with the program, or is not there.
        OutputError: it cannot be deleted.
    """
    folder = own_models_dir() / model_id
    if id_problem(model_id) or not folder.is_dir():
        is_shipped = any(card.id == model_id and not card.is_own for card in catalog.installed_models())
        if is_shipped:
            raise ModelError(Message("the model {0!r} came with the program and stays", model_id))
        raise ModelError(Message("there is no model {0!r} among those that were added", model_id))
    try:
        gone = folder.with_name(f"{_TEMPORARY}{model_id}")  # in one move: half a model would be a damaged one
        shutil.rmtree(gone, ignore_errors=True)
        folder.rename(gone)
        if gone.is_symlink():  # a person's own; what it leads to stays
            gone.unlink()
        else:
            shutil.rmtree(gone)
    except OSError as error:
        raise OutputError(Message("cannot be deleted: {0}", error.strerror or str(error)), folder) from error


def export_model(model_id: str, target: Path, *, overwrite: bool = False) -> Path:
    """Pack one of one's own models into a zip that :func:`add_model` takes; returns its path.

    Raises:
        ModelError: it is not there, or damaged.
        OutputExists, OutputError: the zip cannot be written.
    """
    card = find_own(model_id)
    if card is None:
        raise ModelError(Message("there is no model {0!r} among those that were added", model_id))
    card.verify()

    def fill(file: BinaryIO) -> None:
        # Not strict: zips know no time before 1980, which files may have that were unpacked or built elsewhere.
        with zipfile.ZipFile(file, "w", zipfile.ZIP_DEFLATED, strict_timestamps=False) as packed:
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


def _check_graph(path: Path) -> None:
    """ONNX Runtime would read any file that a network names for its weights."""
    if path.suffix != ".onnx":
        return
    try:
        reaches_out = has_external_data(path.read_bytes())
    except ValueError as error:
        raise ModelError("a model file is not an ONNX file", path) from error
    if reaches_out:
        raise ModelError("a model file takes its weights from other files, which is not allowed", path)


def _move(folder: Path, target: Path) -> None:
    if target.exists():
        raise OutputExists(Message("the model {0!r} is there already; remove it first", target.name), target)
    folder.rename(target)


def _remove_leftovers(home: Path) -> None:
    """Of processes that were killed while they added or removed a model."""
    for path in home.glob(f"{_TEMPORARY}*"):
        with contextlib.suppress(OSError):
            if time.time() - path.lstat().st_mtime > _LEFT_SECONDS:
                shutil.rmtree(path, ignore_errors=True)


def _copy(source: Path, folder: Path) -> None:
    with _reading(source):
        is_folder, is_file = source.is_dir(), source.is_file()
    if is_folder:
        _copy_all(_in_folder(source), source, folder)
    elif is_file:
        with _reading(source):
            packed = zipfile.ZipFile(source)
        with packed:
            _copy_all(_in_zip(packed, source), source, folder)
    else:
        raise InputError("no such file or folder", source)


@contextlib.contextmanager
def _reading(source: Path) -> Iterator[None]:
    """Errors of what is read are not those of the folder that is written to."""
    try:
        yield
    except OSError as error:
        if error.errno in (None, errno.EINVAL):  # of a decompressor; of a place before the file's begin
            raise InputError("is not a zip, or is damaged", source) from error
        raise InputError(Message("cannot be read ({0})", error.strerror or str(error)), source) from error
    except _ZIP_ERRORS as error:
        raise InputError("is not a zip, or is damaged", source) from error


def _in_folder(source: Path) -> dict[str, _Opened]:
    with _reading(source):
        entries = [path for path in source.iterdir() if not _is_rubbish(path.name)]
    if len(entries) > MOST_ENTRIES:
        raise InputError("is not the folder of a model", source)
    odd = next((path for path in entries if path.is_symlink() or not path.is_file()), None)
    if odd is not None:
        raise InputError(Message("is not the folder of a model: {0!r} is no file", odd.name), source)
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
            raise InputError(Message("is not the zip of a model: {0!r} is not allowed in one", info.filename), source)
        folders.add(parts[:-1])
        files[parts[-1]] = partial(packed.open, info)
    if len(folders) > 1:
        raise InputError("holds several folders; a model is one", source)
    return files


def _copy_all(files: dict[str, _Opened], source: Path, folder: Path) -> None:
    if CARD not in files:
        raise InputError(Message("is no model: it has no {0}", CARD), source)
    odd = sorted(set(files) - _KNOWN)
    if odd:
        raise InputError(Message("holds {0!r}, which is no part of a model", odd[0]), source)
    for name, opened in files.items():
        with (folder / name).open("xb") as copy:
            for chunk in _chunks(name, opened, source):
                copy.write(chunk)


def _chunks(name: str, opened: _Opened, source: Path) -> Iterator[bytes]:
    left = MOST_FILE_BYTES
    with _reading(source), opened() as given:
        while chunk := given.read(2**20):  # what a zip says of its sizes is not trusted
            left -= len(chunk)
            if left < 0:
                raise InputError(Message("{0!r} is larger than {1} MiB", name, MOST_FILE_BYTES >> 20), source)
            yield chunk


def _is_rubbish(name: str) -> bool:
    path = PurePosixPath(name)
    return path.name in _RUBBISH or path.name.startswith("._") or path.parts[:1] == ("__MACOSX",)
