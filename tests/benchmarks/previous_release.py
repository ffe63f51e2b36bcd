"""An earlier release beside this checkout: from a wheel or a commit, in a folder that shares what is installed here."""

from __future__ import annotations

import os
import subprocess
import sys
import tarfile
from pathlib import Path

ROOT = Path(__file__).resolve().parents[2]


def installed(wheel_or_commit: str, folder: Path) -> Path:
    """Install it below ``folder``, without its dependencies.

    Args:
        wheel_or_commit: a wheel's path, or what git calls a commit of this repository, of which a wheel is built first.

    Returns:
        The folder to put first on the search path of a Python; see :func:`surroundings`.

    Raises:
        SystemExit: it is neither, or it cannot be built or installed.
    """
    source = Path(wheel_or_commit)
    if not source.is_file():
        source = _checked_out(wheel_or_commit, folder / "source")
    target = folder / "previous"
    pip = [sys.executable, "-m", "pip", "install", "--quiet", "--no-deps", "--target", str(target), str(source)]
    done = subprocess.run(pip, capture_output=True, text=True)
    if done.returncode != 0:
        last = (done.stderr.strip() or "pip ended with an error").splitlines()[-1]
        raise SystemExit(f"{wheel_or_commit}: cannot be installed, {last}")
    if not (target / "engine").is_dir():
        raise SystemExit(f"{wheel_or_commit}: is not a wheel of Safelight")
    return target


def surroundings(target: Path | None) -> dict[str, str]:
    """Environment in which ``import engine`` and ``python -m engine`` take the release at ``target``; this one without.

    Start the process in a folder that has no ``engine`` of its own.
    """
    others = {name: value for name, value in os.environ.items() if name != "PYTHONPATH"}
    return others | {"PYTHONPATH": str(ROOT if target is None else target)}


def version(target: Path | None, folder: Path) -> str:
    """What the release calls itself; ``folder`` is where the process runs."""
    command = [sys.executable, "-c", "import engine; print(engine.__version__, engine.__file__)"]
    done = subprocess.run(
        command, capture_output=True, text=True, check=True, cwd=folder, env=surroundings(target)
    )  # fmt: skip
    name, _, file = done.stdout.strip().partition(" ")
    if not Path(file).is_relative_to(ROOT if target is None else target):
        raise SystemExit(f"another engine came first: {file}")
    return name


def _checked_out(commit: str, folder: Path) -> Path:
    """The files of a commit, without touching the checkout or its list of worktrees."""
    folder.mkdir()
    packed = folder.with_suffix(".tar")
    command = ["git", "-C", str(ROOT), "archive", "--output", str(packed), f"{commit}^{{commit}}"]
    done = subprocess.run(command, capture_output=True, text=True)
    if done.returncode != 0:
        raise SystemExit(f"{commit}: neither a wheel nor a commit")
    with tarfile.open(packed) as archive:
        archive.extractall(folder, filter="data")
    packed.unlink()
    return folder
