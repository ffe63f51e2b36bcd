"""Writes the archive for other distributions. Run: ``python scripts/packaging/tarball.py full|cli``.

The same bundle gives the same bytes: files in order, all of nobody in particular, all of one time.
"""

from __future__ import annotations

import lzma
import sys
import tarfile
import tempfile
from pathlib import Path

from linux_tree import copy_bundle, filled, stage_share
from release import Release, release, tightness
from version import ROOT

SCRIPTS = ROOT / "assets" / "installer" / "linux" / "tarball"


def write_tarball(made: Release) -> Path:
    """The archive, in ``dist``: one folder with the bundle, what goes around it, and the script that installs it."""
    top = made.tarball.name.removesuffix(".tar.xz")
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / top
        copy_bundle(made, root / "lib")
        stage_share(made, root / "share", {})
        for name in ("install.sh", "uninstall.sh", "README.txt"):
            text = filled((SCRIPTS / name).read_text(encoding="utf-8"), {"name": made.name, "version": made.version})
            (root / name).write_text(text, encoding="utf-8")
            (root / name).chmod(0o755 if name.endswith(".sh") else 0o644)
        (root / "LICENSE").write_bytes((ROOT / "LICENSE").read_bytes())
        if made.licences.is_file():
            (root / "THIRD-PARTY-LICENCES.txt").write_bytes(made.licences.read_bytes())
        _pack(root, made)
    return made.tarball


def _pack(root: Path, made: Release) -> None:
    def alike(entry: tarfile.TarInfo) -> tarfile.TarInfo:
        runs = entry.isdir() or entry.mode & 0o100
        entry.mode, entry.mtime = 0o755 if runs else 0o644, made.epoch
        entry.uid = entry.gid = 0
        entry.uname = entry.gname = ""
        return entry

    paths = [root, *sorted(root.rglob("*"))]
    with (
        lzma.open(made.tarball, "wb", preset=tightness()) as packed,
        tarfile.open(fileobj=packed, mode="w", format=tarfile.PAX_FORMAT) as archive,
    ):
        for path in paths:
            archive.add(path, path.relative_to(root.parent).as_posix(), recursive=False, filter=alike)


def main() -> None:
    made = write_tarball(release(sys.argv[1]))
    print(f"{made.relative_to(ROOT)}: {made.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
