"""Names for outputs: next to the source or in a folder, the tree kept, never two sources onto one name."""

from __future__ import annotations

import itertools
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from pathlib import Path
from typing import Literal

from engine.image.reader import READABLE_SUFFIXES
from engine.image.writer import FORMAT_BY_SUFFIX, WRITABLE_FORMATS

Task = Literal["compress", "reconstruct", "denoise"]
"""What a job does."""

LATENT_SUFFIX = ".latent"
PICTURE_SUFFIXES = frozenset(FORMAT_BY_SUFFIX)
"""Suffixes that pictures can be written with."""

_DENOISED = "-denoised"
_SYSTEM_NAMES = frozenset({"thumbs.db", "ehthumbs.db", "desktop.ini", "__macosx", "@eadir", "$recycle.bin"})


def output_path(
    task: Task, source: Path, *, out_dir: Path | None = None, format: str | None = None, root: Path | None = None
) -> Path:
    """Where the output of one source goes.

    Args:
        out_dir: folder for it; beside the source if not given.
        format: one of :data:`~engine.image.writer.WRITABLE_FORMATS` for ``reconstruct`` and ``denoise``; by default PNG
            and the source's own format.
        root: part of the source's path that is not repeated below ``out_dir``; its own folder if not given.
    """
    own = source.parent
    folder = own if out_dir is None else out_dir / own.relative_to(own if root is None else root)
    in_place = task == "denoise" and folder.resolve() == own.resolve()
    return folder / (source.stem + (_DENOISED if in_place else "") + _suffix(task, source, format))


def _suffix(task: Task, source: Path, format: str | None) -> str:
    if task == "compress":
        return LATENT_SUFFIX
    if format is not None:
        return WRITABLE_FORMATS[format]
    return source.suffix if task == "denoise" and source.suffix.lower() in PICTURE_SUFFIXES else ".png"


def distinct_outputs(
    task: Task, sources: Sequence[Path], out_dir: Path | None, format: str | None, root: Path | None = None
) -> list[Path]:
    """Outputs of many sources, named as :func:`output_path` does, but all different even where letter case is ignored.

    Where ``a.jpg`` and ``a.png`` would share an output, each keeps its own suffix in the name: ``a.jpg.latent``.
    """
    plain = [output_path(task, path, out_dir=out_dir, format=format, root=root) for path in sources]
    counts = Counter(map(_fold, plain))
    taken = {name for name, count in counts.items() if count == 1}
    return [
        output if counts[_fold(output)] == 1 else _free_name(output, source, taken)
        for source, output in zip(sources, plain, strict=True)
    ]


def _fold(path: Path) -> str:
    """Equal for paths that some file system holds to be the same."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def _free_name(output: Path, source: Path, taken: set[str]) -> Path:
    ending = output.name[len(source.stem) :]  # ".latent", or "-denoised.png"
    numbers = (f"-{number}" if number > 1 else "" for number in itertools.count(1))
    candidates = (output.with_name(source.name + number + ending) for number in numbers)
    chosen = next(path for path in candidates if _fold(path) not in taken)
    taken.add(_fold(chosen))
    return chosen


def find_sources(task: Task, folder: Path, skip: Path) -> Iterator[Path]:
    """Files below ``folder`` that ``task`` can take, in sorted order.

    Hidden files, what systems leave behind, and everything below ``skip``, the output folder, are left out.
    """
    wanted = frozenset({LATENT_SUFFIX}) if task == "reconstruct" else READABLE_SUFFIXES
    avoided = skip.resolve()
    inside = avoided.is_relative_to(folder.resolve()) and avoided != folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in wanted or any(map(_is_system_name, path.relative_to(folder).parts)):
            continue
        if path.is_file() and not (inside and path.resolve().is_relative_to(avoided)):
            yield path


def _is_system_name(name: str) -> bool:
    return name.startswith(".") or name.lower() in _SYSTEM_NAMES


def is_earlier_output(source: Path, outputs: Set[Path]) -> bool:
    """Whether a source is what denoising another one in place left here."""
    return source.stem.endswith(_DENOISED) and source in outputs
