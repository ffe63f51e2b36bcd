"""Names for outputs: next to the source or in a folder, the tree kept, never two sources onto one name."""

from __future__ import annotations

import hashlib
import itertools
import os
import re
import unicodedata
from collections import Counter
from collections.abc import Iterator, Sequence, Set
from pathlib import Path

from engine.container.layout import LATENT_SUFFIX
from engine.files.job import Task
from engine.image.formats import raw
from engine.image.writer import FORMAT_BY_SUFFIX, WRITABLE_FORMATS, suitable_format

PICTURE_SUFFIXES = frozenset(FORMAT_BY_SUFFIX)
"""Suffixes that pictures can be written with."""

LONGEST_NAME = 255
"""Bytes that the usual file systems allow for a name."""
_DENOISED = "-denoised"
_EARLIER = re.compile(rf"(.*{_DENOISED})(?:-[0-9]+)?", re.DOTALL)


def output_path(
    task: Task,
    source: Path,
    *,
    out_dir: Path | None = None,
    format: str | None = None,
    root: Path | None = None,
    stem: str | None = None,
) -> Path:
    """Where the output of one source goes.

    Args:
        out_dir: folder for it; beside the source if not given.
        format: one of :data:`~engine.image.writer.WRITABLE_FORMATS` for ``reconstruct`` and ``denoise``; by default PNG
            and, for ``denoise``, the source's own format if it can be written or else what suits it.
        root: part of the source's path that is not repeated below ``out_dir``; its own folder if not given.
        stem: what a pattern makes of the name; the source's own if not given.
    """
    folder, ending = _folder_and_ending(task, source, out_dir, format, root)
    if stem is not None:
        return folder / truncate_stem(stem, _suffix(task, source, format))
    return folder / truncate_stem(source.stem, ending)


def _folder_and_ending(
    task: Task, source: Path, out_dir: Path | None, format: str | None, root: Path | None
) -> tuple[Path, str]:
    """The output's folder, and what follows the source's stem in its name: ``.latent``, or ``-denoised.png``."""
    own = source.parent
    folder = own if out_dir is None else out_dir / own.relative_to(own if root is None else root)
    in_place = task == "denoise" and folder.resolve() == own.resolve()
    return folder, (_DENOISED if in_place else "") + _suffix(task, source, format)


def _suffix(task: Task, source: Path, format: str | None) -> str:
    if task == "compress":
        return LATENT_SUFFIX
    if format is not None:
        return WRITABLE_FORMATS[format]
    suffix = source.suffix.lower()
    if task == "denoise" and suffix in PICTURE_SUFFIXES:
        return source.suffix
    # Nothing is known of the picture yet: it may have sixteen bits, and transparency.
    kind = "RAW" if task == "denoise" and suffix in raw.SUFFIXES else ""
    return WRITABLE_FORMATS[suitable_format(kind, is_deep=True, has_alpha=True)]


def truncate_stem(stem: str, ending: str) -> str:
    """Both as one name; of a stem that is too long for file systems, the beginning and a short hash of the whole."""
    name = stem + ending
    if len(os.fsencode(name)) <= LONGEST_NAME:
        return name
    ending = "-" + hashlib.blake2b(os.fsencode(stem), digest_size=4).hexdigest() + ending
    while stem and len(os.fsencode(stem + ending)) > LONGEST_NAME:
        stem = stem[:-1]  # by characters: half of one would not be text
    return stem + ending


def numbered(path: Path) -> Iterator[Path]:
    """The path itself, then ``name-2.latent``, ``name-3.latent`` and so on."""
    yield path
    for number in itertools.count(2):
        yield path.with_name(truncate_stem(path.stem, f"-{number}{path.suffix}"))


def distinct_outputs(
    task: Task,
    sources: Sequence[Path],
    out_dir: Path | None,
    format: str | None,
    root: Path | None = None,
    stems: Sequence[str] | None = None,
) -> list[Path]:
    """Outputs of many sources, named as :func:`output_path` does, but all different even where letter case is ignored.

    Where ``a.jpg`` and ``a.png`` would share an output, each keeps its own suffix in the name: ``a.jpg.latent``. Where
    the stems come of a pattern, all but the first get a number; none is then called as one of the sources.
    """
    if stems is not None:
        named = zip(sources, stems, strict=True)
        wanted = [output_path(task, path, out_dir=out_dir, format=format, root=root, stem=stem) for path, stem in named]
        return make_distinct(wanted, sources)
    plain = [output_path(task, path, out_dir=out_dir, format=format, root=root) for path in sources]
    counts = Counter(map(case_key, plain))
    taken = {name: 1 for name, count in counts.items() if count == 1}
    return [
        output if counts[case_key(output)] == 1 else free_output(task, source, out_dir, format, root, taken)
        for source, output in zip(sources, plain, strict=True)
    ]


def free_output(
    task: Task, source: Path, out_dir: Path | None, format: str | None, root: Path | None, taken: dict[str, int]
) -> Path:
    """An output with the source's own suffix in its name, such that its :func:`case_key` path is not in ``taken`` yet.

    Args:
        taken: paths, with the first number that may be free behind each; thousands of sources may share a name.
    """
    folder, ending = _folder_and_ending(task, source, out_dir, format, root)
    first = case_key(folder / truncate_stem(source.name, ending))
    for number in itertools.count(taken.get(first, 1)):
        path = folder / truncate_stem(source.name, (f"-{number}" if number > 1 else "") + ending)
        if case_key(path) not in taken:
            break
    taken[case_key(path)] = 1
    taken[first] = number
    return path


def make_distinct(paths: Sequence[Path], sources: Sequence[Path] = ()) -> list[Path]:
    """The paths made unique by appending numbers, so that none is an earlier one or a source."""
    taken = dict.fromkeys(map(case_key, sources), 2)
    free = []
    for path in paths:
        first, found = case_key(path), path
        for number in itertools.count(taken.get(first, 1)):
            found = path.with_name(truncate_stem(path.stem, f"-{number}{path.suffix}")) if number > 1 else path
            if case_key(found) not in taken:
                break
        taken[case_key(found)] = 2
        taken[first] = max(number, 2)
        free.append(found)
    return free


def case_key(path: Path | str) -> str:
    """Equal for paths that some file system holds to be the same."""
    return unicodedata.normalize("NFC", str(path)).casefold()


def canonical_path(path: Path) -> str:
    """Equal for paths of one entry of one folder, whatever links lead to the folder."""
    return case_key(Path(os.path.realpath(path.parent), path.name))


def copy_path(source: Path, output: Path) -> Path:
    """Where a copy of the source goes that takes its output's place: under its own name, unless others have it too."""
    if output.name in (truncate_stem(source.stem, output.suffix), truncate_stem(source.name, output.suffix)):
        return output.with_name(source.name)
    return output.with_name(truncate_stem(output.stem, source.suffix))


def is_earlier_output(source: Path, outputs: Set[Path]) -> bool:
    """Whether a source is what denoising another one in place left here, perhaps renamed beside one that was there."""
    found = _EARLIER.fullmatch(source.stem)
    return found is not None and source.with_name(found[1] + source.suffix) in outputs
