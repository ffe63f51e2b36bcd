"""Names for outputs: next to the source or in a folder, the tree kept, never two sources onto one name."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Literal

from engine.image.reader import READABLE_SUFFIXES
from engine.image.writer import WRITABLE_FORMATS

Task = Literal["compress", "reconstruct", "denoise"]
"""What a job does."""

LATENT_SUFFIX = ".latent"
_SYSTEM_NAMES = frozenset({".ds_store", "thumbs.db", "desktop.ini", "ehthumbs.db"})


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
    name = source.stem + _suffix(task, source, format)
    if out_dir is None:
        in_place = source.with_name(name)
        return in_place.with_stem(f"{source.stem}-denoised") if task == "denoise" else in_place
    return out_dir / source.parent.relative_to(root if root is not None else source.parent) / name


def _suffix(task: Task, source: Path, format: str | None) -> str:
    if task == "compress":
        return LATENT_SUFFIX
    if format is not None:
        return WRITABLE_FORMATS[format]
    own = source.suffix.lower() in {".jpeg", ".tiff", *WRITABLE_FORMATS.values()}
    return source.suffix if task == "denoise" and own else ".png"


def distinct_outputs(task: Task, sources: Iterable[Path], out_dir: Path, format: str | None, root: Path) -> list[Path]:
    """Outputs of many sources, all different even where letter case does not count.

    Where ``a.jpg`` and ``a.png`` would share an output, each keeps its own suffix in the name: ``a.jpg.latent``.
    """
    paths = list(sources)
    plain = [output_path(task, path, out_dir=out_dir, format=format, root=root) for path in paths]
    counts: dict[str, int] = {}
    for path in plain:
        counts[_fold(path)] = counts.get(_fold(path), 0) + 1
    taken = {_fold(path) for path in plain if counts[_fold(path)] == 1}
    return [
        output if counts[_fold(output)] == 1 else _free_name(output, source, taken)
        for source, output in zip(paths, plain, strict=True)
    ]


def _fold(path: Path) -> str:
    return str(path).casefold()


def _free_name(output: Path, source: Path, taken: set[str]) -> Path:
    candidates = [output.with_name(source.name + output.suffix)]
    candidates += (output.with_name(f"{source.name}-{n}{output.suffix}") for n in range(2, len(taken) + 10_000))
    chosen = next(path for path in candidates if _fold(path) not in taken)
    taken.add(_fold(chosen))
    return chosen


def find_sources(task: Task, folder: Path, skip: Path) -> Iterator[Path]:
    """Files below ``folder`` that ``task`` can take, in sorted order.

    System files and hidden companions are left out, as is everything below ``skip``, the output folder.
    """
    wanted = frozenset({LATENT_SUFFIX}) if task == "reconstruct" else READABLE_SUFFIXES
    avoided = skip.resolve()
    inside = avoided.is_relative_to(folder.resolve()) and avoided != folder.resolve()
    for path in sorted(folder.rglob("*")):
        if path.suffix.lower() not in wanted or path.name.lower() in _SYSTEM_NAMES or path.name.startswith("."):
            continue
        if path.is_file() and not (inside and path.resolve().is_relative_to(avoided)):
            yield path
