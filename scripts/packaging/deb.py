"""Writes the package for Debian. Run: ``python scripts/packaging/deb.py full|cli``, once the bundle is there.

The same bundle gives the same bytes: files in order, all of root, all of one time.
"""

from __future__ import annotations

import gzip
import hashlib
import os
import shutil
import subprocess
import sys
import tempfile
from email.utils import format_datetime
from pathlib import Path

from linux_tree import copy_bundle, filled, stage_share
from release import Release, release, tightness
from shared_libraries import SUGGESTED, depends
from version import ROOT

TEMPLATES = ROOT / "assets" / "installer" / "linux" / "debian"


def write_package(made: Release) -> Path:
    """The package, in ``dist``."""
    with tempfile.TemporaryDirectory() as folder:
        root = Path(folder) / "root"
        _stage(made, root)
        _write_control(made, root)
        _make_alike(root, made.epoch)
        command = ["dpkg-deb", "--root-owner-group", "-Zxz", f"-z{tightness()}", "--threads-max=1", "--build"]
        environment = {**os.environ, "SOURCE_DATE_EPOCH": str(made.epoch)}
        subprocess.run([*command, str(root), str(made.package)], env=environment, check=True, stdout=subprocess.DEVNULL)
    return made.package


def _stage(made: Release, root: Path) -> None:
    home = Path("/usr/lib") / made.name
    copy_bundle(made, root / home.relative_to("/"))
    (root / "usr/bin").mkdir()
    (root / "usr/bin/safelight").symlink_to(f"../lib/{made.name}/safelight")
    stage_share(made, root / "usr/share", {"window": f"{home}/Safelight-window", "safelight": "/usr/bin/safelight"})
    documents = root / "usr/share/doc" / made.name
    documents.mkdir(parents=True)
    (documents / "copyright").write_text(_copyright(), encoding="utf-8")
    changes = f"{made.name} ({made.version}) stable; urgency=medium\n\n"
    changes += f"  * Release {made.version}: see CHANGELOG.md.gz.\n\n"
    changes += f" -- Safelight contributors <safelight@localhost>  {format_datetime(made.date)}\n"
    (documents / "changelog.Debian.gz").write_bytes(gzip.compress(changes.encode(), 9, mtime=0))
    told = (ROOT / "CHANGELOG.md").read_bytes()
    (documents / "CHANGELOG.md.gz").write_bytes(gzip.compress(told, 9, mtime=0))
    if made.licences.is_file():
        (documents / "THIRD-PARTY-LICENCES.txt.gz").write_bytes(gzip.compress(made.licences.read_bytes(), 9, mtime=0))
    overrides = root / "usr/share/lintian/overrides" / made.name
    overrides.parent.mkdir(parents=True)
    overrides.write_text(filled((TEMPLATES / "lintian-overrides").read_text(encoding="utf-8"), {"name": made.name}))


def _copyright() -> str:
    licence = (ROOT / "LICENSE").read_text(encoding="utf-8").partition("\n\n")[2]
    holder, _, text = licence.partition("\n\n")
    indented = "\n".join(f" {line}" if line else " ." for line in text.strip().splitlines())
    template = (TEMPLATES / "copyright").read_text(encoding="utf-8")
    return filled(template, {"holder": holder.strip().removeprefix("Copyright (c) "), "licence": indented})


def _write_control(made: Release, root: Path) -> None:
    files = [path for path in sorted(root.rglob("*")) if path.is_file() and not path.is_symlink()]
    size = sum(-(-path.stat().st_size // 1024) for path in files)
    text = (TEMPLATES / f"control-{made.name}").read_text(encoding="utf-8")
    values = {"version": made.version, "architecture": made.debian_machine, "size": str(size)}
    values |= {"depends": ", ".join(depends(made.bundle)), "suggested": ", ".join(SUGGESTED)}
    folder = root / "DEBIAN"
    folder.mkdir()
    (folder / "control").write_text(filled(text, values), encoding="utf-8")
    sums = (f"{hashlib.md5(path.read_bytes()).hexdigest()}  {path.relative_to(root)}\n" for path in files)
    (folder / "md5sums").write_text("".join(sums), encoding="utf-8")


def _make_alike(root: Path, epoch: int) -> None:
    """Permissions and times that do not depend on who builds, and when."""
    for path in sorted(root.rglob("*")):
        if not path.is_symlink():
            runs = path.is_dir() or (path.stat().st_mode & 0o100 and ".so" not in path.name)
            path.chmod(0o755 if runs else 0o644)
        os.utime(path, (epoch, epoch), follow_symlinks=False)
    root.chmod(0o755)
    os.utime(root, (epoch, epoch))


def main() -> None:
    if shutil.which("dpkg-deb") is None:
        raise SystemExit("dpkg-deb is missing: no package for Debian is written")
    made = write_package(release(sys.argv[1]))
    print(f"{made.relative_to(ROOT)}: {made.stat().st_size / 1e6:.1f} MB")


if __name__ == "__main__":
    main()
