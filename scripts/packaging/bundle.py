"""What lies in a bundle that PyInstaller made: files, modules, and the installed packages that they came from.

Run by the Python of the environment that made the bundle, for a bundle does not tell which package a file came from.
"""

from __future__ import annotations

import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass, field
from functools import cached_property
from importlib import metadata
from pathlib import Path, PurePosixPath

MODULE = re.compile(r"\.(cpython-[\w-]+|abi3)\.so$|\.pyd$")
"""Native modules of Python's, other than libraries."""
LIBRARY = re.compile(r"\.so(\.\d+)*$|\.dll$|\.dylib$|\.framework/Versions/\w+/\w+$")
_OURS = ("engine", "desktop", "assets")
_LOADER = re.compile(r"_?pyi[-_]?(rth|mod|boot|splash)\w*|_pyi_rth_utils(/.*)?")


def key(name: str) -> str:
    """A package's name as registries compare them."""
    return re.sub(r"[-_.]+", "-", name).lower()


@dataclass(frozen=True)
class Bundle:
    """A bundle's folder and what PyInstaller put into it.

    Attributes:
        root: the folder of the bundle.
        contents: where modules and data lie; ``sys._MEIPASS`` of its programs.
        files: paths below :attr:`contents`, links left out, with where they really are.
        modules: files of Python modules that are packed into the programs, as they are called when they are installed.
        programs: the programs themselves.
    """

    root: Path
    contents: Path
    files: dict[str, Path]
    programs: tuple[Path, ...] = ()
    modules: frozenset[str] = frozenset()
    installed: tuple[metadata.Distribution, ...] = field(default=(), repr=False)

    @cached_property
    def owners(self) -> dict[str, metadata.Distribution]:
        """The package that each file and module came from; those of Python, of ours and of the system are not in it."""
        origins: dict[str, metadata.Distribution] = {}
        for package in self.installed:
            for file in package.files or ():
                origins[file.as_posix()] = package
        names = {_as_installed(name): name for name in (*self.files, *self.modules)}
        return {name: origins[origin] for origin, name in names.items() if origin in origins}

    @cached_property
    def packages(self) -> list[metadata.Distribution]:
        """Installed packages with something in the bundle beside what they say of themselves, by name."""
        found = {key(package.name): package for name, package in self.owners.items() if ".dist-info/" not in name}
        return [found[name] for name in sorted(found)]

    def libraries(self) -> Iterator[str]:
        """Native libraries; modules of Python's own kind are not among them."""
        return (name for name in sorted(self.files) if LIBRARY.search(name) and not MODULE.search(name))

    def unexplained(self) -> list[str]:
        """Files and modules that are of no package, not ours, not Python's, and no library."""
        rest = sorted({*self.files, *self.modules} - set(self.owners))
        return [name for name in rest if not _is_known(name) and not LIBRARY.search(name)]


def read_bundle(folder: Path) -> Bundle:
    """Look into ``folder``: a onedir bundle, or a Mac's ``.app``.

    Raises:
        SystemExit: if it is neither.
    """
    places = [folder / "_internal", folder / "Contents" / "Frameworks"]
    contents = next((place for place in places if place.is_dir()), None)
    if contents is None:
        raise SystemExit(f"{folder}: no bundle that PyInstaller made")
    roots = [contents, *(path for path in [folder / "Contents" / "Resources"] if path.is_dir())]
    files = {
        path.relative_to(root).as_posix(): path
        for root in roots
        for path in sorted(root.rglob("*"))
        if path.is_file() and not path.is_symlink() and not _through_link(path, root)
    }
    home = folder / "Contents" / "MacOS" if (folder / "Contents" / "MacOS").is_dir() else folder
    programs = tuple(path for path in sorted(home.iterdir()) if path.is_file() and _is_program(path))
    modules = frozenset(name for program in programs for name in _packed(program))
    return Bundle(folder, contents, files, programs, modules, tuple(metadata.distributions()))


def _through_link(path: Path, root: Path) -> bool:
    return any(parent.is_symlink() for parent in path.parents if parent != root and root in parent.parents)


def _is_program(path: Path) -> bool:
    with path.open("rb") as file:
        start = file.read(4)
    return start[:2] == b"MZ" or start in (b"\x7fELF", b"\xcf\xfa\xed\xfe", b"\xca\xfe\xba\xbe")


def _packed(program: Path) -> Iterator[str]:
    """Files of the modules inside a program: PyInstaller keeps their names only."""
    from PyInstaller.archive.readers import ArchiveReadError, CArchiveReader

    try:
        archive = CArchiveReader(str(program))
    except ArchiveReadError:
        return
    for name in archive.toc:
        if not name.endswith(".pyz"):
            continue
        for module, (kind, *_) in archive.open_embedded_archive(name).toc.items():
            if kind != 3:  # a folder without a file of its own
                yield module.replace(".", "/") + ("/__init__.py" if kind == 1 else ".py")


def _as_installed(name: str) -> str:
    return name[:-1] if name.endswith(".pyc") else name


def _is_known(name: str) -> bool:
    """Whether a file is ours, Python's or the loader's."""
    path = PurePosixPath(name)
    first = path.parts[0].partition(".")[0]
    if path.parts[0] == "lib" and len(path.parts) > 2 and path.parts[1].startswith("python3"):
        return True  # Python's own licence
    if path.suffix == ".icns" or path.parts[0].endswith(".lproj"):
        return True  # of a Mac's app
    if first in _OURS or first in ("base_library", "python3") or first.startswith("_sysconfigdata"):
        return True
    return first in sys.stdlib_module_names or _LOADER.fullmatch(path.with_suffix("").as_posix()) is not None
